"""The checks of exercise 8 that stay with the grader."""

import numpy as np

from autograder.testing import assert_each, exercise, once_per_seed


def pick(weights, v):
    """The first place at which the sum, of weights divided by their own sum, is above v."""
    total, reached = sum(weights), 0.0
    for place, one in enumerate(weights):
        reached += one / total
        if abs(reached - v) < 1e-6:
            raise ArithmeticError("too near to a limit")
        if reached > v:
            return place
    raise ArithmeticError("too near to a limit")


def slow(p, q, draft, seed):
    """The step, number by number."""
    rng, tokens = np.random.default_rng(seed), []
    for place, token in enumerate(draft):
        u, large, small = rng.random(), p[place], q[place]
        if abs(u * small[token] - large[token]) < 1e-6:
            raise ArithmeticError("too near to a limit")
        if u * small[token] < large[token]:
            tokens.append(token)
            continue
        more = [max(a - b, 0.0) for a, b in zip(large, small, strict=True)]
        return [*tokens, pick(more, rng.random())]
    return [*tokens, pick(p[len(draft)], rng.random())]


def row(rng, size):
    """Probabilities, some of them 0."""
    weights = rng.integers(0, 9, size).astype(float)
    weights[rng.integers(size)] += 1
    return (weights / weights.sum()).tolist()


def step(rng, length, size):
    """Random rows, and a draft that its own rows give."""
    while True:
        p, q = ([row(rng, size) for _ in range(n)] for n in (length + 1, length))
        q = [[(a + b) / 2 for a, b in zip(*rows, strict=True)] for rows in zip(q, p, strict=False)]
        draft = [int(rng.choice(size, p=np.array(one) / sum(one))) for one in q]
        call = (p, q, draft, int(rng.integers(10**6)))
        try:
            return call, slow(*call)
        except (ArithmeticError, ZeroDivisionError):
            continue


@once_per_seed
def steps(rng):
    sizes = [(n, size) for n in (1, 3, 5) for size in (3, 4, 6, 9)] * 3 + [(0, 3), (8, 5)]
    made = [(n, size, *step(rng, n, size)) for n, size in sizes]
    return [(call, wanted, f"{n} drafted, {size} in the rows.") for n, size, call, wanted in made]


@exercise("speculative-step")
def test_random_steps_go_number_by_number(submission, rng):
    """Random rows and drafts give the tokens of a slow count with the same numbers."""
    assert_each(submission.speculative_step, steps(rng))
