import math


def after_one(state, value, delta):
    """The state after one value, without an alarm."""
    if math.isnan(value):
        return state | {"position": state["position"] + 1}
    n = state["count"] + 1
    mean = (state["mean"] * state["count"] + value) / n
    return {
        "position": state["position"] + 1,
        "count": n,
        "mean": mean,
        "up": max(state["up"] + value - mean - delta, 0.0),
        "down": max(state["down"] + mean - value - delta, 0.0),
    }


def page_hinkley(values, state, delta, threshold, min_values):
    start = {"position": 0, "count": 0, "mean": 0.0, "up": 0.0, "down": 0.0}
    state = dict(state or start)
    rings = []
    for value in map(float, values):
        state = after_one(state, value, delta)
        if math.isnan(value) or state["count"] < min_values:
            continue
        way = max(("up", "down"), key=lambda name: state[name])
        if state[way] >= threshold:
            rings.append((state["position"] - 1, way))
            state = start | {"position": state["position"]}
    return rings, state
