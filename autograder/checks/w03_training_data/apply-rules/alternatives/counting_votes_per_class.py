def apply_rules(rules, flights, n_classes):
    """Walk over the rows of the table; count the votes for each class to find conflicts."""
    if len(rules) == 0:
        raise ValueError("no rules")
    table = np.zeros((len(flights), len(rules)), dtype=np.int8)
    for i, (_, row) in enumerate(flights.iterrows()):
        for j, (name, rule) in enumerate(rules.items()):
            try:
                answer = rule(row.to_dict())
            except Exception as problem:
                raise ValueError(f"{name} failed: {problem}") from problem
            if answer is None:
                table[i, j] = -1
            elif type(answer) is not int and not isinstance(answer, np.integer):
                raise ValueError(f"{name} said {answer!r}")
            elif answer < 0 or answer >= n_classes:
                raise ValueError(f"{name} said {answer}")
            else:
                table[i, j] = answer
    names, columns = [*rules], ["coverage", "overlap", "conflict"]
    if len(flights) == 0:
        return table, pd.DataFrame(0.0, index=names, columns=columns)
    voted = table >= 0
    n_votes = voted.sum(axis=1, keepdims=True)
    agreeing = np.zeros_like(table)
    for c in np.unique(table[voted]):
        here = table == c
        agreeing += here * here.sum(axis=1, keepdims=True)
    shares = [voted, voted & (n_votes >= 2), voted & (n_votes > agreeing)]
    return table, pd.DataFrame({c: s.mean(axis=0) for c, s in zip(columns, shares)}, index=names)
