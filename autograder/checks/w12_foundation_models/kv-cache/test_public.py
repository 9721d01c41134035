"""The checks of exercise 1 that a student sees: how many conversations fit on a card?"""

from autograder.testing import assert_each, assert_unchanged, exercise, once, rejects_each

SMALL = {
    "layers": 2,
    "heads": 8,
    "kv_heads": 2,
    "head_dim": 16,
    "cache_bits": 16,
    "parameters": 1000,
    "weight_bits": 4,
}


def model(**changes):
    """The small model of the contract with other entries."""
    return SMALL | changes


@once
def caches():
    return [
        ((SMALL, 1), 256, "Two layers, two KV heads, 16 numbers, a key and a value, two bytes."),
        ((SMALL, 0), 0, "No token, no cache."),
        ((model(layers=3), 1), 384, "Each layer has keys and values of its own."),
        ((model(head_dim=24), 1), 384, "A key has as many numbers as the head's dimension says."),
        ((model(cache_bits=8), 10), 1280, "A number of 8 bits takes one byte."),
        ((model(cache_bits=4), 10), 640, "A number of 4 bits takes half a byte."),
    ]


@exercise("kv-cache")
def test_every_layer_and_kv_head_has_a_key_and_a_value(submission):
    """A token takes a key and a value in each layer for each KV head, of head_dim numbers."""
    assert_each(submission.kv_cache_bytes, caches())


@once
def groups():
    return [
        ((model(heads=64), 10), 2560, "More heads that share the same KV heads need no more."),
        ((model(kv_heads=8), 10), 10240, "Four times the KV heads take four times the bytes."),
        ((model(parameters=10**9, weight_bits=16), 10), 2560, "The weights are not the cache."),
    ]


@exercise("kv-cache")
def test_heads_that_share_a_kv_head_share_its_cache(submission):
    """The KV heads count, not the heads, and the bits are those of the cache."""
    assert_each(submission.kv_cache_bytes, groups())


@once
def cards():
    even = model(parameters=1024, weight_bits=8)  # 1,024 bytes, as one block of 4 tokens
    return [
        ((5000, SMALL, [9, 30, 3], 4), 2, "Four blocks: for 3 and 9 tokens, one and three."),
        ((1024 * 4, even, [4, 4, 4, 4], 4), 3, "One of four parts is taken by the weights."),
        ((1024 * 4 - 1, even, [4, 4, 4, 4], 4), 2, "One byte less is one block less."),
        ((1024 * 4, even, [5, 5], 4), 1, "Five tokens take two blocks, three are there."),
        ((1024 * 5, even, [8, 8, 8], 4), 2, "Eight tokens take two blocks, not three."),
        ((10**6, SMALL, [1, 2], 4), 2, "There are no more than two."),
        ((10**6, SMALL, [], 4), 0, "There are none."),
    ]


@exercise("kv-cache")
def test_each_conversation_takes_whole_blocks(submission):
    """Beside the weights, a card has whole blocks, and each conversation takes whole blocks."""
    assert_each(submission.max_concurrency, cards())


@once
def choices():
    even = model(parameters=1024, weight_bits=8)
    return [
        ((1024 * 5, even, [16, 4, 4, 4], 4), 3, "Three short ones are more than one long one."),
        ((1024 * 5, even, [4, 12, 8, 4], 4), 3, "The blocks of 4, 8 and 4 tokens fill the card."),
    ]


@exercise("kv-cache")
def test_the_number_of_conversations_is_the_largest_possible(submission):
    """Which conversations are held is free, so the short ones are; the list stays as it is."""
    assert_each(submission.max_concurrency, choices())
    assert_unchanged(submission.max_concurrency, 5000, SMALL, [9, 30, 3], 4)


@once
def weights():
    return [
        ((500, SMALL, [1], 4), 0, "The weights fit, and nothing else."),
        ((500 + 1023, SMALL, [1], 4), 0, "A block does not fit any more."),
        ((500 + 1024, SMALL, [1], 4), 1, "A block just fits."),
    ]


@once
def refused():
    return [(499, SMALL, [1], 4), (499, SMALL, [], 4), (0, SMALL, [1], 1)]


@exercise("kv-cache")
def test_weights_that_do_not_fit_are_refused(submission):
    """Weights that alone are larger than the card are a ValueError; those that fill it are not."""
    assert_each(submission.max_concurrency, weights())
    rejects_each(submission.max_concurrency, refused())
