def capacity_plan(load, service):
    """Check every value by hand, then do the arithmetic, counting replicas up from a guess."""
    if set(load) != {
        "requests_per_day", "peak_to_mean", "stored_bytes_per_request", "response_bytes"
    }:
        raise ValueError("wrong entries in load")
    if set(service) != {
        "seconds_per_request", "slots_per_replica", "max_utilisation", "spare_replicas"
    }:
        raise ValueError("wrong entries in service")
    for value in list(load.values()) + list(service.values()):
        if not math.isfinite(value):
            raise ValueError("not a finite number")
    if load["requests_per_day"] < 0:
        raise ValueError("requests_per_day")
    if load["peak_to_mean"] < 1:
        raise ValueError("peak_to_mean")
    if load["stored_bytes_per_request"] < 0:
        raise ValueError("stored_bytes_per_request")
    if load["response_bytes"] < 0:
        raise ValueError("response_bytes")
    if service["seconds_per_request"] <= 0:
        raise ValueError("seconds_per_request")
    if service["slots_per_replica"] < 1 or service["slots_per_replica"] % 1 != 0:
        raise ValueError("slots_per_replica")
    if service["max_utilisation"] <= 0 or service["max_utilisation"] > 1:
        raise ValueError("max_utilisation")
    if service["spare_replicas"] < 0 or service["spare_replicas"] % 1 != 0:
        raise ValueError("spare_replicas")

    peak = load["requests_per_day"] / (24 * 60 * 60) * load["peak_to_mean"]
    busy = peak * service["seconds_per_request"]
    need = busy / (service["slots_per_replica"] * service["max_utilisation"])
    replicas = max(1, math.floor(need))
    if need - replicas > 1e-9:
        replicas += 1
    return {
        "peak_requests_per_second": float(peak),
        "busy_slots": float(busy),
        "replicas": replicas + int(service["spare_replicas"]),
        "storage_gb_per_year": float(
            float(load["requests_per_day"]) * load["stored_bytes_per_request"] * 365 / 1e9
        ),
        "egress_mbit_per_second": float(peak * load["response_bytes"] * 8 / 1e6),
    }
