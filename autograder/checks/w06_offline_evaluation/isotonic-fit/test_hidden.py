"""The checks that the grader keeps: random scores against the formula of maxima and minima."""

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once,
    once_per_seed,
    rejects_each,
)


def slow(scores, labels):
    """The value at k is the largest over i <= k of the least over j >= k of the rate of i to j."""
    points = sorted(set(scores))
    late = [sum(y for s, y in zip(scores, labels, strict=True) if s == p) for p in points]
    flights = [scores.count(p) for p in points]
    values = []
    for k in range(len(points)):
        values.append(
            max(
                min(sum(late[i : j + 1]) / sum(flights[i : j + 1]) for j in range(k, len(points)))
                for i in range(k + 1)
            )
        )
    return {"scores": points, "values": values}


@once_per_seed
def random_fits(rng):
    cases = []
    for n, steps, trend in ((14, 40, 0.5), (20, 8, 0.8), (14, 12, -0.5)):
        scores = rng.integers(-steps, steps + 1, size=n) / 4
        labels = (rng.random(n) < 0.5 + trend * scores / steps * 2).astype(float)
        expected = slow(scores.tolist(), labels.tolist())
        cases.append(((scores, labels), expected, f"{n} flights with random scores."))
    return cases


@exercise("isotonic-fit", weight=2)
def test_random_scores_have_the_least_squared_error(submission, rng):
    """Random flights, with ties, give the map that a slow formula gives."""
    assert_each(submission.isotonic_fit, random_fits(rng))


@once_per_seed
def lines_of_a_model(rng):
    knots = np.cumsum(rng.integers(1, 9, size=9)) - 20
    values = np.sort(rng.random(9))
    model = {"scores": [float(k) for k in knots], "values": values.tolist()}
    scores = rng.uniform(-30, 60, size=20)
    expected = []
    for score in scores:
        right = sum(score >= knot for knot in knots)
        if right == 0 or right == 9:
            expected.append(values[0 if right == 0 else -1])
            continue
        share = (score - knots[right - 1]) / (knots[right] - knots[right - 1])
        expected.append(values[right - 1] + share * (values[right] - values[right - 1]))
    return model, scores, np.array(expected)


@exercise("isotonic-fit")
def test_random_scores_lie_on_the_lines_of_a_model(submission, rng):
    """A model that was fitted elsewhere is applied to random scores, inside and outside."""
    model, scores, expected = lines_of_a_model(rng)
    answer = assert_unchanged(submission.isotonic_predict, model, scores)
    assert_same(answer, expected)


@once_per_seed
def flights_in_any_order(rng):
    scores = np.repeat(np.arange(7.0), [4, 3, 4, 3, 4, 3, 4])
    labels = np.array([1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1])
    order = rng.permutation(25)
    return scores[order], labels[order], slow(scores.tolist(), labels.tolist())


@exercise("isotonic-fit")
def test_the_order_of_the_flights_does_not_matter_to_the_map(submission, rng):
    """The same flights in another order give the same map, and are left as they are."""
    scores, labels, expected = flights_in_any_order(rng)
    assert_same(assert_unchanged(submission.isotonic_fit, scores, labels), expected)


@once
def a_long_row():
    n = 1_200
    scores, labels = np.arange(n), np.repeat([1, 0], [n // 3, n - n // 3])
    expected = {"scores": [float(i) for i in range(n)], "values": [1 / 3] * n}
    return [((scores, labels), expected, "One of three is late.")]


@exercise("isotonic-fit")
def test_a_long_row_of_falling_rates_becomes_one_block(submission):
    """Where the rate falls from score to score, however long, all share one value."""
    assert_each(submission.isotonic_fit, a_long_row())


@once
def scores_close_together():
    scores = [-1e6, -5.000001, -5, 0, 0.000001, 999_999.5]
    return [
        (
            (scores[::-1], [1, 1, 0, 1, 0, 0]),
            {"scores": [float(s) for s in scores], "values": [0.0, 0.0, 0.5, 0.5, 1.0, 1.0]},
            "Six different scores.",
        )
    ]


@exercise("isotonic-fit")
def test_scores_of_any_size_are_told_apart(submission):
    """Scores that differ by 1e-6 are two points, far from zero and below zero as well."""
    assert_each(submission.isotonic_fit, scores_close_together())


@once_per_seed
def missing_entries(rng):
    place = int(rng.integers(9))
    scores, labels = np.arange(9.0), np.zeros(9)
    bad = scores.copy()
    bad[place] = np.nan
    unknown = labels.copy()
    unknown[place] = np.nan
    return [(bad, labels), (scores, unknown)]


@once_per_seed
def a_missing_score(rng):
    return [({"scores": [0.0, 1.0], "values": [0.0, 1.0]}, missing_entries(rng)[0][0])]


@exercise("isotonic-fit")
def test_a_missing_score_among_many_is_refused(submission, rng):
    """One missing score or label among valid ones is a ValueError, in a fit and in a forecast."""
    rejects_each(submission.isotonic_fit, missing_entries(rng))
    rejects_each(submission.isotonic_predict, a_missing_score(rng))
