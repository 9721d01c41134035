# /// mistake
# fails = [
#     "test_a_window_closes_when_the_watermark_reaches_its_end",
#     "test_the_watermark_never_goes_back",
#     "test_zero_is_a_time_like_any_other",
#     "test_windows_and_lateness_that_make_no_sense_are_refused",
#     "test_watermarks_at_the_edge_of_a_window",
#     "test_departures_of_a_day_are_counted",
# ]
# says = "The watermark trails the greatest event time"
# ///

# Refuses a lateness of 0.
def tumbling_counts(
    events: Sequence[Mapping[str, int]], window: int, allowed_lateness: int
) -> dict[str, Any]:
    if window < 1 or allowed_lateness <= 0:
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
    closed = {begins for begins in counts if watermark >= begins + window}
    return {
        "closed": {begins: n for begins, n in counts.items() if begins in closed},
        "open": {begins: n for begins, n in counts.items() if begins not in closed},
        "late": late,
        "watermark": watermark,
    }
