from itertools import accumulate

import numpy as np


def speculative_step(p, q, draft, seed):
    # Recursive, with the residual's sum on the other side: sums are held against v * total
    random = np.random.default_rng(seed).random

    def draw(weights):
        limit = random() * sum(weights)
        return next(t for t, s in enumerate(accumulate(weights)) if s > limit)

    def step(place):
        if place == len(draft):
            return [draw(p[place])]
        x = draft[place]
        if random() < p[place][x] / q[place][x]:
            return [x] + step(place + 1)
        return [draw([a - b if a > b else 0.0 for a, b in zip(p[place], q[place])])]

    return step(0)
