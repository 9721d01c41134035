import math


def fairness_report(y_true, y_prob, group, threshold):
    y, p = [float(v) for v in y_true], [float(v) for v in y_prob]
    names = [name if isinstance(name, str) else "missing" for name in group]
    if len(y) != len(p) or len(y) != len(names):
        raise ValueError("lengths differ")
    if any(v not in (0.0, 1.0) for v in y) or any(not 0 <= v <= 1 for v in p):
        raise ValueError("impossible values")
    tally = {}
    for outcome, chance, name in zip(y, p, names):
        own = tally.setdefault(name, {"tp": 0, "fp": 0, "fn": 0, "tn": 0, "claim": 0.0})
        own["claim"] += chance
        right = "t" if (chance >= threshold) == (outcome == 1) else "f"
        own[right + ("p" if chance >= threshold else "n")] += 1
    if len(tally) < 2:
        raise ValueError("nobody to compare with")

    def over(part, whole):
        return part / whole if whole else math.nan

    groups = {}
    for name, c in tally.items():
        n = c["tp"] + c["fp"] + c["fn"] + c["tn"]
        groups[name] = {
            "size": n,
            "base_rate": (c["tp"] + c["fn"]) / n,
            "selection_rate": (c["tp"] + c["fp"]) / n,
            "tpr": over(c["tp"], c["tp"] + c["fn"]),
            "fpr": over(c["fp"], c["fp"] + c["tn"]),
            "precision": over(c["tp"], c["tp"] + c["fp"]),
            "calibration_gap": (c["claim"] - c["tp"] - c["fn"]) / n,
        }
    gaps = {}
    for measure in ("selection_rate", "tpr", "fpr", "precision"):
        values = sorted(own[measure] for own in groups.values())
        if any(math.isnan(value) for value in values):
            gaps[measure] = {"difference": math.nan, "ratio": math.nan}
        else:
            gaps[measure] = {
                "difference": values[-1] - values[0],
                "ratio": over(values[0], values[-1]),
            }
    return {"groups": groups, "gaps": gaps}
