"""The checks of exercise 8 that a student sees: may the draft stand?"""

import numpy as np

from autograder.testing import assert_each, exercise, once


def drawn(seed, count):
    """The numbers that a step gets, one after the other."""
    rng = np.random.default_rng(seed)
    return [rng.random() for _ in range(count)]


def seed_where(*ranges):
    """The first seed whose numbers lie in these ranges, well away from their ends."""
    for seed in range(10_000):
        numbers = drawn(seed, len(ranges))
        if all(a + 0.01 < v < b - 0.01 for v, (a, b) in zip(numbers, ranges, strict=True)):
            return seed
    raise ValueError(f"no seed has numbers in {ranges}")


ANY = (0, 1)
SURE = [0.0, 0.0, 1.0]  # a row that always gives token 2


@once
def kept():
    half = [[0.25, 0.75, 0.0], SURE]
    draft = [[0.5, 0.25, 0.25]]
    return [
        (
            (half, draft, [0], seed_where((0, 0.5), ANY)),
            [0, 2],
            "Half as likely as in the draft, and u is below a half: it is kept.",
        ),
        (
            (half, draft, [0], seed_where((0.5, 1), ANY)),
            [1],
            "Half as likely as in the draft, and u is above a half: it is not kept.",
        ),
        (
            (half, draft, [1], seed_where((0.9, 1), ANY)),
            [1, 2],
            "Three times as likely as in the draft: it is kept, whatever u is.",
        ),
        (
            (half, draft, [2], seed_where((0, 0.1), ANY)),
            [1],
            "The large model never says it: it is not kept, whatever u is.",
        ),
    ]


@exercise("speculative-step")
def test_a_drafted_token_is_kept_as_often_as_the_large_model_says_it(submission):
    """A drafted token is kept with probability min(1, p / q)."""
    assert_each(submission.speculative_step, kept())


@once
def replaced():
    p = [[0.1, 0.4, 0.2, 0.3], [1.0, 0.0, 0.0, 0.0]]
    q = [[0.4, 0.3, 0.3, 0.0]]
    left = "p has 0.1 more at token 1 and 0.3 more at token 3, a quarter and three quarters."
    return [
        ((p, q, [0], seed_where((0.25, 1), (0, 0.25))), [1], f"{left} v is below a quarter."),
        ((p, q, [0], seed_where((0.25, 1), (0.25, 1))), [3], f"{left} v is above a quarter."),
        ((p, q, [0], seed_where((0.25, 1), (0.3, 0.5))), [3], f"{left} v is below a half."),
        ((p, q, [2], seed_where((0.67, 1), (0.25, 0.4))), [3], left),
    ]


@exercise("speculative-step")
def test_a_replacement_is_drawn_from_what_p_has_more(submission):
    """After a token that is not kept, one is drawn from max(p - q, 0), divided by its sum."""
    assert_each(submission.speculative_step, replaced())


@once
def several():
    even, ends = [0.5, 0.5, 0.0], [0.25, 0.0, 0.75]
    p = [even, ends, even, SURE]
    q = [even, [0.5, 0.25, 0.25], even]
    return [
        (
            (p, q, [0, 0, 1], seed_where(ANY, (0.5, 1), ANY)),
            [0, 2],
            "The second token is not kept: it is replaced, and the third is thrown away.",
        ),
        (
            (p, q, [0, 0, 1], seed_where(ANY, (0, 0.5), ANY, ANY)),
            [0, 0, 1, 2],
            "All three are kept, and the last row of p gives one more.",
        ),
        (
            (
                [even, [0.25, 0.35, 0.4], even, SURE],
                q,
                [0, 0, 1],
                seed_where(ANY, (0.5, 1), (0, 0.4), (0.4, 1)),
            ),
            [0, 1],
            "The third number draws the replacement, of which 0.4 are token 1 and 0.6 token 2.",
        ),
        (
            (p, q, [1, 1, 0], seed_where(ANY, ANY, ANY)),
            [1, 2],
            "p never says the second token: it is replaced.",
        ),
    ]


@exercise("speculative-step")
def test_the_step_ends_at_the_first_token_that_is_not_kept(submission):
    """The tokens before it are kept, it is replaced, and all behind it are thrown away."""
    assert_each(submission.speculative_step, several())


@once
def one_more():
    last = [0.2, 0.3, 0.5]
    same = [0.0, 1.0, 0.0]
    return [
        (([last], [], [], seed_where((0, 0.2))), [0], "No draft; v is below 0.2."),
        (([last], [], [], seed_where((0.2, 0.5))), [1], "No draft; v is between 0.2 and 0.5."),
        (([last], [], [], seed_where((0.5, 1))), [2], "No draft; v is above 0.5."),
        (
            ([same, last], [same], [1], seed_where(ANY, (0.5, 1))),
            [1, 2],
            "The draft is kept by the first number, the second draws from the last row.",
        ),
        (
            ([same, same, last], [same, same], [1, 1], seed_where((0.6, 1), (0.6, 1), (0, 0.2))),
            [1, 1, 0],
            "Each token that is judged takes one number, also one that is kept for certain.",
        ),
    ]


@exercise("speculative-step")
def test_a_draft_that_is_kept_whole_gives_one_more(submission):
    """If the whole draft is kept, one more token is drawn from the last row of p."""
    assert_each(submission.speculative_step, one_more())
