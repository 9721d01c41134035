"""What a quarter would have cost with simpler decisions, and with perfect ones."""

import numpy as np
import pandas as pd

from worlds.quarter import COSTS, THRESHOLD, Quarter
from worlds.quarter_flights import Bools
from worlds.timetable import COEFFICIENTS, ORIGINS, READING, Floats, columns

NAMES = ("never", "table", "once", "oracle")
_RIDGE = 1.0
_STEPS = 8


def decisions(quarter: Quarter) -> dict[str, Bools]:
    """By baseline, whether it acts on each flight of the quarter, in the order of `flown`.

    - never: on none;
    - table: on those whose origin and hour were late often enough in the history;
    - once: on those that a logistic regression of the history on schedule and weather finds
      likely enough; it never learns again, and reads the true weather even while the feed lies;
    - oracle: on exactly the late ones.
    """
    flown = quarter.flown
    cells = zip(flown.origin.tolist(), flown.hour.tolist(), strict=True)
    rates = np.array([quarter.table[f"{ORIGINS[place]} {hour:02d}"] for place, hour in cells])
    return {
        "never": np.zeros(len(flown.late), dtype=bool),
        "table": rates >= THRESHOLD,
        "once": _once(quarter) >= THRESHOLD,
        "oracle": flown.late.copy(),
    }


def dollars(act: Bools, late: Bools, cancelled: Bools) -> Floats:
    """What each decision cost; a cancelled flight costs nothing."""
    acted = np.where(late, COSTS["correct_alarm"], COSTS["false_alarm"])
    silent = np.where(late, COSTS["miss"], COSTS["correct_silence"])
    return np.where(cancelled, 0.0, np.where(act, acted, silent))


def _once(quarter: Quarter) -> Floats:
    flown = quarter.flown
    coming = pd.DataFrame(
        {
            "origin": [ORIGINS[place] for place in flown.origin.tolist()],
            "carrier": flown.carrier,
            "weekday": flown.weekday,
            "hour": flown.hour,
            "distance": flown.distance,
            **{name: flown.weather[:, place] for place, name in enumerate(READING)},
        }
    )
    weights = fit_logistic(_features(quarter.history), quarter.history["late"].to_numpy(float))
    probabilities: Floats = 1 / (1 + np.exp(-(_features(coming) @ weights)))
    return probabilities


def _features(table: pd.DataFrame) -> Floats:
    values = columns(table)[list(COEFFICIENTS)].to_numpy()
    return np.column_stack([np.ones(len(values)), values])


def fit_logistic(features: Floats, late: Floats) -> Floats:
    """Weights of a logistic regression, all but the first a little shrunk, by Newton's steps.

    features: n rows, the first column ones. late: n zeros and ones.
    """
    weights = np.zeros(features.shape[1])
    shrink = np.full(len(weights), _RIDGE)
    shrink[0] = 0
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-(features @ weights)))
        curvature = (features * (p * (1 - p))[:, None]).T @ features + np.diag(shrink)
        weights += np.linalg.solve(curvature, features.T @ (late - p) - shrink * weights)
    return weights
