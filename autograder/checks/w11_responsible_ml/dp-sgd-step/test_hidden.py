"""The checks of exercise 2 of week 11 that the grader keeps."""

import math

import numpy as np

from autograder.testing import assert_each, exercise, once_per_seed, require


@once_per_seed
def batches(rng):
    cases = []
    for _ in range(5):
        n, d = int(rng.integers(1, 8)), int(rng.integers(1, 6))
        gradients = rng.normal(size=(n, d)) * rng.choice([0.1, 1, 30], (n, 1))
        clip, noise, size = float(rng.uniform(0.2, 3)), float(rng.uniform(0, 2)), int(n + 2)
        seed = int(rng.integers(1000))
        total = [0.0] * d
        for row in gradients.tolist():
            norm = math.sqrt(sum(value * value for value in row))
            for i, value in enumerate(row):
                total[i] += value if norm <= clip else value / norm * clip
        draw = np.random.default_rng(seed).normal(0.0, noise * clip, size=d)
        arguments = (gradients, clip, noise, size, np.random.default_rng(seed))
        cases.append((arguments, (np.array(total) + draw) / size, f"{n} examples of {size}."))
    return cases


@exercise("dp-sgd-step")
def test_random_batches_agree_with_a_loop(submission, rng):
    """Random gradients give what clipping, adding and dividing them one by one gives."""
    assert_each(submission.dp_sgd_step, batches(rng))


@exercise("dp-sgd-step")
def test_one_example_moves_the_step_by_no_more_than_the_clip(submission, rng):
    """With the same noise, one more example moves the result by at most clip over batch size."""
    gradients = rng.normal(size=(6, 4)) * 50
    sizes = {len(part): part for part in (gradients, gradients[:-1])}
    answers = submission.dp_sgd_step.each(
        [(part, 1.5, 1.0, 5, np.random.default_rng(1)) for part in sizes.values()]
    )
    results = [answer() for answer in answers]
    for result in results:
        require(
            type(result) is np.ndarray and result.shape == (4,) and result.dtype.kind == "f",
            "The result is an array of one float for each coordinate.",
        )
    moved = float(np.linalg.norm(results[0] - results[1]))
    require(
        abs(moved - 1.5 / 5) < 1e-9,
        "A long gradient more moves the result by exactly clip / batch_size.",
        expected=f"{1.5 / 5:.6f}",
        received=f"{moved:.6f}",
    )
