def validate(records, contract):
    """Make one function of each rule first, and ask all of them about each record."""
    kinds = {"text": str, "int": int, "number": (int, float), "flag": bool}

    def compiled(name, rule):
        kind = rule["type"]

        def fits(value):
            if isinstance(value, bool):
                return kind == "flag"
            if isinstance(value, float) and not math.isfinite(value):
                return False
            return isinstance(value, kinds[kind])

        def reasons(record):
            value = record.get(name)
            if value is None:
                return {f"{name}/missing"} if rule.get("required") else set()
            if not fits(value):
                return {f"{name}/type"}
            found = set()
            if not rule.get("min", value) <= value <= rule.get("max", value):
                found.add(f"{name}/range")
            if value not in rule.get("one_of", [value]):
                found.add(f"{name}/not-allowed")
            return found

        return fits, reasons

    rules = {name: compiled(name, rule) for name, rule in contract["fields"].items()}

    def all_reasons(record):
        if not isinstance(record, dict):
            return {"record/not-a-dict"}
        found = set().union(*(reasons(record) for _, reasons in rules.values()))
        for pair in contract.get("order", []):
            values = [record.get(name) for name in pair]
            if all(rules[n][0](v) for n, v in zip(pair, values, strict=True)):
                if values[0] > values[1]:
                    found.add("<=".join(pair) + "/broken")
        if contract.get("closed"):
            found |= {f"{name}/unknown" for name in record.keys() - rules.keys()}
        return found

    judged = [(place, record, sorted(all_reasons(record))) for place, record in enumerate(records)]
    good = [record for _, record, found in judged if not found]
    names = ("position", "record", "reasons")
    return good, [dict(zip(names, entry, strict=True)) for entry in judged if entry[2]]
