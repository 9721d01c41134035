import numpy as np


def promote(candidate, champion, gates):
    def number(value):
        return np.nan if value is None else float(value)

    read = []
    for gate in gates:
        sign = {"higher": 1.0, "lower": -1.0}.get(gate["better"])
        asked = {key: gate[key] for key in ("limit", "margin") if gate.get(key) is not None}
        if sign is None or not asked or np.isnan([float(v) for v in asked.values()]).any():
            raise ValueError(f"unreadable: {gate}")
        read.append((gate["metric"], sign, asked))
    if not read:
        raise ValueError("no gates")
    reasons = []
    for metric, sign, asked in read:
        ours = sign * number(candidate.get(metric))
        theirs = sign * number(champion.get(metric))
        if np.isnan(ours):
            reasons.append((metric, "candidate missing"))
        if "margin" in asked and np.isnan(theirs):
            reasons.append((metric, "champion missing"))
        if "limit" in asked and ours - sign * asked["limit"] < 0:
            reasons.append((metric, "limit"))
        if "margin" in asked and ours - theirs < asked["margin"]:
            reasons.append((metric, "margin"))
    return {"promote": not reasons, "reasons": reasons}
