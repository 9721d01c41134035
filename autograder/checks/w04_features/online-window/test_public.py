"""The checks of exercise 5 that a student sees."""

import math

from autograder.testing import (
    Mismatch,
    assert_each,
    exercise,
    once,
    rejects_each,
    require,
)
from worlds.held import entries_held

NAN = math.nan
BIG, BIGGEST = 10**16, 10**18


def answers(submission, cases):
    """Compare what new windows answer to the messages of each case."""
    submission.OnlineWindow(1)  # says by its own name that it is missing or a stub
    assert_each(submission.replay, cases)


def read(count, mean):
    """What a reading should say."""
    return {"count": count, "mean": mean}


@once
def readings():
    messages = [
        ("read", 9),
        ("add", 10, 10, 30),
        ("read", 10),
        ("add", 12, 11, -6),
        ("add", 12, 11, 0),
        ("read", 12),
    ]
    expected = [read(0, NAN), True, read(1, 30.0), True, True, read(3, 8.0)]
    why = "Count and mean are of all values in the window; NaN where there are none."
    zeros = [("add", 0, 0, 0), ("read", 0)]
    return [
        ((5, messages), expected, why),
        ((5, zeros), [True, read(1, 0.0)], "A value of 0 is a value, as is a minute 0."),
    ]


@exercise("online-window")
def test_a_reading_is_count_and_mean_of_what_is_in_the_window(submission):
    """A reading is the count and the mean of the values in the window, NaN without any."""
    answers(submission, readings())


@once
def boundaries():
    messages = [("add", 100, 100, 4), ("add", 101, 101, 8), ("read", 159), ("read", 160)]
    messages += [("read", 161), ("add", 161, 161, 6), ("read", 161)]
    expected = [True, True, read(2, 6.0), read(1, 8.0), read(0, NAN), True, read(1, 6.0)]
    why = "A minute is in the window while it is later than now - window: for 60 minutes, 100 is "
    why += "inside at 159 and outside at 160."
    short = [("add", -3, -3, 5), ("read", -3), ("read", -2)]
    return [
        ((60, messages), expected, why),
        ((1, short), [True, read(1, 5.0), read(0, NAN)], "A window of one minute is that minute."),
    ]


@exercise("online-window")
def test_a_value_leaves_the_window_with_its_minute(submission):
    """A value is inside while its minute is later than now - window, and not one minute longer."""
    answers(submission, boundaries())


@once
def late_reports():
    messages = [
        ("add", 20, 20, 1),
        ("add", 21, 14, 5),  # seven minutes late, but inside
        ("add", 21, 11, 100),  # exactly at now - window: too late
        ("add", 21, 12, 3),  # one minute inside
        ("add", 21, -50, 100),
        ("read", 21),
        ("read", 22),  # the minute 12 has gone
        ("read", 24),  # and the minute 14, though it came later than 20
        ("add", 24, 14, 9),
        ("add", 24, 15, 2),
        ("read", 24),
    ]
    expected = [True, True, False, True, False, read(3, 3.0), read(2, 3.0), read(1, 1.0)]
    expected += [False, True, read(2, 1.5)]
    why = "A late value belongs to its own minute; if that has left the window it counts nowhere."
    return [((10, messages), expected, why)]


@exercise("online-window")
def test_a_late_value_belongs_to_its_own_minute(submission):
    """Values may come out of order; what is too late is answered with False and not counted."""
    answers(submission, late_reports())


