"""The checks of exercise 5 of week 10 that a student sees: try again, but not like that."""

from autograder.testing import assert_each, assert_same, exercise, is_a, once, require

SLOW = "TimeoutError: no answer"
DOWN = "ConnectionError: no route"
POLICY = {"tries": 5, "base": 1, "cap": 8, "deadline": 1000}


def story(told):
    """What happened, but for the keys."""
    is_a(told, dict)
    return {name: value for name, value in told.items() if name != "keys"}


def only(*names):
    """These entries of what happened."""
    return lambda told: {name: value for name, value in story(told).items() if name in names}


def stories(submission, cases, of=story):
    """Compare what happened on the stage of `rehearse`."""
    assert_each(submission.rehearse, cases, of=of)


def floats(numbers):
    return [float(number) for number in numbers]


def drawn(limits, pauses):
    """The part of a story that is about pauses."""
    return {"draws": [(0.0, float(limit)) for limit in limits], "slept": floats(pauses)}


def happened(tries, draws=(), slept=(), result=None, error=None, end=None):
    """An expected story, with its numbers as floats."""
    return {
        "result": result,
        "error": error,
        "tries": floats(tries),
        "draws": [(0.0, float(high)) for _, high in draws],
        "slept": floats(slept),
        "end": float(tries[-1] if end is None else end),
    }


@once
def good_ends():
    return [
        (([(2, "done")], POLICY), happened([0], result="done", end=2), "The first try succeeds."),
        (
            ([(1, SLOW), (1, DOWN), (1, "done")], POLICY, [0.5, 0.25]),
            happened([0, 1.5, 3], [(0, 1), (0, 2)], [0.5, 0.5], "done", end=4),
            "Two tries fail; the pauses are half of 1 and a quarter of 2.",
        ),
        (([(0, None)], POLICY), happened([0]), "None is a result."),
        (([(0, SLOW), (0, False)], POLICY), happened([0, 0.5], [(0, 1)], [0.5], False), "False."),
    ]


@exercise("retry")
def test_tries_go_on_until_one_succeeds(submission):
    """After a transient error there is a pause and another try, and a result ends it."""
    stories(submission, good_ends())


@once
def growing_pauses():
    limits = [1, 2, 4, 8, 8, 8]
    script = [(0, SLOW)] * 6 + [(0, "done")]
    policy = {**POLICY, "tries": 9}
    odd = {"tries": 9, "base": 0.75, "cap": 2, "deadline": 1000}
    small = {"tries": 9, "base": 4, "cap": 2.5, "deadline": 1000}
    mixed = [0.5, 0, 1, 0.25, 0.125, 1]
    return [
        ((script, policy, [1] * 6), drawn(limits, limits), "The limits double, up to the cap."),
        ((script, policy, [0] * 6), drawn(limits, [0] * 6), "All pauses are 0."),
        (
            (script, policy, mixed),
            drawn(limits, [0.5, 0, 4, 2, 1, 8]),
            "The limit doubles, whatever was drawn.",
        ),
        (
            (script, odd, [1] * 6),
            drawn([0.75, 1.5, 2, 2, 2, 2], [0.75, 1.5, 2, 2, 2, 2]),
            "The cap is 2, and limits are 0.75 and 1.5 before.",
        ),
        ((script, small, [1] * 6), drawn([2.5] * 6, [2.5] * 6), "The cap is below the base."),
    ]


@exercise("retry")
def test_pauses_are_drawn_from_0_to_a_limit_that_doubles(submission):
    """A pause is drawn from 0 to a limit that begins with base and doubles, up to the cap."""
    stories(submission, growing_pauses(), of=only("draws", "slept"))


@once
def permanent_errors():
    cases = []
    for error in (
        "ValueError: row 17",
        "PermissionError: not allowed",
        "FileNotFoundError: model.bin",
        "OSError: disk full",
        "KeyboardInterrupt: stopped",
    ):
        once_tried = happened([0], error=error, end=1)
        cases.append((([(1, error), (1, "done")], POLICY), once_tried, "It is not transient."))
        later = happened([0, 1.5], [(0, 1)], [0.5], error=error, end=2.5)
        cases.append((([(1, SLOW), (1, error), (0, "done")], POLICY), later, "The second is not."))
    told = happened([0], error="KeyError: 'N14228'", end=1)
    why = (
        "The text of a KeyError stands in quotation marks, and an error made of it would have two."
    )
    cases.append((([(1, "KeyError: N14228")], POLICY), told, why))
    return cases


