def kv_cache_bytes(model, tokens):
    entries = ["layers", "kv_heads", "head_dim", "cache_bits"]
    return (2 * tokens * math.prod(model[entry] for entry in entries)) >> 3


def max_concurrency(memory, model, lengths, block):
    rest = memory - (model["parameters"] * model["weight_bits"] >> 3)
    if rest < 0:
        raise ValueError("no room for the weights")
    needs = sorted(kv_cache_bytes(model, math.ceil(length / block) * block) for length in lengths)
    return int(np.searchsorted(np.cumsum(needs), rest, side="right"))
