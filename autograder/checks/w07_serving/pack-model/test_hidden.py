"""The checks of exercise 8 of week 7 that stay with the grader."""

import hashlib

import numpy as np

from autograder.testing import (
    Mismatch,
    assert_same,
    exercise,
    is_a,
    once_per_seed,
    rejects_each,
)


def digest_of(blob):
    """What the registry keeps of a blob."""
    return hashlib.sha256(blob).hexdigest()


@once_per_seed
def random_models(rng):
    models = []
    for _ in range(4):
        arrays = {}
        for name in rng.permutation(["w", "bias", "tree 7", "Ω", "é"]).tolist()[: rng.integers(5)]:
            shape = tuple(rng.integers(0, 4, int(rng.integers(0, 5))).tolist())
            kind = str(rng.choice(["bool", "int8", "int32", "int64", "float32", "float64"]))
            array = (rng.normal(size=shape) * 100).astype(kind)
            arrays[name] = array.astype(array.dtype.newbyteorder(str(rng.choice(list("<>"))))).T
        features = rng.permutation(["hour", "wind", "ß", "a b", "x"]).tolist()
        models.append({"features": features, "arrays": arrays})
    return models


def blobs_of(submission, models):
    """The blobs of models."""
    blobs = [answer() for answer in submission.pack_model.each([(model,) for model in models])]
    for blob in blobs:
        is_a(blob, bytes)
    return blobs


@exercise("pack-model")
def test_random_models_come_back(submission, rng):
    """Random models come back with their features in order, and all arrays to the bit."""
    models = random_models(rng)
    calls = [(blob, digest_of(blob)) for blob in blobs_of(submission, models)]
    for answer, model in zip(submission.load_model.each(calls), models, strict=True):
        loaded = answer()
        is_a(loaded, dict)
        assert_same(sorted(map(str, loaded)), ["arrays", "features"])
        assert_same(loaded["features"], model["features"], why="The order of the features.")
        arrays = loaded["arrays"]
        is_a(arrays, dict)
        assert_same(sorted(map(str, arrays)), sorted(model["arrays"]))
        for name, array in model["arrays"].items():
            got = arrays[name]
            is_a(got, np.ndarray)
            kinds = [f"{each.dtype.kind}{each.dtype.itemsize}" for each in (got, array)]
            assert_same(kinds[0], kinds[1], why="Kind and width of an array.")
            assert_same(got.shape, array.shape, why="The shape of an array.")
            if got.tolist() != array.tolist():
                raise Mismatch("An array came back with other values.")


@exercise("pack-model")
def test_any_flipped_bit_and_any_cut_is_refused(submission, rng):
    """A bit flipped at random, and a blob cut at random, are refused, whatever the digest is."""
    model = {"features": ["hour", "wind"], "arrays": {"w": np.arange(5.0), "b": np.ones((2, 2))}}
    (blob,) = blobs_of(submission, [model])
    calls = []
    for place in rng.integers(0, max(len(blob), 1), 12).tolist():
        changed = bytearray(blob or b"\x00")
        changed[place] ^= 1 << int(rng.integers(8))
        calls.append((bytes(changed), digest_of(blob)))
        calls.append((blob[:place], digest_of(blob[:place])))
        longer = blob + rng.bytes(1 + place % 5)
        calls.append((longer, digest_of(longer)))
    rejects_each(submission.load_model, calls)
