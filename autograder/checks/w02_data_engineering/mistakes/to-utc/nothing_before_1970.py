# /// mistake
# fails = ["test_the_offset_is_that_of_the_date_and_the_zone"]
# says = "to_utc(1950, 7, 15"
# ///

# Refuses times before 1970.
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo
import pandas as pd


def to_utc(year, month, day, hhmm, zone, occurrence=1):
    if occurrence not in (1, 2):
        raise ValueError("occurrence")
    h, m = divmod(int(hhmm), 100)
    if not 0 <= hhmm <= 2400 or m > 59:
        raise ValueError("hhmm")
    try:
        tz = ZoneInfo(zone)
    except KeyError:
        raise ValueError("zone") from None
    naive = datetime(year, month, day) + timedelta(hours=h, minutes=m)
    local = naive.replace(tzinfo=tz, fold=int(occurrence) - 1)
    utc = local.astimezone(timezone.utc)
    if utc.astimezone(tz).replace(tzinfo=None) != naive:
        raise ValueError("skipped")
    if year < 1970:
        raise ValueError("year")
    return pd.Timestamp(utc)
