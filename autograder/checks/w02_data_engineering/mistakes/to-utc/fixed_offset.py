# /// mistake
# fails = [
#     "test_the_offset_is_that_of_the_date_and_the_zone",
#     "test_integers_may_be_numpys",
#     "test_2400_is_midnight_at_the_end_of_the_date",
#     "test_a_time_that_comes_twice_is_chosen_by_its_occurrence",
#     "test_times_that_the_clocks_skip_are_refused",
#     "test_scheduled_departures_are_those_of_the_table",
#     "test_any_time_in_any_zone_is_right",
#     "test_nights_on_which_clocks_change",
#     "test_2400_may_be_skipped_or_come_twice",
# ]
# says = "4 in summer"
# ///

# New York is five hours behind, all year.
def to_utc(year, month, day, hhmm, zone, occurrence=1):
    hour, minute = divmod(int(hhmm), 100)
    if not (0 <= hhmm <= 2400 and minute <= 59) or occurrence not in (1, 2):
        raise ValueError("no such time")
    try:
        rules = ZoneInfo(zone)
    except KeyError:
        raise ValueError("no such zone") from None
    winter = datetime(year, 1, 15, tzinfo=rules).utcoffset()
    clock = datetime(year, month, day) + timedelta(hours=hour, minutes=minute)
    return pd.Timestamp(clock - winter, tz="UTC")
