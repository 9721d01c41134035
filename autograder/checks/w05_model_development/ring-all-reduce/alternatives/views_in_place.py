def ring_all_reduce(buffers):
    p = len(buffers)
    if p == 0:
        raise ValueError("there are no workers")
    arrays = [np.array(buffer, dtype=np.float64) for buffer in buffers]
    held = [np.array_split(array, p) for array in arrays]  # views of our own copies
    sent = [0] * p

    # Where lengths differ, NumPy's in-place sum or assignment raises a ValueError.
    for s in range(p - 1):  # reduce-scatter
        messages = [held[i][(i - s) % p] for i in range(p)]
        for i, message in enumerate(messages):
            held[(i + 1) % p][(i - s) % p] += message
            sent[i] += message.nbytes
    for s in range(p - 1):  # all-gather
        messages = [held[i][(i + 1 - s) % p] for i in range(p)]
        for i, message in enumerate(messages):
            held[(i + 1) % p][(i + 1 - s) % p][:] = message
            sent[i] += message.nbytes
    return arrays, sent
