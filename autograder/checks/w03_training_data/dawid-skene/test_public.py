"""The checks of `dawid-skene` that a student of week 3 sees."""

import math

import numpy as np

from autograder.testing import assert_each, assert_same, exercise, is_a, once, rejects_each, require
from worlds.annotators import cast_votes, desk_panel, draw_truth

from ..cases import entry, part

VOTES = [
    [0, 0, 1, 0],
    [0, 1, 0, -1],
    [1, 1, 1, 2],
    [2, 2, 1, 2],
    [2, -1, 2, 0],
    [-1, 1, 1, 1],
    [-1, -1, 2, -1],
]

PRIOR_AFTER_1 = [0.250355619, 0.368895211, 0.380749170]

POSTERIOR_AFTER_1 = [
    [0.970696049, 0.029232479, 0.000071472],
    [0.714179803, 0.285778150, 0.000042047],
    [0.000044566, 0.941950781, 0.058004653],
    [0.000023302, 0.041244678, 0.958732020],
    [0.103282713, 0.000292919, 0.896424368],
    [0.003944171, 0.994192471, 0.001863358],
    [0.168588837, 0.004928148, 0.826483015],
]

POSTERIOR_AFTER_4 = [
    [0.999943895, 0.000008146, 0.000047960],
    [0.980692660, 0.019306237, 0.000001103],
    [0.000026925, 0.999945643, 0.000027432],
    [0.000000694, 0.000088257, 0.999911049],
    [0.000673556, 0.000000881, 0.999325563],
    [0.007828475, 0.992121766, 0.000049760],
    [0.047508664, 0.009144476, 0.943346860],
]

LAST_VOTER_AFTER_4 = [
    [0.974322143, 0.016031246, 0.009646612],
    [0.004950294, 0.495853684, 0.499196022],
    [0.496769444, 0.004964913, 0.498265643],
]


def assert_close(received, expected, why):
    """Six digits, as the contract of `dawid_skene` says."""
    assert_same(received, np.array(expected, dtype=float), rtol=1e-6, atol=1e-6, why=why)


@exercise("dawid-skene")
def test_one_round_follows_the_formulas(submission):
    """After one round, prior, confusion matrices and posterior are as the formulas give them.

    The result has exactly these three entries.
    """
    result = submission.dawid_skene([[0, 0], [0, 1], [1, 1]], 2, 1, smoothing=0.5)
    # T starts as (1, 0), (1/2, 1/2), (0, 1). Voter 0 votes 0, 0, 1 and voter 1 votes 0, 1, 1.
    good, poor = 2 / 2.5, 1 / 2.5
    first = [[good, 1 - good], [poor, 1 - poor]]
    second = [[1 - poor, poor], [1 - good, good]]
    agree = 0.8 * 0.6 / (0.8 * 0.6 + 0.4 * 0.2)
    expected = {
        "posterior": np.array([[agree, 1 - agree], [0.5, 0.5], [1 - agree, agree]]),
        "confusion": np.array([first, second]),
        "prior": np.array([0.5, 0.5]),
    }
    is_a(result, dict)
    assert_same(sorted(result, key=str), sorted(expected), why="These three entries are due.")
    for name, value in expected.items():
        assert_close(result[name], value, why=f"{name!r} after one round, with smoothing 0.5.")


@exercise("dawid-skene")
def test_rounds_follow_each_other(submission):
    """Each round starts from the belief that the one before has left; abstentions say nothing."""
    once = submission.dawid_skene(VOTES, 3, 1)
    assert_close(entry(once, "prior"), PRIOR_AFTER_1, why="The prior of the first round.")
    assert_close(entry(once, "posterior"), POSTERIOR_AFTER_1, why="The posterior after one round.")
    four = submission.dawid_skene(np.array(VOTES), 3, 4)
    assert_close(
        entry(four, "posterior"), POSTERIOR_AFTER_4, why="The posterior after four rounds."
    )
    confusion = entry(four, "confusion")
    is_a(confusion, np.ndarray)
    require(confusion.shape == (4, 3, 3), "There is a 3 by 3 matrix for each of the 4 voters.")
    assert_close(confusion[3], LAST_VOTER_AFTER_4, why="The matrix of the last voter, four rounds.")


@exercise("dawid-skene")
def test_all_rounds_are_done(submission):
    """All n_iter rounds are done, also where the belief seems to stand still long before."""
    # From round 17 on no belief changes by more than 1.2e-6, but in 60 rounds that adds up to 4e-5.
    votes = [[0, 1, 0]] + [[0, 1, -1]] * 15 + [[1, 0, -1]] * 18 + [[0, 0, -1], [1, 1, -1]] * 3
    posterior = entry(submission.dawid_skene(votes, 2, 60), "posterior")
    is_a(posterior, np.ndarray)
    require(posterior.shape == (40, 2), "The posterior has a row for each of the 40 items.")
    assert_close(
        posterior[[0, 39]],
        [[0.996567091, 0.003432909], [0.569629022, 0.430370978]],
        why="The first and the last item after 60 rounds, which change little, but long.",
    )


