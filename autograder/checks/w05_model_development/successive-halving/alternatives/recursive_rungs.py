def successive_halving(configs, evaluate, budget, eta):
    def rungs_of(size):
        return 0 if size <= 1 else 1 + rungs_of(math.ceil(size / eta))

    if len(configs) < 2 or eta < 2:
        raise ValueError("two configurations at least, and eta of 2 or more")
    count = rungs_of(len(configs))
    if budget < count * len(configs):
        raise ValueError("budget too small")
    states = {}

    def play(alive, spent, history):
        if len(alive) == 1:
            (best,) = alive
            return {"best": best, "state": states[best], "spent": spent, "rungs": history}
        units = budget // (count * len(alive))
        numbers, diverged = [], []
        for i in alive:
            loss, states[i] = evaluate(configs[i], states.get(i), units)
            if loss == loss:
                numbers.append((loss, i))
            else:
                diverged.append(i)
        ranked = [i for _, i in sorted(numbers)] + diverged
        going_on = sorted(ranked[: math.ceil(len(alive) / eta)])
        return play(going_on, spent + units * len(alive), [*history, alive])

    return play(list(range(len(configs))), 0, [])
