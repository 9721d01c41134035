"""The checks of `coupling` that a student sees."""

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once,
    rejects,
)

OWNERS = {"ingest": "data", "features": "data", "train": "science", "serve": "platform"}


def part(name):
    """What takes one entry out of the result, whatever the other ones are."""

    def take(result):
        is_a(result, dict)
        if name not in result:
            assert_same(sorted(map(str, result)), [name], why=f"There should be an entry {name!r}.")
        return result[name]

    return take


@once
def only_dependencies_across_teams_are_handoffs():
    return [
        ((OWNERS, [("ingest", "features", 9)], 3), 0, "Both belong to data."),
        ((OWNERS, [("ingest", "train", 4), ("features", "ingest", 9)], 3), 4,
         "Only the first crosses a border."),
        ((OWNERS, [("train", "ingest", 4), ("serve", "train", 1), ("ingest", "serve", 2)], 3), 7,
         "All three cross one."),
        ((OWNERS, [], 3), 0, "There are no dependencies."),
        (({}, [], 3), 0, "Nobody owns anything."),
    ]  # fmt: skip


@exercise("coupling")
def test_only_dependencies_across_teams_are_handoffs(submission):
    """The weights of dependencies between parts of different teams are added up, no others."""
    assert_each(
        submission.coupling,
        only_dependencies_across_teams_are_handoffs(),
        of=part("handoffs"),
    )


@exercise("coupling")
def test_a_dependency_has_no_direction_and_several_add_up(submission):
    """A dependency has no direction: weights of (a, b) and (b, a) add up; (a, a) means nothing."""
    dependencies = [("train", "features", 3), ("features", "train", 4), ("train", "ingest", 5),
                    ("train", "train", 100), ("serve", "train", 1)]  # fmt: skip
    result = submission.coupling(OWNERS, dependencies, 1)
    assert_same(part("handoffs")(result), 13, why="3 + 4 + 5 + 1")
    assert_same(
        part("between")(result),
        {("data", "science"): 12, ("platform", "science"): 1},
        why="Pairs of teams are named in ascending order; those without hand-offs are not named.",
    )


@once
def the_best_move_leaves_the_fewest_handoffs():
    return [
        ((OWNERS, [("features", "train", 9), ("features", "ingest", 4)], 2),
         {"handoffs": 9, "between": {("data", "science"): 9}, "best_move": ("features", "science"),
          "after": 4}, "features moves: 4 are left."),
        ((OWNERS, [("features", "train", 9), ("features", "features", 50)], 2),
         {"handoffs": 9, "between": {("data", "science"): 9}, "best_move": ("features", "science"),
          "after": 0}, "A dependency of features with itself holds it nowhere."),
        ((OWNERS, [("features", "train", 9), ("features", "ingest", 4), ("train", "serve", 6)], 4),
         {"handoffs": 15, "between": {("data", "science"): 9, ("platform", "science"): 6},
          "best_move": ("train", "data"), "after": 6}, "train to data leaves 6."),
    ]  # fmt: skip


@exercise("coupling")
def test_the_best_move_leaves_the_fewest_handoffs(submission):
    """The best move is the single part given to another team after which there are the fewest."""
    assert_each(submission.coupling, the_best_move_leaves_the_fewest_handoffs())


@once
def a_team_that_is_full_takes_nothing():
    owners = {"a": "x", "b": "x", "c": "y", "d": "z"}
    dependencies = [("c", "a", 5), ("c", "b", 5), ("d", "c", 1)]
    return [
        ((owners, dependencies, 3), ("c", "x"), "x may own three parts."),
        ((owners, dependencies, 2), ("a", "y"), "x is full; a or b may go to y, each leaves 6."),
        ((owners, dependencies, 1), None, "All teams are full."),
        ((owners, dependencies, 0), None, "All teams are more than full."),
    ]


@exercise("coupling")
def test_a_team_that_is_full_takes_nothing(submission):
    """A move is allowed only if the team then owns at most `largest` parts."""
    assert_each(submission.coupling, a_team_that_is_full_takes_nothing(), of=part("best_move"))


@once
def no_move_that_does_not_help():
    square = [("a", "b", 1), ("b", "c", 1), ("c", "a", 1)]
    return [
        (({"a": "x", "b": "x"}, [("a", "b", 3)], 9), (None, 0), "There is one team."),
        (({"a": "x", "b": "x", "c": "x", "d": "y"}, square, 9), (None, 0), "Nothing crosses."),
        (({"a": "x", "b": "x", "c": "y", "d": "y"},
          [("a", "b", 5), ("c", "d", 5), ("a", "c", 5)], 9),
         (None, 5), "Each move that mends a pair breaks another one as heavy."),
    ]  # fmt: skip


@exercise("coupling")
def test_no_move_that_does_not_help(submission):
    """Where no move leaves fewer hand-offs there is none, and `after` is as now."""
    assert_each(
        submission.coupling,
        no_move_that_does_not_help(),
        of=lambda result: (part("best_move")(result), part("after")(result)),
    )


@once
def of_equal_moves_the_first_in_order_is_taken():
    return [
        (({"b": "y", "a": "x"}, [("b", "a", 2)], 2), ("a", "y"), "a to y comes before b to x."),
        (({"m": "t", "k": "z", "l": "c"}, [("m", "k", 1), ("m", "l", 1)], 2), ("k", "t"),
         "k to t, l to t, m to c and m to z leave 1 each."),
        (({"a": "t", "b": "z", "c": "e"}, [("a", "b", 1), ("a", "c", 1)], 2), ("a", "e"),
         "a to e comes before a to z."),
    ]  # fmt: skip


@exercise("coupling")
def test_of_equal_moves_the_first_in_order_is_taken(submission):
    """Of equally good moves the first (part, team) in the order of texts is taken."""
    assert_each(
        submission.coupling,
        of_equal_moves_the_first_in_order_is_taken(),
        of=part("best_move"),
    )


@exercise("coupling")
def test_nothing_is_changed_and_weights_may_be_numpy(submission):
    """Ownership and dependencies stay as they are; weights may be whole numbers of NumPy."""
    result = assert_unchanged(
        submission.coupling, dict(OWNERS), [("ingest", "train", np.int64(4))], np.int64(3)
    )
    assert_same(part("between")(result), {("data", "science"): 4})


@once
def refused_and_fine():
    """Three calls that are refused for a part, two for a weight, then one that is fine."""
    parts = (("train", "billing"), ("billing", "train"), ("billing", "billing"))
    bad = [(OWNERS, [(*pair, 1)], 3) for pair in parts]
    bad += [(OWNERS, [("train", "serve", 0)], 3), (OWNERS, [("ingest", "features", -1)], 3)]
    return [*bad, (OWNERS, [("train", "serve", 1)], 3)]


@exercise("coupling")
def test_what_nobody_owns_is_refused(submission):
    """A part without an owner, or a weight below 1, raises a ValueError."""
    answers = submission.coupling.each(refused_and_fine())
    for name, answer in zip(["billing"] * 3 + [""] * 2, answers, strict=False):
        rejects(answer, naming=name)
    assert_same(part("handoffs")(next(answers)()), 1)