@once
def votes_and_settings():
    few = [[0, -1], [-1, -1], [1, 0], [-1, -1], [0, -1], [-1, 1], [0, -1], [0, -1]]
    # Fifteen classes, and both voters right: 15 * 14 is too much for 8 bits.
    narrow = np.column_stack([np.arange(15)] * 2).astype(np.int8)
    return [
        ([[0, 0], [0, 1], [1, 1]], np.int64(2), np.int64(1), 1),
        (few, 2, 9, 1e-9),
        (narrow, 15, 1),
    ]


@exercise("dawid-skene")
def test_settings_may_be_any_numbers(submission):
    """Whole numbers may be NumPy's, smoothing may be an int, and as small as 1e-9.

    An array of votes may have any integer dtype; what is computed from it may not.
    """
    answers = submission.dawid_skene.each(votes_and_settings())
    result = next(answers)()
    assert_close(entry(result, "prior"), [0.5, 0.5], why="The settings are 2, 1 and 1.")
    assert_close(
        entry(result, "posterior"),
        [[10 / 13, 3 / 13], [0.5, 0.5], [3 / 13, 10 / 13]],
        why="One round, with smoothing 1.",
    )
    posterior = entry(next(answers)(), "posterior")
    is_a(posterior, np.ndarray)
    require(posterior.shape == (8, 2), "The posterior has a row for each of the 8 items.")
    assert_close(
        posterior[[1, 2, 5]],
        [[0.746865113, 0.253134887], [0.341932155, 0.658067845], [0.513038898, 0.486961102]],
        why="The posterior of items 1, 2 and 5 (from 0) after nine rounds with smoothing 1e-9. "
        "Smoothing leaves no chance at 0: nothing else is added to one before its logarithm.",
    )
    right = (np.eye(15) + 0.01) / 1.15
    assert_close(
        entry(next(answers)(), "confusion"),
        [right, right],
        why="Both voters say 0, 1, ... 14 on items 0 to 14, as numbers of 8 bits.",
    )


@exercise("dawid-skene")
def test_nobody_voted_and_never_voted_are_handled(submission):
    """An item without votes is believed to follow the prior; a silent voter errs evenly."""
    votes = [[0, 0, -1], [0, 0, -1], [1, 1, -1], [-1, -1, -1]]
    result = submission.dawid_skene(votes, 2, 1, smoothing=0.5)
    assert_close(
        entry(result, "prior"),
        [0.6, 0.4],
        why="The item without votes begins at one half each: (0.5 + 2.5) over 5.",
    )
    posterior = entry(result, "posterior")
    is_a(posterior, np.ndarray)
    require(posterior.shape == (4, 2), "The posterior has a row for each of the 4 items.")
    assert_close(
        posterior[3], [0.6, 0.4], why="The posterior of the last item, on which nobody voted."
    )
    confusion = entry(result, "confusion")
    is_a(confusion, np.ndarray)
    require(confusion.shape == (3, 2, 2), "There is a 2 by 2 matrix for each of the 3 voters.")
    assert_close(confusion[2], [[0.5, 0.5], [0.5, 0.5]], why="The last voter never voted.")
    result = submission.dawid_skene([[-1, -1]], 4, 2)
    assert_close(
        entry(result, "posterior"), [[0.25] * 4], why="The posterior where nobody voted at all."
    )


@once
def panels_of_a_thousand():
    quarrel = np.zeros((3, 1_200), dtype=int)
    quarrel[0, 500:] = 1
    quarrel[1, :500] = 1
    quarrel[2, 1:] = -1
    fickle = np.full((3, 1_600), -1)
    fickle[0] = [0] * 700 + [1] * 900
    fickle[1] = [1] * 900 + [0] * 700
    fickle[2, 800] = 1
    late_comers = np.full((3, 1_600), -1)
    late_comers[0], late_comers[1] = 0, 1
    late_comers[2] = [0] * 800 + [1] * 799 + [-1]
    cases = (
        (
            (quarrel, 2, 3),
            [[0, 1], [1, 0], [0.180758647, 0.819241353]],
            "700 of 1,200 people voted for class 1 on the first item, 500 on the second, and on "
            "the third item only the first person, who was wrong on the other two.",
        ),
        (
            (fickle, 2, 2),
            [[0.008761787, 0.991238213], [0.008761787, 0.991238213], [0.231530459, 0.768469541]],
            "1,400 of 1,600 people disagree with themselves; one voted on the third item.",
        ),
        (
            (late_comers, 2, 1),
            [[1, 0], [0, 1], [0.850622515, 0.149377485]],
            "On the third item 800 votes for class 0 come first, and then 799 for class 1: a "
            "class that is out of the question for now must be able to come back. Add logarithms.",
        ),
    )
    return [(given, np.array(posterior, dtype=float), why) for given, posterior, why in cases]


