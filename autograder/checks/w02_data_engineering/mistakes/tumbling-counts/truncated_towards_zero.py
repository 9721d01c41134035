# /// mistake
# fails = [
#     "test_windows_before_the_origin_begin_at_multiples_too",
#     "test_zero_is_a_time_like_any_other",
#     "test_no_events_give_no_watermark",
#     "test_random_streams_are_counted_as_slowly",
# ]
# says = "-1 lies in the window from -60 to 0"
# ///

# Truncates, so that -1 falls into the window from 0.
def tumbling_counts(
    events: Sequence[Mapping[str, int]], window: int, allowed_lateness: int
) -> dict[str, Any]:
    if window < 1 or allowed_lateness < 0:
        raise ValueError(f"no window of {window} s with {allowed_lateness} s of lateness")
    counts: dict[int, int] = {}
    late: list[int] = []
    watermark = None
    for position, event in enumerate(events):
        begins = int(event["event_time"] / window) * window  # floor, also below zero
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
