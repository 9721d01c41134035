import copy


def apply_rules(rules, flights, n_classes):
    """Lists and counters, and no NumPy before the end."""
    if not rules:
        raise ValueError("at least one rule is needed")
    counts = {name: [0, 0, 0] for name in rules}
    table = []
    for values in flights.itertuples(index=False):
        votes = []
        for name, rule in rules.items():
            try:
                vote = rule(copy.copy(dict(zip(flights.columns, values))))
            except Exception as error:
                raise ValueError(name) from error
            if vote is None:
                votes.append(None)
                continue
            if isinstance(vote, (bool, np.bool_)) or vote not in range(n_classes):
                raise ValueError(f"{name}: {vote}")
            votes.append(int(vote))
        for j, name in enumerate(rules):
            if votes[j] is None:
                continue
            others = {v for l, v in enumerate(votes) if l != j and v is not None}
            counts[name][0] += 1
            counts[name][1] += len(others) > 0
            counts[name][2] += len(others - {votes[j]}) > 0
        table.append([-1 if v is None else v for v in votes])
    summary = pd.DataFrame.from_dict(
        counts, orient="index", columns=["coverage", "overlap", "conflict"]
    )
    votes = np.array(table, dtype=int).reshape(len(flights), len(rules))
    return votes, summary.astype(float) / max(1, len(flights))
