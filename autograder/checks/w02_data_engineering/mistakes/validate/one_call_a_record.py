# /// mistake
# fails = ["test_each_record_is_judged_on_its_own"]
# says = "RecursionError"
# ///

# Calls itself for the rest of the batch.
def validate(records, contract, start=0):
    if start >= len(records):
        return [], []
    good, bad = _one(records[start : start + 1], contract)
    for b in bad:
        b["position"] = start
    g, c = validate(records, contract, start + 1)
    return good + g, bad + c


def _one(records, contract):
    good, bad = [], []
    fields = contract["fields"]
    order = contract.get("order", [])
    closed = contract.get("closed", False)
    for i in range(len(records)):
        rec = records[i]
        if not isinstance(rec, dict):
            bad.append({"position": i, "record": rec, "reasons": ["record/not-a-dict"]})
            continue
        reasons = set()
        typed = {}
        for name in fields:
            rule = fields[name]
            v = rec.get(name)
            if v is None:
                if rule.get("required"):
                    reasons.add(name + "/missing")
                continue
            t = rule["type"]
            if t == "text":
                ok = type(v) is str
            elif t == "int":
                ok = type(v) is int
            elif t == "flag":
                ok = type(v) is bool
            else:
                ok = type(v) is int or (
                    type(v) is float and v == v and v not in (float("inf"), float("-inf"))
                )
            if not ok:
                reasons.add(name + "/type")
                continue
            typed[name] = v
            if "min" in rule and v < rule["min"]:
                reasons.add(name + "/range")
            if "max" in rule and v > rule["max"]:
                reasons.add(name + "/range")
            if "one_of" in rule:
                found = False
                for w in rule["one_of"]:
                    if w == v:
                        found = True
                if not found:
                    reasons.add(name + "/not-allowed")
        for a, b in order:
            if a in typed and b in typed and typed[a] > typed[b]:
                reasons.add(a + "<=" + b + "/broken")
        if closed:
            for k in rec:
                if k not in fields:
                    reasons.add(k + "/unknown")
        if reasons:
            bad.append({"position": i, "record": rec, "reasons": sorted(reasons)})
        else:
            good.append(rec)
    return good, bad
