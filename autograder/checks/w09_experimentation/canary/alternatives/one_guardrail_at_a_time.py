def findings(log, rail):
    sign = {"higher": 1, "lower": -1}.get(rail["worse"])
    if sign is None:
        raise ValueError(f"unknown direction {rail['worse']!r}")

    def column(arm):
        return [row.get(rail["metric"]) for row in log if row["arm"] == arm]

    def present(values):
        return [float(v) for v in values if v is not None and v == v]

    mine = column("canary")
    new, old = present(mine), present(column("stable"))
    short = len(new) < rail["min_values"] or len(old) < rail["min_values"]
    if short:
        yield "few"
    if len(mine) >= rail["min_values"] and 1 - len(new) / len(mine) > rail["max_missing"]:
        yield "blind"
    if not short and sign * (sum(new) / len(new) - sum(old) / len(old)) > rail["limit"]:
        yield "breached"


def canary(decision_log, guardrails):
    if len(guardrails) == 0:
        raise ValueError("no guardrails")
    reasons = [(rail["metric"], word) for rail in guardrails for word in findings(decision_log, rail)]
    if any(word != "few" for _, word in reasons):
        return "roll back", reasons
    if reasons:
        return "continue", reasons
    return "promote", reasons
