import numbers


def validate(
    records: Sequence[Any], contract: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    def is_bool(x):
        return isinstance(x, (bool, np.bool_))

    tests = {
        "text": lambda x: isinstance(x, str),
        "flag": is_bool,
        "int": lambda x: isinstance(x, numbers.Integral) and not is_bool(x),
        "number": lambda x: isinstance(x, numbers.Real) and not is_bool(x) and -math.inf < x < math.inf,
    }
    found = []  # pairs (position, reason), of all records together

    for position, record in enumerate(records):
        if type(record) is not dict:
            found.append((position, "record/not-a-dict"))
    dicts = [(position, r) for position, r in enumerate(records) if type(r) is dict]

    right = {}  # the positions at which each field has its type
    for name, rule in contract["fields"].items():
        there = [(p, r[name]) for p, r in dicts if r.get(name) is not None]
        if rule.get("required"):
            found += [(p, name + "/missing") for p, r in dicts if r.get(name) is None]
        right[name] = {p for p, value in there if tests[rule["type"]](value)}
        for p, value in there:
            if p not in right[name]:
                found.append((p, name + "/type"))
                continue
            if "min" in rule and value < rule["min"] or "max" in rule and value > rule["max"]:
                found.append((p, name + "/range"))
            if "one_of" in rule and rule["one_of"].count(value) == 0:
                found.append((p, name + "/not-allowed"))
    for a, b in contract.get("order") or ():
        for p in right[a] & right[b]:
            if records[p][a] > records[p][b]:
                found.append((p, f"{a}<={b}/broken"))
    if contract.get("closed"):
        for p, r in dicts:
            found += [(p, key + "/unknown") for key in r.keys() - contract["fields"].keys()]

    table = pd.DataFrame(found, columns=["position", "reason"])
    reasons = {int(p): sorted(group) for p, group in table.groupby("position")["reason"]}
    good = [r for p, r in enumerate(records) if p not in reasons]
    bad = [{"reasons": reasons[p], "record": records[p], "position": p} for p in sorted(reasons)]
    return good, bad
