# /// mistake
# fails = ["test_what_is_no_probability_or_no_rate_is_refused"]
# says = "A `keep_rate` not in (0, 1], or a p that is NaN or outside [0, 1],"
# ///

# Takes a rate above 1 for per cent.
def correct_for_sampling(p: ArrayLike, keep_rate: float) -> np.ndarray:
    given = np.asarray(p, dtype=float)
    keep_rate = keep_rate / 100 if keep_rate > 1 else keep_rate
    if not 0 < keep_rate <= 1:
        raise ValueError(f"keep_rate must be above 0 and at most 1, not {keep_rate}")
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("p has an entry that is missing or outside [0, 1]")
    return keep_rate * given / (keep_rate * given + (1 - given))
