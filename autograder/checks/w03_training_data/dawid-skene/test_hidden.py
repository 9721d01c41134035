"""The checks of `dawid-skene` that the grader keeps: random inputs and rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once_per_seed,
    rejects_each,
)

from ..cases import a_dict


def slow_em(votes, n_classes, n_iter, smoothing=0.01):
    """The formulas, one vote at a time."""
    n, m = len(votes), len(votes[0])
    belief = []
    for row in votes:
        given = [vote for vote in row if vote != -1]
        share = [given.count(t) / len(given) if given else 1 / n_classes for t in range(n_classes)]
        belief.append(share)
    for _ in range(n_iter):
        prior = [sum(row[t] for row in belief) + smoothing for t in range(n_classes)]
        prior = [p / (n + smoothing * n_classes) for p in prior]
        confusion = np.full((m, n_classes, n_classes), smoothing)
        for row, item in zip(votes, belief, strict=True):
            for j, vote in enumerate(row):
                if vote != -1:
                    confusion[j, :, vote] += item
        confusion /= confusion.sum(axis=2, keepdims=True)
        logs = np.log(confusion)
        fresh = []
        for row in votes:
            score = np.log(prior)
            for j, vote in enumerate(row):
                if vote != -1:
                    score = score + logs[j, :, vote]
            odds = np.exp(score - score.max())
            fresh.append((odds / odds.sum()).tolist())
        belief = fresh
    return {"posterior": np.array(belief), "confusion": confusion, "prior": np.array(prior)}


def assert_estimate(result, expected, why):
    """All three entries and no other, to six digits as the contract says."""
    is_a(result, dict)
    assert_same(result, expected, rtol=1e-6, atol=1e-6, why=why)


@once_per_seed
def random_panels(rng):
    cases = []
    for trial in range(6):
        n, m = int(rng.integers(1, 25)), int(rng.integers(1, 6))
        n_classes = int(rng.integers(2, 5))
        truth = rng.integers(0, n_classes, n)
        votes = np.where(
            rng.random((n, m)) < 0.6, truth[:, np.newaxis], rng.integers(0, n_classes, (n, m))
        )
        votes[rng.random((n, m)) < 0.3] = -1
        n_iter, smoothing = int(rng.integers(1, 9)), [0.01, 0.5, 1.0, 2.5][trial % 4]
        expected = slow_em(votes.tolist(), n_classes, n_iter, smoothing)
        given = votes.tolist() if trial % 2 else votes.astype([np.int8, int][trial % 4 // 2])
        why = f"{n} items, {m} voters, {n_iter} rounds."
        cases.append(((given, n_classes, n_iter, smoothing), expected, why))
    return cases


@exercise("dawid-skene", weight=2)
def test_random_votes_give_what_a_slow_em_gives(submission, rng):
    """Random votes with abstentions give the estimates of the formulas, after 1 to 8 rounds."""
    assert_each(submission.dawid_skene, random_panels(rng), of=a_dict, rtol=1e-6, atol=1e-6)


@once_per_seed
def votes_in_another_order(rng):
    truth = rng.integers(0, 3, 40)
    votes = np.where(rng.random((40, 4)) < 0.7, truth[:, np.newaxis], rng.integers(-1, 3, (40, 4)))
    items, voters, classes = rng.permutation(40), rng.permutation(4), rng.permutation(3)
    renamed = np.append(classes, -1)[votes]  # the last place, -1, stays what it is
    expected = slow_em(votes.tolist(), 3, 3)
    back = np.argsort(classes)
    moved = {
        "posterior": expected["posterior"][items][:, back],
        "confusion": expected["confusion"][voters][:, back][:, :, back],
        "prior": expected["prior"][back],
    }
    return renamed[items][:, voters], moved


@exercise("dawid-skene")
def test_voters_and_items_may_come_in_any_order(submission, rng):
    """Shuffling items or voters shuffles the estimates, and renaming classes renames them."""
    votes, expected = votes_in_another_order(rng)
    result = submission.dawid_skene(votes, 3, 3)
    assert_estimate(result, expected, why="The same votes in another order, other class numbers.")


@once_per_seed
def many_who_guess(rng):
    votes = rng.integers(0, 3, (2, 2_400))
    votes[:, :300] = 0  # some agree, so that both items are of one class
    votes[1, ::7] = -1
    return votes, slow_em(votes.tolist(), 3, 2)


@exercise("dawid-skene")
def test_many_voters_who_guess_stay_finite(submission, rng):
    """With 2,400 voters who contradict themselves the posterior is finite and right."""
    votes, expected = many_who_guess(rng)
    result = submission.dawid_skene(votes, 3, 2)
    assert_estimate(
        result,
        expected,
        why="2,400 voters, two rounds. A product of 2,400 chances would be 0: add logarithms.",
    )


@exercise("dawid-skene")
def test_votes_are_left_alone_and_one_of_each_is_enough(submission):
    """The votes are not changed; one item, one voter, or no vote at all, is no special case."""
    votes = np.array([[0, 1, -1], [1, 1, 0], [-1, -1, -1]])
    is_a(assert_unchanged(submission.dawid_skene, votes, 2, 2), dict)
    cases = [
        ((few, 3, 2), slow_em(few, 3, 2), f"The votes are {few}.")
        for few in ([[0]], [[-1, 2]], [[-1], [-1]])
    ]
    assert_each(submission.dawid_skene, cases, of=a_dict, rtol=1e-6, atol=1e-6)


@exercise("dawid-skene")
def test_one_unknown_class_among_many_votes_is_refused(submission, rng):
    """A single vote that is neither -1 nor a class is refused wherever it stands."""
    calls = [(np.empty((4, 0), dtype=int), 3, 2)]
    for bad in (-2, 3, 99):
        votes = rng.integers(-1, 3, (12, 4))
        votes[rng.integers(12), rng.integers(4)] = bad
        calls.append((votes, 3, 2))
    rejects_each(submission.dawid_skene, calls)
