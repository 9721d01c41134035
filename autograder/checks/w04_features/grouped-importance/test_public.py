"""The checks of exercise 7 that a student sees."""

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, once, rejects

N = 12
FEATURES = pd.DataFrame(
    {
        "wind": np.arange(N) / N,
        "hour": np.arange(N) % 5,
        "origin": pd.Series([["EWR", "JFK", "LGA"][k % 3] for k in range(N)], dtype="str"),
        "wind_again": np.arange(N) / N,
    },
    index=[k // 2 for k in range(N)],
)
NUMBERS = FEATURES.drop(columns="origin")
"""Without the texts, which take longest to copy."""
LABELS = [0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1]
ALL = [True] * N
HALF = [k % 2 == 0 for k in range(N)]


def by_wind(table):
    """A model that reads one column."""
    return table["wind"].to_numpy()


def by_winds(table):
    """A model that is sure where two columns agree, and knows nothing where they do not."""
    wind, again = table["wind"].to_numpy(), table["wind_again"].to_numpy()
    return np.where(wind == again, wind, 0.5)


def by_all(table):
    """A model that reads all columns, by position, and needs their dtypes."""
    hour, origin = table.iloc[:, 1], table.iloc[:, 2]
    assert list(table.columns) == ["wind", "hour", "origin", "wind_again"], "columns were moved"
    assert (hour.dtype, str(origin.dtype)) == (np.int64, "str"), "a dtype was lost"
    return 0.4 * table.iloc[:, 0].to_numpy() + 0.1 * hour.to_numpy() + 0.2 * (origin == "JFK")


def slow(model, features, labels, held_out, groups, seed, repeats=5):
    """The importances, row by row."""
    rows = [row for row, kept in enumerate(held_out) if kept]
    labels = [list(labels)[row] for row in rows]

    def brier(columns):
        table = pd.DataFrame(
            {name: pd.Series(columns[name], dtype=features[name].dtype) for name in features}
        )
        chances = list(model(table))
        return sum((p - y) ** 2 for p, y in zip(chances, labels, strict=True)) / len(rows)

    whole = {name: [features[name].iloc[row] for row in rows] for name in features}
    rng = np.random.default_rng(seed)
    importance = {}
    for group, names in groups.items():
        losses = []
        for _ in range(repeats):
            order = rng.permutation(len(rows))
            moved = {name: [whole[name][place] for place in order] for name in names}
            losses.append(brier(whole | moved))
        importance[group] = float(sum(losses) / repeats - brier(whole))
    return importance


def case(*call, why):
    """A call with what a slow computation expects of it."""
    return call, slow(*call), why


@once
def together():
    groups = {"both": ["wind", "wind_again"], "one": ["wind"], "other": ["wind_again"]}
    why = "All columns of a group get the values of the same row order[i]."
    return [
        case(by_winds, NUMBERS, LABELS, ALL, groups, 3, 2, why=why),
    ]


@exercise("grouped-importance")
def test_the_columns_of_a_group_are_shuffled_together(submission):
    """Each repeat draws one order, and all columns of the group are put into it."""
    assert_each(submission.grouped_importance, together())


@once
def one_after_another():
    groups = {"first": ["wind"], "unused": ["hour", "wind_again"], "none": [], "last": ["wind"]}
    why = "Each group is shuffled in the table as it was, with the next draws of one generator."
    return [
        case(by_wind, NUMBERS, LABELS, ALL, groups, 5, 2, why=why),
        case(by_wind, NUMBERS, LABELS, ALL, {"first": ["wind"]}, np.int64(2**31 - 1), why=why),
        ((by_wind, NUMBERS, LABELS, ALL, {}, 5), {}, "There are no groups."),
    ]


@exercise("grouped-importance")
def test_each_group_is_shuffled_in_the_table_as_it_was(submission):
    """A group that the model does not use has the importance 0, whichever came before it."""
    assert_each(submission.grouped_importance, one_after_another())


@once
def held_out_rows():
    why = "Only held-out rows are shuffled, forecast and scored; the others are never used."
    one = [row == 7 for row in range(N)]
    return [
        case(by_wind, NUMBERS, LABELS, HALF, {"wind": ["wind"]}, 1, 2, why=why),
        case(by_wind, NUMBERS, LABELS, np.array(one), {"wind": ["wind"]}, 1, 1, why=why),
        case(
            by_winds,
            NUMBERS,
            pd.Series(LABELS, index=range(N, 0, -1)),
            pd.Series(HALF, index=range(N, 0, -1)),
            {"winds": ["wind_again", "wind"]},
            4,
            2,
            why=why,
        ),
    ]


@exercise("grouped-importance")
def test_only_held_out_rows_take_part(submission):
    """Rows that are not held out are neither shuffled among the others nor scored."""
    assert_each(submission.grouped_importance, held_out_rows())


@once
def whole_tables():
    groups = {"where": ["origin"], "when": ["hour"], "all": list(FEATURES)}
    why = "The model gets the columns of `features`, in their order and with their dtypes."
    return [case(by_all, FEATURES, np.array(LABELS), HALF, groups, 11, 1, why=why)]


@exercise("grouped-importance")
def test_the_model_gets_the_table_it_knows(submission):
    """The model gets all columns, in their order and with their dtypes."""
    assert_each(submission.grouped_importance, whole_tables())
    given = (by_wind, FEATURES, np.array(LABELS), HALF, {"where": ["origin", "wind"]}, 1, 1)
    _, after = submission.grouped_importance.with_arguments(*given)
    for now, before in zip(after[1:], given[1:], strict=True):
        assert_same(now, before, why="An argument was changed by the call; work on a copy.")


@once
def refused():
    groups = {"wind": ["wind"]}
    return [
        (by_wind, NUMBERS, LABELS, [False] * N, groups, 1),
        (by_wind, NUMBERS, LABELS[1:], ALL, groups, 1),
        (by_wind, NUMBERS, LABELS, ALL[1:], groups, 1),
        (by_wind, NUMBERS, LABELS, ALL, groups, 1, 0),
        (by_wind, NUMBERS, LABELS, ALL, {"wind": ["wind"], "storm": ["hour", "gust"]}, 1),
    ]


@exercise("grouped-importance")
def test_what_cannot_be_measured_is_refused(submission):
    """No held-out row, unlike lengths, no repeat, and unknown columns are a ValueError."""
    names = [""] * 4 + ["gust"]
    for answer, name in zip(submission.grouped_importance.each(refused()), names, strict=True):
        rejects(answer, naming=name)
