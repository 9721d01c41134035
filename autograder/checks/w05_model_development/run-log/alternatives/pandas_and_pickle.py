import pickle


def run_id(params, data):
    pairs = [("data", data), ("params", dict(params))]
    text = json.dumps(dict(pairs), separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(bytes(text, "utf-8")).digest().hex()[0:16]


def track(log, configs, data, train):
    runs = pickle.loads(pickle.dumps(dict(log)))
    for params in configs:
        kept = pickle.loads(pickle.dumps(params))
        outcome = pickle.loads(pickle.dumps(train(pickle.loads(pickle.dumps(params)))))
        record = {"params": kept, "data": data, "metrics": outcome}
        known = runs.setdefault(run_id(kept, data), record)
        if known is record:
            continue
        old = pd.Series(known["metrics"], dtype=float).sort_index()
        new = pd.Series(outcome, dtype=float).sort_index()
        if not old.equals(new):
            raise ValueError(f"run {run_id(kept, data)} gave something else before")
    return runs


def best_run(log, metric, mode):
    if mode not in {"min", "max"}:
        raise ValueError(mode)
    values = pd.Series(
        [record["metrics"].get(metric, np.nan) for record in log.values()],
        index=list(log),
        dtype=float,
    ).dropna()
    if values.empty:
        return None
    return str(values.idxmax() if mode == "max" else values.idxmin())
