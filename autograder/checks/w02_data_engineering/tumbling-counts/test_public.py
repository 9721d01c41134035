"""The checks of `tumbling-counts` that a student of week 2 sees."""

import numpy as np

from autograder.testing import assert_each, assert_same, assert_unchanged, exercise, rejects_each


def at(*times):
    """Events with these event times, received in this order."""
    return [{"event_time": t, "received_at": 5_000 + 7 * k} for k, t in enumerate(times)]


def counted(times, window, lateness, expected, why):
    """A case: events at these times, and the four entries closed, open, late and watermark."""
    names = ("closed", "open", "late", "watermark")
    return (at(*times), window, lateness), dict(zip(names, expected, strict=True)), why


@exercise("tumbling-counts")
def test_events_are_counted_in_the_window_of_their_event_time(submission):
    """The time of the event decides, not that of its arrival; a window's end is not in it."""
    why = "A window lasts from its beginning to just before its end."
    expected = ({}, {0: 2, 60: 3, 120: 1}, [], -880)
    borders = counted((60, 0, 59, 60, 119, 120), 60, 1000, expected, why)
    why = "Windows without an event have no entry, and equal events are each counted."
    gaps = counted((7, 3, 7, 7, 20), 5, 100, ({}, {0: 1, 5: 3, 20: 1}, [], -80), why)
    assert_each(submission.tumbling_counts, [borders, gaps])


@exercise("tumbling-counts")
def test_windows_before_the_origin_begin_at_multiples_too(submission):
    """Times below zero belong to windows that begin at multiples of `window`, such as -60."""
    counts = assert_unchanged(submission.tumbling_counts, at(-61, -60, -59, -1, 0), 60, 500)
    expected = {"closed": {}, "open": {-120: 1, -60: 3, 0: 1}, "late": [], "watermark": -500}
    assert_same(counts, expected, why="-1 lies in the window from -60 to 0.")


@exercise("tumbling-counts")
def test_a_window_closes_when_the_watermark_reaches_its_end(submission):
    """The watermark trails the greatest event time; at the end of a window it closes it."""
    cases = [
        counted((5, last), 60, lateness, expected, f"The watermark comes to {last - lateness}.")
        for last, lateness, expected in (
            (69, 10, ({}, {0: 1, 60: 1}, [], 59)),
            (70, 10, ({0: 1}, {60: 1}, [], 60)),
            (60, 0, ({0: 1}, {60: 1}, [], 60)),
        )
    ]
    assert_each(submission.tumbling_counts, cases)


@exercise("tumbling-counts")
def test_an_event_for_a_closed_window_goes_aside(submission):
    """An event is too late if its window is closed when it arrives; then only its place is kept."""
    why = "The event at 70 closes the first window, and two events come for it afterwards."
    times, expected = (3, 59, 60, 70, 58, 71, 5, 60), ({0: 2}, {60: 4}, [4, 6], 61)
    two_late = counted(times, 60, 10, expected, why)
    why = "The watermark is at 60 from the first event on: 59 is too late, 60 is not."
    at_once = counted((100, 59, 60, 70, 79), 20, 40, ({}, {60: 3, 100: 1}, [1], 60), why)
    assert_each(submission.tumbling_counts, [two_late, at_once])


@exercise("tumbling-counts")
def test_an_event_may_be_older_than_the_watermark_while_its_window_is_open(submission):
    """What counts is whether the window is closed, not whether the event is behind the mark."""
    why = "The watermark is at 45, and the window from 0 to 60 is still open."
    case = counted((50, 10, 0, 49), 60, 5, ({}, {0: 4}, [], 45), why)
    assert_each(submission.tumbling_counts, [case])


@exercise("tumbling-counts")
def test_the_watermark_never_goes_back(submission):
    """An old event does not pull the watermark back, and reopens no window."""
    times, expected = (200, 150, 10, 55, 130, 119), ({}, {120: 2, 180: 1}, [2, 3, 5], 140)
    why = "The watermark stays at 140, where the first event brought it."
    first = counted(times, 60, 60, expected, why)
    expected = ({0: 1}, {120: 1}, [2, 3, 4], 120)
    second = counted((0, 120, 1, 61, 2), 60, 0, expected, "The watermark stays at 120.")
    assert_each(submission.tumbling_counts, [first, second])


@exercise("tumbling-counts")
def test_zero_is_a_time_like_any_other(submission):
    """An event time of 0, or a watermark of 0, is not the same as none."""
    cases = []
    for times, lateness, expected, why in (
        ((10, -70, -5), 10, ({}, {0: 1}, [1, 2], 0), "The watermark is at 0 from the start."),
        ((0, -70, -5), 0, ({}, {0: 1}, [1, 2], 0), "The first event brings the watermark to 0."),
        ((0, -5), 10, ({}, {0: 1, -60: 1}, [], -10), "The greatest event time stays 0."),
    ):
        cases.append(counted(times, 60, lateness, expected, why))
    assert_each(submission.tumbling_counts, cases)


@exercise("tumbling-counts")
def test_no_events_give_no_watermark(submission):
    """Without events both dicts are empty and the watermark is None."""
    none = counted((), 60, 10, ({}, {}, [], None), "There are no events.")
    why = "The first event may be below zero."
    one = counted((-110,), 60, 100, ({}, {-120: 1}, [], -210), why)
    assert_each(submission.tumbling_counts, [none, one])


@exercise("tumbling-counts")
def test_windows_and_lateness_that_make_no_sense_are_refused(submission):
    """A window below 1 s or a negative lateness is a ValueError; 1 and 0 are allowed."""
    calls = [(at(3, 4), 0, 10), (at(3, 4), 60, -1), (at(), -60, 10), (at(), 60, -1), (at(), 0, 0)]
    rejects_each(submission.tumbling_counts, calls)
    why = "Windows of 1 s, and no lateness, make sense."
    case = counted((3, 5, 5, 7), 1, 0, ({3: 1, 5: 2}, {7: 1}, [], 7), why)
    why = "Window and lateness are np.int64 here."
    numpys = counted((5, 18, 35), np.int64(10), np.int64(4), ({0: 1, 10: 1}, {30: 1}, [], 31), why)
    assert_each(submission.tumbling_counts, [case, numpys])
