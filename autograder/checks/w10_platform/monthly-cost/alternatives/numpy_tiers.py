def monthly_cost(plan, prices):
    unknown = []

    def price_of(table, *path):
        for depth, word in enumerate(path, 1):
            if word not in table:
                unknown.append("/".join(path[:depth]))
                return 0.0
            table = table[word]
        return table

    hours = {
        "on_demand": lambda m: m["hours"],
        "reserved": lambda m: 730,
        "spot": lambda m: m["hours"] * (1 + m["overhead"]),
    }
    costs = {}
    for m in plan["machines"]:
        price = price_of(prices["machines"], m["type"], m["buy"])
        if price:
            costs[m["line"]] = m["count"] * hours[m["buy"]](m) * price
        else:
            costs[m["line"]] = 0.0
    for s in plan["storage"]:
        costs[s["line"]] = s["gb"] * (s["days"] / 30) * price_of(prices["storage"], s["class"])
    if unknown:
        raise ValueError(f"unknown items: {unknown}")
    ends, rates = map(np.array, zip(*prices["egress"]))
    filled = np.minimum(ends, plan["egress_gb"])
    costs["egress"] = float(np.diff(filled, prepend=0.0) @ rates)
    return {**costs, "total": sum(costs.values())}
