# /// mistake
# fails = ["test_small_probabilities_are_not_cut_off"]
# says = "has lost most digits"
# ///

# The formula with one fraction, and 1 as a special case.
def correct_for_sampling(p: ArrayLike, keep_rate: float) -> np.ndarray:
    given = np.asarray(p)
    if not 0 < keep_rate <= 1:
        raise ValueError(f"keep_rate must be above 0 and at most 1, not {keep_rate}")
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("p has an entry that is missing or outside [0, 1]")
    # The odds p / (1 - p) would be infinite at 1: multiply through instead of dividing.
    out = np.array(given, dtype=float)
    m = out < 1
    out[m] = keep_rate * out[m] / (1 - (1 - keep_rate) * out[m])
    return out
