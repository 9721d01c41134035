def run_id(params, data):
    encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
    digest = hashlib.new("sha256")
    digest.update(encoder.encode({"params": params, "data": data}).encode())
    return digest.hexdigest()[:16]


def track(log, configs, data, train):
    # Whatever is written down as text cannot change any more.
    result = {name: record for name, record in log.items()}
    for params in configs:
        name = run_id(params, data)
        written = json.dumps(params)
        metrics = json.loads(json.dumps(train(json.loads(written))))
        if name in result:
            before = result[name]["metrics"]
            same = set(before) == set(metrics) and all(
                before[key] == metrics[key]
                or (before[key] != before[key] and metrics[key] != metrics[key])
                for key in metrics
            )
            if not same:
                raise ValueError("not reproducible: " + name)
        else:
            result[name] = {"params": json.loads(written), "data": data, "metrics": metrics}
    return result


def best_run(log, metric, mode):
    better = {"max": lambda a, b: a > b, "min": lambda a, b: a < b}
    if mode not in better:
        raise ValueError("mode")
    best, record = None, None
    for name in log:
        value = log[name]["metrics"].get(metric)
        if value is None or value != value:
            continue
        if best is None or better[mode](value, record):
            best, record = name, value
    return best