@once
def absurd_values():
    messages = [("add", 0, 0, BIG), ("add", 1, 1, 3), ("add", 1, 1, 4), ("add", 2, 2, -BIG)]
    messages += [("add", 3, 3, 3), ("read", 4), ("read", 5), ("read", 6), ("read", 7)]
    mean = BIG + 3  # of BIG, 3, 4, -BIG and 3, without BIG: 3 + 4 - BIG + 3
    expected = [True] * 5
    expected += [read(5, 2.0), read(4, (13 - mean) / 4), read(2, (3 - BIG) / 2), read(1, 3.0)]
    why = "The sum must be exact: what has left the window leaves no rounding error behind."
    many = [("add", 0, 0, BIGGEST)] * 30 + [("add", 1, 1, 7), ("read", 1), ("read", 3)]
    return [
        ((5, messages), expected, why),
        ((3, many), [True] * 31 + [read(31, (30 * BIGGEST + 7) / 31), read(1, 7.0)], why),
    ]


@exercise("online-window")
def test_an_absurd_value_leaves_nothing_behind(submission):
    """Values may be as large as 10**18; when they have left, the mean of the others is right."""
    answers(submission, absurd_values())


def most_held(online):
    """The entries that the object holds now."""
    return entries_held(online)


@once
def long_streams():
    crowd = [("add", 5, 5 - k % 3, k) for k in range(300)]
    unread = [("add", k, k - k % 2 * 2, k) for k in range(300)]
    quiet = [message for k in range(150) for message in (("read", k), ("add", k, k, 1))]
    strays = [("add", 10_000, k, 1) for k in range(300)]
    return [
        ("300 values come in three minutes", 5, [*crowd, most_held]),
        (
            "300 values come in the course of 300 minutes, and nobody reads",
            60,
            [*unread, most_held],
        ),
        ("every minute of 150 has a value and a reading", 5, [*quiet, most_held]),
        ("300 values come too late", 5, [*strays, most_held]),
    ]


@exercise("online-window")
def test_memory_does_not_grow_with_the_stream(submission):
    """An object holds at most 6 * window + 100 entries, whatever has come and whoever reads.

    `entries_held` of `worlds.held` counts the entries of all containers that it refers to.
    """
    submission.OnlineWindow(1)
    streams = long_streams()
    answers = submission.replay.each([stream[1:] for stream in streams])
    for (story, window, _), answer in zip(streams, answers, strict=True):
        most, received = 6 * window + 100, answer()
        held = received[-1] if type(received) is list and received else None
        if type(held) is not int:
            raise Mismatch("`replay` of the set-up cell was changed.")
        require(
            held <= most,
            f"Too much is kept when {story}.",
            expected=f"at most 6 * {window} + 100 = {most} entries",
            received=f"{held} entries",
        )


@exercise("online-window")
def test_impossible_calls_are_refused(submission):
    """A window below 1, a clock that goes back, and a minute in the future are a ValueError."""
    rejects_each(submission.OnlineWindow, [(0,), (-5,)])
    rejects_each(
        submission.replay,
        [
            (5, [("add", 10, 11, 1)]),
            (5, [("add", 10, 10, 1), ("add", 9, 9, 1)]),
            (5, [("add", 10, 10, 1), ("read", 9)]),
            (5, [("read", 10), ("add", 9, 9, 1)]),
            (5, [("read", 0), ("read", -1)]),
            (5, [("add", 10, 1, 1), ("read", 9)]),  # it was too late, but the clock is known
        ],
    )


def refused(message):
    """A function for `replay` that sends a message which must be refused."""
    name, *arguments = message

    def send(online):
        try:
            getattr(online, name)(*arguments)
        except ValueError:
            return "refused"
        return "accepted"

    return send


@once
def refusals():
    messages = [
        ("add", 10, 8, 4),
        refused(("add", 13, 14, 50)),
        ("read", 11),  # the clock has not moved to 13
        refused(("add", 9, 9, 50)),
        refused(("read", 10)),
        ("add", 11, 11, 6),
        ("read", 12),
    ]
    expected = [True, "refused", read(1, 4.0), "refused", "refused", True, read(2, 5.0)]
    return [((5, messages), expected, "A call that raises changes nothing.")]


@exercise("online-window")
def test_a_refused_call_changes_nothing(submission):
    """After a ValueError the object is as it was: its values, and its clock."""
    answers(submission, refusals())
