def kv_cache_bytes(model, tokens):
    bits_of_one_token = 2 * model["cache_bits"] * model["kv_heads"] * model["head_dim"] * model["layers"]
    return bits_of_one_token * tokens >> 3


def max_concurrency(memory, model, lengths, block):
    left = memory - (model["weight_bits"] * model["parameters"] >> 3)
    if left < 0:
        raise ValueError("the weights are larger than the card")
    size = kv_cache_bytes(model, block)
    waiting = [(length + block - 1) // block * size for length in lengths]
    heapq.heapify(waiting)
    held = 0
    while waiting and waiting[0] <= left:
        left -= heapq.heappop(waiting)
        held += 1
    return held
