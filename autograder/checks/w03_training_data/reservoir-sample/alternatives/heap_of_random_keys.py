import heapq
import random


def reservoir_sample(stream, k, seed):
    """Give each item a random key and keep the k largest keys."""
    if k < 0:
        raise ValueError("k is negative")
    generator = random.Random(seed)
    heap = []
    for position, item in enumerate(stream):
        entry = (generator.random(), position, item)  # positions differ: items are never compared
        if len(heap) < k:
            heapq.heappush(heap, entry)
        else:
            heapq.heappushpop(heap, entry)
    return [item for _, _, item in heap]
