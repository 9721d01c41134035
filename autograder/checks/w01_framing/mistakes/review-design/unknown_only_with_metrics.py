# /// mistake
# fails = [
#     "test_every_missing_section_is_listed",
#     "test_random_designs_are_reviewed_line_by_line",
#     "test_the_design_is_left_alone",
# ]
# says = "the metric of every objective is unknown"
# ///

# Without metrics no metric is called unknown.
def review_design(design):
    def absent(value):
        if isinstance(value, str):
            return not value.strip()
        return value is None or value in ([], {})

    found = []
    for section in ("owner", "objectives", "metrics", "latency", "fallback", "rollback"):
        if absent(design.get(section)):
            found.append(section + "/missing")
    metrics = [] if absent(design.get("metrics")) else design["metrics"]
    names = [metric["name"] for metric in metrics]
    for metric in metrics:
        if absent(metric.get("guardrail")):
            found.append("metrics/" + metric["name"] + "/no-guardrail")
    for objective in [] if absent(design.get("objectives")) else design["objectives"]:
        if absent(objective.get("metric")):
            found.append("objectives/" + objective["name"] + "/no-metric")
        elif names and objective["metric"] not in names:
            found.append("objectives/" + objective["name"] + "/unknown-metric")
    if not absent(design.get("latency")):
        slo, stages = design["latency"].get("slo_ms"), design["latency"].get("stages_ms")
        if absent(slo):
            found.append("latency/no-slo")
        if absent(stages):
            found.append("latency/no-stages")
        if not absent(slo) and not absent(stages) and sum(stages.values()) > slo:
            found.append("latency/over-slo")
    return sorted(found)
