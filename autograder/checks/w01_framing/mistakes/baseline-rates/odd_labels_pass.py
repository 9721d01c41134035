# /// mistake
# fails = ["test_a_history_or_key_that_cannot_be_used_is_refused"]
# says = "0.5"
# ///

# Labels that are neither 0 nor 1 are averaged like any other.
def baseline_rates(train, test, keys, prior_strength):
    if "late" not in train:
        raise ValueError("no late")
    if any(key == "late" or key not in train or key not in test for key in keys):
        raise ValueError("keys")
    if train["late"].isna().all():
        raise ValueError("labels")
    if not 0 <= prior_strength < math.inf:
        raise ValueError("prior_strength")
    known = train[train["late"].notna()]
    overall = known["late"].mean()
    rates = {(): overall}
    for k in range(1, len(keys) + 1):
        for group, late in known.groupby(list(keys[:k]), observed=True)["late"]:
            parent = rates[group[:-1]]
            rates[group] = (late.sum() + prior_strength * parent) / (len(late) + prior_strength)
    out = []
    for row in range(len(test)):
        group = tuple(test[key].iloc[row] for key in keys)
        while group not in rates:
            group = group[:-1]
        out.append(rates[group])
    return pd.Series(out, index=test.index, name="late_rate", dtype=float)
