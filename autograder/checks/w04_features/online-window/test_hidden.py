"""The checks of exercise 5 that the grader keeps."""

import math

import numpy as np

from autograder.testing import (
    Mismatch,
    assert_each,
    exercise,
    once,
    once_per_seed,
    require,
)
from worlds.held import entries_held


def batch(calls, now, window):
    """A reading, from all calls so far."""
    inside = [value for _, minute, value in calls if minute > now - window]
    return {"count": len(inside), "mean": sum(inside) / len(inside) if inside else math.nan}


@once_per_seed
def streams(rng):
    cases = []
    for window in (1, 7, 40):
        now, calls, messages, expected = int(rng.integers(-50, 50)), [], [], []
        for _ in range(80):
            now += int(rng.integers(0, 3)) if rng.random() < 0.95 else window
            if rng.random() < 0.3:
                messages.append(("read", now))
                expected.append(batch(calls, now, window))
                continue
            minute = now - int(rng.integers(0, window + 3))
            value = int(rng.integers(-99, 99)) * (10**13 if rng.random() < 0.1 else 1)
            calls.append((now, minute, value))
            messages.append(("add", *calls[-1]))
            expected.append(minute > now - window)
        cases.append(((window, messages), expected, "The stream equals the batch at each call."))
    return cases


@exercise("online-window")
def test_a_random_stream_equals_its_batch_at_every_instant(submission, rng):
    """Random streams answer each reading as the batch computation over all calls so far does."""
    submission.OnlineWindow(1)
    assert_each(submission.replay, streams(rng))


def held_now(online):
    """The entries that the object holds now."""
    return entries_held(online)


@once
def full_windows():
    return [(30, [("add", 500, 471 + k % 30, k) for k in range(450)] + [held_now])]


@exercise("online-window")
def test_a_full_window_holds_some_entries_a_minute(submission):
    """A window of 30 minutes with 15 values in each holds at most 6 * 30 + 100 entries."""
    submission.OnlineWindow(1)
    for answer in submission.replay.each(full_windows()):
        received = answer()
        held = received[-1] if type(received) is list and received else None
        if type(held) is not int:
            raise Mismatch("`replay` of the set-up cell was changed.")
        require(
            held <= 280,
            "Too much is kept of 450 values in 30 minutes.",
            expected="at most 6 * 30 + 100 = 280 entries",
            received=f"{held} entries",
        )


@once
def two_of_them():
    messages = [("add", np.int64(3), np.int64(2), 10), ("read", np.int64(3)), ("read", 8)]
    expected = [True, {"count": 1, "mean": 10.0}, {"count": 0, "mean": math.nan}]
    case = ((np.int64(6), messages), expected, "Whole numbers may be NumPy's.")
    return [case, case]


@exercise("online-window")
def test_each_object_has_a_state_of_its_own(submission):
    """A new window is empty, whatever others hold; minutes may be NumPy's whole numbers."""
    submission.OnlineWindow(1)
    assert_each(submission.replay, two_of_them())
