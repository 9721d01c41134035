def hash_features(tokens, dim, seed):
    if not isinstance(tokens, (list, tuple)) or any(type(t) is not str for t in tokens):
        raise ValueError("need a list of texts")
    if dim <= 0:
        raise ValueError("need a positive dim")
    digests = [
        hashlib.blake2b("{}:{}".format(seed, t).encode("utf-8"), digest_size=9).hexdigest()
        for t in tokens
    ]
    columns = np.array([int(d[:16], 16) % dim for d in digests], dtype=int)
    signs = np.array([(-1) ** int(d[16:], 16) for d in digests], dtype=int)
    out = np.zeros(dim, dtype=int)
    np.add.at(out, columns, signs)
    return out
