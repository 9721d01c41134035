"""The checks of exercise 6 of week 11 that the grader keeps."""

from itertools import combinations

import numpy as np

from autograder.testing import assert_same, exercise, is_a, once_per_seed, require


def rates(outcomes, said, member):
    """FPR and TPR of the model in a group."""
    return [said[member & (outcomes == y)].mean() for y in (0, 1)]


def smallest(outcomes, said, group):
    """The smallest loss, from the corners of what all groups can reach.

    A point (FPR, TPR) can be reached by a group where both of its chances lie from 0 to 1. The
    loss is linear, so the best point lies where two of these borders meet.
    """
    borders, turns = [], []
    for name in np.unique(group):
        model = rates(outcomes, said, group == name)
        turn = np.linalg.inv([[1 - rate, rate] for rate in model])  # rates to chances
        turns.append(turn)
        borders += [(row, end) for row in turn for end in (0.0, 1.0)]
    best = 1.0
    for (one, a), (two, b) in combinations(borders, 2):
        if abs(one[0] * two[1] - one[1] * two[0]) < 1e-9:
            continue
        point = np.linalg.solve([one, two], [a, b])
        if all(((turn @ point > -1e-9) & (turn @ point < 1 + 1e-9)).all() for turn in turns):
            loss = (outcomes == 0).mean() * point[0] + outcomes.mean() * (1 - point[1])
            best = min(best, float(loss))
    return best


@once_per_seed
def drawn(rng):
    groups, n = 3, 70
    while True:
        group = rng.choice(list("pqr"), n, p=rng.dirichlet([5] * groups))
        outcomes = rng.integers(0, 2, n)
        skill = rng.uniform(0.5, 1.0, groups)
        right = rng.random(n) < skill[np.searchsorted(list("pqr"), group)]
        said = np.where(right, outcomes, 1 - outcomes)
        names = np.unique(group)
        members = [group == name for name in names]
        if all(0 < outcomes[m].mean() < 1 for m in members) and len(names) == groups:
            model = [rates(outcomes, said, m) for m in members]
            if all(abs(fpr - tpr) > 0.05 for fpr, tpr in model):
                break
    arguments = (outcomes.tolist(), said, group.tolist())
    model = dict(zip(names.tolist(), model, strict=True))
    return [(arguments, smallest(outcomes, said, group), model, outcomes.mean())]


@exercise("equalise-odds")
def test_random_groups_get_equal_rates_at_the_smallest_loss(submission, rng):
    """Chances for random groups equalise both rates, and no other chances have a smaller loss."""
    cases = drawn(rng)
    answers = submission.equalise_odds.each([arguments for arguments, *_ in cases])
    for answer, (_, best, model, positive) in zip(answers, cases, strict=True):
        result = answer()
        is_a(result, dict)
        loss, tpr, fpr = (result.get(name) for name in ("loss", "tpr", "fpr"))
        assert_same(loss, best, atol=1e-6, why="The loss is not the smallest one.")
        is_a(result.get("chances"), dict)
        chances = result["chances"]
        require(set(chances) == set(model), "There are chances for every group, and no others.")
        for name, pair in chances.items():
            is_a(pair, tuple)
            require(len(pair) == 2, "A group has two chances.")
            for chance in pair:
                is_a(chance, (float, int, np.float64, np.float32, np.int64))
            p0, p1 = (float(chance) for chance in pair)
            require(
                all(-1e-6 <= chance <= 1 + 1e-6 for chance in (p0, p1)),
                "A chance lies from 0 to 1.",
            )
            mixed = [p1 * rate + p0 * (1 - rate) for rate in model[name]]
            assert_same([fpr, tpr], mixed, atol=2e-6, why=f"These are not the rates of {name}.")
        expected = (1 - positive) * fpr + positive * (1 - tpr)
        assert_same(loss, expected, atol=2e-6, why="The loss is not that of these rates.")
