def burn_rate_alerts(requests, failures, slo, rules):
    requests, failures = [int(n) for n in requests], [int(n) for n in failures]
    if len(requests) != len(failures):
        raise ValueError("lengths")
    for came, failed in zip(requests, failures):
        if failed > came:
            raise ValueError("more failures than requests")
    if slo <= 0 or slo >= 1:
        raise ValueError("slo")

    def burn(t, window):
        first = max(t - window + 1, 0)
        came = sum(requests[first : t + 1])
        if came == 0:
            return 0.0
        return sum(failures[first : t + 1]) / came / (1 - slo)

    alerts = {}
    for name in [rule[0] for rule in rules]:
        own = [rule for rule in rules if rule[0] == name]
        episodes, since = [], None
        for t in range(len(requests)):
            on = any(burn(t, long) > f and burn(t, short) > f for _, long, short, f in own)
            if on and since is None:
                since = t
            if not on and since is not None:
                episodes.append((since, t - 1))
                since = None
        if since is not None:
            episodes.append((since, len(requests) - 1))
        alerts[name] = episodes
    return alerts
