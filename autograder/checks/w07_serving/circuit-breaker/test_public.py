"""The checks of exercise 7 of week 7 that a student sees: leave it alone."""

import asyncio

from autograder.testing import assert_each, exercise, once, rejects_each

OK, ERROR, REFUSED = "returned", "raised", "refused"


def still():
    """A clock that stands still."""
    return 0


def answers(submission, cases):
    """Compare what new breakers make of the steps of each case."""
    submission.CircuitBreaker(1, 1, still)  # says by its own name that it is missing or a stub
    assert_each(submission.replay_breaker, cases)


def errors(*times):
    """Calls that fail, at these times."""
    return [(time, "error") for time in times]


@once
def closed():
    calm = [(0, "ok"), (1, "ok"), (2, "error"), (3, "ok"), (4, "ok")]
    return [
        (
            (3, 30, calm),
            [OK, OK, ERROR, OK, OK],
            "What an operation returns or raises comes out, the very same object.",
        ),
        ((1, 30, [(0, "ok"), (0, "ok")]), [OK, OK], "Nothing failed."),
    ]


@exercise("circuit-breaker")
def test_a_closed_breaker_lets_everything_through(submission):
    """A closed breaker calls, and hands on the very result or the very error of the operation."""
    answers(submission, closed())


@once
def opening():
    mixed = [*errors(0, 1), (2, "ok"), *errors(3, 4), (5, "ok"), *errors(6, 7, 8), (9, "ok")]
    return [
        (
            (3, 30, [*errors(0, 1, 2), (3, "ok"), (4, "error")]),
            [ERROR] * 3 + [REFUSED] * 2,
            "The third failure opens it, and its own error comes out all the same.",
        ),
        ((1, 30, [*errors(0), (0, "ok")]), [ERROR, REFUSED], "A single failure is enough."),
        (
            (3, 30, mixed),
            [ERROR, ERROR, OK] * 2 + [ERROR] * 3 + [REFUSED],
            "A success begins the count anew: only three failures in a row open it.",
        ),
    ]


@exercise("circuit-breaker")
def test_failures_in_a_row_open_it(submission):
    """The failure that completes the row opens the breaker; from then on calls are refused."""
    answers(submission, opening())


@once
def cooling():
    steps = [*errors(0, 10), (10, "ok"), (39, "ok"), (39.75, "ok"), (40, "ok"), (40, "ok")]
    return [
        (
            (2, 30, steps),
            [ERROR, ERROR, REFUSED, REFUSED, REFUSED, OK, OK],
            "Open from 10 on, for 30 seconds; refused calls do not make them longer.",
        ),
        ((1, 0, [*errors(5, 5), (5, "ok")]), [ERROR, ERROR, OK], "Without a cool-down."),
        (
            (1, 30, [(-100, "error", 20), (-70, "ok"), (-51, "ok"), (-50, "ok")]),
            [ERROR, REFUSED, REFUSED, OK],
            "The operation took 20 seconds, so the breaker opened at -80, when it failed.",
        ),
    ]


@exercise("circuit-breaker")
def test_it_stays_open_for_the_cool_down(submission):
    """Calls are refused until the cool-down, counted from the last failure's end, is over."""
    answers(submission, cooling())


@once
def probing():
    heals = [*errors(0, 0), (30, "ok"), (31, "error"), (32, "ok"), *errors(33, 34), (35, "ok")]
    fails = [*errors(0, 0, 30), (31, "ok"), (59, "ok"), (60, "error"), (89, "ok"), (90, "ok")]
    slow = [*errors(0), (30, "error", 10), (60, "ok"), (69, "ok"), (70, "ok"), (70, "ok")]
    return [
        (
            (2, 30, heals),
            [ERROR, ERROR, OK, ERROR, OK, ERROR, ERROR, REFUSED],
            "After a good probe it is closed, with a count of 0.",
        ),
        (
            (2, 30, fails),
            [ERROR] * 3 + [REFUSED] * 2 + [ERROR, REFUSED, OK],
            "One bad probe is enough, and the whole cool-down begins again, at 30 and at 60.",
        ),
        (
            (1, 30, slow),
            [ERROR, ERROR, REFUSED, REFUSED, OK, OK],
            "The probe failed at 40, after 10 seconds: refused until 70.",
        ),
    ]


@exercise("circuit-breaker")
def test_a_probe_decides(submission):
    """After the cool-down one call decides: a success closes the breaker, a failure opens it."""
    answers(submission, probing())


