def baseline_rates(train, test, keys, prior_strength):
    """Count late flights and flights by groupby, one level of keys after the other."""
    if "late" not in train:
        raise ValueError("train has no column 'late'")
    for key in keys:
        if key == "late" or key not in train or key not in test:
            raise ValueError(f"{key!r} cannot be a key: it is the label, or not in both tables")
    if not (math.isfinite(prior_strength) and prior_strength >= 0):
        raise ValueError(f"prior_strength must be finite and not negative: {prior_strength}")
    known = train[train["late"].notna()].astype({"late": float})
    if known.empty:
        raise ValueError("train has no known label")
    if not known["late"].isin([0.0, 1.0]).all():
        raise ValueError("a label of train is not 1.0, 0.0 or NaN")

    # A group is the tuple of its key values, so its parent is the tuple without the last one.
    rates = {(): float(known["late"].mean())}
    for depth in range(1, len(keys) + 1):
        # groupby drops rows with a missing key, which is what the contract asks for.
        groups = known.groupby(list(keys[:depth]), observed=True)["late"]
        for (values, late), n in zip(groups.sum().items(), groups.size(), strict=True):
            group = values if depth > 1 else (values,)
            parent = rates[group[:-1]]
            rates[group] = (late + prior_strength * parent) / (n + prior_strength)

    def back_off(values):
        while values not in rates:
            values = values[:-1]
        return rates[values]

    rows = zip(*(test[key] for key in keys), strict=True) if keys else [()] * len(test)
    forecasts = [back_off(values) for values in rows]
    return pd.Series(forecasts, index=test.index, name="late_rate", dtype="float64")
