# /// mistake
# fails = [
#     "test_the_offset_is_that_of_the_date_and_the_zone",
#     "test_integers_may_be_numpys",
#     "test_the_last_two_digits_are_minutes",
#     "test_2400_is_midnight_at_the_end_of_the_date",
#     "test_a_time_that_comes_twice_is_chosen_by_its_occurrence",
#     "test_times_that_the_clocks_skip_are_refused",
#     "test_scheduled_departures_are_those_of_the_table",
#     "test_departures_at_2400_belong_to_the_end_of_the_day",
#     "test_any_time_in_any_zone_is_right",
#     "test_nights_on_which_clocks_change",
#     "test_2400_may_be_skipped_or_come_twice",
#     "test_every_number_that_is_no_time_is_refused",
# ]
# says = "UTC"
# ///

# Forgets to say that the instant is in UTC.
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
    if instant.astimezone(rules).replace(tzinfo=None) != clock:
        raise ValueError(f"the clocks of {zone} skip {clock}")
    return pd.Timestamp(instant.replace(tzinfo=None))
