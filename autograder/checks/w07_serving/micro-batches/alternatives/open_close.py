def micro_batches(arrivals, max_batch, max_wait):
    if max_batch < 1:
        raise ValueError("max_batch")
    if max_wait < 0:
        raise ValueError("max_wait")
    times = [int(t) for t in arrivals]
    for a, b in zip(times, times[1:]):
        if b < a:
            raise ValueError("arrivals must be sorted")
    out = []
    i = 0
    while i < len(times):
        due = times[i] + int(max_wait)
        j = i
        while j < len(times) and j - i < max_batch and times[j] <= due:
            j += 1
        full = j - i == max_batch
        out.append((times[j - 1] if full else due, j - i))
        i = j
    return out
