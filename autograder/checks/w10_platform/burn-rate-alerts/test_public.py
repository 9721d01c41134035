"""The checks of exercise 7 of week 10 that a student sees: bad enough to wake somebody?"""

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, once, rejects_each

# With an objective of 0.75 a quarter may fail, so burn rate 1 is 25 of 100 requests.
SLO = 0.75


def hundreds(*failures):
    """As many minutes of a hundred requests each, with these failures."""
    return [100] * len(failures), list(failures)


def case(failures, rules, alerts, why, slo=SLO):
    return (*hundreds(*failures), slo, rules), alerts, why


@once
def single_minutes():
    one = [("page", 1, 1, 2)]
    return [
        case([0, 60, 51, 0, 70], one, {"page": [(1, 2), (4, 4)]}, "60 of 100 is burn rate 2.4."),
        case([0, 50, 49], one, {"page": []}, "50 of 100 is burn rate 2, which is not above 2."),
        case([60, 60], one, {"page": [(0, 1)]}, "It is on from the first minute to the last."),
        case([], one, {"page": []}, "There are no minutes."),
        case([90, 90], [], {}, "There are no rules."),
        case(
            [0, 3, 2, 0],
            [("page", 1, 1, 2)],
            {"page": [(1, 1)]},
            "1 of 100 may fail: 3 are burn rate 3, and 2 are not above 2.",
            slo=0.9899999,
        ),
    ]


@exercise("burn-rate-alerts")
def test_an_alert_is_on_while_the_budget_burns_too_fast(submission):
    """The burn rate is the share of failures over the share that is allowed; it must be above."""
    assert_each(submission.burn_rate_alerts, single_minutes())


@once
def two_windows():
    rule = [("page", 4, 1, 1)]
    return [
        case(
            [0, 0, 0, 0, 90, 0, 0, 0],
            rule,
            {"page": []},
            "The short window burns in minute 4, but 90 of 400 are not above a quarter.",
        ),
        case(
            [0, 0, 0, 0, 90, 90, 0, 0, 0],
            rule,
            {"page": [(5, 5)]},
            "From minute 6 on the incident is over, though the long window still burns.",
        ),
        case(
            [90, 90, 0, 30, 20, 30],
            rule,
            {"page": [(0, 1), (3, 3)]},
            "In minute 5 the long window holds 80 of 400.",
        ),
        case([0, 90, 90, 20], [("page", 2, 2, 1)], {"page": [(1, 3)]}, "Both are of one length."),
        case([90, 90, 50], [("page", 3, 1, 2)], {"page": [(0, 1)]}, "50 of 100 is 2, not above."),
        case([10, 90], [("page", 2, 1, 2)], {"page": []}, "100 of 200 is 2, not above."),
    ]


@exercise("burn-rate-alerts", weight=2)
def test_both_windows_must_burn(submission):
    """The long window says that it matters, the short one that it is still going on: both must."""
    assert_each(submission.burn_rate_alerts, two_windows())


@once
def lengths():
    return [
        case(
            [0, 0, 0, 80, 0, 0, 0],
            [("page", 3, 3, 1)],
            {"page": [(3, 5)]},
            "80 of 300 are in the window of three minutes for three minutes.",
        ),
        case([0, 0, 0, 76, 0, 0], [("page", 3, 3, 1)], {"page": [(3, 5)]}, "76 of 300."),
        case([0, 0, 0, 75, 0, 0], [("page", 3, 3, 1)], {"page": []}, "75 of 300 is burn rate 1."),
        case(
            [51, 0, 0, 51, 0, 0],
            [("page", 3, 3, 1)],
            {"page": [(0, 1)]},
            "At first the window holds one minute, then two: 51 of 100, 51 of 200.",
        ),
        case([90, 0], [("page", 500, 1, 1)], {"page": [(0, 0)]}, "A window longer than all."),
    ]


@exercise("burn-rate-alerts")
def test_a_window_ends_with_its_minute(submission):
    """The window of length w holds this minute and the w - 1 before it, or those that exist."""
    assert_each(submission.burn_rate_alerts, lengths())


