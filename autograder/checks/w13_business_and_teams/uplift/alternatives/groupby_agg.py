def uplift(rows, segment, treated, cost, min_rows):
    if min_rows < 2:
        raise ValueError("min_rows")
    z = NormalDist().inv_cdf(0.975)
    plain = pd.DataFrame(
        {
            "segment": rows[segment].to_numpy(),
            "acted": rows[treated].to_numpy(),
            "cost": rows[cost].to_numpy(),
        }
    )
    names = sorted(set(plain["segment"]))
    arms = {}
    for acted in (True, False):
        of_arm = plain[plain["acted"] == acted].groupby("segment")["cost"]
        arms[acted] = of_arm.agg(["size", "mean", "var"]).reindex(names)
        arms[acted]["size"] = arms[acted]["size"].fillna(0).astype(int)
    one, zero = arms[True], arms[False]
    enough = (one["size"] >= min_rows) & (zero["size"] >= min_rows)
    effect = (one["mean"] - zero["mean"]).where(enough)
    half = z * np.sqrt(one["var"] / one["size"] + zero["var"] / zero["size"]).where(enough)
    result = pd.DataFrame(
        {"treated": one["size"], "untreated": zero["size"], "effect": effect,
         "low": effect - half, "high": effect + half}
    )
    result["decision"] = np.select(
        [result["high"] < 0, result["low"] > 0], ["treat", "spare"], default="unsure"
    )
    return result
