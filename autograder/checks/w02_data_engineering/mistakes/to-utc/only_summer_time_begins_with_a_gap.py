# /// mistake
# fails = [
#     "test_times_that_the_clocks_skip_are_refused",
#     "test_nights_on_which_clocks_change",
#     "test_2400_may_be_skipped_or_come_twice",
# ]
# says = "to_utc(2016, 5, 1, 245, 'America/Caracas')"
# ///

# Looks at the summer time only to see whether a time is skipped.
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
    a, b = naive.replace(tzinfo=tz, fold=0), naive.replace(tzinfo=tz, fold=1)
    if a.dst() < b.dst():
        raise ValueError("skipped")
    return pd.Timestamp(utc)