@once
def quiet_minutes():
    rules = [("page", 2, 2, 1)]
    why = "In minutes 1 and 2 there is 1 failure of 101 requests, though half of the minutes fail."
    return [
        (([0, 0, 0, 4], [0, 0, 0, 4], SLO, rules), {"page": [(3, 3)]}, "No request, no failure."),
        (([4, 0, 0, 0], [4, 0, 0, 0], SLO, rules), {"page": [(0, 1)]}, "The window is empty."),
        (([100, 100, 1], [0, 0, 1], SLO, rules), {"page": []}, why),
        (
            ([1, 100, 0], [0, 27, 0], SLO, rules),
            {"page": [(1, 2)]},
            "27 of 101, and then 27 of 100, though the mean of the minutes is smaller.",
        ),
        (([0], [0], SLO, [("page", 1, 1, 0.001)]), {"page": []}, "Without requests it is 0."),
    ]


@exercise("burn-rate-alerts")
def test_a_rate_is_that_of_all_requests_of_the_window(submission):
    """A window's rate is that of its requests, not the mean of its minutes; without any it is 0."""
    assert_each(submission.burn_rate_alerts, quiet_minutes())


@once
def several_rules():
    slow = ("page", 3, 2, 1)
    fast = ("page", 1, 1, 3)
    ticket = ("ticket", 3, 3, 1)
    failures = [0, 0, 80, 10, 0, 80, 0, 0]
    return [
        case(failures, [fast], {"page": [(2, 2), (5, 5)]}, "The fast rule alone."),
        case(failures, [slow], {"page": [(2, 3), (5, 6)]}, "The slow rule alone."),
        case(
            failures,
            [fast, ticket, slow],
            {"page": [(2, 3), (5, 6)], "ticket": [(2, 7)]},
            "Two rules have the name page: one of them is enough. The ticket is another alert.",
        ),
        case(failures, [slow, fast], {"page": [(2, 3), (5, 6)]}, "In the other order."),
        case(
            [80, 30, 30],
            [("page", 1, 1, 3), ("page", 2, 1, 1)],
            {"page": [(0, 2)]},
            "First one rule holds and then the other, without a break between them.",
        ),
        case(
            [0, 0, 0, 80, 30, 0],
            [("page", 1, 1, 3), ("page", 4, 1, 1)],
            {"page": [(3, 4)]},
            "The second rule begins to hold in the minute after the first one's last.",
        ),
        case([0, 0], [fast, ticket], {"page": [], "ticket": []}, "Nothing was on."),
    ]


@exercise("burn-rate-alerts")
def test_one_rule_of_a_name_is_enough(submission):
    """An alert is on while at least one rule of its name holds; every name has its list."""
    assert_each(submission.burn_rate_alerts, several_rules())


@exercise("burn-rate-alerts")
def test_counts_of_any_kind_give_the_same(submission):
    """Tuples, arrays and Series of any integer dtype give the same."""
    came, failed = [100, 100, 100, 100], [0, 90, 90, 0]
    rules = [("page", 2, 1, 1)]
    cases = [
        ((kind(came), kind(failed), SLO, rules), {"page": [(1, 2)]}, "The same counts.")
        for kind in (
            tuple,
            lambda counts: np.array(counts, dtype=np.uint8),
            lambda counts: np.array(counts, dtype=np.int8),
            lambda counts: pd.Series(counts, index=[3, 3, 0, 1]),
        )
    ]
    shuffled = pd.Series(came, index=[0, 1, 2, 3]), pd.Series(failed, index=[3, 2, 1, 0])
    cases.append(((*shuffled, SLO, rules), {"page": [(1, 2)]}, "Paired by position."))
    assert_each(submission.burn_rate_alerts, cases)


@exercise("burn-rate-alerts")
def test_counts_that_cannot_be_are_refused(submission):
    """Other lengths, more failures than requests, and an objective of 0 or 1 are ValueErrors."""
    rules = [("page", 1, 1, 1)]
    calls = [
        ([10, 10], [1], SLO, rules),
        ([10], [1, 1], SLO, rules),
        ([10, 10], [1, 11], SLO, rules),
        ([0], [1], SLO, rules),
        (np.array([10, 10], dtype=np.uint16), np.array([1, 11], dtype=np.uint16), SLO, rules),
        ([10], [1], 1, rules),
        ([10], [1], 0, rules),
        ([10], [1], 99.9, rules),
        ([10], [1], -0.5, rules),
    ]
    rejects_each(submission.burn_rate_alerts, calls)
    assert_same(submission.burn_rate_alerts([10], [10], SLO, rules), {"page": [(0, 0)]})
