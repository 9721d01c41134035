import numpy as np


def kv_cache_bytes(model, tokens):
    total = 0
    for _ in ("key", "value"):
        total += model["layers"] * model["kv_heads"] * model["head_dim"] * tokens * model["cache_bits"]
    return divmod(total, 8)[0]


def max_concurrency(memory, model, lengths, block):
    weights = model["parameters"] * model["weight_bits"] // 8
    if weights > memory:
        raise ValueError("weights")
    blocks = (memory - weights) // kv_cache_bytes(model, block)
    needs = np.sort((np.array(lengths, dtype=object) + block - 1) // block)
    return int(np.sum(np.cumsum(needs) <= blocks)) if len(lengths) else 0
