# /// mistake
# fails = [
#     "test_2400_is_midnight_at_the_end_of_the_date",
#     "test_times_dates_and_zones_that_do_not_exist_are_refused",
#     "test_every_number_that_is_no_time_is_refused",
# ]
# says = "next date"
# ///

# Adds 1 to the day, which fails at the end of a month.
def to_utc(
    year: int, month: int, day: int, hhmm: int, zone: str, occurrence: int = 1
) -> pd.Timestamp:
    hour, minute = divmod(hhmm, 100)
    if not (0 <= hhmm <= 2400 and minute <= 59):
        raise ValueError(f"{hhmm} is no time of day")
    if hhmm == 2400:
        day, hour = day + 1, 0
    midnight = datetime(year, month, day)
    clock = midnight + timedelta(hours=int(hour), minutes=int(minute))
    try:
        rules = ZoneInfo(zone)
    except KeyError:
        raise ValueError(f"there is no time zone {zone!r}") from None
    instant = clock.replace(tzinfo=rules, fold=occurrence - 1).astimezone(ZoneInfo("UTC"))
    if instant.astimezone(rules).replace(tzinfo=None) != clock:
        raise ValueError(f"the clocks of {zone} skip {clock}")
    return pd.Timestamp(instant)
