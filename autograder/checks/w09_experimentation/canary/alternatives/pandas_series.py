import pandas as pd


def canary(decision_log, guardrails):
    if not guardrails:
        raise ValueError("no guardrails")
    for rail in guardrails:
        if rail["worse"] != "higher" and rail["worse"] != "lower":
            raise ValueError("worse")
    arms = pd.Series([row["arm"] for row in decision_log])
    reasons = []
    for rail in guardrails:
        name, k = rail["metric"], rail["min_values"]
        column = pd.Series([row.get(name) for row in decision_log])
        mine, theirs = column[arms == "canary"], column[arms == "stable"]
        big_r, big_v, small_v = len(mine), int(mine.count()), int(theirs.count())
        sign = 1 if rail["worse"] == "higher" else -1
        holds = {
            "few": min(big_v, small_v) < k,
            "blind": big_r >= k and mine.isna().mean() > rail["max_missing"],
            "breached": min(big_v, small_v) >= k and sign * (mine.mean() - theirs.mean()) > rail["limit"],
        }
        reasons += [(name, word) for word, true in holds.items() if true]
    if any(word != "few" for _, word in reasons):
        decision = "roll back"
    else:
        decision = "continue" if reasons else "promote"
    return decision, reasons
