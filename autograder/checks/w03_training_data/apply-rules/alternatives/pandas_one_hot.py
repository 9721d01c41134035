import copy


def apply_rules(rules, flights, n_classes):
    """Rule by rule, deep copies of records; the shares from a DataFrame of votes."""
    if not rules:
        raise ValueError("give at least one rule")
    records = flights.to_dict("records")

    def ask(name, rule, flight):
        try:
            answer = rule(copy.deepcopy(flight))
        except Exception as error:
            raise ValueError(f"the rule {name} raised {type(error).__name__}") from error
        if answer is None:
            return -1
        if isinstance(answer, (bool, np.bool_)) or answer not in range(n_classes):
            raise ValueError(f"the rule {name} returned {answer}, which is no class")
        return int(answer)

    table = pd.DataFrame(
        {name: np.array([ask(name, rule, f) for f in records], dtype=np.int64)
         for name, rule in rules.items()}
    )
    voted = table.ge(0)
    n_votes = voted.sum(axis=1)
    in_conflict = pd.DataFrame(False, index=table.index, columns=table.columns)
    for _, column in table.items():
        other = column.ge(0)
        in_conflict |= table.ne(column, axis=0) & voted & other.to_numpy()[:, None]
    summary = pd.DataFrame({
        "coverage": voted.mean(),
        "overlap": voted.mul(n_votes.ge(2), axis=0).mean(),
        "conflict": in_conflict.mean(),
    }).fillna(0.0).astype("float64")
    return table.to_numpy(), summary
