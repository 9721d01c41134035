"""The annotators: they vote by their confusion matrices, reproducibly and independently."""

import numpy as np
import pytest

from worlds.annotators import (
    ABSTAINS,
    CAUSES,
    Annotator,
    cast_votes,
    desk_panel,
    draw_truth,
    even_handed,
)

N = 40_000

# By Hoeffding, a share of n independent draws is further than t from its chance with probability
# at most 2 exp(-2 n t^2). `near(n)` is the t that makes this 1e-10; fewer than 200 shares are
# compared in this file, so a sound simulator fails once in fifty million seeds, and the seeds
# are fixed.


def near(n: int) -> float:
    return float(np.sqrt(np.log(2 / 1e-10) / (2 * n)))


def test_the_true_classes_follow_the_prior():
    prior = [0.5, 0.3, 0.2]
    truth = draw_truth(N, prior, seed=1)
    assert truth.shape == (N,)
    assert truth.dtype == np.int64
    shares = np.bincount(truth, minlength=3) / N
    assert np.abs(shares - prior).max() < near(N)


def test_a_class_without_a_chance_is_never_drawn():
    for prior in ([0.0, 1.0, 0.0], [0.5, 0.5, 0.0], [0.0, 0.5, 0.5]):
        drawn = set(draw_truth(2_000, prior, seed=2).tolist())
        assert drawn == {k for k, chance in enumerate(prior) if chance}


@pytest.mark.parametrize("annotator", desk_panel(), ids=lambda annotator: annotator.name)
def test_votes_follow_the_confusion_matrix(annotator):
    truth = draw_truth(N, [0.4, 0.3, 0.3], seed=3)
    votes = cast_votes(truth, [annotator], seed=4)[:, 0]
    answered = votes != ABSTAINS
    assert abs(answered.mean() - annotator.answers) < near(N)
    for true, row in enumerate(annotator.confusion):
        given = votes[answered & (truth == true)]
        shares = np.bincount(given, minlength=3) / len(given)
        assert np.abs(shares - row).max() < near(len(given))


def test_whether_somebody_answers_does_not_depend_on_the_true_class():
    truth = draw_truth(N, [0.5, 0.5], seed=5)
    votes = cast_votes(truth, [even_handed("pilot", 0.9, 2, answers=0.25)], seed=6)[:, 0]
    for true in (0, 1):
        answered = votes[truth == true] != ABSTAINS
        assert abs(answered.mean() - 0.25) < near(len(answered))


def test_two_annotators_err_independently_given_the_truth():
    truth = np.zeros(N, dtype=int)
    panel = [even_handed("a", 0.7), even_handed("b", 0.6)]
    right = cast_votes(truth, panel, seed=7) == 0
    both = (right[:, 0] & right[:, 1]).mean()
    assert abs(both - 0.42) < near(N)


def test_the_same_seed_gives_the_same_votes_and_another_seed_others():
    truth = draw_truth(500, [0.4, 0.3, 0.3], seed=8)
    assert (truth == draw_truth(500, [0.4, 0.3, 0.3], seed=8)).all()
    assert (truth != draw_truth(500, [0.4, 0.3, 0.3], seed=9)).any()
    votes = cast_votes(truth, desk_panel(), seed=8)
    assert (votes == cast_votes(truth, desk_panel(), seed=8)).all()
    assert (votes != cast_votes(truth, desk_panel(), seed=9)).any(axis=0).all()


def test_the_votes_of_one_do_not_depend_on_the_rest_of_the_panel():
    truth = draw_truth(500, [0.4, 0.3, 0.3], seed=10)
    panel = desk_panel()
    together = cast_votes(truth, panel, seed=11)
    for column, annotator in enumerate(panel):
        assert (together[:, [column]] == cast_votes(truth, [annotator], seed=11)).all()


def test_nobody_and_nothing_give_empty_matrices():
    assert cast_votes([], desk_panel(), seed=0).shape == (0, 6)
    assert cast_votes([0, 1], [], seed=0).shape == (2, 0)


def test_the_panel_of_the_desk_is_as_described():
    panel = {annotator.name: np.array(annotator.confusion) for annotator in desk_panel()}
    assert all(matrix.shape == (len(CAUSES),) * 2 for matrix in panel.values())
    blames_weather = panel["trainee"]
    assert blames_weather[2].argmax() == CAUSES.index("weather")
    assert (panel["contractor"] == panel["contractor"][0]).all()
    assert panel["dispatcher"].diagonal() == pytest.approx([0.88] * 3)


@pytest.mark.parametrize(
    "confusion",
    [(), ((1.0,), (1.0,)), ((0.5, 0.5),), ((0.5, 0.6), (0.5, 0.5)), ((1.5, -0.5), (0.5, 0.5))],
)
def test_what_is_no_confusion_matrix_is_refused(confusion):
    with pytest.raises(ValueError, match="confusion"):
        Annotator("nobody", confusion)


def test_other_impossible_requests_are_refused():
    with pytest.raises(ValueError, match="probability"):
        even_handed("nobody", 0.9, answers=1.5)
    with pytest.raises(ValueError, match="two classes"):
        even_handed("nobody", 0.9, n_classes=1)
    with pytest.raises(ValueError, match="prior"):
        draw_truth(5, [0.5, 0.6], seed=0)
    with pytest.raises(ValueError, match="same name"):
        cast_votes([0], [even_handed("a", 0.9), even_handed("a", 0.8)], seed=0)
    with pytest.raises(ValueError, match="only"):
        cast_votes([0, 3], desk_panel(), seed=0)
