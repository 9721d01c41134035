# /// mistake
# fails = [
#     "test_one_round_follows_the_formulas",
#     "test_rounds_follow_each_other",
#     "test_all_rounds_are_done",
#     "test_settings_may_be_any_numbers",
#     "test_a_thousand_votes_do_not_underflow",
#     "test_random_votes_give_what_a_slow_em_gives",
#     "test_voters_and_items_may_come_in_any_order",
#     "test_many_voters_who_guess_stay_finite",
# ]
# says = "'posterior' after one round, with smoothing 0.5"
# ///

# Begins with the majority class, not with the shares.
def dawid_skene(
    votes: ArrayLike, n_classes: int, n_iter: int, smoothing: float = 0.01
) -> dict[str, np.ndarray]:
    given = np.asarray(votes)
    if given.ndim != 2 or given.size == 0:
        raise ValueError(f"votes must have shape (n, m) with n, m >= 1, not {given.shape}")
    if n_classes < 2 or n_iter < 1:
        raise ValueError(f"need 2 classes and 1 round at least: {n_classes}, {n_iter}")
    if not (math.isfinite(smoothing) and smoothing > 0):
        raise ValueError(f"smoothing must be finite and above 0, not {smoothing}")
    if not ((given >= -1) & (given < n_classes)).all():
        raise ValueError(f"a vote is neither -1 nor one of the {n_classes} classes")

    chose = (given[:, :, np.newaxis] == np.arange(n_classes)).astype(float)
    counts = chose.sum(axis=1)
    n_votes = counts.sum(axis=1, keepdims=True)
    posterior = np.where(n_votes > 0, counts / np.maximum(n_votes, 1), 1 / n_classes)
    posterior = np.where(n_votes > 0, np.eye(n_classes)[counts.argmax(axis=1)], 1 / n_classes)
    for _ in range(n_iter):
        prior = smoothing + posterior.sum(axis=0)
        prior = prior / prior.sum()
        confusion = smoothing + np.einsum("it,ijv->jtv", posterior, chose)
        confusion = confusion / confusion.sum(axis=2, keepdims=True)
        log_joint = np.log(prior) + np.einsum("ijv,jtv->it", chose, np.log(confusion))
        likelihood = np.exp(log_joint - log_joint.max(axis=1, keepdims=True))
        posterior = likelihood / likelihood.sum(axis=1, keepdims=True)
    return {"posterior": posterior, "confusion": confusion, "prior": prior}
