def pareto_front(options: ArrayLike, senses: Sequence[str]) -> np.ndarray:
    """Replace values by ranks, sort rows lexicographically, and admit them to the front in turn."""
    table = np.array(options)
    if table.ndim != 2 or not table.shape[1]:
        raise ValueError(f"shape {table.shape}, but (n, m) with m >= 1 is needed")
    if len(senses) != table.shape[1] or not {"min", "max"}.issuperset(senses):
        raise ValueError(f"senses {senses!r} do not fit the {table.shape[1]} objectives")
    if (table != table).any():
        raise ValueError("NaN among the options")

    ranks = np.empty(table.shape, dtype=np.int64)
    for column, sense in enumerate(senses):
        rank = np.unique(table[:, column], return_inverse=True)[1]
        ranks[:, column] = rank if sense == "min" else -rank

    # Only a row that comes earlier in lexicographic order can dominate a later one.
    keep = np.empty((0,), dtype=np.intp)
    for row in np.lexsort(ranks.T[::-1]):
        rivals = ranks[keep]
        dominated = (rivals <= ranks[row]).all(axis=1) & (rivals < ranks[row]).any(axis=1)
        if not dominated.any():
            keep = np.append(keep, row)
    return np.sort(keep)