@exercise("dawid-skene")
def test_a_thousand_votes_do_not_underflow(submission):
    """With 1,200 or 1,600 votes on an item the posterior is finite, and each row adds up to 1."""
    cases = panels_of_a_thousand()
    assert_each(submission.dawid_skene, cases, of=part("posterior"), rtol=1e-6, atol=1e-6)


@exercise("dawid-skene")
def test_classes_keep_their_numbers(submission):
    """The voters' numbers for the classes are kept, and a class without votes stays possible."""
    votes = [[2, 2, 2], [2, 2, 0], [0, 0, 0], [0, 2, 0], [2, 2, 2], [0, 0, 0]]
    result = submission.dawid_skene(votes, 4, 5)
    posterior = entry(result, "posterior")
    is_a(posterior, np.ndarray)
    require(posterior.shape == (6, 4), "The posterior has a column for each of the 4 classes.")
    require(posterior.dtype.kind == "f", "The posterior is an array of floats.")
    require(bool(np.isfinite(posterior).all()), "The posterior is finite.")
    likeliest = posterior.argmax(axis=1)
    assert_same(likeliest, np.array([2, 2, 0, 0, 2, 0]), why="The majority is right here.")
    require(bool((posterior[:, [1, 3]] < 0.05).all()), "Nobody voted for class 1 or class 3.")


@once
def votes_of_the_panel():
    truth = draw_truth(500, [0.45, 0.25, 0.30], seed=3)
    return truth, cast_votes(truth, desk_panel(), seed=3)


@exercise("dawid-skene")
def test_the_skill_of_the_panel_is_found(submission):
    """On a simulated panel the model is right more often than a majority vote.

    It also finds the skill of each person: no chance in a confusion matrix is off by 0.2.
    """
    truth, votes = votes_of_the_panel()
    result = submission.dawid_skene(votes, 3, 5)
    posterior = entry(result, "posterior")
    is_a(posterior, np.ndarray)
    require(posterior.shape == (500, 3), "The posterior has a row for each of 500 flights.")
    require(posterior.dtype.kind == "f", "The posterior is an array of floats.")
    right = float(np.mean(posterior.argmax(axis=1) == truth))
    # Nothing here is random: the panel is seeded, and the algorithm leaves nothing to chance.
    require(
        right >= 0.92,
        "The model should be right about at least 92 % of these 500 flights.",
        expected="a majority vote is right about 83.2 %",
        received=f"right about {right:.1%}",
    )
    confusion = entry(result, "confusion")
    is_a(confusion, np.ndarray)
    require(confusion.shape == (6, 3, 3), "There is a 3 by 3 matrix for each of the 6 people.")
    truly = np.array([annotator.confusion for annotator in desk_panel()])
    require(confusion.dtype.kind == "f", "The confusion matrices are floats.")
    require(bool(np.isfinite(confusion).all()), "The confusion matrices are finite.")
    far = np.abs(confusion - truly)
    j, t, v = np.unravel_index(far.argmax(), far.shape)
    require(
        bool(far.max() < 0.2),
        f"The chance that the {desk_panel()[j].name} (voter {j}) votes {v} when the true class is "
        f"{t} is off by 0.2 or more: that is confusion[{j}, {t}, {v}].",
        expected=f"about {truly[j, t, v]:.2f}",
        received=f"{confusion[j, t, v]:.2f}",
    )


@exercise("dawid-skene")
def test_votes_and_settings_that_make_no_sense_are_refused(submission):
    """A table that is not 2-D or empty, an unknown class, or a bad setting raises a ValueError."""
    bad = ([0, 1, 1], [[[0, 1]]], [[]], np.empty((0, 3), dtype=int), [[0, 2]], [[0, -2]])
    rejects_each(submission.dawid_skene, ((votes, 2, 5) for votes in bad))
    good = [[0, 0], [0, 0], [-1, 0]]
    settings = (
        (1, 5, 0.01),
        (2, 0, 0.01),
        (2, 5, 0.0),
        (2, 5, -1.0),
        (2, 5, math.nan),
        (2, 5, math.inf),
    )
    rejects_each(submission.dawid_skene, ((good, *setting) for setting in settings))
