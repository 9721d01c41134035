# /// mistake
# fails = [
#     "test_entries_that_make_no_sense_are_refused",
#     "test_each_entry_is_checked_for_its_own_range",
# ]
# says = "This call should raise ValueError"
# ///

# No argument is checked.
def capacity_plan(load, service):
    peak = load["requests_per_day"] / 86_400 * load["peak_to_mean"]
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
