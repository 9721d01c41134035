# /// mistake
# fails = [
#     "test_all_nans_are_one_value_and_not_missing",
#     "test_random_columns_are_encoded_as_slowly",
# ]
# says = "NaN has one entry"
# ///

# Every NaN object is a new entry.
def encode_column(values: Sequence[Any]) -> dict[str, Any]:
    code_of: dict[Any, int] = {}
    dictionary: list[Any] = []
    codes: list[int] = []
    lengths: list[int] = []
    for value in values:
        if value is None:
            code = -1
        else:
            key = id(value) if value != value else value
            code = code_of.setdefault(key, len(dictionary))
            if code == len(dictionary):
                dictionary.append(value)
        if codes and codes[-1] == code:
            lengths[-1] += 1
        else:
            codes.append(code)
            lengths.append(1)
    sizes = [4 + len(v.encode("utf-8")) if isinstance(v, str) else 8 for v in dictionary]
    code_bytes = 1 if len(dictionary) <= 255 else 2 if len(dictionary) <= 65_535 else 4
    return {
        "dictionary": dictionary,
        "codes": codes,
        "lengths": lengths,
        "bytes": sum(sizes) + len(codes) * (4 + code_bytes),
    }


def decode_column(encoded: Mapping[str, Any]) -> list[Any]:
    dictionary, codes, lengths = encoded["dictionary"], encoded["codes"], encoded["lengths"]
    if len(codes) != len(lengths):
        raise ValueError(f"{len(codes)} codes with {len(lengths)} lengths")
    values: list[Any] = []
    for code, length in zip(codes, lengths, strict=True):
        if not (-1 <= code < len(dictionary) and length >= 1):
            raise ValueError(f"a run of length {length} with code {code} is damaged")
        values += [None if code == -1 else dictionary[code]] * length
    return values
