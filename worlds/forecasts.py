"""Two forecasts for the flights of October to December 2013, made by October's first morning.

Evaluation needs something to evaluate. `load` gives every flight of the last quarter that
arrived, its label, and what two forecasts said of it two hours before its departure:

- table: the late rate of its origin and scheduled hour from January to September;
- model: gradient boosting on the schedule and on the weather reported three hours earlier, trained
  on an even sample of the flights of the same nine months.

Both know only what was known when they spoke: labels until September, and readings of the hour
that lies three before the scheduled one. Neither knows the month, for the months that it would
need were never seen.
"""

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from worlds import flights

LATE_AFTER = 15
"""Minutes from which on an arrival is late; `late_labels` of week 1 has the same default."""
FIRST_MONTH = 10
"""The first month of the quarter that is forecast; all before it is learnt from."""
HOURS_BEFORE = 3
"""Age of the weather that the model reads, in hours before the scheduled hour."""
TRAINING_ROWS = 60_000
FEATURES = (
    "origin_code",
    "carrier_code",
    "hour",
    "minute",
    "weekday",
    "distance",
    "precip",
    "visib",
    "wind_speed",
    "temp",
)
"""What the model reads."""


def load() -> pd.DataFrame:
    """The flights of the last quarter that arrived, as a fresh DataFrame, one row a flight.

    Columns: date (Timestamp of midnight, without a zone), month, hour (scheduled), origin,
    carrier, dest, distance (miles), late (0 or 1), table and model
    (probabilities). Rows are in the order of the flights' file, numbered from 0.

    The model is trained at the first call, which takes some seconds; every call and every
    machine with the same scikit-learn gets the same numbers, apart from the last digits.
    """
    return _forecast().copy()


@cache
def _forecast() -> pd.DataFrame:
    # Imported here: the rest of the course should not wait for it.
    from sklearn.ensemble import HistGradientBoostingClassifier

    known = features()
    past, coming = known[known["month"] < FIRST_MONTH], known[known["month"] >= FIRST_MONTH]
    rates = past.groupby(["origin", "hour"])["late"].mean().rename("table")
    # Evenly spaced rows of the file, which is in order of time, are an even sample of the days.
    sample = past.iloc[np.linspace(0, len(past) - 1, TRAINING_ROWS).astype(int)]
    booster = HistGradientBoostingClassifier(
        max_iter=100, max_leaf_nodes=31, learning_rate=0.1, early_stopping=False, random_state=0
    )
    booster.fit(sample[list(FEATURES)].to_numpy(float), sample["late"].to_numpy())
    probabilities: NDArray[np.float64] = booster.predict_proba(
        coming[list(FEATURES)].to_numpy(float)
    )[:, 1]
    told = coming.join(rates, on=["origin", "hour"]).assign(model=probabilities)
    # An hour that an airport never had gets the rate of all flights.
    told["table"] = told["table"].fillna(float(past["late"].mean()))
    kept = ["date", "month", "hour", "origin", "carrier", "dest", "distance", "late"]
    return told[[*kept, "table", "model"]].reset_index(drop=True)


def features() -> pd.DataFrame:
    """All flights of 2013 that arrived, with label and what was known two hours before departure.

    The columns of the flights' table, and beside them late, date, and those of `FEATURES`; the
    weather is missing (NaN) where no reading of that hour exists.
    """
    table = flights.load().dropna(subset=["arr_delay"])
    table["late"] = (table["arr_delay"] >= LATE_AFTER).astype("int64")
    table["date"] = pd.to_datetime(table[["year", "month", "day"]])
    table["weekday"] = table["date"].dt.day_of_week
    table["origin_code"] = table["origin"].astype("category").cat.codes
    table["carrier_code"] = table["carrier"].astype("category").cat.codes
    columns = ["origin", "time_hour", "precip", "visib", "wind_speed", "temp"]
    weather = flights.load("weather")[columns].drop_duplicates(["origin", "time_hour"])
    weather["time_hour"] = weather["time_hour"] + pd.Timedelta(hours=HOURS_BEFORE)
    return table.merge(weather, on=["origin", "time_hour"], how="left")
