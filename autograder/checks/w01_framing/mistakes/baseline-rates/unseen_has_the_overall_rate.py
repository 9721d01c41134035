# /// mistake
# fails = [
#     "test_a_day_of_february_is_forecast_from_the_days_before",
#     "test_a_group_never_seen_has_the_rate_of_the_wider_one",
#     "test_flights_without_a_label_count_nowhere",
#     "test_a_missing_key_value_belongs_to_no_group",
#     "test_rates_come_on_the_index_of_the_test_flights",
#     "test_random_histories_agree_with_a_slow_count",
#     "test_a_missing_key_in_the_middle_ends_the_search",
#     "test_keys_may_be_of_any_dtype",
#     "test_each_flight_is_forecast_on_its_own",
# ]
# says = "EWR with AA was never seen"
# ///

# Backs off to the overall rate in one step.
def baseline_rates(train, test, keys, prior_strength):
    if "late" not in train:
        raise ValueError("no late")
    if any(key == "late" or key not in train or key not in test for key in keys):
        raise ValueError("keys")
    if not train["late"].dropna().isin([0, 1]).all() or train["late"].isna().all():
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
        out.append(rates.get(group, overall))
    return pd.Series(out, index=test.index, name="late_rate", dtype=float)
