# /// mistake
# fails = [
#     "test_values_are_listed_once_in_order_of_appearance",
#     "test_random_columns_are_encoded_as_slowly",
#     "test_random_columns_come_back",
# ]
# says = "All of these texts differ"
# ///

# Takes the text NULL for a missing value.
def encode_column(values):
    dictionary, where, codes, lengths, nan = [], {}, [], [], None
    for v in values:
        if v is None or v == "NULL":
            c = -1
        elif v != v:
            if nan is None:
                nan = len(dictionary)
                dictionary.append(v)
            c = nan
        else:
            if v not in where:
                where[v] = len(dictionary)
                dictionary.append(v)
            c = where[v]
        if codes and codes[-1] == c:
            lengths[-1] += 1
        else:
            codes.append(c)
            lengths.append(1)
    size = 0
    for v in dictionary:
        size += 4 + len(v.encode("utf-8")) if isinstance(v, str) else 8
    size += len(codes) * (4 + (1 if len(dictionary) <= 255 else 2))
    return {"dictionary": dictionary, "codes": codes, "lengths": lengths, "bytes": size}


def decode_column(encoded):
    d, c, l = encoded["dictionary"], encoded["codes"], encoded["lengths"]
    if len(c) != len(l):
        raise ValueError
    out = []
    for code, length in zip(c, l):
        if length < 1 or code < -1 or code >= len(d):
            raise ValueError
        for _ in range(length):
            out.append(None if code == -1 else d[code])
    return out
