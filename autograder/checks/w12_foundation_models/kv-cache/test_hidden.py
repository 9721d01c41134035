"""The checks of exercise 1 that stay with the grader."""

from autograder.testing import assert_each, exercise, once_per_seed


def draw(rng, cache_bits):
    """A random shape, with other bits in its weights."""
    kv_heads = int(rng.integers(1, 9))
    return {
        "layers": int(rng.integers(1, 90)),
        "heads": kv_heads * int(rng.integers(1, 9)),
        "kv_heads": kv_heads,
        "head_dim": 8 * int(rng.integers(1, 17)),
        "cache_bits": cache_bits,
        "parameters": 2 * int(rng.integers(1, 10**10)),
        "weight_bits": int(rng.choice([b for b in (4, 8, 16) if b != cache_bits])),
    }


def bytes_of(model, tokens):
    """The bytes of the cache, bit by bit."""
    bits = 0
    for _ in ("key", "value"):
        bits += model["layers"] * model["kv_heads"] * model["head_dim"] * model["cache_bits"]
    return bits * tokens // 8


def slow(memory, model, lengths, block):
    """The largest number, one conversation after the other."""
    left = memory - model["parameters"] * model["weight_bits"] // 8
    for count, length in enumerate(sorted(lengths)):
        blocks = 0
        while blocks * block < length:
            blocks += 1
        left -= blocks * bytes_of(model, block)
        if left < 0:
            return count
    return len(lengths)


@once_per_seed
def shapes(rng):
    cases = []
    for bits in (4, 8, 16):
        model, tokens = draw(rng, bits), int(rng.integers(1, 200_000))
        cases.append(((model, tokens), bytes_of(model, tokens), f"The shape {model}."))
    return cases


@exercise("kv-cache")
def test_random_shapes_have_the_bytes_of_a_slow_count(submission, rng):
    """The cache of any shape has the bytes that counting bit by bit gives."""
    assert_each(submission.kv_cache_bytes, shapes(rng))


@once_per_seed
def crowds(rng):
    cases = []
    for n, bits in ((7, 4), (30, 16), (60, 8)):
        model, block = draw(rng, bits), int(rng.integers(1, 33))
        lengths = [int(length) for length in rng.integers(1, 300, n)]
        weights = model["parameters"] * model["weight_bits"] // 8
        memory = weights + bytes_of(model, int(sum(lengths) * rng.uniform(0.2, 0.8)))
        call = (memory, model, lengths, block)
        cases.append((call, slow(*call), f"{n} conversations, blocks of {block} tokens."))
    return cases


@exercise("kv-cache")
def test_random_crowds_fit_as_one_by_one(submission, rng):
    """As many conversations fit as when the shortest are admitted one after the other."""
    assert_each(submission.max_concurrency, crowds(rng))
