"""The checks of exercise 7 that the grader keeps."""

import numpy as np
import pandas as pd

from autograder.testing import assert_each, exercise, once, once_per_seed, rejects


def logistic(table):
    """A model of four columns and a product of two of them; a missing `a` says something too."""
    a, b, c, d = (table[name].to_numpy() for name in "abcd")
    return 1 / (1 + np.exp(2 * b * (c == "x") - np.nan_to_num(a, nan=2) - 0.3 * d))


def slow(model, features, labels, held_out, groups, seed, repeats):
    """The importances, with the rows written out."""
    table, y = features[held_out], labels[held_out]
    before = np.mean((model(table) - y) ** 2)
    rng = np.random.default_rng(seed)
    importance = {}
    for group, names in groups.items():
        losses = []
        for _ in range(repeats):
            moved = table.iloc[rng.permutation(len(table))]
            parts = {name: (moved if name in names else table)[name].tolist() for name in features}
            losses.append(np.mean((model(pd.DataFrame(parts)) - y) ** 2))
        importance[group] = float(np.mean(losses) - before)
    return importance


@once_per_seed
def tables(rng):
    n = 40
    features = pd.DataFrame(
        {
            "a": np.where(rng.random(n) < 0.2, np.nan, rng.normal(size=n)),
            "c": rng.choice(["x", "y"], n),
            "b": rng.normal(size=n),
            "d": rng.integers(-3, 3, n),
        }
    ).set_axis(rng.integers(0, 9, n), axis=0)
    labels, held_out = rng.integers(0, 2, n), rng.random(n) < 0.6
    held_out[:2] = True
    groups = {"bc": ["b", "c"], "d": ["d"], "ac": ["a", "c"]}
    call = (logistic, features, labels, held_out, groups, int(rng.integers(2**31)), 2)
    return [(call, slow(*call), "The same as with the rows of each copy written out.")]


@exercise("grouped-importance")
def test_random_tables_have_the_importances_of_the_contract(submission, rng):
    """Random tables, groups and seeds give the importances that the contract's steps give."""
    assert_each(submission.grouped_importance, tables(rng))


@once
def refused():
    features = pd.DataFrame({"a": [0.0, 1.0], "b": [1.0, 0.0], "c": ["x", "y"], "d": [1, 2]})
    groups = {"a": ["a"], "none": [], "z": ["b", "visib"]}
    return [
        (logistic, features.iloc[:0], [], [], {}, 1),
        (logistic, features, [0, 1], [True, True], groups, 1),
    ]


@exercise("grouped-importance")
def test_errors_do_not_depend_on_what_comes_first(submission):
    """No row is an error without groups too, and so is a column missing at the end."""
    names = ["", "visib"]
    for answer, name in zip(submission.grouped_importance.each(refused()), names, strict=True):
        rejects(answer, naming=name)
