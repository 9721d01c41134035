"""The checks of `encode-column` that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import math
from functools import cache

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once_per_seed,
    rejects_each,
)

from ..cases import flights, pick, shuffled


def alike(one, two):
    """Whether two values are one entry of a dictionary."""
    both_nan = isinstance(one, float) and isinstance(two, float) and one != one and two != two
    return both_nan or ((one is None) == (two is None) and one == two)


def slow_encoding(values):
    """One value at a time, looking through the whole dictionary."""
    dictionary, codes, lengths = [], [], []
    for value in values:
        places = [k for k, known in enumerate(dictionary) if alike(known, value)]
        if value is not None and not places:
            places = [len(dictionary)]
            dictionary.append(value)
        code = -1 if value is None else places[0]
        if codes[-1:] == [code]:
            lengths[-1] += 1
        else:
            codes.append(code)
            lengths.append(1)
    size = sum(4 + len(v.encode()) if type(v) is str else 8 for v in dictionary)
    width = 1 if len(dictionary) < 256 else 2
    size += len(codes) * (4 + width)
    return {"dictionary": dictionary, "codes": codes, "lengths": lengths, "bytes": size}


POOLS = (
    # The second Zürich has its dots in a character of their own.
    ["Zürich", "Zu\u0308rich", "\u6771\u4eac", "\U0001d11e", "", "UA", "ua", "UA ", "UA\0"],
    [0, 1, -1, 7, 2**63 - 1, -(2**63), 2**53, 2**53 + 1, 255, 256],
    [0.0, 0.3, 0.1 + 0.2, 1e-300, 1e15, 1e15 + 0.25, math.inf, -math.inf, math.nan, math.nan],
    ["NaN", "nan", "None", "none", "NULL", "null", "NA", "N/A", "-1", "0"],
)


def any_column(rng, pool):
    """All values of the pool, some of them again, in runs with gaps. No two NaNs are the same."""
    values, again = [], [pick(rng, pool) for _ in range(8)]
    for value in shuffled(rng, [*pool, *again, *[None] * 8]):
        for _ in range(int(rng.integers(1, 4))):
            values.append(float("nan") if value is not None and value != value else value)
    return values


@once_per_seed
def random_columns(rng):
    """A column of each pool, with its slow encoding."""
    columns = [any_column(rng, pool) for pool in POOLS]
    return [(values, slow_encoding(values)) for values in columns]


@exercise("encode-column")
def test_random_columns_are_encoded_as_slowly(submission, rng):
    """Random columns of texts, ints and floats have the encoding that a slow encoder gives."""
    why = "Values are one entry only if they are equal, or both NaN, however alike they look."
    cases = [([values], encoded, why) for values, encoded in random_columns(rng)]
    assert_each(submission.encode_column, cases, rtol=0, atol=0)


@exercise("encode-column")
def test_random_columns_come_back(submission, rng):
    """Random columns survive the round trip, and a slow encoder's columns can be decoded."""
    columns = random_columns(rng)
    cases = [([encoded], values, "") for values, encoded in columns]
    answers = submission.encode_column.each([values] for values, _ in columns)
    for answer, (values, _) in zip(answers, columns, strict=True):
        encoded = answer()
        is_a(encoded, dict)
        cases.append(([encoded], values, ""))
    assert_each(submission.decode_column, cases, rtol=0, atol=0)


@once_per_seed
def runs_of_other_writers(rng):
    cases = []
    for pool in POOLS:
        dictionary = [pick(rng, pool) for _ in range(6)]
        codes = [5, 5, *rng.integers(-1, 6, 15).tolist(), -1, -1]
        lengths = rng.integers(1, 4, len(codes)).tolist()
        encoded = {"dictionary": dictionary, "codes": codes, "lengths": lengths, "note": "x"}
        expected = []
        for code, length in zip(codes, lengths, strict=True):
            expected += [None if code < 0 else dictionary[code]] * length
        cases.append(([encoded], expected, ""))
    return cases


@exercise("encode-column")
def test_runs_of_other_writers_are_all_read(submission, rng):
    """Split runs, unused and repeated entries of the dictionary are read run by run."""
    assert_each(submission.decode_column, runs_of_other_writers(rng))


@exercise("encode-column")
def test_one_damaged_run_among_many_is_refused(submission, rng):
    """A single bad code or length is refused wherever it stands."""
    good = {"dictionary": ["a", "b", "c"], "codes": [0, 1, -1, 2, 0], "lengths": [1, 2, 1, 3, 1]}
    damaged = [{**good, name: good[name][:-1]} for name in ("codes", "lengths")]
    damaged.append({"dictionary": [], "codes": [0], "lengths": [1]})
    for name, bad in (("codes", 3), ("codes", -2), ("lengths", 0), ("lengths", -1)):
        runs = list(good[name])
        runs[int(rng.integers(5))] = bad
        damaged.append({**good, name: runs})
    rejects_each(submission.decode_column, [[encoded] for encoded in damaged])
    values = ["a", "b", "b", None, "c", "c", "c", "a"]
    assert_same(submission.decode_column(good), values, why="This one is not damaged.")


def size(encoded):
    is_a(encoded, dict)
    return encoded.get("bytes")


@exercise("encode-column")
def test_one_code_is_kept_for_none(submission):
    """Whether or not None occurs, 255 entries take 1 byte a code and 256 take 2."""
    cases = []
    for distinct, gap, width in ((255, [None, None], 1), (256, [], 2)):
        values = [f"{k:03}" for k in range(distinct)] + gap
        runs = distinct + bool(gap)
        why = f"{distinct} texts of 4 + 3 bytes, {runs} runs of 4 + {width} bytes."
        cases.append(([values], distinct * 7 + runs * (4 + width), why))
    assert_each(submission.encode_column, cases, of=size)


@exercise("encode-column")
def test_columns_given_are_left_alone(submission):
    """Encoding and decoding work on copies; the lists they are given stay as they were."""
    values = [2.5, 1.0, None, 2.5]
    encoded = assert_unchanged(submission.encode_column, values)
    assert_same(encoded, slow_encoding(values))
    again = assert_unchanged(submission.decode_column, slow_encoding(values))
    assert_same(again, values)


@cache
def flight_columns():
    """Columns of some flights, each with its slow encoding."""
    rows = flights().iloc[200_000:200_300:2]
    columns = {}
    for name in ("carrier", "dep_delay"):
        values = [None if value != value else value for value in rows[name].tolist()]
        columns[name] = values, slow_encoding(values)
    return columns


@exercise("encode-column")
def test_columns_of_the_flights_survive(submission):
    """Real flights: carriers and delays come back, with their gaps."""
    columns = flight_columns().items()
    cases = [([values], encoded, f"This is {name!r}.") for name, (values, encoded) in columns]
    assert_each(submission.encode_column, cases)
    cases = [([encoded], values, f"This is {name!r}.") for name, (values, encoded) in columns]
    assert_each(submission.decode_column, cases)
