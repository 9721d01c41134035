def steady(predictions, threshold, margin):
    if margin < 0:
        raise ValueError("margin")
    p = pd.Series([float(value) for value in predictions])
    if ((p < 0) | (p > 1)).any():
        raise ValueError("predictions are probabilities")
    there = p.notna()
    plain = (p >= threshold).astype(float).where(there).ffill().fillna(0.0)
    decided = pd.Series(np.nan, index=p.index)
    decided[p >= threshold + margin] = 1.0
    decided[p < threshold - margin] = 0.0
    if there.any():
        first = there.idxmax()
        decided[first] = float(p[first] >= threshold)
    shown = decided.ffill().fillna(0.0)
    differ = shown != plain
    return {
        "shown": [bool(value) for value in shown],
        "flips": int((shown.diff().abs() == 1).sum()),
        "plain_flips": int((plain.diff().abs() == 1).sum()),
        "worst_gap": float(max(p[differ].max() - threshold, threshold - p[differ].min()))
        if differ.any()
        else 0.0,
    }
