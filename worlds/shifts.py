"""Daily batches in which one thing changes on a known day: what a monitor should notice.

The flights of 2013 cannot say which kind of shift they saw, for nobody knows what moved. Here it
is planted. A row has a label and two features; given the label, the features are normal around
a centre of that label's, so that the chance of the label given the features is known exactly.
Before the change every world is the same; from the day of the change on,

- `covariate`: features come as if late rows were more frequent, and labels follow the old rule;
- `label`: late rows are more frequent, and the features of late and of punctual rows are as before;
- `concept`: features come as before, and labels follow another rule;
- `none`: nothing changes.

The first two have the same features, the last two as well: only labels tell them apart.
(Moreno-Torres et al., "A unifying view on dataset shift in classification", 2012, name the
three; they call the second prior probability shift.)
"""

from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Kind = Literal["none", "covariate", "label", "concept"]

CENTRE = (1.2, 0.6)
"""Where the features of late rows are centred; those of punctual rows are centred on zero. All
have the variance 1 in both directions, and no correlation."""


def simulate(
    kind: Kind,
    *,
    days: int = 60,
    per_day: int = 200,
    change: int = 40,
    before: float = 0.25,
    after: float = 0.45,
    day_spread: float = 0.0,
    seed: int = 0,
) -> pd.DataFrame:
    """Rows of `days` days, `per_day` each, in which `kind` changes from day `change` on.

    before, after: the share of late rows in the old world, and in the new one where labels
    shift; the two other worlds shift as far. day_spread: each day moves the log odds of both by
    a normal number of this standard deviation, so that the rows of a day have something in common.

    Columns: `day` (from 0), `first` and `second` (the features), `y_prob` (the chance of the old
    world that the row is late, given its features: what a perfect model learnt before the change
    says, knowing nothing of the days), `late` (0 or 1). The same seed gives the same rows, and
    all kinds agree before the change.

    Raises ValueError for an unknown kind, a share that is not between 0 and 1, sizes below 1, or a
    negative `change` or `day_spread`.
    """
    if kind not in get_args(Kind):
        raise ValueError(f"there is no kind {kind!r}; choose one of {', '.join(get_args(Kind))}")
    if not (0 < before < 1 and 0 < after < 1):
        raise ValueError(f"shares lie between 0 and 1, not {before} and {after}")
    if days < 1 or per_day < 1 or change < 0 or not 0 <= day_spread < np.inf:
        raise ValueError("days and rows number 1 or more, the change and the spread 0 or more")
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(days), per_day)
    moved = np.repeat(rng.normal(0.0, 1.0, days) * day_spread, per_day)
    noise = rng.normal(size=(days * per_day, 2))
    for_group, for_label = rng.random((2, days * per_day))

    changed = day >= change
    # Two log odds make a row: that of the group its features are drawn from, and that of its label
    # given them. In the label world both change; a row of the late group is then late.
    old, new = _log_odds(before) + moved, _log_odds(after) + moved
    of_features = np.where(changed & (kind in ("covariate", "label")), new, old)
    of_labels = np.where(changed & (kind in ("concept", "label")), new, old)
    group = for_group < _chance(of_features)
    features = noise + group[:, np.newaxis] * np.array(CENTRE)
    evidence = features @ np.array(CENTRE) - np.square(CENTRE).sum() / 2
    late = for_label < _chance(of_labels + evidence)
    return pd.DataFrame(
        {
            "day": day,
            "first": features[:, 0],
            "second": features[:, 1],
            "y_prob": _chance(_log_odds(before) + evidence),
            "late": late.astype(np.int64),
        }
    )


def _log_odds(chance: float) -> float:
    return float(np.log(chance / (1 - chance)))


def _chance(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-log_odds)), dtype=np.float64)
