import math
from fractions import Fraction


def promote(candidate, champion, gates):
    def exact(value):
        if value is None or math.isnan(value):
            return None
        return Fraction(value)

    for gate in gates:
        if gate["better"] != "higher" and gate["better"] != "lower":
            raise ValueError("better")
        given = [gate[key] for key in ("limit", "margin") if key in gate and gate[key] is not None]
        if not given or any(exact(value) is None for value in given):
            raise ValueError("limit or margin")
    if not gates:
        raise ValueError("no gates")

    reasons = []
    for gate in gates:
        metric = gate["metric"]
        limit, margin = exact(gate.get("limit")), exact(gate.get("margin"))
        mine = exact(candidate[metric]) if metric in candidate else None
        theirs = exact(champion[metric]) if metric in champion else None
        higher = gate["better"] == "higher"
        found = []
        if mine is None:
            found.append("candidate missing")
        if margin is not None and theirs is None:
            found.append("champion missing")
        if mine is not None and limit is not None:
            if (mine < limit) if higher else (mine > limit):
                found.append("limit")
        if mine is not None and margin is not None and theirs is not None:
            if (mine < theirs + margin) if higher else (mine > theirs - margin):
                found.append("margin")
        reasons += [(metric, reason) for reason in found]
    return {"promote": len(reasons) == 0, "reasons": reasons}
