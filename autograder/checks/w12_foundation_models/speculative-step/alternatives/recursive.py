from itertools import accumulate


def speculative_step(p, q, draft, seed):
    # The residual is not divided by its sum: the number is multiplied by it
    random = np.random.default_rng(seed).random

    def draw(weights):
        limit = random() * sum(weights)
        return next(token for token, reached in enumerate(accumulate(weights)) if reached > limit)

    def step(place):
        if place == len(draft):
            return [draw(p[place])]
        token = draft[place]
        if random() < p[place][token] / q[place][token]:
            return [token, *step(place + 1)]
        return [draw([max(a - b, 0.0) for a, b in zip(p[place], q[place])])]

    return step(0)
