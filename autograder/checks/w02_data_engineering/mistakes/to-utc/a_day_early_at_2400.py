# /// mistake
# fails = [
#     "test_2400_is_midnight_at_the_end_of_the_date",
#     "test_departures_at_2400_belong_to_the_end_of_the_day",
#     "test_2400_may_be_skipped_or_come_twice",
#     "test_every_number_that_is_no_time_is_refused",
# ]
# says = "00:00 of the next date"
# ///

# Takes 2400 for 0 of the same date.
def to_utc(
    year: int, month: int, day: int, hhmm: int, zone: str, occurrence: int = 1
) -> pd.Timestamp:
    hour, minute = divmod(hhmm % 2400, 100)
    if not (0 <= hhmm <= 2400 and minute <= 59):
        raise ValueError(f"{hhmm} is no time of day")
    midnight = datetime(year, month, day)  # a ValueError where there is no such date
    clock = midnight + timedelta(hours=int(hour), minutes=int(minute))
    try:
        rules = ZoneInfo(zone)
    except KeyError:
        raise ValueError(f"there is no time zone {zone!r}") from None
    instant = clock.replace(tzinfo=rules, fold=occurrence - 1).astimezone(ZoneInfo("UTC"))
    if instant.astimezone(rules).replace(tzinfo=None) != clock:
        raise ValueError(f"the clocks of {zone} skip {clock}")
    return pd.Timestamp(instant)
