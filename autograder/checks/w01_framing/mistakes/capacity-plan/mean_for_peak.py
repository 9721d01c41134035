# /// mistake
# fails = [
#     "test_the_peak_decides_how_many_requests_are_in_progress",
#     "test_replicas_leave_headroom_and_a_spare",
#     "test_storage_is_in_gigabytes_and_egress_in_megabits",
#     "test_random_loads_agree_with_exact_arithmetic",
#     "test_numbers_from_tables_are_numbers_too",
#     "test_load_and_service_are_left_alone",
# ]
# says = "5 times that at peak"
# ///

# Sized for the mean day.
def capacity_plan(load, service):
    minimum = {
        "requests_per_day": 0,
        "peak_to_mean": 1,
        "stored_bytes_per_request": 0,
        "response_bytes": 0,
        "seconds_per_request": 0,
        "slots_per_replica": 1,
        "max_utilisation": 0,
        "spare_replicas": 0,
    }
    if [*sorted(load), *sorted(service)] != [*sorted([*minimum][:4]), *sorted([*minimum][4:])]:
        raise ValueError("entries")
    for name, value in {**load, **service}.items():
        if not minimum[name] <= value < math.inf:
            raise ValueError(name)
    if service["seconds_per_request"] == 0 or not 0 < service["max_utilisation"] <= 1:
        raise ValueError("service")
    if service["slots_per_replica"] % 1 or service["spare_replicas"] % 1:
        raise ValueError("whole numbers")
    peak = load["requests_per_day"] / 86_400
    busy = peak * service["seconds_per_request"]
    needed = busy / (service["slots_per_replica"] * service["max_utilisation"])
    replicas = max(1, math.ceil(needed - 1e-9)) + int(service["spare_replicas"])
    stored = load["requests_per_day"] * 365 * load["stored_bytes_per_request"]
    return {
        "peak_requests_per_second": peak,
        "busy_slots": busy,
        "replicas": replicas,
        "storage_gb_per_year": stored / 10**9,
        "egress_mbit_per_second": peak * load["response_bytes"] * 8 / 10**6,
    }
