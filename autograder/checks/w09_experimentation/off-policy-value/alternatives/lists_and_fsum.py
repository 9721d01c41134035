def off_policy_value(log, policy, model, clip=10.0):
    if len(log) == 0:
        raise ValueError("the log is empty")
    if not clip > 0:
        raise ValueError("clip must be above 0")
    if not all(0 < row["propensity"] <= 1 for row in log):
        raise ValueError("every propensity must be above 0 and at most 1")
    weights, ips, clipped, robust = [], [], [], []
    for row in log:
        context, action, reward = row["context"], row["action"], float(row["reward"])
        chances = policy(context)
        w = float(chances.get(action, 0.0)) / float(row["propensity"])
        direct = math.fsum(float(p) * float(model(context, a)) for a, p in chances.items())
        weights.append(w)
        ips.append(w * reward)
        clipped.append(min(w, float(clip)) * reward)
        robust.append(direct + w * (reward - float(model(context, action))))
    n = len(log)
    size = 0.0
    if any(weights):
        size = math.fsum(weights) ** 2 / math.fsum(w * w for w in weights)
    return {
        "ips": math.fsum(ips) / n,
        "clipped": math.fsum(clipped) / n,
        "doubly_robust": math.fsum(robust) / n,
        "effective_sample_size": size,
    }
