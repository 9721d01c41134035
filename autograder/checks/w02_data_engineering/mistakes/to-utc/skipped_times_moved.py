# /// mistake
# fails = [
#     "test_times_that_the_clocks_skip_are_refused",
#     "test_nights_on_which_clocks_change",
#     "test_2400_may_be_skipped_or_come_twice",
# ]
# says = "never moved"
# ///

# Moves a time that does not exist by an hour.
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
    return pd.Timestamp(instant)
