"""Loan applicants of two groups, with a known cause for what differs between them.

Real lending data cannot say why groups differ: who would have repaid a refused loan is never
seen, and how well a score measures somebody is not written beside it. Here both are known. An
applicant has a worth, the log odds of repaying; a lender sees a score, which is the worth and
some noise, and an area, which says much about the group and nothing else. Worths are normal with
variance 1, groups independent of each other, and 3 of 10 applicants belong to group `b`. By

- `none`, the groups differ in nothing but their areas;
- `noise`, the score of group `b` measures worse (thin files), its worths are those of `a`;
- `gap`, the worths of group `b` lie lower, its score measures as well as that of `a`;
- `bar`, an old desk that granted loans asked more of group `b`; worths and scores are as in `none`.

The old desk saw what no column holds: each applicant's worth with another noise, the impression
in an interview. It granted where score and impression together passed its bar, and only those
outcomes were recorded (Lakkaraju et al., "The Selective Labels Problem", 2017, name this).
"""

from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Cause = Literal["none", "noise", "gap", "bar"]

SHARE_B = 0.3
"""The chance that an applicant belongs to group `b`."""

WORTH = 0.5
"""Mean log odds of repaying in group `a`, and in `b` unless the cause is `gap`."""

NOISE = 0.6
"""Standard deviation of the score's noise in group `a`, and in `b` unless the cause is `noise`."""

NOISE_B = 1.8
"""The same in group `b` where the cause is `noise`."""

GAP = 0.6
"""By how much the mean worth of group `b` lies lower where the cause is `gap`."""

BAR = 0.3
"""What score and impression together must reach on average, to be granted by the old desk."""

BAR_B = 1.1
"""The same for group `b` where the cause is `bar`."""

AREA = 0.8
"""The chance that somebody of group `b` lives in area 1, and somebody of group `a` in area 0."""


def simulate(cause: Cause, *, n: int = 20_000, seed: int = 0) -> pd.DataFrame:
    """Applicants, `n` of them, in a world whose groups differ by `cause`.

    Columns: `group` ("a" or "b"), `score`, `area` (0 or 1), `p_repay` (the true chance, from the
    worth), `y_prob` (the chance given score and group: what a perfect model of these two says,
    so it is calibrated in each group), `repaid` (0 or 1, also where no loan was granted),
    `granted` (True or False, by the old desk), `recorded` (`repaid` as a float where granted,
    NaN elsewhere). The same seed gives the same rows.

    Raises ValueError for an unknown cause, or n below 1.
    """
    if cause not in get_args(Cause):
        raise ValueError(f"there is no cause {cause!r}; choose one of {', '.join(get_args(Cause))}")
    if n < 1:
        raise ValueError("applicants number 1 or more")
    rng = np.random.default_rng(seed)
    for_group, for_area, for_outcome = rng.random((3, n))
    for_worth, for_score, for_impression = rng.normal(size=(3, n))

    in_b = for_group < SHARE_B
    area = np.where(in_b, for_area < AREA, for_area >= AREA)
    mean = WORTH - GAP * (in_b & (cause == "gap"))
    spread = np.where(in_b & (cause == "noise"), NOISE_B, NOISE)
    worth = mean + for_worth
    score = worth + spread * for_score
    p_repay = chance(worth)
    repaid = for_outcome < p_repay
    bar = np.where(in_b & (cause == "bar"), BAR_B, BAR)
    granted = (score + worth + NOISE * for_impression) / 2 >= bar
    return pd.DataFrame(
        {
            "group": np.where(in_b, "b", "a"),
            "score": score,
            "area": area.astype(np.int64),
            "p_repay": p_repay,
            "y_prob": chance_given_score(score, mean, spread),
            "repaid": repaid.astype(np.int64),
            "granted": granted,
            "recorded": np.where(granted, repaid.astype(float), np.nan),
        }
    )


def chance(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability of log odds."""
    return np.asarray(1 / (1 + np.exp(-log_odds)), dtype=np.float64)


def chance_given_score(
    score: NDArray[np.float64], mean: NDArray[np.float64], spread: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The mean chance to repay of applicants with this score.

    Given the score, the worth is normal: its mean lies between the group's mean and the score,
    nearer to the group's the noisier the score (`spread`, a standard deviation) is. The mean of
    the chance over that normal is summed at 24 points (Gauss-Hermite).
    """
    trust = 1 / (1 + spread**2)
    centre = mean + trust * (score - mean)
    width = spread * np.sqrt(trust)
    points, weights = np.polynomial.hermite_e.hermegauss(24)
    total = np.zeros(len(score))
    for point, weight in zip(points, weights / weights.sum(), strict=True):
        total += weight * chance(centre + width * point)
    return total
