# /// mistake
# fails = [
#     "test_the_offset_is_that_of_the_date_and_the_zone",
#     "test_2400_is_midnight_at_the_end_of_the_date",
#     "test_a_time_that_comes_twice_is_chosen_by_its_occurrence",
#     "test_times_that_the_clocks_skip_are_refused",
#     "test_times_dates_and_zones_that_do_not_exist_are_refused",
#     "test_any_time_in_any_zone_is_right",
#     "test_nights_on_which_clocks_change",
#     "test_2400_may_be_skipped_or_come_twice",
#     "test_every_number_that_is_no_time_is_refused",
# ]
# says = "The zone's rules for that date apply"
# ///

# Daylight saving from March to November, in every zone.
def to_utc(year, month, day, hhmm, zone, occurrence=1):
    hour, minute = divmod(int(hhmm), 100)
    if not (0 <= hhmm <= 2400 and minute <= 59) or occurrence not in (1, 2):
        raise ValueError("no such time")
    clock = datetime(year, month, day) + timedelta(hours=hour, minutes=minute)
    behind = 4 if 3 < month < 11 else 5
    return pd.Timestamp(clock + timedelta(hours=behind), tz="UTC")
