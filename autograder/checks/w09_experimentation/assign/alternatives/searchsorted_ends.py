import struct


def assign(unit, experiment, weights):
    arms = list(weights)
    sizes = np.array([weights[arm] for arm in arms])
    if (sizes < 0).any() or sizes.sum() == 0:
        raise ValueError("bad weights")
    hashed = hashlib.sha256()
    hashed.update(json.dumps([experiment, unit]).encode())
    (number,) = struct.unpack(">Q", hashed.digest()[:8])
    place = number % 10_000 * int(sizes.sum())
    return arms[int(np.searchsorted(10_000 * sizes.cumsum(), place, side="right"))]
