# /// mistake
# fails = [
#     "test_the_carriers_of_february_are_compared",
#     "test_an_option_beaten_or_matched_on_everything_is_dropped",
#     "test_an_option_that_nobody_beats_on_everything_stays",
#     "test_each_objective_has_its_own_sense",
#     "test_random_options_agree_with_comparing_every_pair",
#     "test_infinite_values_compare_as_usual",
#     "test_values_are_compared_without_a_tolerance",
#     "test_flipping_or_stretching_an_objective_changes_nothing",
# ]
# says = "A tie on one objective is enough"
# ///

# Asks the winner to be strictly better on everything.
def pareto_front(options, senses):
    values = np.array(options, dtype=float)
    if values.ndim != 2 or values.shape[1] == 0 or np.isnan(values).any():
        raise ValueError("options")
    if len(senses) != values.shape[1] or any(sense not in ("min", "max") for sense in senses):
        raise ValueError("senses")
    values = values * np.array([1.0 if sense == "min" else -1.0 for sense in senses])
    front = []
    for row, option in enumerate(values):
        dominates = (values < option).all(axis=1)
        if not dominates.any():
            front.append(row)
    return np.array(front, dtype=int)
