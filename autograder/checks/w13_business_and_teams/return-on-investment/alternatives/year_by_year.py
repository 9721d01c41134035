def return_on_investment(plan, n, seed):
    low, high = plan["yearly_gain"]
    years = list(enumerate(plan["adoption"], start=1))
    if n < 1 or not years or not 0 <= plan["chance_of_failure"] <= 1:
        raise ValueError("this plan cannot be valued")
    rng = np.random.default_rng(seed)
    gains = rng.uniform(low, high, n)
    lots = rng.random(n)
    r = plan["discount_rate"]
    values = []
    for gain, lot in zip(gains.tolist(), lots.tolist()):
        value = -plan["build_cost"]
        if lot < plan["chance_of_failure"]:
            value -= plan["yearly_cost"] / (1 + r)
        else:
            for t, share in years:
                value += (share * gain - plan["yearly_cost"]) / (1 + r) ** t
        values.append(value)
    paid = plan["build_cost"] + sum(plan["yearly_cost"] / (1 + r) ** t for t, _ in years)
    earned = sum(share / (1 + r) ** t for t, share in years)
    return {
        "mean": math.fsum(values) / n,
        "low": float(np.quantile(values, 0.05)),
        "high": float(np.quantile(values, 0.95)),
        "chance_of_loss": len([value for value in values if value < 0]) / n,
        "break_even_gain": paid / earned,
    }
