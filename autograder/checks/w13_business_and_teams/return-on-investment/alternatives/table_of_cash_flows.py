def return_on_investment(plan, n, seed):
    adoption = np.asarray(plan["adoption"])
    low, high = plan["yearly_gain"]
    chance = plan["chance_of_failure"]
    if n <= 0 or adoption.size == 0 or chance < 0 or chance > 1:
        raise ValueError(plan)
    generator = np.random.default_rng(seed)
    gain = generator.uniform(low, high, n)
    failed = generator.random(n) < chance
    flows = np.outer(gain, adoption) - plan["yearly_cost"]
    flows[failed, 0] = -plan["yearly_cost"]
    flows[failed, 1:] = 0.0
    factors = np.cumprod(np.full(adoption.size, 1 / (1 + plan["discount_rate"])))
    value = pd.Series(flows @ factors - plan["build_cost"])
    low_value, high_value = value.quantile([0.05, 0.95])
    return dict(
        mean=float(value.mean()),
        low=float(low_value),
        high=float(high_value),
        chance_of_loss=float(value.lt(0).mean()),
        break_even_gain=float(
            (plan["build_cost"] + plan["yearly_cost"] * factors.sum()) / (adoption @ factors)
        ),
    )
