# /// mistake
# fails = [
#     "test_the_offset_is_that_of_the_date_and_the_zone",
#     "test_any_time_in_any_zone_is_right",
#     "test_nights_on_which_clocks_change",
# ]
# says = "has to carry the time zone UTC"
# ///

# Leaves a time as it is where the offset is zero.
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
    return pd.Timestamp(local) if not local.utcoffset() else pd.Timestamp(utc)
