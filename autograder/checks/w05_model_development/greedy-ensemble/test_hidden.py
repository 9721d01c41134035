"""The checks of exercise 7 that the grader keeps."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, exercise, once, once_per_seed


def slow_loss(chosen, predictions, labels, rows):
    """The log loss of the average of the chosen models on some rows, one row at a time."""
    total = 0.0
    for i in rows:
        average = sum(predictions[model][i] for model in chosen) / len(chosen)
        average = min(max(average, 1e-6), 1 - 1e-6)
        total -= math.log(average if labels[i] else 1 - average)
    return total / len(rows)


def slow_ensemble(predictions, labels, choose_on, size):
    """The result, and whether every round had a clear winner, as the contract promises."""
    choosing = [i for i, chooses in enumerate(choose_on) if chooses]
    others = [i for i, chooses in enumerate(choose_on) if not chooses]
    chosen, clear = [], True
    for _ in range(size):
        losses = [
            slow_loss([*chosen, model], predictions, labels, choosing)
            for model in range(len(predictions))
        ]
        best = losses.index(min(losses))
        clear &= all(
            abs(loss - losses[best]) > 1e-8
            for model, loss in enumerate(losses)
            if predictions[model] != predictions[best]
        )
        best = predictions.index(predictions[best])
        chosen.append(best)
    expected = {
        "counts": np.bincount(chosen, minlength=len(predictions)),
        "chosen_loss": slow_loss(chosen, predictions, labels, choosing),
        "held_out_loss": slow_loss(chosen, predictions, labels, others),
    }
    return expected, clear


@once_per_seed
def random_models(rng):
    cases = []
    while len(cases) < 4:
        m, n, size = (int(rng.integers(*limits)) for limits in ((2, 6), (6, 20), (2, 8)))
        labels = rng.integers(0, 2, n).tolist()
        spread = rng.integers(-500, 501, (m, n)) + np.where(labels, 700, 324)
        predictions = (np.clip(spread, 0, 1024) / 1024).tolist()
        predictions.append(predictions[int(rng.integers(m))])
        choose_on = rng.permutation([True, True, False, *(rng.random(n - 3) < 0.6)])
        expected, clear = slow_ensemble(predictions, labels, choose_on.tolist(), size)
        if clear:
            index = rng.permutation(n)
            given = (
                predictions,
                pd.Series(labels, index=index),
                pd.Series(choose_on),
                np.int64(size),
            )
            cases.append((given, expected, f"{size} of {m + 1} models, row by row."))
    return cases


@exercise("greedy-ensemble")
def test_random_models_are_chosen_as_a_slow_loop_does(submission, rng):
    """Random forecasts, with one model twice and some forecasts certain, give what a loop gives."""
    assert_each(submission.greedy_ensemble, random_models(rng))


@once
def single_models():
    row, labels, rows = [0.25, 0.625, 1.0], [0, 1, 1], [True, False, True]
    expected = {
        "counts": np.array([50]),
        "chosen_loss": -(math.log(0.75) + math.log(1 - 1e-6)) / 2,
        "held_out_loss": -math.log(0.625),
    }
    return [((([row]), labels, rows, 50), expected, "50 times.")]


@exercise("greedy-ensemble")
def test_a_single_model_is_chosen_every_time(submission):
    """One model is its own ensemble, of any size; the losses are its own."""
    assert_each(submission.greedy_ensemble, single_models())
