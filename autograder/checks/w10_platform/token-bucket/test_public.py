"""The checks of exercise 2 of week 10 that a student sees: how many requests may pass?"""

from autograder.testing import assert_each, exercise, once, rejects_each


def midnight():
    """A clock that stands still."""
    return 0.0


def answers(submission, cases):
    """Compare what new buckets answer; the numbers among the messages of a case set the clock."""
    submission.TokenBucket(1, 1, midnight)  # says by its own name that it is missing or a stub
    assert_each(submission.replay, cases)


def case(rate, capacity, steps, why):
    """Steps: a number sets the clock, a tuple is a cost and the answer that it should get."""
    messages = [("allow", step[0]) if isinstance(step, tuple) else step for step in steps]
    expected = [step[1] if isinstance(step, tuple) else None for step in steps]
    return ("TokenBucket", (rate, capacity), messages), expected, why


YES, NO = (1, True), (1, False)


@once
def bursts():
    one = ("TokenBucket", (1, 2), [("allow",), ("allow",), ("allow",)])
    return [
        case(1, 3, [YES, YES, YES, NO, NO], "Three tokens, and no time passes."),
        (one, [True, True, False], "A request costs 1 if nothing is said."),
        case(1, 4, [(3, True), (1.5, False), (1, True), (0.25, False)], "Costs differ: 3, then 1."),
    ]


@exercise("token-bucket")
def test_a_bucket_begins_full_and_serves_a_burst(submission):
    """At first the bucket is full, so a burst of its whole capacity passes, and no more."""
    answers(submission, bursts())


@once
def drops():
    return [
        case(
            1,
            2,
            [(2, True), 0.5, (0.75, False), (0.5, True), (0.25, False), 0.75, (0.25, True)],
            "After half a second half a token is there, after a quarter more a quarter.",
        ),
        case(4, 8, [(8, True), 1.25, (5.25, False), (5, True)], "1.25 s at 4 a second make 5."),
        case(0.25, 1, [YES, 3.75, NO, 4, YES, 4, NO], "A token needs four seconds."),
    ]


@exercise("token-bucket")
def test_tokens_come_in_continuously(submission):
    """Half a second brings half as many tokens as a whole one."""
    answers(submission, drops())


@once
def quiet_times():
    return [
        case(
            1, 2, [100, (2, True), NO, 200, (2, True), NO], "After a long time the bucket is full."
        ),
        case(2, 3, [(1, True), 10, (3, True), (0.25, False)], "One was missing, and one came in."),
        case(0.5, 1.5, [50, (1.5, True), (0.5, False)], "The capacity need not be whole."),
    ]


@exercise("token-bucket")
def test_no_more_than_the_capacity_is_kept(submission):
    """A quiet time fills the bucket up to its capacity, and no further."""
    answers(submission, quiet_times())


@once
def impatient():
    steps = [(2, True), 0.25, NO, 0.5, NO, 0.75, NO, 1, YES, NO]
    return [
        case(1, 2, steps, "Asked four times a second, a token is there after one second."),
        case(1, 4, [(3, True), (2, False), (1, True)], "The refused request of 2 took nothing."),
        case(1, 2, [(2, True), 1, (2, False), (2, False), 2, (2, True)], "Two seconds bring two."),
    ]


@exercise("token-bucket")
def test_a_refused_request_takes_nothing(submission):
    """A request that is refused takes no tokens, and no time that counts for later ones."""
    answers(submission, impatient())


@once
def clocks():
    return [
        case(1, 2, [-500, (2, True), -499.5, NO, -499, YES], "This clock began long before 0."),
        case(1, 2, [-3, YES, YES, NO, -2, YES, NO], "The bucket is full at any time of the clock."),
        case(1, 2, [9000, (2, True), NO, 9001, YES, 9001, NO], "This one shows 9000 at first."),
    ]


@exercise("token-bucket")
def test_the_clock_may_count_from_any_moment(submission):
    """What the clock shows at first means nothing; it may be negative, and stand still."""
    answers(submission, clocks())


@once
def too_large():
    no = "ValueError"
    return [
        case(1, 2, [(2.25, no), (2, True)], "It asks for more than fits in; nothing is taken."),
        case(1, 2, [YES, (3, no), YES, NO], "It asks for more than fits in; nothing is taken."),
        case(1, 2, [(2, True), 0.5, (3, no), 1, YES], "Time goes on while requests are refused."),
    ]


@exercise("token-bucket")
def test_a_request_that_never_fits_is_an_error(submission):
    """A cost above the capacity is a ValueError and takes nothing; one equal to it may pass."""
    answers(submission, too_large())


@exercise("token-bucket")
def test_a_bucket_that_lets_nothing_pass_is_refused(submission):
    """A rate or a capacity of 0 or less is a ValueError."""
    calls = [(0, 1), (-1, 1), (1, 0), (1, -0.5)]
    rejects_each(submission.TokenBucket, [(*call, midnight) for call in calls])
