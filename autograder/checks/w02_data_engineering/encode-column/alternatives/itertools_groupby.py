def encode_column(values):
    """Encode by a first-seen index and itertools.groupby."""
    from itertools import groupby

    index, dictionary, raw = {}, [], []
    for v in values:
        if v is None:
            raw.append(-1)
            continue
        key = "nan" if v != v else (v,)
        if key not in index:
            index[key] = len(dictionary)
            dictionary.append(v)
        raw.append(index[key])
    runs = [(code, len(list(part))) for code, part in groupby(raw)]
    size = sum(4 + len(v.encode()) if isinstance(v, str) else 8 for v in dictionary)
    size += len(runs) * (5 if len(dictionary) <= 255 else 6)
    return {"dictionary": dictionary, "codes": [c for c, _ in runs],
            "lengths": [n for _, n in runs], "bytes": size}


def decode_column(encoded):
    """Check, then repeat each value."""
    d, codes, lengths = encoded["dictionary"], encoded["codes"], encoded["lengths"]
    if len(codes) != len(lengths):
        raise ValueError("lengths")
    out = []
    for c, n in zip(codes, lengths):
        if c < -1 or c >= len(d) or n < 1:
            raise ValueError("damaged")
        out.extend([None if c == -1 else d[c]] * n)
    return out
