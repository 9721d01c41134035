"""The checks that the grader keeps: random days against a slow bootstrap."""

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    exercise,
    once,
    once_per_seed,
    rejects_each,
)


def ranking(labels, forecasts):
    """The share of pairs of a late and a punctual flight that are in order; NaN without a pair."""
    late, punctual = forecasts[labels == 1], forecasts[labels == 0]
    if len(late) == 0 or len(punctual) == 0:
        return float("nan")
    above = (late[:, None] > punctual).mean() + (late[:, None] == punctual).mean() / 2
    return float(above)


def absolute_bias(labels, forecasts):
    """The size of the mean error, which is no mean over rows."""
    return abs(float(forecasts.mean() - labels.mean()))


def slow(metric, labels, a, b, groups, rounds, seed, level=0.95):
    """The interval, row by row."""
    names = sorted(set(groups))
    rng = np.random.default_rng(seed)

    def difference(rows):
        values = [
            metric(
                np.array([labels[i] for i in rows], float), np.array([c[i] for i in rows], float)
            )
            for c in (a, b)
        ]
        return values[0] - values[1]

    gains = []
    for _ in range(rounds):
        drawn = rng.integers(len(names), size=len(names))
        gains.append(
            difference([i for k in drawn for i, group in enumerate(groups) if group == names[k]])
        )
    edges = np.quantile(gains, [(1 - level) / 2, 1 - (1 - level) / 2])
    everything = difference(range(len(labels)))
    return {"difference": everything, "low": float(edges[0]), "high": float(edges[1])}


@once_per_seed
def random_calls(rng):
    cases = []
    for metric, n, days, rounds, level in (
        (ranking, 20, 5, 5, 0.9),
        (absolute_bias, 20, 7, 4, 0.95),
        (absolute_bias, 12, 2, 4, 0.5),
    ):
        # Each day has a late and a punctual flight, so the ranking is defined in every draw.
        groups = [*range(days), *range(days), *rng.integers(days, size=n - 2 * days).tolist()]
        labels = [1] * days + [0] * days + rng.integers(2, size=n - 2 * days).tolist()
        a, b = (rng.integers(65, size=n) / 64 for _ in range(2))
        order = rng.permutation(n).tolist()
        names = [f"day {10 - group}" for group in groups]
        call = (
            metric,
            [labels[i] for i in order],
            a[order].tolist(),
            b[order].tolist(),
            [names[i] for i in order],
            rounds,
            int(rng.integers(2**31)),
            level,
        )
        cases.append((call, slow(*call), f"{n} random flights on {days} days."))
    return cases


@exercise("paired-bootstrap", weight=2)
def test_random_days_give_the_interval_of_a_slow_bootstrap(submission, rng):
    """Random flights give the difference and the interval of a slow bootstrap over days."""
    assert_each(submission.paired_bootstrap, random_calls(rng))


@once_per_seed
def some_seeds(rng):
    n, days = 24, 8
    labels, groups = rng.integers(2, size=n).astype(float), np.arange(n) % days
    a, b = rng.random(n), rng.random(n)
    cases = []
    for seed in (int(rng.integers(2**31)), np.int64(12)):
        call = (absolute_bias, labels, a, b, groups, 2, seed)
        expected = slow(absolute_bias, labels, a, b, groups.tolist(), 2, seed)
        cases.append((call, expected, f"The seed is {seed}."))
    return [*cases, cases[0]]


@exercise("paired-bootstrap")
def test_the_seed_decides_and_the_arguments_are_left_alone(submission, rng):
    """The same seed gives the same interval, other seeds others, and no argument is changed."""
    assert_each(submission.paired_bootstrap, some_seeds(rng))
    call, expected, _ = some_seeds(rng)[0]
    answer, after = submission.paired_bootstrap.with_arguments(*call)
    if any(now is not before for now, before in zip(after[1:5], call[1:5], strict=True)):
        assert_same(list(after[1:5]), list(call[1:5]), why="No argument is changed.")
    assert_same(answer, expected)


@once
def draws_without_late_flights():
    labels, days = [1, 0, 0, 0, 0, 0], [1, 1, 2, 2, 3, 3]
    a, b = [0.5, 0.25, 0.5, 0.25, 0.5, 0.25], [0.5] * 6
    return [(ranking, labels, a, b, days, 60, 5), (ranking, [0] * 6, a, b, days, 3, 5)]


@exercise("paired-bootstrap")
def test_a_ranking_without_a_late_flight_is_refused(submission):
    """Where a draw can have no late flight, the ranking is undefined in it: a ValueError.

    All late flights are on one of three days; in 60 rounds it is missing in some, but for a
    chance below 1e-9, and the seed is fixed.
    """
    rejects_each(submission.paired_bootstrap, draws_without_late_flights())


@once
def a_long_day_and_a_short_one():
    labels, groups = [0] * 31, [*["long"] * 30, "short"]
    a, b = [0.25] * 30 + [1.0], [0.0] * 31
    call = (absolute_bias, labels, a, b, groups, 8, 9, 0.5)
    return [(call, slow(*call), "A day with thirty flights and one with a single flight.")]


@exercise("paired-bootstrap")
def test_days_of_very_different_size_are_drawn_alike(submission):
    """A day with one flight is drawn as often as one with thirty, and brings its one flight."""
    assert_each(submission.paired_bootstrap, a_long_day_and_a_short_one())
