import pandas as pd


def route(confidence, small_right, large_right, prices, budget):
    n = len(confidence)
    if n == 0:
        raise ValueError("no questions")
    data = pd.DataFrame({"c": confidence, "s": small_right, "l": large_right})
    rows = []
    for t in sorted({0.0, 2.0} | set(map(float, confidence))):
        up = data["c"] < t
        rows.append(
            (t, int(n * prices[0] + up.sum() * prices[1]), int(data["l"].where(up, data["s"]).astype(int).sum()))
        )
    table = pd.DataFrame(rows, columns=["t", "cost", "right"])
    table = table[table["cost"] <= budget]
    if table.empty:
        raise ValueError("not even the small model")
    best = table.sort_values(["right", "cost", "t"], ascending=[False, True, True]).iloc[0]
    return {"threshold": float(best["t"]), "cost": int(best["cost"]), "quality": float(best["right"] / n)}
