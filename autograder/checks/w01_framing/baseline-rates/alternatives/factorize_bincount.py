def baseline_rates(
    train: pd.DataFrame, test: pd.DataFrame, keys: Sequence[str], prior_strength: float
) -> pd.Series:
    """Number the groups of train and test together, level by level, and count with bincount."""
    if "late" not in train or any(k == "late" or k not in train or k not in test for k in keys):
        raise ValueError("a column is missing, or late is a key")
    if not math.isfinite(prior_strength) or prior_strength < 0:
        raise ValueError(f"prior_strength {prior_strength}")
    known = train["late"].notna().to_numpy()
    if not train["late"][known].isin([0.0, 1.0]).all():
        raise ValueError("a label is neither 0 nor 1")
    if not known.any():
        raise ValueError("no known label")
    late = train["late"].to_numpy()[known].astype(float)
    n_train = len(late)

    group = np.zeros(n_train + len(test), dtype=np.int64)  # -1: stopped at a missing key
    rate = np.full(n_train + len(test), late.mean())
    for key in keys:
        values = pd.concat([train[key][known], test[key]], ignore_index=True)
        codes, uniques = pd.factorize(values)
        inside = (codes >= 0) & (group >= 0)
        pair = np.where(inside, group * (len(uniques) + 1) + codes, -1)
        group = np.full_like(group, -1)
        group[inside] = np.unique(pair[inside], return_inverse=True)[1]

        counted = inside[:n_train]
        size = group.max(initial=0) + 1
        n = np.bincount(group[:n_train][counted], minlength=size)
        s = np.bincount(group[:n_train][counted], weights=late[counted], minlength=size)
        # A row of an unseen group, or one that has stopped, keeps the rate of the wider group.
        update = inside & (n[group] > 0)
        at = group[update]
        rate[update] = (s[at] + prior_strength * rate[update]) / (n[at] + prior_strength)
    return pd.Series(rate[n_train:], index=test.index, name="late_rate")
