def successive_halving(configs, evaluate, budget, eta):
    def rungs_of(size):
        return 0 if size <= 1 else 1 + rungs_of(math.ceil(size / eta))

    if len(configs) < 2 or eta < 2:
        raise ValueError("two configurations at least, and eta of 2 or more")
    count = rungs_of(len(configs))
    if budget // (count * len(configs)) < 1:
        raise ValueError("budget too small")

    def play(alive, states, spent, history):
        if len(alive) == 1:
            return {
                "best": alive[0],
                "state": states[alive[0]],
                "spent": spent,
                "rungs": history,
            }
        units = budget // (count * len(alive))
        table = []
        after = dict(states)
        for i in alive:
            loss, after[i] = evaluate(configs[i], states.get(i), units)
            table.append((1, 0.0, i) if loss != loss else (0, loss, i))
        table.sort()
        going_on = sorted(i for *_, i in table[: math.ceil(len(alive) / eta)])
        return play(going_on, after, spent + units * len(alive), [*history, alive])

    return play(list(range(len(configs))), {}, 0, [])
