"""The votes that the checks of `dawid_skene` hand over keep the promises of its contract."""

import inspect

import numpy as np
import pytest

from autograder import bank
from autograder.submission import LocalSubmission
from autograder.suite import suite

SLUG = "w03_training_data"
AT_A_TIE = [[-1, 1, 1, 2], [-1, 1, 0, 1], [-1, 1, 1, 0], [-1, 1, 2, 1]]


def em(votes, n_classes, n_iter, smoothing=0.01, noise=0.0):
    """All three results in one array; `noise` changes each starting belief by that part of it."""
    votes = np.asarray(votes)
    chose = (votes[:, :, np.newaxis] == np.arange(n_classes)).astype(float)
    counts = chose.sum(axis=1)
    n_votes = counts.sum(axis=1, keepdims=True)
    belief = np.where(n_votes > 0, counts / np.maximum(n_votes, 1), 1 / n_classes)
    belief = belief * (1 + noise * np.random.default_rng(1).uniform(-1, 1, belief.shape))
    for _ in range(n_iter):
        prior = smoothing + belief.sum(axis=0)
        prior /= prior.sum()
        confusion = smoothing + np.einsum("it,ijv->jtv", belief, chose)
        confusion /= confusion.sum(axis=2, keepdims=True)
        logs = np.log(prior) + np.einsum("ijv,jtv->it", chose, np.log(confusion))
        belief = np.exp(logs - logs.max(axis=1, keepdims=True))
        belief /= belief.sum(axis=1, keepdims=True)
    return np.concatenate([belief.ravel(), confusion.ravel(), prior])


def blown_up(*arguments):
    """By how much a change of every starting belief by one part in 10**12 moves a result."""
    # One in 10**9 and a thousandth of the answer: so is the noise far above rounding.
    moved = np.abs(em(*arguments, noise=1e-9) - em(*arguments)).max()
    return moved / 1_000


@pytest.mark.parametrize("seed", range(5))
def test_rounding_stays_harmless_in_every_call(seed):
    """No call is longer or larger than promised, or has a tie at which right programs part."""
    calls = []
    namespace = bank.reference_namespace(SLUG)
    right = namespace["dawid_skene"]

    def record(votes, n_classes, n_iter, smoothing=0.01):
        result = right(votes, n_classes, n_iter, smoothing)  # calls that are refused end here
        calls.append((np.array(votes), n_classes, n_iter, smoothing))
        return result

    submission = LocalSubmission(namespace | {"dawid_skene": record})
    for hidden in (False, True):
        outcomes = suite(SLUG).run("dawid-skene", submission, hidden=hidden, seed=seed)
        assert all(outcome.passed for outcome in outcomes)
    assert len(calls) > 20
    for votes, n_classes, n_iter, smoothing in calls:
        assert votes.size <= 5_000
        assert votes.size * n_iter <= 100_000
        assert votes.shape[1] * n_classes**2 <= 25_000
        assert n_iter <= 60
        assert 1e-9 <= smoothing <= 1e6
        assert blown_up(votes, n_classes, n_iter, smoothing) < 1e-6


def test_votes_at_a_tie_are_found():
    """The measure sees the table at which right programs were found to differ by 0.9998."""
    assert blown_up(AT_A_TIE, 3, 100) * 1_000 > 0.1


def test_the_contract_says_what_is_measured_here():
    contract = inspect.getdoc(bank.reference_namespace(SLUG)["dawid_skene"])
    assert "10**12 moves no result by 1e-6 (promise)" in " ".join(contract.split())
