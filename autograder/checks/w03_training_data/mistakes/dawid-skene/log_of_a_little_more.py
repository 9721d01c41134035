# /// mistake
# fails = ["test_settings_may_be_any_numbers"]
# says = "nothing else is added to one before its logarithm"
# ///

# Adds 1e-10 to every chance, for fear of log(0).
def dawid_skene(
    votes: ArrayLike, n_classes: int, n_iter: int, smoothing: float = 0.01
) -> dict[str, np.ndarray]:
    given = np.asarray(votes)
    if given.ndim != 2 or given.size == 0:
        raise ValueError(f"votes must have shape (n, m) with n, m >= 1, not {given.shape}")
    if n_classes < 2 or n_iter < 1:
        raise ValueError(f"need 2 classes and 1 round at least: {n_classes}, {n_iter}")
    if not 0 < smoothing < math.inf:
        raise ValueError(f"smoothing must be finite and above 0, not {smoothing}")
    if not ((given >= -1) & (given < n_classes)).all():
        raise ValueError(f"a vote is neither -1 nor one of the {n_classes} classes")

    # chose[i, j, v] is 1 where voter j gave item i the vote v; an abstention is a row of zeros.
    chose = (given[:, :, np.newaxis] == np.arange(n_classes)).astype(float)
    counts = chose.sum(axis=1)
    n_votes = (given >= 0).sum(axis=1, keepdims=True)
    nothing_known = np.full(counts.shape, 1 / n_classes)
    posterior = np.divide(counts, n_votes, out=nothing_known, where=n_votes > 0)
    for _ in range(n_iter):
        expected = smoothing + posterior.sum(axis=0)
        prior = expected / expected.sum()
        expected = smoothing + np.einsum("it,ijv->jtv", posterior, chose)
        confusion = expected / expected.sum(axis=2, keepdims=True)
        log_joint = np.log(prior) + np.einsum("ijv,jtv->it", chose, np.log(confusion + 1e-10))
        likelihood = np.exp(log_joint - log_joint.max(axis=1, keepdims=True))
        posterior = likelihood / likelihood.sum(axis=1, keepdims=True)
    return {"posterior": posterior, "confusion": confusion, "prior": prior}
