from itertools import chain, groupby, repeat


def encode_column(values: Sequence[Any]) -> dict[str, Any]:
    def same(value):
        return ("missing",) if value is None else ("nan",) if value != value else ("value", value)

    seen = {}
    for value in values:
        if value is not None:
            seen.setdefault(same(value), value)
    place = {key: k for k, key in enumerate(seen)}
    place["missing",] = -1
    runs = [(place[key], len(list(group))) for key, group in groupby(values, key=same)]
    dictionary = list(seen.values())
    size = 0
    for value in dictionary:
        size += 4 + len(bytes(value, "utf-8")) if isinstance(value, str) else 8
    size += len(runs) * (5 if len(dictionary) < 256 else 6)
    return {
        "bytes": size,
        "lengths": [length for _, length in runs],
        "codes": [code for code, _ in runs],
        "dictionary": dictionary,
    }


def decode_column(encoded: Mapping[str, Any]) -> list[Any]:
    codes = np.array(encoded["codes"], dtype=int)
    lengths = np.array(encoded["lengths"], dtype=int)
    if codes.shape != lengths.shape or (lengths < 1).any():
        raise ValueError("codes and lengths do not pair, or a run is empty")
    if ((codes < -1) | (codes >= len(encoded["dictionary"]))).any():
        raise ValueError("a code is not in the dictionary")
    with_none = [*encoded["dictionary"], None]  # -1 is the last one
    return list(chain.from_iterable(repeat(with_none[c], n) for c, n in zip(codes, lengths)))
