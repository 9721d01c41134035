"""The checks of exercise 4 of week 7 that a student sees: answered before."""

import numpy as np

from autograder.testing import assert_each, exercise, once, rejects_each


def still():
    """A clock that stands still."""
    return 0


def answers(submission, cases):
    """Compare what new caches answer to the messages of each case."""
    submission.TTLCache(1, 1, still)  # says by its own name that it is missing or a stub
    assert_each(submission.replay_cache, cases)


@once
def found():
    messages = [
        (0, "get", "JFK"),
        (0, "get", "JFK", "unknown"),
        (0, "len"),
        (1, "put", "JFK", 0.5),
        (2, "put", "LGA", 0.25),
        (2, "get", "JFK"),
        (2, "get", "LGA", "unknown"),
        (3, "put", "JFK", 0.75),
        (3, "get", "JFK"),
        (3, "len"),
    ]
    expected = [None, "unknown", 0, None, None, 0.5, 0.25, None, 0.75, 2]
    keys = [
        (0, "put", ("JFK", 7), [1, 2]),
        (0, "put", 1, "one"),
        (0, "get", ("JFK", 7)),
        (0, "get", 1.0),
        (0, "get", "1"),
    ]
    return [
        ((5, 60, messages), expected, "A key has the value that was put last."),
        ((5, 60, keys), [None, None, [1, 2], "one", None], "Keys are those of a dict."),
        ((np.int64(2), 60.0, keys), [None, None, [1, 2], "one", None], "NumPy's numbers will do."),
    ]


@exercise("ttl-cache")
def test_what_was_put_is_found(submission):
    """A key has the value that was put last, and without one the default comes back."""
    answers(submission, found())


@once
def ages():
    boundary = [
        (100, "put", "a", 1),
        (159, "get", "a"),
        (159, "len"),
        (160, "len"),
        (160, "get", "a"),
    ]
    silent = [(100, "put", "a", 1), (160, "len"), (160, "get", "a", "gone")]
    half = [(0, "put", "a", 1), (0.25, "get", "a"), (0.5, "get", "a"), (0.5, "len")]
    early = [(-90, "put", "a", 1), (-31, "get", "a"), (-30, "get", "a")]
    two = [(0, "put", "a", 1), (30, "put", "b", 2), (60, "get", "a"), (60, "get", "b"), (60, "len")]
    again = [(0, "put", "a", 1), (70, "put", "a", 2), (129, "get", "a"), (130, "get", "a")]
    why = "An entry is alive while its age is below 60 seconds: at 59, and not at 60."
    return [
        ((5, 60, boundary), [None, 1, 1, 0, None], why),
        ((5, 60, silent), [None, 0, "gone"], why),
        ((5, 0.5, half), [None, 1, None, 0], "Alive for half a second."),
        ((5, 60, early), [None, 1, None], "The clock may begin below 0."),
        ((5, 60, two), [None, None, None, 2, 1], "Each entry has an age of its own."),
        ((5, 60, again), [None, None, 2, None], "Put again after its death, it lives again."),
    ]


@exercise("ttl-cache")
def test_what_is_too_old_is_not_found(submission):
    """An entry is alive while its age is below the time to live, whoever puts or asks meanwhile."""
    answers(submission, ages())


@once
def refreshed():
    asked = [(0, "put", "a", 1), (40, "get", "a"), (59, "get", "a"), (60, "get", "a"), (60, "len")]
    put = [
        (0, "put", "a", 1),
        (40, "put", "a", 2),
        (99, "get", "a"),
        (99, "len"),
        (100, "get", "a"),
    ]
    return [
        ((5, 60, asked), [None, 1, 1, None, 0], "To be asked for makes nothing younger."),
        ((5, 60, put), [None, None, 2, 1, None], "To be put again does: the age is from 40 on."),
    ]


@exercise("ttl-cache")
def test_asking_makes_nothing_younger(submission):
    """The age of an entry runs from its last `put`; `get` does not change it."""
    answers(submission, refreshed())


