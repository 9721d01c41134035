def kv_cache_bytes(model, tokens):
    bits = 2 * model["layers"] * model["kv_heads"] * model["head_dim"] * model["cache_bits"] * tokens
    return bits // 8


def max_concurrency(memory, model, lengths, block):
    rest = memory - model["parameters"] * model["weight_bits"] // 8
    if rest < 0:
        raise ValueError("the weights alone do not fit")
    free = rest // kv_cache_bytes(model, block)
    held = 0
    for need in sorted(-(-length // block) for length in lengths):
        if need > free:
            break
        free -= need
        held += 1
    return held
