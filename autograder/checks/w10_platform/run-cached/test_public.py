"""The checks of exercise 4 of week 10 that a student sees: what need not be done again?"""

import copy

from autograder.testing import (
    Mismatch,
    assert_each,
    assert_same,
    exercise,
    is_a,
    once,
    require,
    spy,
)


def late(delays):
    return [delay >= 15 for delay in delays]


def share(flags):
    return sum(flags) / len(flags)


def both(one, two):
    return [one, two]


def returned(value):
    """A step that needs nothing and returns a value such as this."""

    def step():
        return copy.deepcopy(value)

    return step


def one(*needs, version="v1", function=both):
    """A pipeline of one step, named "x"."""
    return {"x": (version, list(needs), function)}


def told(submission, cases):
    """Compare what several nights with one cache return."""
    submission.run_cached({}, {}, {})  # says by its own name that it is missing or a stub
    assert_each(submission.nights, cases)


RATE = {"late": ("late v1", ["delays"], late), "share": ("share v1", ["late"], share)}
FIRST = ({"late": [True, False], "share": 0.5}, ["late", "share"])


@once
def nights():
    nothing = (FIRST[0], [])
    changed = ({"late": [True, True], "share": 1.0}, ["late", "share"])
    morning, noon = {"delays": [20, 3]}, {"delays": [20, 15]}
    return [
        (([(RATE, morning)],), [FIRST], "The cache is empty, so both steps are called."),
        (([(RATE, morning)] * 3,), [FIRST, nothing, nothing], "The same inputs: nothing to do."),
        (([(RATE, morning), (RATE, noon)],), [FIRST, changed], "The input of both has changed."),
        (
            ([(RATE, morning), (RATE, noon), (RATE, morning)],),
            [FIRST, changed, nothing],
            "What was done two nights ago is still there.",
        ),
        (([({}, {})],), [({}, [])], "There are no steps."),
    ]


@exercise("run-cached")
def test_what_was_done_before_is_not_done_again(submission):
    """A step is called if its inputs have new content, and found in the cache if not."""
    told(submission, nights())


def turned(version, *keys):
    """A step that returns a dict with these keys in this order, and one that counts them."""
    return {"x": (version, [], returned(dict.fromkeys(keys, 1))), "y": ("y", ["x"], len)}


@once
def cut_offs():
    again = (FIRST[0], ["late"])
    rewritten = {**RATE, "late": ("late v2", ["delays"], late)}
    new_share = {**RATE, "share": ("share v2", ["late"], share)}
    morning = {"delays": [20, 3]}
    table = {"x": {"a": 1, "b": 1}}
    return [
        (
            ([(RATE, morning), (RATE, {"delays": [21, 3]})],),
            [FIRST, again],
            "One delay is longer, but late as before: `share` has the same input as before.",
        ),
        (
            ([(RATE, morning), (rewritten, morning), (RATE, morning)],),
            [FIRST, again, (FIRST[0], [])],
            "The code of `late` has a new version, and its output is the same.",
        ),
        (([(RATE, morning), (new_share, morning)],), [FIRST, (FIRST[0], ["share"])], "Its code."),
        (
            ([(turned("v1", "a", "b"), {}), (turned("v2", "b", "a"), {})],),
            [({**table, "y": 2}, ["x", "y"]), ({**table, "y": 2}, ["x"])],
            "The output of x is the same dict, with its keys in another order.",
        ),
    ]


@exercise("run-cached", weight=2)
def test_an_output_that_comes_out_as_before_ends_the_work(submission):
    """If a step that is called returns what it did before, those behind it are not called."""
    told(submission, cut_offs())


@once
def twins():
    two = {"a": ("v1", ["x"], share), "b": ("v1", ["y"], share), "c": ("v2", ["x"], share)}
    outputs = {"a": 0.5, "b": 0.5, "c": 0.5}
    renamed = {"other": ("v1", ["z"], share)}
    return [
        (
            ([(two, {"x": [1, 0], "y": [1, 0]}), (renamed, {"z": [1, 0]})],),
            [(outputs, ["a", "c"]), ({"other": 0.5}, [])],
            "Steps a and b have the same version and the same input, and c another version.",
        ),
    ]


@exercise("run-cached")
def test_a_name_decides_nothing(submission):
    """Only versions and contents count: the same work under another name is found."""
    told(submission, twins())


