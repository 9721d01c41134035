def monthly_cost(plan, prices):
    unknown = []

    def price_of(table, *path):
        for word in path:
            if word not in table:
                unknown.append("/".join(path))
                return math.nan
            table = table[word]
        return table

    costs = {}
    for m in plan["machines"]:
        hours = 730 if m["buy"] == "reserved" else m["hours"]
        if m["buy"] == "spot":
            hours += m["hours"] * m["overhead"]
        costs[m["line"]] = hours * m["count"] * price_of(prices["machines"], m["type"], m["buy"])
    for s in plan["storage"]:
        costs[s["line"]] = s["gb"] * (s["days"] / 30) * price_of(prices["storage"], s["class"])
    if unknown:
        raise ValueError(f"unknown items: {unknown}")
    ends, rates = map(np.array, zip(*prices["egress"]))
    filled = np.minimum(ends, plan["egress_gb"])
    costs["egress"] = float(np.diff(filled, prepend=0.0) @ rates)
    return {**costs, "total": sum(costs.values())}
