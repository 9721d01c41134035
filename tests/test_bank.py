"""The bank of a week: mistakes and alternatives, in the folders of their exercises."""

import pytest

from autograder import bank
from autograder.errors import CheckFileError

MISTAKE = """\
[[mistake]]
name = "{name}"
idea = "Adds."
was = "return {was}"
now = "return x + 2"
fails = ["{fails}"]
says = "any number"
"""
SECRETS = {
    "double": ("2 * x", "test_double_of_a_secret"),
    "half": ("x / 2", "test_half_of_a_secret"),
}


@pytest.fixture
def put(tiny):
    """Write a file of the tiny week."""

    def write(text, path):
        file = tiny.checks / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write


def mistakes(exercise, *names):
    """The text of a file of mistakes."""
    was, fails = SECRETS[exercise]
    return "\n".join(MISTAKE.format(name=name, was=was, fails=fails) for name in names)


def test_a_mistake_has_its_text_and_what_must_catch_it(put, tiny):
    put(mistakes("double", "adds_two"), "double/mistakes.toml")
    (mistake,) = bank.mistakes(tiny.slug)
    assert str(mistake) == "double/adds_two"
    assert mistake.text.endswith("    return x + 2\n")
    assert mistake.fails == {"test_double_of_a_secret"}
    assert mistake.says == "any number"


def test_mistakes_of_an_exercise_that_is_not_there_are_refused(put, tiny):
    path = put(mistakes("double", "adds_two"), "treble/mistakes.toml")
    with pytest.raises(CheckFileError, match="no exercise 'treble'") as caught:
        bank.mistakes(tiny.slug)
    assert str(caught.value).startswith(f"{path}:1: ")


def test_a_file_that_is_not_utf_8_is_refused_with_its_place(put, tiny):
    path = put(mistakes("double", "adds_two").encode() + b"# \xe9\n", "double/mistakes.toml")
    with pytest.raises(CheckFileError) as caught:
        bank.mistakes(tiny.slug)
    assert str(caught.value).startswith(f"{path}:1: is not UTF-8 text")


def test_an_alternative_is_the_text_of_its_file(put, tiny):
    put("def double(x):\n    return x + x\n", "double/alternatives/by_adding.py")
    (alternative,) = bank.alternatives(tiny.slug)
    assert (alternative.exercise, alternative.name) == ("double", "by_adding")
    assert alternative.text == "def double(x):\n    return x + x\n"
    assert alternative.fails == frozenset()


def test_a_week_without_a_bank_has_no_variants(tiny):
    assert bank.mistakes(tiny.slug) == bank.alternatives(tiny.slug) == ()


def test_mistakes_come_by_exercise_in_the_order_of_their_file(put, tiny):
    put(mistakes("half", "b", "a"), "half/mistakes.toml")
    put(mistakes("double", "z"), "double/mistakes.toml")
    assert [str(m) for m in bank.mistakes(tiny.slug)] == ["double/z", "half/b", "half/a"]


def test_a_variant_replaces_one_exercise_of_the_reference(put, tiny):
    put("def double(x):\n    return np.float64(x) + 2\n", "double/alternatives/adds_two.py")
    submission = bank.submission_of(bank.alternatives(tiny.slug)[0])
    assert submission.double(5) == 7
    assert submission.half(5) == 2.5


def test_variants_do_not_share_a_namespace(put, tiny):
    put(mistakes("double", "adds_two"), "double/mistakes.toml")
    bank.submission_of(bank.mistakes(tiny.slug)[0])
    assert bank.reference_namespace(tiny.slug)["double"](5) == 10


def test_the_names_of_checks_are_read_from_the_files_of_an_exercise(tiny):
    names = ["test_double_of_a_secret", "test_double_of_two_is_four"]
    names.append("test_double_of_a_word_is_refused_or_repeated")
    assert sorted(bank.check_names(tiny.checks / "double")) == sorted(names)
