# /// mistake
# fails = ["test_what_is_no_probability_or_no_rate_is_refused"]
# says = "A `keep_rate` not in (0, 1], or a p that is NaN or outside [0, 1],"
# ///

# Accepts any rate.
def correct_for_sampling(p: ArrayLike, keep_rate: float) -> np.ndarray:
    given = np.asarray(p, dtype=float)
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("p has an entry that is missing or outside [0, 1]")
    return keep_rate * given / (keep_rate * given + (1 - given))
