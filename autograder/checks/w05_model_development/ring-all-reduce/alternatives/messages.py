def ring_all_reduce(buffers):
    lengths = set(map(len, buffers))
    if len(lengths) != 1:
        raise ValueError("need one or more buffers of one length")
    p = len(buffers)
    size, larger = divmod(lengths.pop(), p)
    workers = [[float(x) for x in buffer] for buffer in buffers]
    sent = [0 for _ in workers]

    def start(c):
        return c * size + min(c, larger)

    def exchange(first_chunk, receive):
        for s in range(p - 1):
            messages = []
            for i in range(p):
                c = (first_chunk(i) - s) % p
                payload = workers[i][start(c) : start(c + 1)]
                sent[i] += 8 * len(payload)
                messages.append(((i + 1) % p, start(c), payload))
            for receiver, place, payload in messages:
                for offset, value in enumerate(payload):
                    own = workers[receiver][place + offset]
                    workers[receiver][place + offset] = receive(own, value)

    exchange(lambda i: i, lambda own, value: own + value)
    exchange(lambda i: i + 1, lambda own, value: value)
    return [np.array(worker) for worker in workers], sent
