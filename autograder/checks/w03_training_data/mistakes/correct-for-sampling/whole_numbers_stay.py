# /// mistake
# fails = ["test_the_result_is_a_new_array_in_the_same_order"]
# says = "Whole numbers give an array of floats"
# ///

# Writes into a copy, which is one of integers if p was.
def correct_for_sampling(p: ArrayLike, keep_rate: float) -> np.ndarray:
    given = np.asarray(p)
    if not 0 < keep_rate <= 1:
        raise ValueError(f"keep_rate must be above 0 and at most 1, not {keep_rate}")
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("p has an entry that is missing or outside [0, 1]")
    # The odds p / (1 - p) would be infinite at 1: multiply through instead of dividing.
    out = given.copy()
    m = (given > 0) & (given < 1)
    out[m] = keep_rate * given[m] / (keep_rate * given[m] + (1 - given[m]))
    return out
