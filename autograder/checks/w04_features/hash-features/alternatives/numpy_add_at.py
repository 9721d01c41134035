def hash_features(tokens, dim, seed):
    if not isinstance(tokens, (list, tuple)) or any(type(t) is not str for t in tokens):
        raise ValueError("need a list of texts")
    if dim <= 0:
        raise ValueError("need a positive dim")
    digests = [
        hashlib.blake2b("{}:{}".format(seed, t).encode(), digest_size=9).digest() for t in tokens
    ]
    out = np.zeros(dim, dtype=int)
    columns = [int.from_bytes(d[:8], "big") % dim for d in digests]
    signs = [1 - 2 * (d[8] % 2) for d in digests]
    np.add.at(out, columns, signs)
    return out
