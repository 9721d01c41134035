"""The checks of exercise 4 of week 9 that stay with the grader."""

import math
from statistics import fmean, variance

from autograder.testing import assert_each, exercise, is_a, once_per_seed, require


def three(result):
    """The effect, its standard error and the variance reduction."""
    is_a(result, tuple)
    require(len(result) == 3, "The result is a tuple of three floats.")
    return result


def slow(y, x, arms):
    """The three results, unit by unit."""
    known = [(a, b) for a, b in zip(x, y, strict=True) if not math.isnan(a)]
    mean_x, mean_y = (fmean(column) for column in zip(*known, strict=True))
    theta = math.fsum((a - mean_x) * (b - mean_y) for a, b in known)
    theta /= math.fsum((a - mean_x) ** 2 for a, _ in known)
    left = [b if math.isnan(a) else b - theta * (a - mean_x) for a, b in zip(x, y, strict=True)]

    def compare(values):
        new, old = ([v for v, a in zip(values, arms, strict=True) if a == w] for w in (1, 0))
        return fmean(new) - fmean(old), variance(new) / len(new) + variance(old) / len(old)

    effect, squared = compare(left)
    return effect, math.sqrt(squared), 1 - squared / compare(y)[1]


def units(rng, n, missing):
    arms = rng.permutation([0, 0, 1, 1, *rng.integers(0, 2, n - 4)])
    x = rng.normal(20, 6, n)
    y = 0.7 * x + rng.normal(0, 3, n) + 2 * arms
    x[4:][rng.random(n - 4) < missing] = math.nan
    return y.tolist(), x.tolist(), arms.tolist()


@once_per_seed
def random_units(rng):
    plans = ((6, 0.0), (15, 0.0), (9, 0.3), (30, 0.2), (12, 0.6))
    drawn = [units(rng, *plan) for plan in plans]
    return [(columns, slow(*columns), f"{len(columns[0])} units.") for columns in drawn]


@exercise("cuped")
def test_random_units_agree_with_sums_unit_by_unit(submission, rng):
    """Random units, some without a past, agree with sums that are made unit by unit."""
    assert_each(submission.cuped, random_units(rng), of=three)


@once_per_seed
def relabelled(rng):
    cases = []
    for (y, x, arms), (effect, error, reduction), _ in random_units(rng)[1:4]:
        scale, shift = float(rng.uniform(-3, -0.5)), float(rng.uniform(-50, 50))
        order = rng.permutation(len(y))
        columns = (
            [y[i] for i in order],
            [scale * x[i] + shift for i in order],
            [1 - arms[i] for i in order],
        )
        cases.append((columns, (-effect, error, reduction), "The covariate has another unit."))
    return cases


@exercise("cuped")
def test_units_of_the_covariate_and_names_of_arms_do_not_matter(submission, rng):
    """A covariate in another unit changes nothing, and arms that change places turn the sign."""
    assert_each(submission.cuped, relabelled(rng), of=three)
