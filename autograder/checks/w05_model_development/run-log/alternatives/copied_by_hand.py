def run_id(params, data):
    encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256()
    for piece in encoder.iterencode({"params": params, "data": data}):
        digest.update(piece.encode())
    return digest.digest()[:8].hex()


def track(log, configs, data, train):
    def plain(value):  # plain data, copied by hand
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value

    def canonical(metrics):
        return {name: None if value != value else value for name, value in metrics.items()}

    runs = plain(log)
    for config in configs:
        record = {"params": plain(config), "data": data}
        identity = run_id(config, data)
        record["metrics"] = dict(train(plain(config)))
        known = runs.setdefault(identity, record)
        if canonical(known["metrics"]) != canonical(record["metrics"]):
            raise ValueError("other metrics in a repetition of " + identity)
    return runs


def best_run(log, metric, mode):
    choose = {"max": max, "min": min}.get(mode)
    if choose is None:
        raise ValueError("mode")
    names = [
        name for name, record in log.items()
        if metric in record["metrics"] and record["metrics"][metric] == record["metrics"][metric]
    ]
    # max and min return the first of equals
    return choose(names, key=lambda name: log[name]["metrics"][metric], default=None)
