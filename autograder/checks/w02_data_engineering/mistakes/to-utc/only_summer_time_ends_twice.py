# /// mistake
# fails = [
#     "test_a_time_that_comes_twice_is_chosen_by_its_occurrence",
#     "test_nights_on_which_clocks_change",
# ]
# says = "Moscow put its clocks back"
# ///

# Looks at the summer time only to see whether a time comes twice.
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
    a, b = naive.replace(tzinfo=tz, fold=0), naive.replace(tzinfo=tz, fold=1)
    if a.dst() == b.dst():
        occurrence = 1
    local = naive.replace(tzinfo=tz, fold=int(occurrence) - 1)
    utc = local.astimezone(timezone.utc)
    if utc.astimezone(tz).replace(tzinfo=None) != naive:
        raise ValueError("skipped")
    return pd.Timestamp(utc)
