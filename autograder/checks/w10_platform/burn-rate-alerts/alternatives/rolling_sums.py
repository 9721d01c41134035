def burn_rate_alerts(requests, failures, slo, rules):
    counts = [pd.Series(np.asarray(values)) for values in (requests, failures)]
    came, failed = counts
    if len(came) != len(failed):
        raise ValueError("not the same minutes")
    if (came.to_numpy() < failed.to_numpy()).any() or not 0 < slo < 1:
        raise ValueError("cannot be")

    def burn(window):
        asked = came.rolling(window, min_periods=1).sum().round()
        bad = failed.rolling(window, min_periods=1).sum().round()
        return bad / asked / (1 - slo)  # NaN where nothing was asked, and NaN is not above

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
