# /// mistake
# fails = [
#     "test_an_option_beaten_or_matched_on_everything_is_dropped",
#     "test_an_option_that_nobody_beats_on_everything_stays",
#     "test_the_front_is_an_ascending_integer_array",
#     "test_random_options_agree_with_comparing_every_pair",
#     "test_infinite_values_compare_as_usual",
#     "test_values_are_compared_without_a_tolerance",
#     "test_flipping_or_stretching_an_objective_changes_nothing",
#     "test_the_table_of_options_is_left_alone",
#     "test_the_carriers_of_february_are_compared",
# ]
# says = "Only [6, 5, 5] is beaten"
# ///

# Adds up the objectives and keeps the lowest sum.
def pareto_front(options, senses):
    values = np.array(options, dtype=float)
    if values.ndim != 2 or values.shape[1] == 0 or np.isnan(values).any():
        raise ValueError("options")
    if len(senses) != values.shape[1] or any(sense not in ("min", "max") for sense in senses):
        raise ValueError("senses")
    values = values * np.array([1.0 if sense == "min" else -1.0 for sense in senses])
    if len(values) == 0:
        return np.array([], dtype=int)
    total = values.sum(axis=1)
    return np.flatnonzero(total == total.min())
