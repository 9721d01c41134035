"""The lending world: each cause changes what its name says, and nothing else."""

from typing import get_args

import numpy as np
import pytest

from worlds.lending import AREA, GAP, NOISE, NOISE_B, SHARE_B, WORTH, Cause, simulate

CAUSES = get_args(Cause)
N = 60_000

# By Hoeffding, a share of n independent draws is further than t from its chance with probability
# at most 2 exp(-2 n t^2): 1e-10 for the t of `near(n)`. The seeds are fixed as well.


def near(n):
    return float(np.sqrt(np.log(2 / 1e-10) / (2 * n)))


def groups(cause, **options):
    rows = simulate(cause, n=N, seed=3, **options)
    return rows[rows["group"] == "a"], rows[rows["group"] == "b"]


@pytest.mark.parametrize("cause", CAUSES)
def test_group_sizes_and_areas_are_as_stated(cause):
    a, b = groups(cause)
    assert abs(len(b) / N - SHARE_B) < near(N)
    assert abs(a["area"].mean() - (1 - AREA)) < near(len(a))
    assert abs(b["area"].mean() - AREA) < near(len(b))


@pytest.mark.parametrize("cause", CAUSES)
def test_group_a_is_the_same_in_every_world(cause):
    assert groups(cause)[0].equals(groups("none")[0])


@pytest.mark.parametrize("cause", CAUSES)
def test_the_true_chances_and_those_given_the_score_are_calibrated_in_each_group(cause):
    for rows in groups(cause):
        for column in ("p_repay", "y_prob"):
            assert abs(rows["repaid"].mean() - rows[column].mean()) < near(len(rows))
            for low in (0.2, 0.4, 0.6, 0.8):
                some = rows[rows[column].between(low, low + 0.2)]
                assert abs(some["repaid"].mean() - some[column].mean()) < near(len(some))


def test_noise_changes_how_well_the_score_measures_and_not_who_repays():
    (a, b), (_, plain) = groups("noise"), groups("none")
    assert b["repaid"].equals(plain["repaid"])
    assert b["score"].var() == pytest.approx(1 + NOISE_B**2, rel=0.05)
    assert a["score"].var() == pytest.approx(1 + NOISE**2, rel=0.05)
    assert b["score"].mean() == pytest.approx(WORTH, abs=0.1)
    assert b["y_prob"].std() < 0.7 * a["y_prob"].std()


def test_a_gap_changes_who_repays_and_not_how_well_the_score_measures():
    a, b = groups("gap")
    assert b["repaid"].mean() < a["repaid"].mean() - 0.08
    assert b["score"].mean() == pytest.approx(WORTH - GAP, abs=0.06)
    assert b["score"].var() == pytest.approx(a["score"].var(), rel=0.05)


def test_a_bar_changes_only_whose_outcomes_were_recorded():
    (a, b), (_, plain) = groups("bar"), groups("none")
    columns = ["score", "area", "p_repay", "y_prob", "repaid"]
    assert b[columns].equals(plain[columns])
    assert b["granted"].mean() < a["granted"].mean() - 0.2
    assert b["recorded"].mean() > a["recorded"].mean() + 0.03
    assert abs(a["repaid"].mean() - b["repaid"].mean()) < near(len(a)) + near(len(b))


@pytest.mark.parametrize("cause", CAUSES)
def test_outcomes_are_recorded_where_a_loan_was_granted(cause):
    rows = simulate(cause, n=2_000, seed=1)
    assert (rows["recorded"].notna() == rows["granted"]).all()
    granted = rows[rows["granted"]]
    assert (granted["recorded"] == granted["repaid"]).all()


def test_the_old_desk_saw_more_than_the_score_so_the_granted_repay_more_often():
    rows = simulate("none", n=N, seed=5)
    middle = rows[rows["score"].between(0.0, 1.0)]
    granted = middle[middle["granted"]]
    assert granted["repaid"].mean() > granted["y_prob"].mean() + 0.02


def test_the_seed_decides():
    assert simulate("gap", n=50, seed=7).equals(simulate("gap", n=50, seed=7))
    assert not simulate("gap", n=50, seed=7).equals(simulate("gap", n=50, seed=8))


@pytest.mark.parametrize("options", [{"cause": "luck"}, {"n": 0}])
def test_what_cannot_be_simulated_is_refused(options):
    with pytest.raises(ValueError, match=r"cause|1 or more"):
        simulate(**{"cause": "none"} | options)