@exercise("retry")
def test_a_permanent_error_ends_it_at_once(submission):
    """An error that is neither a ConnectionError nor a TimeoutError is passed on, untried again."""
    stories(submission, permanent_errors())


@once
def transient_errors():
    kinds = ["ConnectionResetError", "ConnectionRefusedError", "BrokenPipeError", "TimeoutError"]
    good = happened([0, 0.5], [(0, 1)], [0.5], "done")
    return [(([(0, f"{kind}: x"), (0, "done")], POLICY), good, f"A {kind}.") for kind in kinds]


@exercise("retry")
def test_every_kind_of_broken_connection_is_tried_again(submission):
    """Subclasses of ConnectionError are transient as well."""
    stories(submission, transient_errors())


@once
def last_tries():
    script = [(1, DOWN), (1, SLOW), (1, "ConnectionError: the third"), (1, "done")]
    three = {**POLICY, "tries": 3}
    return [
        (
            (script, three, [1, 1]),
            happened(
                [0, 2, 5], [(0, 1), (0, 2)], [1, 2], error="ConnectionError: the third", end=6
            ),
            "After three tries the error of the third is raised, and no pause is drawn.",
        ),
        ((script, {**POLICY, "tries": 1}), happened([0], error=DOWN, end=1), "One try."),
        (
            (script, {**POLICY, "tries": 4}, [0, 0, 0]),
            happened([0, 1, 2, 3], [(0, 1), (0, 2), (0, 4)], [0, 0, 0], "done", end=4),
            "The fourth and last try succeeds.",
        ),
    ]


@exercise("retry")
def test_after_the_last_try_its_error_is_raised(submission):
    """When all tries are used up, the last error is raised as it is, without another pause."""
    stories(submission, last_tries())


@once
def deadlines():
    policy = {**POLICY, "deadline": 4}
    script = [(1, SLOW), (1, DOWN), (1, "done")]
    two = [(0, 1), (0, 2)]
    return [
        ((script, policy, [1, 0.5]), happened([0, 2, 4], two, [1, 1], "done", end=5), "At 4."),
        (
            (script, policy, [1, 0.625]),
            happened([0, 2], two, [1], error=DOWN, end=3),
            "A third try would begin at 4.25, after the deadline: there is no pause.",
        ),
        (
            ([(5, SLOW), (0, "done")], policy, [0]),
            happened([0], [(0, 1)], error=SLOW, end=5),
            "The deadline has passed in the first try.",
        ),
        (([(9, "done")], policy), happened([0], result="done", end=9), "A late result is one."),
        (
            (script, policy, [1, 0.5], 500),
            happened([500, 502, 504], two, [1, 1], "done", end=505),
            "The clock showed 500 at first.",
        ),
    ]


@exercise("retry")
def test_no_try_begins_after_the_deadline(submission):
    """If the next try would begin after the deadline, the error is raised now, without a pause."""
    stories(submission, deadlines())


def keys_of(told):
    """The keys of the tries, once it is known that they are texts."""
    is_a(told, dict)
    keys = told.get("keys")
    is_a(keys, list)
    for key in keys:
        is_a(key, str)
        require(len(key) > 0, "The key has at least one character.")
    return keys


@exercise("retry")
def test_all_tries_of_a_call_carry_one_key(submission):
    """All tries of one call have the same key; each call has another one, whatever the seed."""
    call = ([(1, SLOW), (1, SLOW), (1, "done")], POLICY)
    keys = [keys_of(answer()) for answer in submission.rehearse.each([call] * 3)]
    for tries in keys:
        assert_same(len(tries), 3, why="There are three tries.")
        assert_same(tries, tries[:1] * 3, why="These are the keys of the tries of one call.")
    different = {tries[0] for tries in keys}
    require(
        len(different) == 3,
        "Three calls, equal in all, at the same time and after the same seed, are not one call.",
        expected="three different keys",
        received=f"{len(different)}",
    )


@exercise("retry")
def test_without_a_try_nothing_is_called(submission):
    """Fewer than one try is a ValueError, and the operation is not called."""
    cases = []
    for tries in (0, -1):
        told = happened([0])
        told["tries"] = []
        cases.append((([(0, "done")], {**POLICY, "tries": tries}), told, f"{tries} tries."))
    for answer, (_, expected, why) in zip(
        submission.rehearse.each([case[0] for case in cases]), cases, strict=True
    ):
        told = story(answer())
        error = told.pop("error", None)
        is_a(error, str)
        require(error.startswith("ValueError"), f"{why} This is a ValueError, not {error!r}.")
        expected.pop("error")
        assert_same(told, expected, why=why)
