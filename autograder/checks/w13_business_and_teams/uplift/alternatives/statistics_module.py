import statistics


def uplift(rows, segment, treated, cost, min_rows):
    if min_rows < 2:
        raise ValueError("one row has no variance")
    arms = {}
    for name, acted, amount in zip(
        rows[segment].tolist(), rows[treated].tolist(), rows[cost].tolist()
    ):
        arms.setdefault(name, ([], []))[0 if acted else 1].append(float(amount))
    table = {column: [] for column in
             ("treated", "untreated", "effect", "low", "high", "decision")}
    for name in sorted(arms):
        one, zero = arms[name]
        values = [math.nan] * 3
        if len(one) >= min_rows and len(zero) >= min_rows:
            effect = statistics.fmean(one) - statistics.fmean(zero)
            error = math.sqrt(
                statistics.variance(one) / len(one) + statistics.variance(zero) / len(zero)
            )
            half = statistics.NormalDist().inv_cdf(0.975) * error
            values = [effect, effect - half, effect + half]
        decision = "unsure"
        if values[2] < 0:
            decision = "treat"
        elif values[1] > 0:
            decision = "spare"
        for column, value in zip(table, [len(one), len(zero), *values, decision]):
            table[column].append(value)
    return pd.DataFrame(table, index=sorted(arms))