@once
def crowding():
    asks = [(30, "ok"), (45, "error"), (100, "ok")]
    inside = [(30, "ok"), (100, "ok", 0, [(100, "ok")])]
    return [
        (
            (1, 30, [*errors(0), (30, "ok", 0, asks), (100, "ok")]),
            [ERROR, (OK, [REFUSED] * 3), OK],
            "While the probe is under way, be it for 70 seconds, nobody else is let through.",
        ),
        (
            (1, 30, [*errors(0), (30, "error", 0, asks), (129, "ok"), (130, "ok")]),
            [ERROR, (ERROR, [REFUSED] * 3), REFUSED, OK],
            "The probe failed at 100.",
        ),
        (
            (1, 30, [*errors(0), (30, "ok"), (31, "ok", 0, inside)]),
            [ERROR, OK, (OK, [OK, (OK, [OK])])],
            "Once it is closed, calls may overlap as they like.",
        ),
    ]


@exercise("circuit-breaker")
def test_there_is_one_probe_only(submission):
    """While a probe is under way all other calls are refused, however long it takes."""
    answers(submission, crowding())


@once
def stale():
    opens = errors(1, 2)
    heals = [*errors(1, 2), (40, "ok")]
    return [
        (
            (2, 30, [(0, "ok", 0, opens), (3, "ok"), (31, "ok"), (32, "ok")]),
            [(OK, [ERROR] * 2), REFUSED, REFUSED, OK],
            "A success that began before the breaker opened does not close it.",
        ),
        (
            (2, 30, [(0, "error", 20, opens), (31, "ok"), (32, "ok"), (33, "ok")]),
            [(ERROR, [ERROR] * 2), REFUSED, OK, OK],
            "A failure at 22 that began before it opened, at 2, does not make it longer.",
        ),
        (
            (1, 30, [(0, "error", 20, errors(1)), (30, "ok"), (31, "ok")]),
            [(ERROR, [ERROR]), REFUSED, OK],
            "A failure at 21 that began before it opened, at 1, does not open it again.",
        ),
        (
            (2, 30, [(0, "error", 0, heals), (41, "error"), (42, "ok"), (43, "ok")]),
            [(ERROR, [ERROR, ERROR, OK]), ERROR, OK, OK],
            "A failure that began before it opened and ends when it has closed does not count.",
        ),
        (
            (2, 30, [(0, "ok", 0, [*heals, (41, "error")]), (42, "error"), (43, "ok")]),
            [(OK, [ERROR, ERROR, OK, ERROR]), ERROR, REFUSED],
            "Nor does such a success: the failures at 41 and 42 are in a row.",
        ),
    ]


@exercise("circuit-breaker")
def test_what_began_in_another_state_counts_nowhere(submission):
    """The outcome of a call counts only if the breaker has not changed its state meanwhile."""
    answers(submission, stale())


@once
def overlapping():
    return [
        (
            (3, 30, [(0, "error", 0, errors(1, 2)), (3, "ok")]),
            [(ERROR, [ERROR] * 2), REFUSED],
            "Three calls that overlap fail one after the other, the outer one last.",
        ),
        (
            (2, 30, [(0, "ok", 0, errors(1)), (2, "error"), (3, "ok")]),
            [(OK, [ERROR]), ERROR, OK],
            "The outer call succeeds at 1, after the inner one has failed.",
        ),
    ]


@exercise("circuit-breaker")
def test_an_outcome_counts_when_it_is_known(submission):
    """Calls that overlap count in the order in which they end."""
    answers(submission, overlapping())


@once
def cancelled():
    """Calls that end with an error that is no Exception, or with the refusal of another breaker."""
    hung_up = [(time, asyncio.CancelledError()) for time in (0, 30)]
    return [
        (
            (1, 30, [*hung_up, (31, "ok"), (60, "ok"), (61, "ok")]),
            [ERROR, ERROR, REFUSED, OK, OK],
            "A call that was cancelled has failed; a probe that was must not stay for ever.",
        ),
        (
            (1, 30, [(0, "refused"), (30, "refused"), (31, "ok"), (60, "ok"), (61, "ok")]),
            [ERROR, ERROR, REFUSED, OK, OK],
            "The operation asked another breaker and was refused: it has failed.",
        ),
    ]


@exercise("circuit-breaker")
def test_a_cancelled_probe_does_not_block_it_for_ever(submission):
    """A cancellation, and another breaker's CircuitOpen, are failures like any other."""
    answers(submission, cancelled())


@exercise("circuit-breaker")
def test_impossible_settings_are_refused(submission):
    """No failure at all, or a cool-down below 0, is a ValueError."""
    calls = [(0, 30, still), (-1, 30, still), (1, -1, still), (3, -0.5, still)]
    rejects_each(submission.CircuitBreaker, calls)
