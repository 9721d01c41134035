def validate(
    records: Sequence[Any], contract: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    of_type = {"text": [str], "int": [int], "flag": [bool], "number": [int, float]}
    fields = contract["fields"]

    def fits(value, kind):
        if type(value) not in of_type[kind]:
            return False
        return type(value) is not float or not (math.isnan(value) or math.isinf(value))

    def missing(record):
        for name in fields:
            if fields[name].get("required") and record.get(name) is None:
                yield name, "missing"

    def wrong_type(record):
        for name, rule in fields.items():
            if record.get(name) is not None and not fits(record[name], rule["type"]):
                yield name, "type"

    def typed(record):
        wrong = {name for name, _ in wrong_type(record)}
        return {
            name: record[name]
            for name in fields
            if record.get(name) is not None and name not in wrong
        }

    def out_of_range(record):
        for name, value in typed(record).items():
            low, high = fields[name].get("min"), fields[name].get("max")
            if (low is not None and value < low) or (high is not None and value > high):
                yield name, "range"

    def not_allowed(record):
        for name, value in typed(record).items():
            if fields[name].get("one_of") is not None and value not in fields[name]["one_of"]:
                yield name, "not-allowed"

    def out_of_order(record):
        values = typed(record)
        for left, right in contract.get("order", ()):
            if {left, right} <= values.keys() and values[left] > values[right]:
                yield f"{left}<={right}", "broken"

    def unknown(record):
        for name in record:
            if contract.get("closed") and name not in fields:
                yield name, "unknown"

    rules = [missing, wrong_type, out_of_range, not_allowed, out_of_order, unknown]
    good, bad = [], []
    for position, record in enumerate(records):
        if isinstance(record, dict):
            reasons = sorted(["/".join(found) for rule in rules for found in rule(record)])
        else:
            reasons = ["record/not-a-dict"]
        if reasons:
            bad.append(dict(position=position, record=record, reasons=reasons))
        else:
            good.append(record)
    return good, bad
