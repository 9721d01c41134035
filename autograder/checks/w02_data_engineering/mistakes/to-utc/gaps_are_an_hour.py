# /// mistake
# fails = [
#     "test_times_that_the_clocks_skip_are_refused",
#     "test_nights_on_which_clocks_change",
#     "test_2400_may_be_skipped_or_come_twice",
# ]
# says = "never moved"
# ///

# Only looks for gaps between 02:00 and 03:00.
def to_utc(
    year: int, month: int, day: int, hhmm: int, zone: str, occurrence: int = 1
) -> pd.Timestamp:
    hour, minute = divmod(hhmm, 100)
    if not (0 <= hhmm <= 2400 and minute <= 59):
        raise ValueError(f"{hhmm} is no time of day")
    midnight = datetime(year, month, day)  # a ValueError where there is no such date
    clock = midnight + timedelta(hours=int(hour), minutes=int(minute))
    try:
        rules = ZoneInfo(zone)
    except KeyError:
        raise ValueError(f"there is no time zone {zone!r}") from None
    instant = clock.replace(tzinfo=rules, fold=occurrence - 1).astimezone(ZoneInfo("UTC"))
    if instant.astimezone(rules).replace(tzinfo=None) != clock and clock.hour == 2:
        raise ValueError(f"the clocks of {zone} skip {clock}")
    return pd.Timestamp(instant)
