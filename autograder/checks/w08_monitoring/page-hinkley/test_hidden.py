"""The checks of exercise 4 of week 8 that stay with the grader."""

import json
import math

import numpy as np

from autograder.testing import assert_each, assert_same, exercise, is_a, once_per_seed, require


def two(result):
    """The alarms and the state."""
    is_a(result, tuple)
    require(len(result) == 2, "The result is a tuple of two: the alarms and the state.")
    return result


def slow_detector(values, delta, threshold, min_values):
    """Alarms and state, and how near a sum came to the threshold: all sums made anew each time."""
    alarms, kept, nearest = [], [], math.inf
    up = down = mean = 0.0
    for position, value in enumerate(values):
        if math.isnan(value):
            continue
        kept.append(value)
        up = down = 0.0
        for n in range(1, len(kept) + 1):
            mean = math.fsum(kept[:n]) / n
            up = max(0.0, up + (kept[n - 1] - mean) - delta)
            down = max(0.0, down + (mean - kept[n - 1]) - delta)
        nearest = min(nearest, abs(up - threshold), abs(down - threshold), abs(up - down) or 1)
        if len(kept) >= min_values and (up >= threshold or down >= threshold):
            alarms.append((position, "down" if down > up else "up"))
            kept, up, down, mean = [], 0.0, 0.0, 0.0
    state = {"position": len(values), "count": len(kept), "mean": mean, "up": up, "down": down}
    return (alarms, state), nearest


@once_per_seed
def random_streams(rng):
    cases = []
    while len(cases) < 8:
        level = np.repeat(rng.normal(0, 3, 5), 9)
        values = level + rng.normal(size=45)
        values[rng.random(45) < 0.1] = math.nan
        delta, threshold = rng.uniform(0.1, 0.5), rng.uniform(2, 6)
        min_values = int(rng.integers(1, 8))
        wanted, nearest = slow_detector(values.tolist(), delta, threshold, min_values)
        if nearest > 1e-6:
            why = f"allowance {delta:.3f}, threshold {threshold:.3f}, {min_values} values at least."
            cases.append(((values, None, delta, threshold, min_values), wanted, why))
    return cases


@exercise("page-hinkley")
def test_random_streams_agree_with_sums_made_anew(submission, rng):
    """Random streams with levels that move agree with sums that are made anew for each value."""
    assert_each(submission.page_hinkley, random_streams(rng), of=two)


@exercise("page-hinkley")
def test_pieces_and_files_change_nothing(submission, rng):
    """A stream cut at random, its state written to JSON and read again, rings as at once."""
    (values, _, *options), (alarms, state), _ = random_streams(rng)[0]
    cuts = sorted(rng.integers(1, 45, 4).tolist())
    heard, kept = [], None
    for piece in np.split(values, cuts):
        rung, kept = two(submission.page_hinkley(piece, kept, *options))
        is_a(rung, list)
        is_a(kept, dict)
        heard += rung
        try:
            kept = json.loads(json.dumps(kept))
        except TypeError:
            require(False, "The state holds something that JSON cannot write, as NumPy's integers.")
    assert_same((heard, kept), (alarms, state), why="The stream was fed in five pieces.")


@exercise("page-hinkley")
def test_a_mirrored_stream_rings_in_the_other_direction(submission, rng):
    """The stream with its signs changed rings at the same positions, the other way."""
    (values, _, *options), (alarms, state), _ = random_streams(rng)[1]
    other = {"up": "down", "down": "up"}
    wanted = (
        [(position, other[way]) for position, way in alarms],
        {**state, "mean": -state["mean"], "up": state["down"], "down": state["up"]},
    )
    assert_same(two(submission.page_hinkley(-values, None, *options)), wanted)
