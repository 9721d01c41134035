def ring_all_reduce(buffers):
    table = [np.asarray(buffer, dtype=float) for buffer in buffers]
    if not table:
        raise ValueError("no workers")
    if any(len(row) != len(table[0]) for row in table):
        raise ValueError("lengths differ")
    p, n = len(table), len(table[0])
    chunks = np.array_split(np.arange(n), p)
    total = np.zeros(n)
    for c, places in enumerate(chunks):
        part = table[c][places]
        for k in range(1, p):
            part = part + table[(c + k) % p][places]
        total[places] = part
    if p == 1:
        return [total], [0]
    sizes = [len(places) for places in chunks]
    sent = [8 * (2 * n - sizes[(i + 1) % p] - sizes[(i + 2) % p]) for i in range(p)]
    return [total.copy() for _ in range(p)], sent
