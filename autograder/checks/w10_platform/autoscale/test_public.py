"""The checks of exercise 6 of week 10 that a student sees: how many replicas?"""

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once,
    rejects_each,
)

POLICY = {"per_replica": 20, "target": 0.5, "min": 1, "max": 9, "start": 2, "cooldown": 0}
"""Ten requests a second for each replica."""


def policy(**changes):
    return {**POLICY, **changes}


@once
def needs():
    return [
        (
            ([1, 9, 10, 11, 20, 21, 50], POLICY),
            [1, 1, 1, 2, 2, 3, 5],
            "20 a second, busy to one half, are 10 a second for each replica; 11 need two.",
        ),
        (
            ([30, 31, 75], policy(per_replica=40, target=0.75)),
            [1, 2, 3],
            "40 a second, busy to three quarters, are 30.",
        ),
        (([7, 8], policy(per_replica=7, target=1)), [1, 2], "A replica may be busy all the time."),
        (([5, 6], policy(per_replica=5)), [2, 3], "Each does two and a half a second."),
        (
            ([273, 274], policy(per_replica=91, target=1)),
            [3, 4],
            "Three times 91 are 273; divide by what one does, for 1 / 91 is rounded.",
        ),
        (
            ([10_000, 10_001], policy(per_replica=10_000, target=1)),
            [1, 2],
            "One request too many is too many.",
        ),
        (([], POLICY), [], "No minute."),
    ]


@exercise("autoscale")
def test_a_replica_is_busy_to_its_target_and_no_more(submission):
    """The load divided by what a replica does at its target, rounded up."""
    assert_each(submission.autoscale, needs())


@once
def limits():
    return [
        (([0, 5, 29, 45, 90], policy(min=3, max=6)), [3, 3, 3, 5, 6], "At least 3, at most 6."),
        (([0, 0], policy(min=0, start=0)), [0, 0], "No load, and none must run."),
        (([999], policy(min=4, max=4, start=4)), [4], "There is no choice."),
        (([10**6], policy(max=10**6)), [100_000], "A million requests a second."),
    ]


@exercise("autoscale")
def test_the_count_keeps_its_limits(submission):
    """There are never fewer replicas than the minimum, nor more than the maximum."""
    assert_each(submission.autoscale, limits())


@once
def cool_downs():
    return [
        (
            ([50, 10, 10, 10, 10], policy(cooldown=2)),
            [5, 5, 5, 1, 1],
            "The first minute needs 5; two minutes later that still counts, and three later not.",
        ),
        (([50, 10, 50, 10], POLICY), [5, 1, 5, 1], "Without a cool-down it follows the load."),
        (
            ([50, 10, 30, 10, 10, 10], policy(cooldown=2)),
            [5, 5, 5, 3, 3, 1],
            "When the 5 of the first minute has gone, the 3 of the third still counts.",
        ),
        (
            ([10, 10, 10], policy(cooldown=2, start=4)),
            [4, 4, 1],
            "Before the first minute 4 were needed.",
        ),
        (([10, 10, 10], policy(cooldown=1, start=4)), [4, 1, 1], "Only one minute counts."),
        (
            ([12, 8, 12, 8, 12, 8, 12], policy(cooldown=1, start=1)),
            [2, 2, 2, 2, 2, 2, 2],
            "A load that swings around the limit makes nothing start and stop.",
        ),
    ]


@exercise("autoscale", weight=2)
def test_it_goes_down_only_after_the_cool_down(submission):
    """What any of the last minutes needed still runs: the count goes down after the cool-down."""
    assert_each(submission.autoscale, cool_downs())


@once
def rises():
    return [
        (([10, 90, 91], policy(cooldown=30, start=1)), [1, 9, 9], "From 1 to 9 in one minute."),
        (
            ([30, 10, 40, 10], policy(cooldown=5, start=1)),
            [3, 3, 4, 4],
            "A cool-down does not keep it from going up.",
        ),
    ]


@exercise("autoscale")
def test_it_goes_up_at_once(submission):
    """A minute that needs more gets more, whatever was before."""
    assert_each(submission.autoscale, rises())


@once
def gaps():
    return [
        (([50, None, None, 10], POLICY), [5, 5, 5, 1], "Without a number nothing changes."),
        (([None, 10], policy(start=4)), [4, 1], "Before the first minute 4 ran."),
        (
            ([50, 10, None, 10, 10, 10], policy(cooldown=2)),
            [5, 5, 5, 5, 5, 1],
            "In the third minute 5 ran, so it needs 5, and that counts two minutes longer.",
        ),
        (([50, 0, None], policy(min=0)), [5, 0, 0], "No load is a load, and none ran before it."),
    ]


@exercise("autoscale")
def test_without_a_number_nothing_changes(submission):
    """A minute whose load is missing needs as many as ran before it; 0 is not missing."""
    assert_each(submission.autoscale, gaps())


@exercise("autoscale")
def test_a_policy_that_nothing_meets_is_refused(submission):
    """A minimum above the maximum and a target that is not above 0, or above 1, are errors."""
    wrong = [
        policy(min=5, max=4, start=5),
        policy(target=0),
        policy(target=-0.5),
        policy(target=1.25),
    ]
    rejects_each(submission.autoscale, [([10], each) for each in wrong])
    rejects_each(submission.autoscale, [([], wrong[0])])


@exercise("autoscale")
def test_trace_and_policy_stay_as_they_were(submission):
    """What the caller handed over is not changed."""
    result = assert_unchanged(submission.autoscale, [50, None, 10], policy(cooldown=1))
    assert_same(result, [5, 5, 5])
