import numpy as np
import pandas as pd
from sklearn.isotonic import IsotonicRegression


def isotonic_fit(scores, labels):
    if len(scores) != len(labels) or len(scores) == 0:
        raise ValueError("need as many scores as labels, and some")
    frame = pd.DataFrame(
        {"score": np.asarray(scores, dtype=float), "late": np.asarray(labels, dtype=float)}
    )
    if not np.isfinite(frame["score"]).all() or not frame["late"].isin([0, 1]).all():
        raise ValueError("a score or a label is not allowed")
    points = frame.groupby("score")["late"].agg(["mean", "size"])
    fitted = IsotonicRegression().fit_transform(
        points.index.to_numpy(), points["mean"].to_numpy(), sample_weight=points["size"].to_numpy()
    )
    return {"scores": points.index.tolist(), "values": fitted.tolist()}


def isotonic_predict(model, scores):
    wanted = np.asarray(scores, dtype=float)
    if not np.isfinite(wanted).all():
        raise ValueError("a score is missing or infinite")
    knots, values = np.array(model["scores"]), np.array(model["values"])
    inside = np.clip(wanted, knots[0], knots[-1])
    right = np.clip(np.searchsorted(knots, inside), 1, max(len(knots) - 1, 1))
    if len(knots) == 1:
        return np.full(len(wanted), values[0])
    share = (inside - knots[right - 1]) / (knots[right] - knots[right - 1])
    return (1 - share) * values[right - 1] + share * values[right]
