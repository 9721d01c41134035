"""The planted shifts: each world changes what its name says, on its day, and nothing else."""

from typing import get_args

import numpy as np
import pytest

from worlds.shifts import CENTRE, Kind, simulate

KINDS = get_args(Kind)
N = 40_000

# By Hoeffding, a share of n independent draws is further than t from its chance with probability
# at most 2 exp(-2 n t^2): 1e-10 for the t of `near(n)`. The seeds are fixed as well.


def near(n):
    return float(np.sqrt(np.log(2 / 1e-10) / (2 * n)))


def two_days(kind, **options):
    """One day before the change and one after it, N rows each."""
    rows = simulate(kind, days=2, per_day=N, change=1, seed=3, **options)
    return rows[rows["day"] == 0], rows[rows["day"] == 1]


@pytest.mark.parametrize("kind", KINDS)
def test_before_the_change_all_worlds_are_the_same(kind):
    rows = simulate(kind, days=4, per_day=50, change=2, day_spread=0.3, seed=5)
    same = simulate("none", days=4, per_day=50, change=2, day_spread=0.3, seed=5)
    old = rows["day"] < 2
    assert rows[old].equals(same[old])
    assert rows.equals(same) == (kind == "none")


@pytest.mark.parametrize("kind", KINDS)
def test_the_old_world_has_the_share_and_the_chances_that_it_names(kind):
    old, _ = two_days(kind)
    assert abs(old["late"].mean() - 0.25) < near(N)
    assert abs(old["late"].mean() - old["y_prob"].mean()) < near(N)
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        rows = old[old["y_prob"].between(low, low + 0.2)]
        assert abs(rows["late"].mean() - rows["y_prob"].mean()) < near(len(rows))


def test_label_shift_changes_the_share_and_not_the_features_of_a_class():
    old, new = two_days("label")
    assert abs(new["late"].mean() - 0.45) < near(N)
    for late in (0, 1):
        for rows in (old, new):
            of_class = rows[rows["late"] == late]
            assert of_class["first"].mean() == pytest.approx(late * CENTRE[0], abs=0.06)
            assert of_class["second"].mean() == pytest.approx(late * CENTRE[1], abs=0.06)


def test_covariate_shift_keeps_the_model_right():
    old, new = two_days("covariate")
    assert new["y_prob"].mean() > old["y_prob"].mean() + 0.05
    assert abs(new["late"].mean() - new["y_prob"].mean()) < near(N)


def test_concept_shift_keeps_the_features_and_makes_the_model_wrong():
    _, new = two_days("concept")
    none = two_days("none")[1]
    columns = ["first", "second", "y_prob"]
    assert new[columns].equals(none[columns])
    assert new["late"].mean() > new["y_prob"].mean() + 0.1


def test_covariate_and_label_shift_have_the_same_features():
    columns = ["first", "second", "y_prob"]
    covariate, label = (two_days(kind)[1] for kind in ("covariate", "label"))
    assert covariate[columns].equals(label[columns])
    assert label["late"].mean() > covariate["late"].mean() + 0.05


def test_a_spread_of_days_makes_daily_shares_vary_more_than_rows_do():
    def spread(day_spread):
        rows = simulate("none", days=80, per_day=200, day_spread=day_spread, seed=1)
        return rows.groupby("day")["late"].mean().std()

    assert spread(0.0) < 0.045 < 0.08 < spread(0.8)


def test_the_seed_decides():
    assert simulate("label", seed=7).equals(simulate("label", seed=7))
    assert not simulate("label", seed=7).equals(simulate("label", seed=8))


@pytest.mark.parametrize(
    "options",
    [
        {"kind": "sudden"},
        {"before": 0.0},
        {"after": 1.0},
        {"days": 0},
        {"per_day": 0},
        {"change": -1},
        {"day_spread": -0.1},
        {"day_spread": float("nan")},
    ],
)
def test_what_cannot_be_simulated_is_refused(options):
    with pytest.raises(ValueError, match=r"kind|shares|1 or more"):
        simulate(**{"kind": "label"} | options)
