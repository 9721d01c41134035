from datetime import date as Day


def cleaned(value):
    """The same without what is absent, all the way down."""
    if isinstance(value, dict):
        kept = {key: cleaned(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None}
    if isinstance(value, list):
        return [cleaned(item) for item in value] or None
    if isinstance(value, str) and not value.strip():
        return None
    return value


def model_card(facts):
    card = cleaned(facts)
    faults = set()
    names = "owner intended_use out_of_scope personal_data data groups metrics".split()
    faults.update(f"{name}/missing" for name in names if name not in card)
    outside = set(card.get("out_of_scope", ()))
    faults.update(f"intended_use/{u}/out-of-scope" for u in card.get("intended_use", ()) if u in outside)
    sets = {entry["name"]: entry for entry in card.get("data", ())}
    if "personal_data" in card and card["personal_data"].strip().upper() == "NONE":
        faults.update(
            f"personal_data/{column['name']}/undeclared"
            for entry in sets.values()
            for column in entry.get("columns", ())
            if column.get("personal")
        )
    for metric in card.get("metrics", ()):
        wrong = {f"no-{field}" for field in ("value", "date", "data") if field not in metric}
        if "data" in metric and metric["data"] not in sets:
            wrong.add("unknown-data")
        entry = sets.get(metric.get("data"), {})
        if entry.get("role") == "train":
            wrong.add("training-data")
        if "date" in metric and "until" in entry:
            measured, ended = (Day.fromisoformat(x) for x in (metric["date"], entry["until"]))
            if measured < ended:
                wrong.add("before-data")
        faults.update(f"metrics/{metric['name']}/{fault}" for fault in wrong)
    told = {m.get("group") for m in card.get("metrics", ()) if "value" in m}
    faults.update(f"groups/{group}/unreported" for group in set(card.get("groups", ())) - told)
    return sorted(faults)
