"""What several check files of week 3 use: parts of results, and the judgement of a sample.

Learners have this file, as they have the public checks: nothing in it may give an answer away.
"""

from autograder.testing import assert_same, is_a, require


def a_dict(result):
    """The result, which has to be a dict."""
    is_a(result, dict)
    return result


def entry(result, name):
    """One entry of a dict of results, whatever the other ones are."""
    is_a(result, dict)
    if name not in result:
        assert_same(sorted(map(str, result)), [name], why=f"There should be an entry {name!r}.")
    return result[name]


def part(name):
    """What takes one entry out of a dict of results, whatever the other ones are."""
    return lambda result: entry(result, name)


def assert_positions(sample, k, n):
    """The sample is a list of k different whole numbers from 0 to n - 1."""
    is_a(sample, list)
    require(len(sample) == k, f"{k} of {n} items are to be kept, not {len(sample)}.")
    for item in sample:
        require(type(item) is int, "Items of the stream come back as they are.")
    require(len(set(sample)) == k, "Each kept item has a position of its own in the stream.")
    require(set(sample) <= set(range(n)), "Every kept item is one of the stream.")


def distinct_seeds(rng, count):
    """Random seeds, each of which is tried once."""
    return rng.choice(2**31, size=count, replace=False).tolist()


def unevenness(counts):
    """Pearson's chi-square: about one less than there are counts, where all are equally likely."""
    mean = sum(counts) / len(counts)
    return sum((count - mean) ** 2 for count in counts) / mean
