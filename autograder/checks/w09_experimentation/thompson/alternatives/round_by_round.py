def thompson(history, seed, rounds=1000):
    if rounds <= 0:
        raise ValueError("no rounds")
    beliefs = {}
    for arm, values in history.items():
        good = bad = 0
        for value in values:
            if value == 1:
                good += 1
            elif value == 0:
                bad += 1
            elif not math.isnan(value):
                raise ValueError(f"{value} is no reward")
        beliefs[arm] = (good + 1, bad + 1)
    rng = np.random.default_rng(seed)
    draws = {arm: list(rng.beta(a, b, size=rounds)) for arm, (a, b) in beliefs.items()}
    won = {arm: 0 for arm in history}
    pulled = None
    for i in range(rounds):
        # Without arms `max` has a ValueError of its own.
        best = max(draws, key=lambda arm: draws[arm][i])
        if i == 0:
            pulled = best
        won[best] += 1
    return {"arm": pulled, "propensities": {arm: won[arm] / rounds for arm in won}}
