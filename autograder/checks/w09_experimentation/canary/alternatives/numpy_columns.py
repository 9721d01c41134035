def canary(decision_log, guardrails):
    if not len(guardrails):
        raise ValueError("nothing is watched")
    if any(rail["worse"] not in {"higher", "lower"} for rail in guardrails):
        raise ValueError("worse is higher or lower")
    arms = np.array([row["arm"] for row in decision_log])
    reasons, roll_back = [], False
    for rail in guardrails:
        name = rail["metric"]
        values = np.array([row.get(name) for row in decision_log], dtype=float)
        new, old = values[arms == "canary"], values[arms == "stable"]
        n_new, n_old = (int((~np.isnan(part)).sum()) for part in (new, old))
        enough = n_new >= rail["min_values"] and n_old >= rail["min_values"]
        checks = {
            "few": not enough,
            "blind": len(new) >= rail["min_values"] and (len(new) - n_new) / len(new) > rail["max_missing"],
            "breached": False,
        }
        if enough:
            rise = np.nanmean(new) - np.nanmean(old)
            worse = rise if rail["worse"] == "higher" else -rise
            checks["breached"] = worse > rail["limit"]
        reasons += [(name, word) for word, holds in checks.items() if holds]
        roll_back = roll_back or checks["blind"] or checks["breached"]
    if roll_back:
        return ("roll back", reasons)
    return ("continue", reasons) if reasons else ("promote", reasons)
