# /// mistake
# fails = ["test_small_probabilities_are_not_cut_off"]
# says = "become 1e-250"
# ///

# What is below 1e-100 is raised to it.
def correct_for_sampling(p: ArrayLike, keep_rate: float) -> np.ndarray:
    given = np.asarray(p)
    if not 0 < keep_rate <= 1:
        raise ValueError(f"keep_rate must be above 0 and at most 1, not {keep_rate}")
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("p has an entry that is missing or outside [0, 1]")
    # The odds p / (1 - p) would be infinite at 1: multiply through instead of dividing.
    g = np.clip(given.astype(float), 1e-100, 1)
    return np.where(given == 0, 0.0, keep_rate * g / (keep_rate * g + (1 - g)))
