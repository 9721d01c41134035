def filled(mapping, key):
    value = mapping.get(key)
    if value is None:
        return False
    if isinstance(value, str):
        return value.strip() != ""
    if isinstance(value, list):
        return len(value) > 0
    return True


def items(mapping, key):
    return mapping[key] if filled(mapping, key) else []


def model_card(facts):
    out = []
    for section in (
        "owner",
        "intended_use",
        "out_of_scope",
        "personal_data",
        "data",
        "groups",
        "metrics",
    ):
        if not filled(facts, section):
            out.append(section + "/missing")
    for use in set(items(facts, "intended_use")) & set(items(facts, "out_of_scope")):
        out.append("intended_use/" + use + "/out-of-scope")
    if filled(facts, "personal_data") and facts["personal_data"].strip().casefold() == "none":
        secret = []
        for data in items(facts, "data"):
            for column in items(data, "columns"):
                if column.get("personal") is True and column["name"] not in secret:
                    secret.append(column["name"])
        out += ["personal_data/" + name + "/undeclared" for name in secret]
    known = {}
    for data in items(facts, "data"):
        known[data["name"]] = data
    for metric in items(facts, "metrics"):
        start = "metrics/" + metric["name"] + "/"
        for field in ("value", "date", "data"):
            if not filled(metric, field):
                out.append(start + "no-" + field)
        if not filled(metric, "data"):
            continue
        if metric["data"] not in known:
            out.append(start + "unknown-data")
            continue
        data = known[metric["data"]]
        if data.get("role") == "train":
            out.append(start + "training-data")
        if filled(metric, "date") and filled(data, "until") and metric["date"] < data["until"]:
            out.append(start + "before-data")
    for group in items(facts, "groups"):
        for metric in items(facts, "metrics"):
            if metric.get("group") == group and filled(metric, "value"):
                break
        else:
            out.append("groups/" + group + "/unreported")
    out.sort()
    return out
