import pandas as pd


def off_policy_value(log, policy, model, clip=10.0):
    if clip <= 0 or not log:
        raise ValueError("nothing to estimate")
    data = pd.DataFrame(
        {name: [row[name] for row in log] for name in ("context", "action", "reward", "propensity")}
    )
    p = data["propensity"].astype(float)
    if not p.between(0, 1, inclusive="right").all():
        raise ValueError("propensities lie above 0, and not above 1")

    def promised(x):
        return float(sum(chance * model(x, a) for a, chance in policy(x).items()))

    pairs = list(zip(data["context"], data["action"]))
    weight = pd.Series([float(policy(x).get(a, 0)) for x, a in pairs]) / p
    missed = data["reward"].astype(float) - [float(model(x, a)) for x, a in pairs]
    direct = data["context"].map(promised)
    size = 0.0 if (weight == 0).all() else weight.sum() ** 2 / weight.pow(2).sum()
    return {
        "ips": float((weight * data["reward"]).mean()),
        "clipped": float((weight.clip(upper=clip) * data["reward"]).mean()),
        "doubly_robust": float((direct + weight * missed).mean()),
        "effective_sample_size": float(size),
    }
