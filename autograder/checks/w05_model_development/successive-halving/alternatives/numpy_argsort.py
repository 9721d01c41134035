def successive_halving(configs, evaluate, budget, eta):
    n = len(configs)
    if n < 2:
        raise ValueError("nothing to choose")
    if eta <= 1:
        raise ValueError("eta")
    sizes = []
    m = n
    for _ in configs:
        if m > 1:
            sizes.append(m)
        m = -(-m // eta)
    if budget < len(sizes) * n:
        raise ValueError("budget")
    states = {}
    alive = np.arange(n)
    spent = 0
    rungs = []
    for size in sizes:
        share = int(budget) // (len(sizes) * size)
        losses = np.empty(size)
        for place, i in enumerate(alive.tolist()):
            losses[place], states[i] = evaluate(configs[i], states.get(i, None), share)
        spent += share * size
        rungs.append(alive.tolist())
        # A stable sort puts NaN last and leaves equals in the order of their positions.
        order = np.argsort(losses, kind="stable")[: -(-size // eta)]
        alive = np.sort(alive[order])
    (winner,) = alive.tolist()
    return {"best": winner, "state": states[winner], "spent": spent, "rungs": rungs}
