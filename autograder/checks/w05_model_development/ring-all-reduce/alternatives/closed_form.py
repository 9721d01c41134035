def ring_all_reduce(buffers):
    table = [np.asarray(buffer, dtype=float) for buffer in buffers]
    (n,) = {len(row) for row in table}  # a ValueError where there is not one length
    p = len(table)
    chunks = np.array_split(np.arange(n), p)
    total = np.zeros(n)
    for c, places in enumerate(chunks):
        part = table[c][places]
        for k in range(1, p):
            part += table[(c + k) % p][places]
        total[places] = part
    sizes = [len(places) for places in chunks]
    sent = [8 * (2 * n - sizes[(i + 1) % p] - sizes[(i + 2) % p]) for i in range(p)]
    return [total for _ in range(p)], sent
