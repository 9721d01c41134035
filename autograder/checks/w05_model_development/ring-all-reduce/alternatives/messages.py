def ring_all_reduce(buffers):
    p = len(buffers)
    if p == 0 or len(set(map(len, buffers))) > 1:
        raise ValueError("need one or more buffers of one length")
    n = len(buffers[0])
    size, larger = divmod(n, p)
    starts = [c * size + min(c, larger) for c in range(p + 1)]
    workers = [[float(x) for x in np.asarray(buffer).tolist()] for buffer in buffers]
    sent = [0 for _ in workers]

    def exchange(first_chunk, receive):
        for s in range(p - 1):
            messages = []
            for i in range(p):
                c = (first_chunk(i) - s) % p
                payload = workers[i][starts[c] : starts[c + 1]]
                sent[i] += 8 * len(payload)
                messages.append(((i + 1) % p, starts[c], payload))
            for receiver, start, payload in messages:
                for offset, value in enumerate(payload):
                    own = workers[receiver][start + offset]
                    workers[receiver][start + offset] = receive(own, value)

    exchange(lambda i: i, lambda own, value: own + value)
    exchange(lambda i: i + 1, lambda own, value: value)
    return [np.array(worker, dtype=np.float64) for worker in workers], sent
