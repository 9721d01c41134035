"""The checks of exercise 8 of week 7 that a student sees: what is in the file?"""

import hashlib
import pickle

import numpy as np

from autograder.testing import (
    Mismatch,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once,
    rejects_each,
    require,
)


def digest_of(blob):
    """What the registry keeps of a blob."""
    return hashlib.sha256(blob).hexdigest()


def little(array):
    """Its bytes, row by row, the small end first."""
    return array.astype(array.dtype.newbyteorder("<")).tobytes()


def same_model(loaded, model, why=""):
    """Demand a model that equals another one to the bit."""
    is_a(loaded, dict)
    assert_same(sorted(map(str, loaded)), ["arrays", "features"], why=why)
    assert_same(loaded["features"], model["features"], why=why)
    arrays = loaded["arrays"]
    is_a(arrays, dict)
    assert_same(sorted(map(str, arrays)), sorted(model["arrays"]), why=why)
    for name, array in model["arrays"].items():
        got = arrays[name]
        is_a(got, np.ndarray)
        kinds = [f"{each.dtype.kind}{each.dtype.itemsize}" for each in (got, array)]
        assert_same(kinds[0], kinds[1], why=f"{why} Kind and width of {name!r}.")
        assert_same(got.shape, array.shape, why=f"{why} The shape of {name!r}.")
        if little(got) != little(array):
            raise Mismatch(
                f"{why} The values of {name!r} are not the same to the bit.",
                str(array.tolist())[:200],
                str(got.tolist())[:200],
            )


def packed(submission, *models):
    """The blobs of models."""
    blobs = [answer() for answer in submission.pack_model.each([(model,) for model in models])]
    for blob in blobs:
        is_a(blob, bytes)
    return blobs


def travel(submission, models, why=""):
    """Pack each model, load it, and demand that it is the same."""
    blobs = packed(submission, *models)
    calls = [(blob, digest_of(blob)) for blob in blobs]
    for answer, model in zip(submission.load_model.each(calls), models, strict=True):
        same_model(answer(), model, why)


SMALL = {
    "features": ["hour", "distance", "Größe"],
    "arrays": {"weights": np.array([0.1, -2.5, 3e300]), "bias": np.array([7], dtype=np.int32)},
}
OTHER = {**SMALL, "features": ["distance", "hour", "Größe"]}


@exercise("pack-model")
def test_a_model_comes_back_as_it_was(submission):
    """Packed and loaded, features stand in their order, and arrays have their names and values."""
    empty = {"features": [], "arrays": {}}
    odd = {
        "features": ['a "quoted" one', "tab\t and \n line", "\x00", "雪", "b"],
        "arrays": {"../weights": np.array([1.5]), "file": np.array([2.5]), "a/b é": np.array([3])},
    }
    travel(submission, [SMALL, OTHER, empty, odd], "A round trip.")


@once
def arrays():
    """Arrays of all kinds."""
    whole = np.arange(-3, 3).reshape(2, 3)
    kinds = {kind: whole.astype(kind) for kind in ("bool", "i1", "i4", "i8", "f4", "f8")}
    shapes = {
        "no dimension": np.array(2.5),
        "no entries": np.zeros((3, 0)),
        "none, of int8": np.zeros(0, dtype=np.int8),
        "four dimensions": np.arange(24, dtype=np.int32).reshape(2, 3, 1, 4),
        "last": np.zeros((0, 2), dtype=np.float32),
    }
    special = {"special": np.array([np.nan, np.inf, -np.inf, -0.0, 0.0, 5e-324, 0.1])}
    special["f4"] = np.array([np.nan, -0.0, 0.1], dtype=np.float32)
    return [{"features": ["x"], "arrays": each} for each in (kinds, shapes, special)]


@exercise("pack-model")
def test_arrays_of_any_kind_and_shape_come_back(submission):
    """Every kind, width and shape comes back as it was, NaN and -0.0 too."""
    travel(submission, arrays(), "A round trip.")


@once
def layouts():
    whole = np.arange(12.0).reshape(3, 4)
    laid = {
        "transposed": whole.T,
        "by columns": np.asfortranarray(whole),
        "every second": whole[:, ::2],
        "backwards": np.arange(5)[::-1],
        "large end first": np.arange(5, dtype=">f8"),
        "transposed, large end first": np.arange(6, dtype=">i4").reshape(2, 3).T,
    }
    return [{"features": ["x"], "arrays": laid}]


@exercise("pack-model")
def test_the_layout_in_memory_does_not_matter(submission):
    """Transposed arrays, parts of others, and either byte order come back with the same values."""
    travel(submission, layouts(), "The bytes in memory stand in another order than the entries.")