@once
def crowds():
    plain = [(0, "put", k, k) for k in "abc"] + [(1, "get", "a"), (1, "get", "b"), (1, "get", "c")]
    asked = [
        *[(0, "put", k, k) for k in "ab"],
        (1, "get", "a"),
        (2, "put", "c", "c"),
        *[(3, "get", k) for k in "abc"],
        (3, "len"),
    ]
    renewed = [
        *[(0, "put", k, k) for k in "ab"],
        (1, "put", "a", "A"),
        (2, "put", "c", "c"),
        *[(3, "get", k) for k in "abc"],
    ]
    missed = [
        *[(0, "put", k, k) for k in "ab"],
        (1, "get", "z"),
        (1, "len"),
        (2, "put", "b", "B"),
        *[(3, "get", k) for k in "ab"],
        (3, "len"),
    ]
    at_once = [
        *[(0, "put", k, k) for k in "ab"],
        (0, "get", "a"),
        (0, "put", "c", "c"),
        *[(0, "get", k) for k in "abc"],
    ]
    one = [(0, "put", "a", 1), (0, "put", "b", 2), (0, "get", "a"), (0, "get", "b"), (0, "len")]
    why = "The least recently used leaves"
    return [
        ((2, 60, plain), [None] * 3 + [None, "b", "c"], f"{why}: a came first, and nobody asked."),
        ((2, 60, asked), [None, None, "a", None, "a", None, "c", 2], f"{why}: a was asked for."),
        ((2, 60, renewed), [None] * 4 + ["A", None, "c"], f"{why}: a was put again."),
        (
            (2, 60, missed),
            [None, None, None, 2, None, "a", "B", 2],
            "A key that is there needs no room, and one that is only asked for gets none.",
        ),
        (
            (2, 60, at_once),
            [None, None, "a", None, "a", None, "c"],
            f"{why}: the uses have an order, also within one instant.",
        ),
        ((1, 60, one), [None, None, None, 2, 1], "There is room for one."),
    ]


@exercise("ttl-cache")
def test_the_least_recently_used_makes_room(submission):
    """With no room left, the entry leaves that was neither put nor found for the longest time."""
    answers(submission, crowds())


@once
def the_dead():
    room = [
        (0, "put", "old", 1),
        (50, "put", "new", 2),
        (55, "get", "old"),
        (61, "put", "c", 3),
        (61, "get", "new"),
        (61, "get", "c"),
        (61, "len"),
    ]
    again = [
        (0, "put", "a", 1),
        (50, "put", "b", 2),
        (70, "put", "a", 3),
        (71, "put", "c", 4),
        *[(72, "get", k) for k in "abc"],
    ]
    return [
        (
            (2, 60, room),
            [None, None, 1, None, 2, 3, 2],
            "At 61 the old one is dead, though it was used last: the new one need not leave.",
        ),
        (
            (2, 60, again),
            [None, None, None, None, 3, None, 4],
            "At 70 a begins again, younger and more recent than b, which has to leave at 71.",
        ),
    ]


@exercise("ttl-cache")
def test_the_dead_take_up_no_room(submission):
    """An entry that has expired does not push out one that is alive."""
    answers(submission, the_dead())


@once
def nothings():
    messages = [
        (0, "put", "a", None),
        (0, "get", "a", "unknown"),
        (0, "put", "b", 0),
        (0, "get", "b", "unknown"),
        (0, "len"),
        (1, "get", "a", "unknown"),
        (2, "put", "c", False),
        (2, "get", "b", "unknown"),
        (2, "get", "a", "unknown"),
        (2, "get", "c", "unknown"),
    ]
    expected = [None, None, None, 0, 2, None, None, "unknown", None, False]
    return [((2, 60, messages), expected, "None, 0 and False are values like any other.")]


@exercise("ttl-cache")
def test_none_is_worth_remembering(submission):
    """A value of None is found, and used, like any other; it is not a missing key."""
    answers(submission, nothings())


@exercise("ttl-cache")
def test_a_cache_without_room_or_time_is_refused(submission):
    """A capacity below 1, or a time to live that is not above 0, is a ValueError."""
    calls = [(0, 60, still), (-1, 60, still), (2, 0, still), (2, -5, still), (2, 0.0, still)]
    rejects_each(submission.TTLCache, calls)
