def monthly_cost(plan, prices):
    types, classes, tiers = prices["machines"], prices["storage"], prices["egress"]
    missing = {m["type"] for m in plan["machines"]} - set(types)
    missing |= {s["class"] for s in plan["storage"]} - set(classes)
    missing |= {
        m["type"] + "/" + m["buy"] for m in plan["machines"] if m["type"] in types and m["buy"] not in types[m["type"]]
    }
    if missing:
        raise ValueError("\n".join(sorted(missing)))
    how = {
        "on_demand": lambda m: m["hours"],
        "reserved": lambda m: 730,
        "spot": lambda m: m["hours"] + m["hours"] * m["overhead"],
    }
    lines = [(m["line"], m["count"] * how[m["buy"]](m) * types[m["type"]][m["buy"]]) for m in plan["machines"]]
    lines += [(s["line"], s["gb"] * classes[s["class"]] * s["days"] / 30) for s in plan["storage"]]
    # all at the first price, then what each later tier adds to or takes from the price before it
    gb, cost, before, floor = plan["egress_gb"], 0.0, 0.0, 0
    for end, price in tiers:
        cost += max(gb - floor, 0) * (price - before)
        before, floor = price, end
    lines.append(("egress", cost))
    lines.append(("total", math.fsum(value for _, value in lines)))
    return {name: float(value) for name, value in lines}