@exercise("pack-model")
def test_a_changed_byte_is_noticed(submission):
    """A blob of which one bit was changed, anywhere, is a ValueError."""
    (blob,) = packed(submission, SMALL)
    require(len(blob) > 30, "A blob that short cannot hold the model.")
    changed = []
    for place in {0, 1, 5, 9, len(blob) // 3, len(blob) // 2, len(blob) - 9, len(blob) - 1}:
        copy = bytearray(blob)
        copy[place] ^= 1
        changed.append((bytes(copy), digest_of(blob)))
    rejects_each(submission.load_model, changed)


@exercise("pack-model")
def test_the_digest_comes_from_the_registry(submission):
    """A sound blob, but not the registered one, is a ValueError: no digest inside can tell."""
    blob, other = packed(submission, SMALL, OTHER)
    calls = [(other, digest_of(blob)), (blob, digest_of(other)), (blob, "0" * 64)]
    calls.append((b"", digest_of(blob)))
    rejects_each(submission.load_model, calls)


@exercise("pack-model")
def test_a_cut_or_lengthened_blob_is_refused(submission):
    """A blob that was registered cut short, or with bytes at its end, is a ValueError."""
    blob, empty = packed(submission, SMALL, {"features": [], "arrays": {}})
    cuts = {0, 1, 2, 5, 8, 9, 10, 30, len(blob) // 2, len(blob) - 8, len(blob) - 1}
    wrong = [blob[:cut] for cut in sorted(cuts) if cut < len(blob)]
    wrong += [empty[:cut] for cut in range(len(empty))[-3:]]
    wrong += [each + more for each in (blob, empty) for more in (b"\x00", b"\n", b"{}", blob)]
    rejects_each(submission.load_model, [(each, digest_of(each)) for each in wrong])


@exercise("pack-model")
def test_another_version_is_refused(submission):
    """The first byte is the version, 1; a blob of another one is a ValueError."""
    blobs = packed(submission, SMALL, {"features": [], "arrays": {}})
    for blob in blobs:
        assert_same(blob[:1], b"\x01", why="The first byte of a blob is 1.")
    others = [bytes([version]) + blobs[0][1:] for version in (0, 2, 3, 49, 255)]
    rejects_each(submission.load_model, [(each, digest_of(each)) for each in others])


@exercise("pack-model")
def test_objects_are_not_packed(submission):
    """An array of objects, with entries or without, is a ValueError: it needs code to be read."""
    wrong = [np.array(["a", 1], dtype=object), np.array([1.5, None]), np.zeros(0, dtype=object)]
    calls = [({"features": ["x"], "arrays": {"a": np.ones(2), "b": each}},) for each in wrong]
    rejects_each(submission.pack_model, calls)


class Harmless:
    """An object that runs code where it is unpickled, but none that does harm."""

    def __reduce__(self):
        return eval, ("{'features': [], 'arrays': {}}",)


@once
def traps():
    """Blobs with code in them."""
    text = b"__import__('math').sqrt(2)"
    pickles = [pickle.dumps(Harmless(), protocol) for protocol in (0, 2, 5)]
    blobs = [*pickles, *(b"\x01" + each for each in pickles), text, b"\x01" + text]
    return [(blob, digest_of(blob)) for blob in blobs]


def forged(blob):
    """The blob, with another pickle wherever one seems to begin, and a digest that fits."""
    trap = pickle.dumps(Harmless(), 0)
    ends = [place + len(trap) for place in range(len(blob)) if blob[place : place + 1] == b"\x80"]
    blobs = [blob[: end - len(trap)] + trap + blob[end:] for end in ends if end <= len(blob)]
    return [(each, digest_of(each)) for each in blobs[:20]]


@exercise("pack-model")
def test_no_code_of_a_blob_is_run(submission):
    """Loading unpickles nothing and evaluates nothing, be the blob good, bad, or forged."""
    submission.load_model  # noqa: B018  (says by its own name that it is missing)
    blobs = packed(submission, SMALL, arrays()[1])
    calls = [*traps(), *((blob, digest_of(blob)) for blob in blobs), *forged(blobs[0])]
    for answer in submission.load_and_watch.each(calls):
        result = answer()
        if type(result) is not tuple or len(result) != 2 or type(result[1]) is not list:
            raise Mismatch("`load_and_watch` of the set-up cell was changed.")
        require(
            len(result[1]) == 0,
            "Loading a blob ran code that came with it.",
            expected="nothing",
            received=", ".join(map(str, result[1]))[:200],
        )


@exercise("pack-model")
def test_the_model_stays_as_it_was(submission):
    """Neither the model nor its arrays are changed."""
    blob = assert_unchanged(submission.pack_model, SMALL)
    is_a(blob, bytes)
    same_model(submission.load_model(blob, digest_of(blob)), SMALL)
