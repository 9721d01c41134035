def assign(unit, experiment, weights):
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("weights must not be negative")
    seats = sum(int(weight) for weight in weights.values())
    if seats == 0:
        raise ValueError("nobody can be dealt to these arms")
    text = json.dumps([experiment, unit])
    first = hashlib.sha256(text.encode()).hexdigest()[:16]
    left = (int(first, 16) % 10000) * seats
    for arm in weights:
        left -= 10000 * int(weights[arm])
        if left < 0:
            return arm
