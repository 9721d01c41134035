# /// mistake
# fails = ["test_integers_may_be_numpys"]
# says = "of any width"
# ///

# Counts seconds in the caller's type of integer, which may be too narrow.
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo
import pandas as pd


def to_utc(year, month, day, hhmm, zone, occurrence=1):
    if occurrence not in (1, 2):
        raise ValueError("occurrence")
    h, m = hhmm // 100, hhmm % 100
    if not 0 <= hhmm <= 2400 or m > 59:
        raise ValueError("hhmm")
    try:
        tz = ZoneInfo(zone)
    except KeyError:
        raise ValueError("zone") from None
    naive = datetime(year, month, day) + timedelta(seconds=int(h * 3600 + m * 60))
    local = naive.replace(tzinfo=tz, fold=int(occurrence) - 1)
    utc = local.astimezone(timezone.utc)
    if utc.astimezone(tz).replace(tzinfo=None) != naive:
        raise ValueError("skipped")
    return pd.Timestamp(utc)
