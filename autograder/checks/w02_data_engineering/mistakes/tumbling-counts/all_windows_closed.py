# /// mistake
# fails = [
#     "test_events_are_counted_in_the_window_of_their_event_time",
#     "test_windows_before_the_origin_begin_at_multiples_too",
#     "test_a_window_closes_when_the_watermark_reaches_its_end",
#     "test_an_event_for_a_closed_window_goes_aside",
#     "test_an_event_may_be_older_than_the_watermark_while_its_window_is_open",
#     "test_the_watermark_never_goes_back",
#     "test_zero_is_a_time_like_any_other",
#     "test_no_events_give_no_watermark",
#     "test_windows_and_lateness_that_make_no_sense_are_refused",
#     "test_random_streams_are_counted_as_slowly",
#     "test_watermarks_at_the_edge_of_a_window",
#     "test_arrival_times_have_no_influence",
#     "test_every_event_is_counted_or_set_aside",
#     "test_departures_of_a_day_are_counted",
# ]
# says = "The time of the event decides"
# ///

# Closes everything at the end of the list.
def tumbling_counts(
    events: Sequence[Mapping[str, int]], window: int, allowed_lateness: int
) -> dict[str, Any]:
    if window < 1 or allowed_lateness < 0:
        raise ValueError(f"no window of {window} s with {allowed_lateness} s of lateness")
    counts: dict[int, int] = {}
    late: list[int] = []
    watermark = None
    for position, event in enumerate(events):
        begins = event["event_time"] // window * window  # floor, also below zero
        if watermark is not None and watermark >= begins + window:
            late.append(position)
        else:
            counts[begins] = counts.get(begins, 0) + 1
        mark = event["event_time"] - allowed_lateness
        watermark = mark if watermark is None else max(watermark, mark)
    closed = set(counts)
    return {
        "closed": {begins: n for begins, n in counts.items() if begins in closed},
        "open": {begins: n for begins, n in counts.items() if begins not in closed},
        "late": late,
        "watermark": watermark,
    }
