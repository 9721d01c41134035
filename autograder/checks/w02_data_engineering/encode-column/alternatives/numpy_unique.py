def encode_column(values):
    """Put NumPy's sorted unique values back into the order in which they came."""
    there = [place for place, value in enumerate(values) if value is not None]
    present = [values[place] for place in there]
    # An array of texts would cut a NUL off their ends.
    column = np.array(present, dtype=object if set(map(type, present)) == {str} else None)
    unique, first, inverse = np.unique(column, return_index=True, return_inverse=True)
    order = np.argsort(first)
    codes = np.full(len(values), -1)
    codes[there] = np.argsort(order)[inverse]
    starts = [k for k in range(len(codes)) if k == 0 or codes[k] != codes[k - 1]]
    size = sum(4 + len(v.encode()) if isinstance(v, str) else 8 for v in unique)
    return {
        "dictionary": [unique[k] for k in order],
        "codes": [codes[k] for k in starts],
        "lengths": list(np.diff([*starts, len(codes)])),
        "bytes": size + len(starts) * (6 if len(unique) > 255 else 5),
    }


def decode_column(encoded):
    dictionary, codes, lengths = (encoded[name] for name in ("dictionary", "codes", "lengths"))
    runs = list(zip(codes, lengths, strict=True))  # a ValueError if they do not pair
    if not set(codes) <= set(range(-1, len(dictionary))) or any(n < 1 for n in lengths):
        raise ValueError("a run is damaged")
    entries = [*dictionary, None]  # so that -1 is the last
    return [entries[c] for c, n in runs for _ in range(n)]