@once
def contents():
    def calls(*values, why, needs=("a", "b")):
        runs = [(one(*needs), dict(zip(needs, pair, strict=True))) for pair in values]
        seen, expected = [], []
        for pair in values:
            known = any(repr(pair) == repr(old) for old in seen)
            seen.append(pair)
            expected.append(({"x": list(pair)}, [] if known else ["x"]))
        return (runs,), expected, why

    orders = [{"k": 1, "m": {"a": 2, "b": 3}}, {"m": {"b": 3, "a": 2}, "k": 1}]
    return [
        calls((1, 0), (0, 1), why="The inputs have changed places."),
        calls(
            (1, 23), (12, 3), ("1", "23"), ("12", "3"), why="Written one behind the other, equal."
        ),
        calls((1, 1), (True, 1), (1.0, 1), ("1", 1), why="1, True, 1.0 and a text are different."),
        calls((-1, 0), (-2, 0), why="Python's `hash` of -1 and -2 is the same."),
        calls(([], None), ([], []), ({}, []), (None, ""), why="Empty values are different."),
        calls(([1, [2]], 0), ([[1], 2], 0), ([1, 2], 0), why="Lists in lists."),
        (
            ([(one("a", "b"), {"a": order, "b": 0}) for order in orders],),
            [({"x": [orders[0], 0]}, ["x"]), ({"x": [orders[0], 0]}, [])],
            "The order of the keys of a dict does not matter, at any depth.",
        ),
    ]


@exercise("run-cached")
def test_other_contents_are_other_inputs(submission):
    """Inputs are the same only if they are written in the same way: 1 is not True, nor 1.0."""
    told(submission, contents())


@once
def empty_outputs():
    values = [None, False, 0, "", [], {}]
    cases = []
    for value in values:
        dag = {"x": (f"v{value}", [], returned(value)), "y": ("y", ["x", "x"], both)}
        outputs = {"x": value, "y": [value, value]}
        why = f"The output {value!r} is in the cache in the second night."
        cases.append((([(dag, {})] * 2,), [(outputs, ["x", "y"]), (outputs, [])], why))
    return cases


@exercise("run-cached")
def test_none_and_empty_values_are_results(submission):
    """None, False, 0 and what is empty are results like any other, and found again."""
    told(submission, empty_outputs())


def spoiling(rows):
    rows.sort()
    return rows


def appending(rows):
    rows.append(99)
    return len(rows)


def spoil(outputs):
    """The caller changes what was returned."""
    outputs["sorted"].append(7)


@once
def spoilt():
    dag = {
        "sorted": ("s", ["rows"], spoiling),
        "a": ("a", ["sorted"], appending),
        "b": ("b", ["sorted"], share),
        "c": ("c", ["rows"], both_ends),
    }
    outputs = {"sorted": [1, 2, 3], "a": 4, "b": 2.0, "c": [3, 2]}
    runs = [(dag, {"rows": [3, 1, 2]}), spoil, (dag, {"rows": [3, 1, 2]})]
    why = "`sorted` sorts what it is given, `a` appends to it, and the caller appends as well."
    expected = [(outputs, ["sorted", "a", "b", "c"]), (outputs, [])]
    return [((runs, False), expected, why), ((runs,), expected, why)]


def both_ends(rows):
    return [rows[0], rows[-1]]


@exercise("run-cached")
def test_nobody_can_spoil_what_is_kept(submission):
    """A step may change what it is given, the caller what is returned: it shows nowhere else."""
    told(submission, spoilt())


def broken(rows):
    raise OSError("disk full")


@once
def failures():
    def dag(function):
        return {
            "late": ("l", ["delays"], late),
            "send": ("s", ["late"], function),
            "after": ("a", ["delays"], share),
        }

    inputs = {"delays": [20, 4]}
    whole = {"late": [True, False], "send": 0.5, "after": 12.0}
    return [
        (
            ([(dag(broken), inputs), (dag(broken), inputs), (dag(share), inputs)],),
            ["OSError: disk full", "OSError: disk full", (whole, ["send", "after"])],
            "`late` was done in the first night; `send` failed twice, and `after` was not reached.",
        ),
    ]


@exercise("run-cached")
def test_a_failing_step_leaves_what_was_done_before(submission):
    """An error passes as it is; steps before it stay in the cache, and the failed one does not."""
    told(submission, failures())


@exercise("run-cached")
def test_steps_are_called_as_the_list_says(submission):
    """The list names the steps that really were called, in order; the inputs stay as they are."""
    seen = []

    def watched(name):
        def step(*values):
            seen.append(name)
            if name == "broken":
                raise OSError("disk full")
            return [name, *values]

        return spy(step)

    dag = {
        "x": ("1", ["b", "a"], watched("x")),
        "y": ("2", [], watched("y")),
        "z": ("3", ["y", "x"], watched("z")),
    }
    inputs = {"a": 1, "b": [2]}
    result, after = submission.run_cached.with_arguments(dag, {}, inputs)
    wanted = ({"x": ["x", [2], 1], "y": ["y"], "z": ["z", ["y"], ["x", [2], 1]]}, ["x", "y", "z"])
    assert_same(result, wanted, why="Each step is given the values that it needs, in their order.")
    assert_same(seen, ["x", "y", "z"], why="These steps were called.")
    assert_same(after[2], inputs, why="These are the inputs after the call.")
    is_a(after[1], dict)
    require(len(after[1]) > 0, "The results are kept in the dict that was handed over.")
    try:
        submission.run_cached({"w": ("4", [], watched("broken")), **dag}, after[1], inputs)
    except OSError:
        assert_same(seen[3:], ["broken"], why="After a step that fails no other is called.")
    else:
        raise Mismatch("The error of a step is passed on.", "OSError", "a result")
