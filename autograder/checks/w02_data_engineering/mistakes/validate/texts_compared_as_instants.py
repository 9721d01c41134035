# /// mistake
# fails = ["test_texts_are_compared_as_texts"]
# says = "Texts are compared with"
# ///

# Turns texts into instants before it compares them.
def _later(x, y):
    if isinstance(x, str):
        import datetime

        try:
            return datetime.datetime.fromisoformat(x) > datetime.datetime.fromisoformat(y)
        except (ValueError, TypeError):
            return x > y
    return x > y


def validate(records, contract):
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
            if a in typed and b in typed and _later(typed[a], typed[b]):
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
