# /// mistake
# fails = [
#     "test_every_part_of_a_long_stream_is_kept_alike",
#     "test_neighbours_are_not_kept_together",
#     "test_the_rest_of_the_stream_is_read_too",
# ]
# says = "wrong share of the sample"
# ///

# Algorithm L, whose threshold is lowered by log(u) in place of log(u) / k.
import math, random
from itertools import islice
def reservoir_sample(stream, k, seed):
    if k < 0: raise ValueError
    if k == 0: return []
    r = random.Random(int(seed)); it = iter(stream); kept = list(islice(it, k))
    if len(kept) < k: return kept
    w = math.exp(math.log(r.random()) / k)
    while True:
        gap = math.floor(math.log(r.random()) / math.log(1 - w))
        rest = list(islice(it, gap, gap + 1))
        if not rest: return kept
        kept[r.randrange(k)] = rest[0]
        w *= math.exp(math.log(r.random()))
