import numpy as np
import pandas as pd
from sklearn.isotonic import IsotonicRegression


def isotonic_fit(scores, labels):
    # pandas refuses unequal lengths, and scikit-learn no rows and infinite scores, as ValueErrors
    columns = {"score": np.asarray(scores), "late": np.asarray(labels)}
    frame = pd.DataFrame(columns).astype(float)
    if not frame["late"].isin([0, 1]).all() or frame["score"].isna().any():
        raise ValueError("a score is missing, or a label is neither 0 nor 1")
    points = frame.groupby("score")["late"].agg(["mean", "size"])
    knots = points.index.to_numpy()
    fitted = IsotonicRegression().fit_transform(
        knots, points["mean"].to_numpy(), sample_weight=points["size"].to_numpy()
    )
    return {"scores": knots.tolist(), "values": fitted.tolist()}


def isotonic_predict(model, scores):
    wanted = np.asarray(scores)
    if not np.isfinite(wanted).all():
        raise ValueError("a score is missing or infinite")
    return np.interp(wanted, model["scores"], model["values"])
