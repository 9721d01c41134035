# /// mistake
# fails = [
#     "test_votes_and_settings_that_make_no_sense_are_refused",
#     "test_one_unknown_class_among_many_votes_is_refused",
# ]
# says = "A table that is not 2-D or empty, an unknown class, or a bad setting"
# ///

# A vote for no class is dropped.
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

    chose = (given[:, :, np.newaxis] == np.arange(n_classes)).astype(float)
    counts = chose.sum(axis=1)
    n_votes = counts.sum(axis=1, keepdims=True)
    posterior = np.where(n_votes > 0, counts / np.maximum(n_votes, 1), 1 / n_classes)
    for _ in range(n_iter):
        prior = smoothing + posterior.sum(axis=0)
        prior = prior / prior.sum()
        confusion = smoothing + np.einsum("it,ijv->jtv", posterior, chose)
        confusion = confusion / confusion.sum(axis=2, keepdims=True)
        log_joint = np.log(prior) + np.einsum("ijv,jtv->it", chose, np.log(confusion))
        likelihood = np.exp(log_joint - log_joint.max(axis=1, keepdims=True))
        posterior = likelihood / likelihood.sum(axis=1, keepdims=True)
    return {"posterior": posterior, "confusion": confusion, "prior": prior}
