# /// mistake
# fails = ["test_a_rule_is_given_a_dict_of_all_columns"]
# says = "and nothing else"
# ///

# The index of the table appears among the columns.
def apply_rules(
    rules: Mapping[str, Callable[[dict[str, Any]], int | None]],
    flights: pd.DataFrame,
    n_classes: int,
) -> tuple[np.ndarray, pd.DataFrame]:
    if not rules:
        raise ValueError("there are no rules")
    abstains = -1
    rows = flights.reset_index().to_dict("records")
    votes = np.full((len(rows), len(rules)), abstains)
    for j, (name, rule) in enumerate(rules.items()):
        for i, flight in enumerate(rows):
            try:
                vote = rule(dict(flight))
            except Exception as error:
                raise ValueError(f"the rule {name!r} failed on flight {i}: {error!r}") from error
            if vote is None:
                continue
            # To Python True is the integer 1: a rule that forgot to abstain would vote.
            if not isinstance(vote, int | np.integer) or isinstance(vote, bool):
                raise ValueError(f"the rule {name!r} returned {vote!r}, which is no class")
            if not 0 <= vote < n_classes:
                raise ValueError(f"the rule {name!r} returned {vote}, of {n_classes} classes")
            votes[i, j] = vote

    voted = votes != abstains
    # pair[i, j, l]: on flight i both j and l voted, and they are not the same rule.
    others = ~np.eye(len(rules), dtype=bool)
    pair = voted[:, :, np.newaxis] & voted[:, np.newaxis, :] & others
    differ = votes[:, :, np.newaxis] != votes[:, np.newaxis, :]
    happens = {
        "coverage": voted,
        "overlap": pair.any(axis=2),
        "conflict": (pair & differ).any(axis=2),
    }
    n = max(len(rows), 1)
    shares = {column: where.sum(axis=0) / n for column, where in happens.items()}
    return votes, pd.DataFrame(shares, index=[*rules])
