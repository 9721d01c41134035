"""The checks of exercise 5 of week 7 that stay with the grader."""

import math

import numpy as np

from autograder.testing import (
    Mismatch,
    assert_same,
    exercise,
    is_a,
    once_per_seed,
    require,
)
from worlds.held import entries_held


def most_held(sketches):
    """The entries that the first sketch holds."""
    return entries_held(sketches[0])


@once_per_seed
def random_fleets(rng):
    """Latencies of some servers, levels, and the exact quantiles."""
    cases = []
    for error in (0.005, 0.05, 0.3):
        parts = []
        for _ in range(3):
            part = rng.lognormal(rng.uniform(-3, 9), rng.uniform(0.1, 3), int(rng.integers(1, 25)))
            part = np.clip(part, 1e-6, 1e9)
            part[rng.random(len(part)) < 0.1] = 0.0
            parts.append(part.tolist())
        values = sorted(value for part in parts for value in part)
        last = len(values) - 1
        levels = [q for q in rng.random(6).tolist() if 1e-6 < q * last % 1 < 1 - 1e-6] + [0, 1]
        exact = [values[math.floor(q * last)] for q in levels]
        cases.append((error, parts, levels, exact, values))
    return cases


@exercise("latency-sketch")
def test_random_fleets_are_answered_within_the_error(submission, rng):
    """Merged sketches of random latencies are within the relative error of the exact quantiles."""
    submission.LatencySketch(0.5)
    cases = random_fleets(rng)
    calls = [(error, parts, levels) for error, parts, levels, _, _ in cases]
    calls += [(error, [values], levels) for error, _, levels, _, values in cases]
    answers = [answer() for answer in submission.ask_sketch.each(calls)]
    for (error, _, levels, exact, _), merged, whole in zip(
        cases, answers[:3], answers[3:], strict=True
    ):
        why = f"Relative error {error}, levels {[round(q, 4) for q in levels]}."
        assert_same(merged, exact, rtol=error + 1e-9, why=why)
        assert_same(whole, merged, why="One sketch fed with everything answers the same.")


@exercise("latency-sketch")
def test_a_wide_range_needs_no_more_than_its_buckets(submission):
    """From a microsecond to a day, memory stays within six entries a bucket and a hundred."""
    submission.LatencySketch(0.5)
    values = [1e-6 * 1.26**k for k in range(120)]
    received = submission.ask_sketch(0.2, [values * 4], [most_held, 0, 1])
    is_a(received, list)
    if len(received) != 3 or type(received[0]) is not int:
        raise Mismatch("`ask_sketch` of the set-up cell was changed.")
    most = 6 * (math.log(values[-1] / values[0]) / math.log(1.5) + 2) + 100
    require(received[0] <= most, f"{received[0]} entries are kept, for {most:.0f} at most.")
    assert_same(received[1], values[0], rtol=0.2 + 1e-9)
    assert_same(received[2], values[-1], rtol=0.2 + 1e-9)
