def start_training(n_rows, n_weights, batch_size, lr, momentum, seed):
    zeros = np.zeros(n_weights).tolist()
    names = ("n_rows", "batch_size", "seed")
    state = dict(zip(names, (int(n_rows), int(batch_size), int(seed)), strict=True))
    state.update(lr=float(lr), momentum=float(momentum))
    state.update(weights=zeros, velocity=zeros, step=0)
    return state


def resume(state, gradient, steps):
    """The seed and the number of steps tell which epochs' orders were drawn: draw them again."""
    if steps < 0:
        raise ValueError("cannot go back")
    n_rows, batch_size = state["n_rows"], state["batch_size"]
    a_epoch = math.ceil(n_rows / batch_size)
    generator = np.random.default_rng(state["seed"])
    first, last = state["step"], state["step"] + int(steps)
    batches = []
    while len(batches) < last:
        order = generator.permutation(n_rows)
        batches += [order[k * batch_size : (k + 1) * batch_size] for k in range(a_epoch)]
    w, v = np.asarray(state["weights"]), np.asarray(state["velocity"])
    for rows in batches[first:last]:
        v = gradient(w, rows) + v * state["momentum"]
        w = w - v * state["lr"]
    return state | {"weights": w.tolist(), "velocity": v.tolist(), "step": last}
