from collections import deque
from fractions import Fraction


def autoscale(trace, policy):
    target = Fraction(policy["target"])
    if not (0 < target <= 1 and policy["min"] <= policy["max"]):
        raise ValueError(str(policy))
    recent = deque([policy["start"]] * policy["cooldown"], maxlen=policy["cooldown"] + 1)
    counts = []
    for load in trace:
        if load is None:
            recent.append(counts[-1] if counts else policy["start"])
        else:
            wanted = -(-Fraction(int(load)) // (int(policy["per_replica"]) * target))
            recent.append(min(max(int(wanted), policy["min"]), policy["max"]))
        counts.append(max(recent))
    return counts
