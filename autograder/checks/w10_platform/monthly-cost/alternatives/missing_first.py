def monthly_cost(plan, prices):
    missing = set()
    for line in plan["machines"]:
        if line["type"] not in prices["machines"]:
            missing.add(line["type"])
        elif line["buy"] not in prices["machines"][line["type"]]:
            missing.add(line["type"] + "/" + line["buy"])
    missing |= {line["class"] for line in plan["storage"]} - set(prices["storage"])
    if missing:
        raise ValueError("not in the price list: " + " ".join(sorted(missing)))

    bill = {}
    for line in plan["machines"]:
        hourly = line["count"] * prices["machines"][line["type"]][line["buy"]]
        if line["buy"] == "on_demand":
            bill[line["line"]] = hourly * line["hours"]
        elif line["buy"] == "reserved":
            bill[line["line"]] = hourly * 730
        else:
            bill[line["line"]] = hourly * (line["hours"] + line["hours"] * line["overhead"])
    for line in plan["storage"]:
        bill[line["line"]] = prices["storage"][line["class"]] * line["gb"] / 30 * line["days"]

    # From the top: what lies above the end of the tier below costs this tier's price.
    left, egress = plan["egress_gb"], 0.0
    tiers = prices["egress"]
    starts = [0, *(end for end, _ in tiers)]
    for below, (_, price) in reversed(list(zip(starts, tiers))):
        egress += max(left - below, 0) * price
        left = min(left, below)
    bill["egress"] = egress
    bill["total"] = math.fsum(bill.values())
    return bill
