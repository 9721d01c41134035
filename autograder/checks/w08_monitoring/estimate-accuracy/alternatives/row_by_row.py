import math

from scipy.stats import norm


def estimate_accuracy(probabilities, threshold=0.5, design_effect=1.0, level=0.95):
    rows = [float(p) for p in probabilities]
    if not rows or any(not 0 <= p <= 1 for p in rows):
        raise ValueError("no probabilities")
    if threshold != threshold or not design_effect >= 1 or not (level > 0 and level < 1):
        raise ValueError("bad option")
    late = [p for p in rows if p >= threshold]
    chances = late + [1 - p for p in rows if p < threshold]
    n = len(rows)
    accuracy = sum(chances) / n
    half = norm.isf((1 - level) / 2) * math.sqrt(design_effect * sum(c - c * c for c in chances)) / n
    return {
        "accuracy": accuracy,
        "low": max(0.0, accuracy - half),
        "high": min(1.0, accuracy + half),
        "precision": sum(late) / len(late) if late else float("nan"),
        "recall": sum(late) / sum(rows) if sum(rows) > 0 else float("nan"),
    }
