"""The checks of `pareto-front` that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import math

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once,
    once_per_seed,
)

from ..cases import blizzard


def slow_front(options, senses):
    """Every pair of options at once, one objective at a time; entry [row, rival]."""
    n = len(options)
    no_worse, better = np.ones((n, n), dtype=bool), np.zeros((n, n), dtype=bool)
    for column, sense in zip(np.array(options, dtype=float).T, senses, strict=True):
        row, rival = column[:, None], column[None, :]
        no_worse &= rival <= row if sense == "min" else rival >= row
        better |= rival < row if sense == "min" else rival > row
    return np.flatnonzero(~(no_worse & better).any(axis=1))


def any_senses(rng, m):
    return [("min", "max")[k] for k in rng.integers(0, 2, m)]


@once_per_seed
def random_options(rng):
    cases = []
    for trial in range(6):
        n, m = int(rng.integers(8, 40)), 1 + trial % 5
        options = rng.integers(0, 2 + trial % 4, (n, m)) - 1
        senses = any_senses(rng, m)
        given = [options, options.astype(np.float32), options.tolist()][trial % 3]
        why = f"The senses are {senses}."
        cases.append(((given, senses), slow_front(options.tolist(), senses), why))
    options, senses = rng.random((100, 3)).round(2), tuple(any_senses(rng, 3))
    why = f"The senses are {senses}."
    cases.append(((options, senses), slow_front(options.tolist(), senses), why))
    return cases


@exercise("pareto-front")
def test_random_options_agree_with_comparing_every_pair(submission, rng):
    """The front of random options is what comparing every pair of them says."""
    assert_each(submission.pareto_front, random_options(rng))


@exercise("pareto-front")
def test_infinite_values_compare_as_usual(submission):
    """An infinite value equals itself and is beyond every finite one, in either sense."""
    inf = math.inf
    cases = (
        ([[inf, 1], [inf, 2], [5, 3]], ["min", "min"], [0, 2]),
        ([[inf, 1], [inf, 2], [5, 3]], ["max", "max"], [1, 2]),
        ([[-inf, 1], [-inf, 1], [-inf, 0]], ["min", "max"], [0, 1]),
        ([[inf, -inf], [-inf, inf], [inf, inf]], ["max", "max"], [2]),
        ([[inf], [1e308], [-inf]], ["min"], [2]),
    )
    assert_each(
        submission.pareto_front,
        [((options, s), np.array(front), f"The senses are {s}.") for options, s, front in cases],
    )


@exercise("pareto-front")
def test_values_are_compared_without_a_tolerance(submission):
    """The smallest difference counts: nearly equal options are not equal."""
    more = math.nextafter(1.0, 2.0)
    larger = [[1.0, 2.0], [more, 2.0], [1.0, 2.0]], ["min", "max"]
    each_better = [[1.0, 1e9], [more, 1e9 + 1e-6]], ["max", "min"]
    cases = [
        (larger, np.array([0, 2]), "Row 1 is larger by 2e-16, hence dominated."),
        (each_better, np.array([0, 1]), "Each is better on one objective, if only just."),
    ]
    assert_each(submission.pareto_front, cases)


@once_per_seed
def stretched_options(rng):
    best_at_one = [[0, 0, -6], [-6, 0, 0], [0, 6, 0]]  # always in the front, never in order
    crowd = rng.permutation(np.unique(rng.integers(-4, 5, (30, 3)), axis=0))
    options = np.vstack([best_at_one, crowd])
    senses = ["min", "max", "min"]
    expected = slow_front(options.tolist(), senses)
    order = "Only the order within each objective matters."
    turned = "Less of x is the same wish as more of -x."
    return [
        ((options**3, senses), expected, order),
        ((np.exp(options.astype(float)), senses), expected, order),
        ((options * [-1, 1, -1], ["max", "max", "max"]), expected, turned),
    ]


@exercise("pareto-front")
def test_flipping_or_stretching_an_objective_changes_nothing(submission, rng):
    """The front stays the same when an objective is stretched, or negated with its sense turned."""
    assert_each(submission.pareto_front, stretched_options(rng))


@exercise("pareto-front")
def test_the_table_of_options_is_left_alone(submission):
    """The call flips no sign in the caller's table, nor sorts it."""
    options = np.array([[3.0, 5.0], [1.0, 2.0], [2.0, 9.0]])
    for given in (options, options.tolist()):
        front = assert_unchanged(submission.pareto_front, given, ["min", "max"])
        assert_same(front, np.array([1, 2]), why="Only [3, 5] is beaten, by [2, 9].")


@once
def february_carriers():
    """The carriers, and of each the late share, the share that never arrived, and the flights."""
    flights = blizzard()
    carriers = sorted(set(flights["carrier"]))
    rows = []
    for carrier in carriers:
        delays = flights.loc[flights["carrier"] == carrier, "arr_delay"].tolist()
        arrived = [delay for delay in delays if delay == delay]
        late = sum(delay >= 15 for delay in arrived) / max(1, len(arrived))
        rows.append([late, 1 - len(arrived) / len(delays), float(len(delays))])
    rows = np.array(rows)
    both = (["min", "min", "max"], ["max", "max", "min"])
    why = f"The carriers are {carriers}."
    return [((rows, senses), slow_front(rows, senses), why) for senses in both]


@exercise("pareto-front")
def test_the_carriers_of_february_are_compared(submission):
    """Real carriers, by how often they are late, how often they never arrive, and their size."""
    assert_each(submission.pareto_front, february_carriers())
