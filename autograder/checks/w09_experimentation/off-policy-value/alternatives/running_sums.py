def off_policy_value(log, policy, model, clip=10.0):
    if not clip > 0:
        raise ValueError("clip must be above 0")
    if len(log) == 0:
        raise ValueError("the log is empty")
    ips = clipped = robust = total = squares = 0.0
    for entry in log:
        x, a, r = entry["context"], entry["action"], float(entry["reward"])
        p = float(entry["propensity"])
        if not 0 < p <= 1:
            raise ValueError(f"{p} is no propensity")
        target = policy(x)
        w = float(target[a]) / p if a in target else 0.0
        ips += w * r
        clipped += min(w, clip) * r
        robust += w * (r - model(x, a))
        for action in target:
            robust += target[action] * model(x, action)
        total += w
        squares += w * w
    n = len(log)
    return {
        "ips": ips / n,
        "clipped": clipped / n,
        "doubly_robust": robust / n,
        "effective_sample_size": total**2 / squares if total > 0 else 0.0,
    }
