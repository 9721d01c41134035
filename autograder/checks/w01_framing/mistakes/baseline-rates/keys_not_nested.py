# /// mistake
# fails = [
#     "test_each_rate_is_pulled_towards_the_rate_of_the_wider_group",
#     "test_a_group_never_seen_has_the_rate_of_the_wider_one",
#     "test_flights_without_a_label_count_nowhere",
#     "test_a_missing_key_value_belongs_to_no_group",
#     "test_rates_come_on_the_index_of_the_test_flights",
#     "test_random_histories_agree_with_a_slow_count",
#     "test_a_missing_key_in_the_middle_ends_the_search",
#     "test_keys_may_be_of_any_dtype",
#     "test_each_flight_is_forecast_on_its_own",
#     "test_a_day_of_february_is_forecast_from_the_days_before",
# ]
# says = "With m = 4, EWR has"
# ///

# Each key on its own: UA anywhere, not UA at Newark.
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
    rate = pd.Series(known["late"].mean(), index=test.index, name="late_rate")
    values = rate.to_numpy(copy=True)
    for key in keys:
        groups = known.groupby(key, observed=True)["late"]
        late, n = groups.sum().to_dict(), groups.count().to_dict()
        for row, value in enumerate(test[key]):
            if value in n:
                values[row] = (late[value] + prior_strength * values[row]) / (
                    n[value] + prior_strength
                )
    return pd.Series(values, index=test.index, name="late_rate", dtype=float)
