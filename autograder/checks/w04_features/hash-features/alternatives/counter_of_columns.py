from collections import Counter


def hash_features(tokens, dim, seed):
    if dim < 1:
        raise ValueError("dim must be at least 1")
    if isinstance(tokens, str):
        raise ValueError("tokens must be a list, not one text")
    signs = Counter()
    for token, times in Counter(tokens).items():
        if not isinstance(token, str):
            raise ValueError(f"{token!r} is no text")
        data = str(seed).encode() + b":" + token.encode()
        digest = hashlib.blake2b(data, digest_size=9).digest()
        column = 0
        for byte in digest[:-1]:
            column = (column * 256 + byte) % dim
        if digest[-1] & 1:
            times = -times
        signs[column] += times
    return np.array([signs[column] for column in range(dim)])
