from collections import deque
from fractions import Fraction


def autoscale(trace, policy):
    low, high, target = policy["min"], policy["max"], policy["target"]
    if low > high or target <= 0 or target > 1:
        raise ValueError("policy")
    each = Fraction(target) * policy["per_replica"]
    falling = deque()  # (minute, need), needs fall
    falling.append((-1, policy["start"]))
    ran, result = policy["start"], []
    for minute, load in enumerate(trace):
        need = ran if load is None else min(max(math.ceil(Fraction(load) / each), low), high)
        while falling and falling[-1][1] <= need:
            falling.pop()
        falling.append((minute, need))
        while falling[0][0] < minute - policy["cooldown"]:
            falling.popleft()
        ran = falling[0][1]
        result.append(ran)
    return result
