import itertools


def start_training(n_rows, n_weights, batch_size, lr, momentum, seed):
    zeros = np.zeros(n_weights).tolist()
    names = ("n_rows", "batch_size", "seed")
    state = dict(zip(names, (int(n_rows), int(batch_size), int(seed)), strict=True))
    state.update(lr=float(lr), momentum=float(momentum))
    state.update(weights=zeros, velocity=zeros, step=0)
    return state


def batches(n_rows, batch_size, seed):
    generator = np.random.default_rng(seed)
    while True:
        order = generator.permutation(n_rows)
        for begin in range(0, n_rows, batch_size):
            yield order[begin : begin + batch_size]


def resume(state, gradient, steps):
    """The seed and the number of steps tell which orders were drawn: draw them again."""
    if steps < 0:
        raise ValueError("cannot go back")
    first, last = state["step"], state["step"] + int(steps)
    of_all = batches(state["n_rows"], state["batch_size"], state["seed"])
    w, v = np.asarray(state["weights"]), np.asarray(state["velocity"])
    for rows in itertools.islice(of_all, first, last):
        v = gradient(w, rows) + v * state["momentum"]
        w -= v * state["lr"]
    return state | {"weights": w.tolist(), "velocity": v.tolist(), "step": last}
