# /// mistake
# fails = [
#     "test_every_rule_is_asked_about_every_flight",
#     "test_a_rule_is_given_a_dict_of_all_columns",
#     "test_the_summary_has_a_row_for_each_rule",
#     "test_a_careless_rule_harms_nobody",
#     "test_random_votes_are_summarised_as_a_slow_count_says",
#     "test_rules_see_text_and_missing_values",
# ]
# says = "-1 means that the rule abstained"
# ///

# Writes NaN for an abstention, and so returns floats.
def apply_rules(
    rules: Mapping[str, Callable[[dict[str, Any]], int | None]],
    flights: pd.DataFrame,
    n_classes: int,
) -> tuple[np.ndarray, pd.DataFrame]:
    if not rules:
        raise ValueError("there are no rules")
    abstains = -1
    rows = flights.to_dict("records")
    votes = np.full((len(rows), len(rules)), abstains)
    for j, (name, rule) in enumerate(rules.items()):
        for i, flight in enumerate(rows):
            try:
                vote = rule(dict(flight))
            except Exception as error:
                raise ValueError(f"the rule {name!r} failed on flight {i}: {error!r}") from error
            if vote is None:
                continue
            if not isinstance(vote, int | np.integer) or isinstance(vote, bool):
                raise ValueError(f"the rule {name!r} returned {vote!r}, which is no class")
            if not 0 <= vote < n_classes:
                raise ValueError(f"the rule {name!r} returned {vote}, of {n_classes} classes")
            votes[i, j] = vote

    voted = votes != abstains
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
    return votes.astype(float), pd.DataFrame(shares, index=list(rules))
