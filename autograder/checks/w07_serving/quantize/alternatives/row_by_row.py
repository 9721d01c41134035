import numpy as np


def quantize(weights):
    if len(np.shape(weights)) != 2 or 0 in np.shape(weights):
        raise ValueError("not a matrix")
    if hasattr(weights, "to_numpy"):
        weights = weights.to_numpy()
    rows = weights.tolist() if isinstance(weights, np.ndarray) else weights
    codes, scales = [], []
    for row in rows:
        scale = max(abs(w) for w in row) / 127 or 1.0
        codes.append([round(w / scale) for w in row])  # of NaN, a ValueError
        scales.append(scale)
    return np.array(codes, dtype=np.int8), np.array(scales)


def dequantize(codes, scales):
    if scales.ndim != 1 or len(scales) != len(codes):
        raise ValueError("a scale for each row is needed")
    return np.array([[c * s for c in row] for row, s in zip(codes.tolist(), scales.tolist())])
