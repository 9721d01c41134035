def assign(unit, experiment, weights):
    sizes = [int(w) for w in weights.values()]
    if any(w < 0 for w in sizes):
        raise ValueError("a weight is negative")
    total = sum(sizes)
    if total == 0:
        raise ValueError("no weight is above 0")
    digest = hashlib.sha256(json.dumps([experiment, unit]).encode()).digest()
    bucket = int.from_bytes(digest[:8], "big") % 10_000
    for name, upper in zip(weights, accumulate(sizes)):
        if bucket * total < 10_000 * upper:
            return name
