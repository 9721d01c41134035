"""The checks of `uplift` that the grader keeps."""

import math
import statistics

import pandas as pd

from autograder.testing import assert_each, exercise, is_a, once_per_seed

FACTOR = statistics.NormalDist().inv_cdf(0.975)


def slow(rows, min_rows):
    """Segment by segment, with lists."""
    found = {}
    for name in sorted(set(rows["kind"])):
        arms = {
            acted: [c for k, a, c in rows.itertuples(index=False) if k == name and a == acted]
            for acted in (True, False)
        }
        sizes = len(arms[True]), len(arms[False])
        if min(sizes) < min_rows:
            found[name] = (*sizes, math.nan, math.nan, math.nan, "unsure")
            continue
        effect = statistics.fmean(arms[True]) - statistics.fmean(arms[False])
        error = math.sqrt(sum(statistics.variance(arm) / len(arm) for arm in arms.values()))
        low, high = effect - FACTOR * error, effect + FACTOR * error
        decision = "treat" if high < 0 else "spare" if low > 0 else "unsure"
        found[name] = (*sizes, effect, low, high, decision)
    columns = ["treated", "untreated", "effect", "low", "high", "decision"]
    return pd.DataFrame.from_dict(found, orient="index", columns=columns)


@once_per_seed
def experiments(rng):
    """Random experiments with effects of both signs."""
    cases = []
    for _ in range(2):
        n = int(rng.integers(20, 120))
        kinds = rng.choice(["early", "noon", "late", "last"], n)
        acted = rng.random(n) < 0.5
        effect = pd.Series(kinds).map({"early": -80, "noon": 0, "late": 60, "last": -10}).to_numpy()
        cost = 200 + effect * acted + rng.normal(0, 60, n)
        rows = pd.DataFrame({"kind": kinds, "acted": acted, "cost": cost})
        least = int(rng.integers(2, 14))
        arguments = (rows, "kind", "acted", "cost", least)
        cases.append((arguments, slow(rows, least), "As reckoned segment by segment."))
    return cases


def plain(result):
    """The result without the names of its axes, which do not matter."""
    is_a(result, pd.DataFrame)
    return result.rename_axis(index=None, columns=None)


@exercise("uplift")
def test_random_experiments_agree_with_a_reckoning_by_lists(submission, rng):
    """Random experiments give what a reckoning segment by segment, with lists, gives."""
    assert_each(submission.uplift, experiments(rng), of=plain)
