"""The checks of exercise 2 that the grader keeps."""

import math

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once,
    once_per_seed,
)


def slow_fit(rows, labels, epochs, batch_size, lr, l2, seed):
    """Plain Python, one row at a time."""
    n, d = len(rows), len(rows[0])
    generator = np.random.default_rng(seed)
    weights, bias, losses = [0.0] * d, 0.0, []

    def score(row):
        return math.fsum(w * x for w, x in zip(weights, row, strict=True)) + bias

    for _ in range(epochs):
        order = generator.permutation(n).tolist()
        while order:
            batch, order = order[:batch_size], order[batch_size:]
            errors = [1 / (1 + math.exp(-score(rows[i]))) - labels[i] for i in batch]
            steps = [
                sum(e * rows[i][j] for e, i in zip(errors, batch, strict=True)) / len(batch)
                + l2 * weights[j]
                for j in range(d)
            ]
            weights = [w - lr * step for w, step in zip(weights, steps, strict=True)]
            bias -= lr * sum(errors) / len(batch)
        signed = [score(row) * (1 - 2 * y) for row, y in zip(rows, labels, strict=True)]
        loss = math.fsum(math.log1p(math.exp(s)) for s in signed) / n
        losses.append(loss + l2 / 2 * math.fsum(w * w for w in weights))
    return {"weights": np.array(weights), "bias": bias, "losses": np.array(losses)}


@once_per_seed
def random_fits(rng):
    cases = []
    for batch_size in (1, 3, 4, 50):
        n, d = int(rng.choice([5, 7, 10])), int(rng.integers(1, 5))  # the last batch is smaller
        rows = rng.uniform(-1, 1, (n, d)).round(3)
        labels = rng.integers(0, 2, n)
        # The largest squared length of a row is 4: with these steps no rounding error grows.
        settings = (int(rng.integers(2, 4)), batch_size, float(rng.uniform(0.1, 0.8)))
        settings += (float(rng.choice([0.0, 0.05, 0.5])), int(rng.integers(2**31)))
        expected = slow_fit(rows.tolist(), labels.tolist(), *settings)
        cases.append(((rows, labels, *settings), expected, "Rows were gone through one by one."))
    return cases


@exercise("train-logistic")
def test_random_fits_agree_with_a_slow_loop(submission, rng):
    """Random rows and settings give what a loop over single rows gives."""
    assert_each(submission.train_logistic, random_fits(rng))


@once
def without_a_step():
    expected = {"weights": np.zeros(2), "bias": 0.0, "losses": np.full(4, math.log(2))}
    return [(([[1, 2], [3, 4], [5, 6]], [0, 1, 1], 4, 2, 0.0, 7.0, 5), expected, "No step.")]


@exercise("train-logistic")
def test_without_a_step_nothing_is_learnt(submission):
    """A learning rate of 0 leaves all at 0, and every loss is log(2)."""
    assert_each(submission.train_logistic, without_a_step())


@once
def from_arrays():
    rows, labels = np.array([[4.0], [1.0], [-2.0]]), np.array([1, 1, 0])
    return rows, labels, slow_fit(rows.tolist(), labels.tolist(), 2, 1, 0.1, 0.0, 3)


@exercise("train-logistic")
def test_rows_and_labels_are_left_alone(submission):
    """The features and labels that are handed over are neither shuffled nor scaled."""
    rows, labels, expected = from_arrays()
    result = assert_unchanged(submission.train_logistic, rows, labels, 2, 1, 0.1, 0.0, 3)
    assert_same(result, expected)


@once
def far_steps():
    """Long steps, of which every score after the first is beyond 1,000 in size."""
    rows, labels, cases = [[100], [200], [0.5]], [1, 1, 0], []
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(3).tolist()
        weight, bias = 0.0, 0.0
        for i in order:
            score = weight * rows[i][0] + bias
            error = (0.5 if score == 0 else float(score > 0)) - labels[i]
            weight, bias = weight - 100 * error * rows[i][0], bias - 100 * error
        signed = [(weight * x + bias) * (1 - 2 * y) for (x,), y in zip(rows, labels, strict=True)]
        expected = {
            "weights": np.array([weight]),
            "bias": bias,
            "losses": np.array([sum(max(score, 0.0) for score in signed) / 3]),
        }
        arguments = (rows, labels, 1, 1, 100.0, 0.0, seed)
        cases.append((arguments, expected, f"The order of the rows is {order}."))
    return cases


@exercise("train-logistic")
def test_a_row_far_on_the_wrong_side_counts_in_full(submission):
    """With steps so long that scores are in the thousands, losses are still exact."""
    assert_each(submission.train_logistic, far_steps())
