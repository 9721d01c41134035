def burn_rate_alerts(requests, failures, slo, rules):
    counts = [pd.Series(np.asarray(values), dtype="float64") for values in (requests, failures)]
    came, failed = counts
    if len(came) != len(failed):
        raise ValueError("not the same minutes")
    if (came.to_numpy() < failed.to_numpy()).any() or not 0 < slo < 1:
        raise ValueError("cannot be")

    def burn(window):
        width = min(window, max(len(came), 1))
        asked = came.rolling(width, min_periods=1).sum().round()
        bad = failed.rolling(width, min_periods=1).sum().round()
        return (bad / asked.where(asked > 0)).fillna(0) / (1 - slo)

    on = {name: pd.Series(False, index=came.index) for name, _, _, _ in rules}
    for name, long, short, factor in rules:
        on[name] = on[name] | ((burn(long) > factor) & (burn(short) > factor))
    alerts = {}
    for name, flags in on.items():
        minutes = [int(t) for t in flags.index[flags]]
        first = [t for t in minutes if t - 1 not in minutes]
        last = [t for t in minutes if t + 1 not in minutes]
        alerts[name] = list(zip(first, last))
    return alerts
