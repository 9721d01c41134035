"""The checks of exercise 4 that the grader keeps."""

import hashlib

import numpy as np

from autograder.testing import assert_each, exercise, once_per_seed, rejects


def slow(tokens, dim, seed):
    """The counts, from the digests as hexadecimal texts."""
    counts = [0] * dim
    for token in tokens:
        digest = hashlib.blake2b(f"{seed}:{token}".encode(), digest_size=9).hexdigest()
        counts[int(digest[:16], 16) % dim] += [1, -1][int(digest[-1], 16) % 2]
    return np.array(counts)


@once_per_seed
def draws(rng):
    cases = []
    for dim in (3, 16, 100, 1009):
        tokens = [f"{name}={rng.integers(50)}" for name in ("tail", "destino ñ") for _ in range(20)]
        call = (tokens, dim, int(rng.integers(2**31)))
        cases.append((call, slow(*call), "The sum of the signs in each column."))
    return cases


@exercise("hash-features")
def test_random_tokens_are_hashed_as_the_contract_says(submission, rng):
    """Random tokens give the signed counts that the contract's digests give."""
    assert_each(submission.hash_features, draws(rng))


@exercise("hash-features")
def test_errors_do_not_depend_on_the_place_of_the_token(submission):
    """A token that is no text is refused wherever it stands, and an empty text is no list."""
    rejects(submission.hash_features, ["a", "b", 0.5, "c"], 8, 3)
    rejects(submission.hash_features, ["a", "b", b"c"], 8, 3)
    rejects(submission.hash_features, "", 8, 3)
