def pareto_front(options, senses):
    """Compare every option with every other one."""
    table = np.asarray(options)
    if table.ndim != 2:
        raise ValueError("options must be a table")
    n, m = table.shape
    if m == 0:
        raise ValueError("there are no objectives")
    if len(senses) != m:
        raise ValueError("one sense is needed for each objective")
    for sense in senses:
        if sense != "min" and sense != "max":
            raise ValueError(f"unknown sense {sense}")
    rows = table.tolist()
    for row in rows:
        for value in row:
            if value != value:
                raise ValueError("options contain NaN")

    def dominates(a, b):
        strictly = False
        for x, y, sense in zip(a, b, senses):
            if x == y:
                continue
            if (x < y) != (sense == "min"):
                return False
            strictly = True
        return strictly

    front = []
    for i in range(n):
        beaten = False
        for j in range(n):
            if dominates(rows[j], rows[i]):
                beaten = True
                break
        if not beaten:
            front.append(i)
    return np.array(front, dtype=int)
