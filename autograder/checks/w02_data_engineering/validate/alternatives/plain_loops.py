def validate(records, contract):
    """Split records by one loop, collecting reasons in a set."""
    fields, closed = contract["fields"], contract.get("closed", False)

    def fits(kind, v):
        if kind == "text":
            return isinstance(v, str)
        if kind == "flag":
            return isinstance(v, bool)
        if isinstance(v, bool):
            return False
        if kind == "int":
            return isinstance(v, int)
        return isinstance(v, int) or (isinstance(v, float) and math.isfinite(v))

    good, bad = [], []
    for position, record in enumerate(records):
        reasons = set()
        if not isinstance(record, dict):
            reasons.add("record/not-a-dict")
        else:
            sound = {}
            for name, rule in fields.items():
                v = record.get(name)
                if v is None:
                    if rule.get("required", False):
                        reasons.add(name + "/missing")
                    continue
                if not fits(rule["type"], v):
                    reasons.add(name + "/type")
                    continue
                sound[name] = v
                if ("min" in rule and v < rule["min"]) or ("max" in rule and v > rule["max"]):
                    reasons.add(name + "/range")
                if "one_of" in rule and v not in rule["one_of"]:
                    reasons.add(name + "/not-allowed")
            for a, b in contract.get("order", []):
                if a in sound and b in sound and sound[a] > sound[b]:
                    reasons.add(f"{a}<={b}/broken")
            if closed:
                reasons.update(f"{key}/unknown" for key in record if key not in fields)
        if reasons:
            bad.append({"position": position, "record": record, "reasons": sorted(reasons)})
        else:
            good.append(record)
    return good, bad
