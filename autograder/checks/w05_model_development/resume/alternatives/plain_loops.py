def start_training(n_rows, n_weights, batch_size, lr, momentum, seed):
    generator = np.random.default_rng(seed)
    order = generator.permutation(n_rows)
    zeros = [0.0 for _ in range(n_weights)]
    return {
        "settings": [int(n_rows), int(batch_size), float(lr), float(momentum)],
        "weights": zeros,
        "velocity": zeros,
        "step": 0,
        "place": 0,
        "order": [int(row) for row in order],
        "generator": generator.bit_generator.state,
    }


def resume(state, gradient, steps):
    if steps < 0:
        raise ValueError("steps")
    n_rows, batch_size, lr, momentum = state["settings"]
    weights, velocity = list(state["weights"]), list(state["velocity"])
    order, place, step = state["order"], state["place"], state["step"]
    bits = np.random.PCG64()
    bits.state = state["generator"]
    generator = np.random.Generator(bits)
    for _ in range(int(steps)):
        rows = np.array(order[place : place + batch_size])
        slopes = gradient(np.array(weights), rows)
        for j, slope in enumerate(slopes.tolist()):
            velocity[j] = momentum * velocity[j] + slope
            weights[j] = weights[j] - lr * velocity[j]
        place += batch_size
        step += 1
        if place >= n_rows:  # the next epoch's order is drawn at the end of this one
            order, place = [int(row) for row in generator.permutation(n_rows)], 0
    return {
        "settings": [n_rows, batch_size, lr, momentum],
        "weights": weights,
        "velocity": velocity,
        "step": step,
        "place": place,
        "order": order,
        "generator": bits.state,
    }
