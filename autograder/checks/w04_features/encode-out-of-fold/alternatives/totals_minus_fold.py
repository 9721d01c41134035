def encode_out_of_fold(keys, labels, folds, prior_strength):
    keys = pd.Series(list(keys))
    labels = pd.Series(np.asarray(labels))
    folds = pd.Series(np.asarray(folds))
    if len({len(keys), len(labels), len(folds)}) > 1:
        raise ValueError("unlike lengths")
    if not prior_strength >= 0:
        raise ValueError("bad prior_strength")
    rows = pd.DataFrame(
        {"key": keys, "fold": folds, "y": labels, "known": labels.notna().astype(int)}
    )

    def elsewhere(column, by):
        """The sum over the rows alike in `by`, without those of the same fold."""
        if by:
            everywhere = rows.groupby(by, dropna=False)[column].transform("sum")
        else:
            everywhere = rows[column].sum()
        return everywhere - rows.groupby([*by, "fold"], dropna=False)[column].transform("sum")

    teachers = elsewhere("known", [])
    if (teachers == 0).any():
        raise ValueError("nobody teaches some rows")
    prior = elsewhere("y", []) / teachers
    n, s = elsewhere("known", ["key"]), elsewhere("y", ["key"])
    encoded = (s + prior_strength * prior) / (n + prior_strength)
    return encoded.where(n > 0, prior).to_numpy()
