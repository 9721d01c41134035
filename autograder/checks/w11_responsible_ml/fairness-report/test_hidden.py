"""The checks of exercise 5 of week 11 that the grader keeps."""

import math

import numpy as np

from autograder.testing import assert_each, exercise, once_per_seed


def share(rows):
    """The share of a list of bools."""
    return sum(rows) / len(rows) if rows else math.nan


def slowly(rows, threshold):
    """The report, from rows counted one by one."""
    groups = {}
    for name in {name for _, _, name in rows}:
        mine = [(good, p, p >= threshold) for good, p, other in rows if other == name]
        base = share([good == 1 for good, _, _ in mine])
        groups[name] = {
            "size": len(mine),
            "base_rate": base,
            "selection_rate": share([chosen for _, _, chosen in mine]),
            "tpr": share([chosen for good, _, chosen in mine if good]),
            "fpr": share([chosen for good, _, chosen in mine if not good]),
            "precision": share([good == 1 for good, _, chosen in mine if chosen]),
            "calibration_gap": sum(p for _, p, _ in mine) / len(mine) - base,
        }
    gaps = {}
    for measure in ("selection_rate", "tpr", "fpr", "precision"):
        values = [rates[measure] for rates in groups.values()]
        if any(math.isnan(value) for value in values):
            gaps[measure] = {"difference": math.nan, "ratio": math.nan}
            continue
        ratio = min(values) / max(values) if max(values) else math.nan
        gaps[measure] = {"difference": max(values) - min(values), "ratio": ratio}
    return {"groups": groups, "gaps": gaps}


@once_per_seed
def drawn(rng):
    cases = []
    for n, threshold in ((6, 0.5), (12, 0.625), (40, 0.25), (60, 0.9)):
        prob = (rng.integers(0, 9, n) / 8).tolist()
        good = (rng.random(n) < prob).astype(int).tolist()
        group = [*"ab", *rng.choice(list("abc"), n - 2).tolist()]
        rows = list(zip(good, prob, group, strict=True))
        arguments = (good, np.array(prob), group, threshold)
        cases.append((arguments, slowly(rows, threshold), f"{n} rows at {threshold}."))
    return cases


@exercise("fairness-report")
def test_random_reports_agree_with_rows_counted_one_by_one(submission, rng):
    """Random rows give the rates and gaps that counting them one by one gives."""
    assert_each(submission.fairness_report, drawn(rng))


@once_per_seed
def renamed(rng):
    prob = (rng.integers(0, 9, 30) / 8).tolist()
    good = (rng.random(30) < 0.5).astype(int).tolist()
    group = [*"pq", *rng.choice(["p", "q"], 28).tolist()]
    wanted = slowly(list(zip(good, prob, group, strict=True)), 0.5)
    other = {"p": "zz", "q": "A"}
    swapped = {other[name]: rates for name, rates in wanted["groups"].items()}
    order = rng.permutation(30).tolist()
    shuffled = tuple([column[i] for i in order] for column in (good, prob, group))
    return [
        ((*shuffled, 0.5), wanted, "The same rows in another order."),
        (
            (good, prob, [other[name] for name in group], 0.5),
            {"groups": swapped, "gaps": wanted["gaps"]},
            "The groups under other names.",
        ),
    ]


@exercise("fairness-report")
def test_neither_names_nor_order_matter(submission, rng):
    """Another order of the rows, or other names of the groups, change no number."""
    assert_each(submission.fairness_report, renamed(rng))
