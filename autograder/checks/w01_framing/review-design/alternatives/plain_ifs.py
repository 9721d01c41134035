def is_absent(mapping, key):
    """Tell whether an entry is missing, None, blank or empty."""
    if key not in mapping:
        return True
    value = mapping[key]
    if value is None:
        return True
    if isinstance(value, str):
        return value.strip() == ""
    if isinstance(value, (list, dict)):
        return len(value) == 0
    return False


def review_design(design):
    """Walk through the document from top to bottom and note what is wrong."""
    found = []
    if is_absent(design, "owner"):
        found.append("owner/missing")
    if is_absent(design, "fallback"):
        found.append("fallback/missing")
    if is_absent(design, "rollback"):
        found.append("rollback/missing")

    known = []
    if is_absent(design, "metrics"):
        found.append("metrics/missing")
    else:
        for metric in design["metrics"]:
            known.append(metric["name"])
            if is_absent(metric, "guardrail"):
                found.append("metrics/" + metric["name"] + "/no-guardrail")

    if is_absent(design, "objectives"):
        found.append("objectives/missing")
    else:
        for objective in design["objectives"]:
            if is_absent(objective, "metric"):
                found.append("objectives/" + objective["name"] + "/no-metric")
            elif objective["metric"] not in known:
                found.append("objectives/" + objective["name"] + "/unknown-metric")

    if is_absent(design, "latency"):
        found.append("latency/missing")
    else:
        latency = design["latency"]
        if is_absent(latency, "slo_ms"):
            found.append("latency/no-slo")
        if is_absent(latency, "stages_ms"):
            found.append("latency/no-stages")
        if not is_absent(latency, "slo_ms") and not is_absent(latency, "stages_ms"):
            total = 0
            for stage in latency["stages_ms"]:
                if not is_absent(latency["stages_ms"], stage):
                    total += latency["stages_ms"][stage]
            if total > latency["slo_ms"]:
                found.append("latency/over-slo")
    found.sort()
    return found
