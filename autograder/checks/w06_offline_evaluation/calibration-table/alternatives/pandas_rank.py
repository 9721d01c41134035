import numpy as np
import pandas as pd


def calibration_table(y_true, y_prob, bins):
    if len(y_true) == 0:
        raise ValueError("no flights")
    if bins < 1:
        raise ValueError("need a bin")
    # unequal lengths are a ValueError of pandas
    frame = pd.DataFrame({"late": np.asarray(y_true), "forecast": np.asarray(y_prob)})
    if not frame["late"].isin([0, 1]).all() or not frame["forecast"].between(0, 1).all():
        raise ValueError("a label or a forecast is not allowed")
    first = frame["forecast"].rank(method="min").astype(int) - 1
    frame["bin"] = first * bins // len(frame)
    groups = frame.groupby("bin")
    table = groups[["forecast", "late"]].mean()
    table.insert(0, "flights", groups.size())
    table = table.reset_index()
    ece = np.average((table["forecast"] - table["late"]).abs(), weights=table["flights"])
    return table, float(ece)
