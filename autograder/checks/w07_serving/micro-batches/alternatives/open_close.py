def micro_batches(arrivals, max_batch, max_wait):
    if max_batch < 1:
        raise ValueError("max_batch")
    if max_wait < 0:
        raise ValueError("max_wait")
    out = []
    due = last = None  # when the open batch leaves, and the latest arrival
    size = 0
    for t in map(int, arrivals):
        if last is not None and t < last:
            raise ValueError("arrivals must be sorted")
        last = t
        if size > 0 and t > due:
            out.append((due, size))
            size = 0
        if size == 0:
            due = t + int(max_wait)
        size += 1
        if size == max_batch:
            out.append((t, size))
            size = 0
    if size > 0:
        out.append((due, size))
    return out
