"""Mistakes and alternatives: one file each, with what must catch it."""

import pytest

from autograder import bank
from autograder.errors import CheckFileError

BLOCK = '# /// mistake\n# fails = ["test_a", "test_b"]\n# says = "exactly 15"\n# ///\n'


@pytest.fixture
def put(tiny):
    """Write a mistake or alternative of the tiny week."""

    def write(text, path="mistakes/double/adds_two.py"):
        file = tiny.checks / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write


def test_a_mistake_has_its_text_and_what_must_catch_it(put, tiny):
    put(BLOCK + "\n\ndef double(x):\n    return x + 2\n")
    (mistake,) = bank.mistakes(tiny.slug)
    assert str(mistake) == "double/adds_two"
    assert mistake.text == "def double(x):\n    return x + 2\n"
    assert mistake.fails == {"test_a", "test_b"}
    assert mistake.says == "exactly 15"


def test_the_block_may_spread_over_lines(put, tiny):
    put('# /// mistake\n# fails = [\n#     "test_a",\n#\n# ]\n# says = "x"\n# ///\ny = 1\n')
    (mistake,) = bank.mistakes(tiny.slug)
    assert mistake.fails == {"test_a"}


BAD = {
    "no block": ("def double(x): pass\n", "1: a mistake begins with"),
    "a block further down": ("x = 1\n" + BLOCK, "1: a mistake begins with"),
    "an open block": ("# /// mistake\n# says = 'x'\n", "1: a mistake begins with"),
    "a block that is not TOML": (BLOCK.replace("= [", "= ["[:1]), "2: the block is not TOML"),
    "no fails": ("# /// mistake\n# says = 'x'\n# ///\n", "2: the block holds"),
    "nothing that fails": (BLOCK.replace('"test_a", "test_b"', ""), "2: the block holds"),
    "one name that is not in a list": (
        BLOCK.replace('["test_a", "test_b"]', '"test_a"'), "2: the block holds",
    ),
    "a number among the names": (BLOCK.replace('"test_b"', "3"), "2: the block holds"),
    "no says": (BLOCK.replace('# says = "exactly 15"\n', ""), "2: the block holds"),
    "an empty phrase": (BLOCK.replace("exactly 15", ""), "2: the block holds"),
    "a phrase that is a number": (BLOCK.replace('"exactly 15"', "15"), "2: the block holds"),
    "an unknown key": (BLOCK.replace("# says", "# hint = 1\n# says"), "2: the block holds"),
    "Latin-1": (BLOCK.encode() + b"# \xe9\n", "1: is not UTF-8 text"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_that_breaks_the_rules_is_refused_with_its_place(name, put, tiny):
    text, problem = BAD[name]
    path = put(text)
    with pytest.raises(CheckFileError) as caught:
        bank.mistakes(tiny.slug)
    assert str(caught.value).startswith(f"{path}:{problem}")


def test_an_alternative_has_no_block(put, tiny):
    put("def double(x):\n    return x + x\n", "alternatives/double/by_adding.py")
    (alternative,) = bank.alternatives(tiny.slug)
    assert (alternative.exercise, alternative.name) == ("double", "by_adding")
    assert alternative.fails == frozenset()


def test_a_week_without_a_bank_has_no_variants(tiny):
    assert bank.mistakes(tiny.slug) == bank.alternatives(tiny.slug) == ()


def test_variants_come_in_the_order_of_their_paths(put, tiny):
    for name in ("half/b", "half/a", "double/z"):
        put(BLOCK, f"mistakes/{name}.py")
    assert [str(m) for m in bank.mistakes(tiny.slug)] == ["double/z", "half/a", "half/b"]


def test_a_variant_replaces_one_exercise_of_the_reference(put, tiny):
    put(BLOCK + "def double(x):\n    return np.float64(x) + 2\n")
    submission = bank.submission_of(bank.mistakes(tiny.slug)[0])
    assert submission.double(5) == 7
    assert submission.half(5) == 2.5


def test_variants_do_not_share_a_namespace(put, tiny):
    put(BLOCK + "def double(x):\n    return x + 2\n")
    bank.submission_of(bank.mistakes(tiny.slug)[0])
    assert bank.reference_namespace(tiny.slug)["double"](5) == 10
