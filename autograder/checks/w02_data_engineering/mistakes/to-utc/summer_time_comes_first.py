# /// mistake
# fails = [
#     "test_a_time_that_comes_twice_is_chosen_by_its_occurrence",
#     "test_nights_on_which_clocks_change",
# ]
# says = "in Europe/Dublin"
# ///

# Takes the instant in summer time for the earlier one.
import pandas as pd
from zoneinfo import ZoneInfo


def to_utc(year, month, day, hhmm, zone, occurrence=1):
    if occurrence not in (1, 2) or not 0 <= hhmm <= 2400 or hhmm % 100 > 59:
        raise ValueError
    try:
        tz = ZoneInfo(zone)
    except KeyError:
        raise ValueError
    t = pd.Timestamp(int(year), int(month), int(day)) + pd.Timedelta(
        minutes=int(hhmm) // 100 * 60 + int(hhmm) % 100
    )
    a = t.to_pydatetime().replace(tzinfo=tz)
    b = a.replace(fold=1)
    # earlier = the one with DST
    if a.utcoffset() != b.utcoffset():
        if a.utcoffset() < b.utcoffset():
            raise ValueError
        dst, std = (a, b) if a.dst() else (b, a)
        a = dst if occurrence == 1 else std
    return pd.Timestamp(a).tz_convert("UTC")
