import math


def promote(candidate, champion, gates):
    if len(gates) == 0:
        raise ValueError("no gates")

    def value_of(card, name):
        value = card.get(name)
        return None if value is None or math.isnan(value) else float(value)

    def as_good(ours, other, better):
        return ours >= other if better == "higher" else ours <= other

    against = []
    for gate in gates:
        name, better = gate["metric"], gate["better"]
        limit, margin = gate.get("limit"), gate.get("margin")
        if better not in ("higher", "lower"):
            raise ValueError(f"{name}: {better}?")
        if limit is None and margin is None:
            raise ValueError(f"{name} asks for nothing")
        for bound in (limit, margin):
            if bound is not None and math.isnan(bound):
                raise ValueError(f"{name} has a bound that is NaN")
        ours, theirs = value_of(candidate, name), value_of(champion, name)
        if ours is None:
            against.append((name, "candidate missing"))
        if margin is not None and theirs is None:
            against.append((name, "champion missing"))
        if ours is None:
            continue
        if limit is not None and not as_good(ours, limit, better):
            against.append((name, "limit"))
        if margin is not None and theirs is not None:
            goal = theirs + margin if better == "higher" else theirs - margin
            if not as_good(ours, goal, better):
                against.append((name, "margin"))
    return {"promote": len(against) == 0, "reasons": against}
