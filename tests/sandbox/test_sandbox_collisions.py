"""Values made to collide are refused as they are read, in time linear in their number."""

from __future__ import annotations

import fractions
import itertools
import string
from collections import Counter, OrderedDict, defaultdict
from typing import Any

import numpy as np
import pandas as pd
import pytest

from autograder.sandbox.collisions import MAX_ALIKE
from autograder.sandbox.decode import loads
from autograder.sandbox.encode import dumps
from autograder.sandbox.errors import ProtocolError
from autograder.sandbox.wire import LENGTH, join

MODULUS = 2**61 - 1
"""By which Python takes the hash of a number."""
MANY = 6_000


def received(value: object) -> Any:
    """What the judge gets of a value that a child sends."""
    return loads(memoryview(dumps(value))[LENGTH.size :])


INTEGERS = [MODULUS * k + 5 for k in range(10, 10 + MANY)]
TUPLES = [tuple(-1 - (k >> bit & 1) for bit in range(13)) for k in range(MANY)]
"""Python gives -1 and -2 one hash."""
COMPLEX = [complex(MODULUS % 10**9 - 1_000_003 * k, k) for k in range(MANY)]
FOLDED = [k << 32 | (k ^ 12345) for k in range(1, MANY)]
"""pandas folds the halves of a hash."""


def integers_of_one_hash() -> np.ndarray[Any, Any]:
    """By the hash that pandas takes of an integer."""
    keys = []
    for high in range(1, MANY):
        low = 0
        for bit in range(32):
            low |= (high >> bit & 1 ^ (low >> bit - 11 & 1 if bit >= 11 else 0)) << bit
        keys.append(high << 33 | low)
    return np.array(keys, "i8")


def floats_of_one_hash() -> np.ndarray[Any, Any]:
    """By the hash that pandas takes of a float, Murmur's, which can be run backwards."""
    magic, mask = 0x5BD1E995, 2**32 - 1
    back = pow(magic, -1, 2**32)
    keys = []
    for low in range(1, MANY):
        mixed = low * magic & mask
        mixed = (mixed ^ mixed >> 24) * magic & mask
        hashed = ((0xC70F6907 ^ 4) * magic & mask ^ mixed) * magic & mask ^ 12345
        hashed = hashed * back & mask
        keys.append((hashed ^ hashed >> 24) * back % 2**32 << 32 | low)
    found = np.array(keys, "u8").view("f8")
    return found[np.isfinite(found)]


def texts_of_one_hash() -> list[str]:
    """By the hash that pandas takes of a text: found by a search, and put together."""
    by_hash: dict[int, list[str]] = defaultdict(list)
    for one, other in itertools.product(string.ascii_letters, repeat=2):
        by_hash[31 * ord(one) + ord(other)].append(one + other)
    alike = max(by_hash.values(), key=len)
    return ["".join(parts) for parts in itertools.product(alike[:2], repeat=13)]


TEXTS = texts_of_one_hash()
OBJECTS = np.array(TEXTS, dtype=object)


COLLIDING = {
    "a list of integers": INTEGERS,
    "a tuple of integers": tuple(INTEGERS),
    "a set": set(INTEGERS[:500]),
    "a frozenset": frozenset(INTEGERS[:500]),
    "a dict": dict.fromkeys(INTEGERS[:500]),
    "an OrderedDict": OrderedDict.fromkeys(INTEGERS[:500]),
    "a Counter": Counter(INTEGERS[:500]),
    "a defaultdict": defaultdict(int, dict.fromkeys(INTEGERS[:500], 1)),
    "a dict of tuples": dict.fromkeys(TUPLES[:500]),
    "a list of tuples": TUPLES,
    "a list of complex numbers": COMPLEX,
    "a list of fractions": [fractions.Fraction(n, 3) for n in INTEGERS],
    "an array of objects": np.array([*INTEGERS, None], dtype=object),
    "an array of objects that pandas folds": np.array(FOLDED, dtype=object),
    "an array of integers": integers_of_one_hash(),
    "an array of floats": floats_of_one_hash(),
    "an array of dates": integers_of_one_hash().view("M8[ns]"),
    "a packed list of integers": integers_of_one_hash().tolist(),
    "a packed list of floats": floats_of_one_hash().tolist(),
    "a series": pd.Series(integers_of_one_hash()),
    "an index": pd.Index(floats_of_one_hash()),
    "a frame": pd.DataFrame({"a": integers_of_one_hash()}),
    "a multi-index": pd.MultiIndex.from_arrays([pd.Index(integers_of_one_hash()[:5000])]),
    "a list of texts": TEXTS,
    "a list of texts and others": [*TEXTS, None, 3],
    "texts with an end of their own": [f"{text}\0{n}" for n, text in enumerate(TEXTS)],
    "long texts": [f"{text}{'é' * 2000}" for text in TEXTS[:1000]],
    "an array of texts": np.array(TEXTS),
    "an array of texts as objects": OBJECTS,
    "a series of texts": pd.Series(OBJECTS, dtype=object),
    "a column of texts": pd.Series(TEXTS, dtype=pd.StringDtype("python")),
    "an index of texts": pd.Index(OBJECTS, dtype=object),
    "the answers of many calls": [[True, value] for value in INTEGERS],
}


@pytest.mark.parametrize("name", COLLIDING)
def test_values_made_to_collide_are_refused(name: str) -> None:
    with pytest.raises(ProtocolError, match="made to collide"):
        received(COLLIDING[name])


def test_a_long_integer_goes_uncounted_nowhere() -> None:
    frame = join([MODULUS * 9], [])
    with pytest.raises(ProtocolError, match="integer"):
        loads(memoryview(frame)[LENGTH.size :])


HONEST = {
    "a grid": [(x, y) for x in range(-40, 40) for y in range(-40, 40)],
    "powers": [2**k for k in range(2000)],
    "one long integer, often": [2**70] * MANY,
    "numbers in steps": np.arange(50_000) << 20,
    "shares": np.arange(50_000) / 8,
    "labels": np.tile([0.0, 1.0, np.nan], 50_000),
    "days": np.arange(50_000).view("M8[us]") + np.timedelta64(86_400 * 10**6, "us"),
    "noughts": np.zeros(50_000),
    "flags and Nones": np.array([True, None, 1.5] * 3000, dtype=object),
    "fractions": [fractions.Fraction(n, 7) for n in range(-300, 300)],
    "keys of two kinds": {key: 0 for k in range(MAX_ALIKE) for key in (k, str(k), (k, -k))},
    "lists in tuples": [([k],) for k in range(500)],
    "names of flights": [f"UA{n:05d} EWR-LAX" for n in range(50_000)],
    "short texts": ["".join(two) for two in itertools.product(string.printable, repeat=2)],
    "texts of three letters": [
        "".join(t) for t in itertools.product(string.ascii_letters, repeat=3)
    ],
    "one long text and empty ones": ["x" * (3 << 20), *[""] * 5000],
    "long texts that are unlike": [f"{n} {'é' * 3000}" for n in range(2000)],
    "accents": np.array([f"Zürich {n}" for n in range(9000)], dtype=object),
    "missing values in tuples": [(pd.NA, k) for k in range(500)],
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_values_are_read(name: str) -> None:
    value = received(HONEST[name])
    assert type(value) is type(HONEST[name])
    assert len(value) == len(HONEST[name])
