"""The checks of exercise 7 that a student sees: which question needs the large model?"""

from autograder.testing import assert_each, exercise, once, rejects_each

SURE = [0.9, 0.4, 0.7, 0.4]
SMALL, LARGE = [True, False, True, False], [True, True, False, False]


def right(text):
    """Bools, from the characters 1 and 0."""
    return [character == "1" for character in text]


def found(threshold, cost, quality):
    return {"threshold": threshold, "cost": cost, "quality": quality}


@once
def paid_twice():
    return [
        ((SURE, SMALL, LARGE, (1, 20), 50), found(0.7, 44, 0.75), "The example of the contract."),
        ((SURE, SMALL, LARGE, (1, 20), 44), found(0.7, 44, 0.75), "It costs 4 + 40, as allowed."),
        ((SURE, SMALL, LARGE, (1, 20), 43), found(0.0, 4, 0.5), "4 + 40 is above 43."),
        (
            ([0.2, 0.8], right("00"), right("11"), (30, 100), 260),
            found(2.0, 260, 1.0),
            "Both are asked twice: 2 x 30 + 2 x 100.",
        ),
        (
            ([0.2, 0.8], right("00"), right("11"), (30, 100), 259),
            found(0.8, 160, 0.5),
            "Only the question of 0.2 can be passed on.",
        ),
    ]


@exercise("route")
def test_whoever_is_passed_on_costs_both_calls(submission):
    """All questions cost the small call, those passed on the large one as well."""
    assert_each(submission.route, paid_twice())


@once
def together():
    return [
        (
            ([0.5, 0.5, 0.5], right("000"), right("111"), (1, 10), 23),
            found(0.0, 3, 0.0),
            "Two of three could be paid for, but they cannot be told apart.",
        ),
        (
            ([0.5, 0.3, 0.5, 0.6], right("0000"), right("1111"), (1, 10), 34),
            found(0.6, 34, 0.75),
            "Those of 0.3 and of 0.5 are passed on: three questions.",
        ),
        (
            ([0.3, 0.6, 0.6], right("001"), right("010"), (1, 10), 99),
            found(0.0, 3, 1 / 3),
            "Passed on, the two of 0.6 gain one and lose one.",
        ),
    ]


@exercise("route")
def test_questions_of_the_same_confidence_go_together(submission):
    """Questions of equal confidence are all passed on, or none of them."""
    assert_each(submission.route, together())


@once
def best_not_dearest():
    return [
        (
            ([0.1, 0.2, 0.3], right("011"), right("100"), (1, 10), 99),
            found(0.2, 13, 1.0),
            "Beyond the first, the large model only loses.",
        ),
        (
            ([0.1, 0.2, 0.3, 0.4], right("0100"), right("1011"), (1, 10), 99),
            found(2.0, 44, 0.75),
            "First one is won, then one lost, then two won.",
        ),
        (
            ([0.1, 0.2, 0.3], right("011"), right("111"), (1, 10), 99),
            found(0.2, 13, 1.0),
            "Three thresholds are all right; the cheapest is taken.",
        ),
        (
            ([0.1, 0.2], right("11"), right("11"), (1, 10), 99),
            found(0.0, 2, 1.0),
            "Nobody need be passed on, and 0.0 is the lowest threshold that does so.",
        ),
    ]


@exercise("route")
def test_the_best_threshold_is_not_the_dearest(submission):
    """The highest quality within the budget is chosen; of equals the cheapest, then the lowest."""
    assert_each(submission.route, best_not_dearest())


@once
def limits():
    return [
        (
            ([0.0, 1.0, 0.0], right("000"), right("111"), (2, 5), 16),
            found(1.0, 16, 2 / 3),
            "A confidence of 0 is below 1.0.",
        ),
        (
            ([1.0], right("0"), right("1"), (2, 5), 7),
            found(2.0, 7, 1.0),
            "At 2.0 everybody is passed on, also who is certain.",
        ),
        (([0.5], right("0"), right("1"), (2, 5), 6), found(0.0, 2, 0.0), "Not enough for both."),
        (([0.5], right("1"), right("0"), (2, 5), 2), found(0.0, 2, 1.0), "Just enough for one."),
    ]


@exercise("route")
def test_nobody_and_everybody_may_be_passed_on(submission):
    """Thresholds 0.0, at which nobody is passed on, and 2.0, at which everybody is, are there."""
    assert_each(submission.route, limits())


@once
def refused():
    return [
        ([], [], [], (1, 10), 100),
        ([0.5, 0.6], right("11"), right("11"), (5, 10), 9),
        ([0.5], right("1"), right("1"), (5, 1), 0),
    ]


@exercise("route")
def test_no_questions_and_too_small_a_budget_are_refused(submission):
    """Without questions, or if not even the small calls can be paid, it is a ValueError."""
    rejects_each(submission.route, refused())
