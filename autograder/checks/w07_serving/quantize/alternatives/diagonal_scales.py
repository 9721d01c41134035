import numpy as np


def quantize(weights):
    w = np.asarray(weights, dtype=float)
    if w.ndim != 2 or 0 in w.shape:
        raise ValueError("weights must be a matrix")
    if np.isnan(w).any() or np.isinf(w).any():
        raise ValueError("weights must be finite")
    peaks = np.maximum(w.max(axis=1), -w.min(axis=1))
    peaks[peaks == 0] = 127.0
    scales = peaks / 127.0
    codes = np.around((w.T / scales).T)
    return codes.astype("int8"), scales


def dequantize(codes, scales):
    if np.ndim(scales) != 1:
        raise ValueError("scales must be 1-D")
    return np.diag(scales) @ codes.astype(float)
