from fractions import Fraction

RANGES = {
    "requests_per_day": lambda x: x >= 0,
    "peak_to_mean": lambda x: x >= 1,
    "stored_bytes_per_request": lambda x: x >= 0,
    "response_bytes": lambda x: x >= 0,
    "seconds_per_request": lambda x: x > 0,
    "slots_per_replica": lambda x: x >= 1 and x.denominator == 1,
    "max_utilisation": lambda x: 0 < x <= 1,
    "spare_replicas": lambda x: x >= 0 and x.denominator == 1,
}


def exact_values(given, names):
    """Return the values as exact fractions, each inside its range."""
    if set(given) != set(names):
        raise ValueError(f"expected the entries {names}, got {list(given)}")
    values = []
    for name in names:
        try:
            value = Fraction(given[name])
        except (OverflowError, ValueError):
            raise ValueError(f"{name} is not finite") from None
        if not RANGES[name](value):
            raise ValueError(f"{name} = {given[name]} is out of range")
        values.append(value)
    return values


def capacity_plan(load: Mapping[str, float], service: Mapping[str, float]) -> dict[str, float]:
    """Do the arithmetic in exact fractions and round only in the end."""
    names = list(RANGES)
    per_day, peak_to_mean, stored, sent = exact_values(load, names[:4])
    seconds, slots, utilisation, spare = exact_values(service, names[4:])
    peak = per_day * peak_to_mean / 86_400
    busy = peak * seconds
    need = busy / (slots * utilisation)
    nearest = round(need)
    if nearest >= 1 and abs(need - nearest) <= Fraction(1, 10**9):
        replicas = nearest
    else:
        replicas = max(1, math.ceil(need))
    return dict(
        peak_requests_per_second=float(peak),
        busy_slots=float(busy),
        replicas=int(replicas + spare),
        storage_gb_per_year=float(per_day * stored * 365 / 10**9),
        egress_mbit_per_second=float(peak * sent * 8 / 10**6),
    )
