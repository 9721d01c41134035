"""Mistakes written as the lines that differ from a right solution."""

import pytest

from autograder import bank, mistakes_file
from autograder.errors import CheckFileError

SOLUTIONS = {
    "reference": "def f(x):\n    if x < 0:\n        return 0\n    return x\n",
    "by_max": "def f(x):\n    return max(x, 0)\n",
}
CHECKS = ("test_a", "test_b", "test_c")
ENTRY = """
[[mistake]]
name = "negative_passes"
idea = "A negative number is taken as it is."
was = "if x < 0:"
now = "if x < -9:"
fails = ["test_a"]
says = "negative"
"""


@pytest.fixture
def read(tmp_path):
    """Read a text as a file of mistakes."""

    def of(text):
        path = tmp_path / "mistakes.toml"
        path.write_text(text, encoding="utf-8")
        return mistakes_file.read(path, SOLUTIONS, CHECKS)

    return of


def test_a_mistake_is_the_reference_with_the_lines_exchanged(read):
    (mistake,) = read(ENTRY)
    assert mistake.text == SOLUTIONS["reference"].replace("x < 0", "x < -9")
    assert (mistake.fails, mistake.says) == ({"test_a"}, "negative")


def test_another_solution_may_be_edited(read):
    text = ENTRY.replace('was = "if x < 0:"', 'of = "by_max"\nwas = "return max(x, 0)"')
    (mistake,) = read(text.replace("if x < -9:", "return x"))
    assert mistake.text == "def f(x):\n    return x\n"


def test_edits_follow_each_other_and_an_empty_one_deletes(read):
    edits = (
        'edits = [{was = "return 0", now = "pass"}, {was = """if x < 0:\n    pass""", now = ""}]'
    )
    text = ENTRY.replace('was = "if x < 0:"\nnow = "if x < -9:"', edits)
    assert read(text)[0].text == "def f(x):\n    return x\n"


def test_several_lines_keep_their_depth_below_each_other(read):
    was = 'was = """\nif x < 0:\n    return 0\n"""\nnow = """\nif x < 1:\n    return 1\n"""'
    (mistake,) = read(ENTRY.replace('was = "if x < 0:"\nnow = "if x < -9:"', was))
    assert mistake.text == "def f(x):\n    if x < 1:\n        return 1\n    return x\n"


def test_a_mistake_that_breaks_nearly_everything_names_what_it_passes(read):
    (mistake,) = read(ENTRY.replace('fails = ["test_a"]', 'passes = ["test_b"]'))
    assert mistake.fails == {"test_a", "test_c"}
    (mistake,) = read(ENTRY.replace('fails = ["test_a"]', "passes = []"))
    assert mistake.fails == set(CHECKS)


def test_a_whole_solution_is_taken_as_it_is(read):
    text = ENTRY.replace('was = "if x < 0:"\nnow = "if x < -9:"', 'text = "f = abs"')
    assert read(text)[0].text == "f = abs\n"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"if x < 0:"', '"if y < 0:"', "2: was stands nowhere in the solution: 'if y < 0:'"),
        ('"if x < 0:"', '"  "', "2: was is empty"),
        ('"negative_passes"', '""', "2: a mistake has name"),
        ('["test_a"]', "[]", "2: a mistake fails some check"),
        ('["test_a"]', '"test_a"', "2: fails is a list of names"),
        ('["test_a"]', '["test_a", 3]', "2: fails is a list of names"),
        ('["test_a"]', '["test_d"]', "2: the exercise has no check test_d"),
        ('fails = ["test_a"]', "", "2: a mistake has fails = "),
        ('fails = ["test_a"]', 'fails = ["test_a"]\npasses = []', "2: a mistake has fails = "),
        ("fails = [", 'passes = ["test_b", "test_c", ', "2: a mistake fails some check"),
        ('says = "negative"', "", "2: a mistake has says"),
        ('says = "negative"', 'says = "x"\nhint = "y"', "2: a mistake has no hint"),
        ('now = "if x < -9:"', "", "2: a mistake has either was and now"),
        ('now = "if x < -9:"', 'now = "pass"\ntext = "f = 1"', "2: a mistake has either"),
        ('was = "if', 'of = "other"\nwas = "if', "2: there is no solution 'other'"),
        ("[[mistake]]", "[mistake]", "1: the file holds"),
        ("[[mistake]]", "[[mistake", " is not TOML"),
    ],
)
def test_what_breaks_the_rules_is_refused_with_its_place(read, tmp_path, old, new, problem):
    with pytest.raises(CheckFileError) as caught:
        read(ENTRY.replace(old, new))
    assert str(caught.value).startswith(f"{tmp_path / 'mistakes.toml'}:{problem}")


def test_lines_that_stand_twice_and_names_that_serve_twice_are_refused(read):
    solution = SOLUTIONS["reference"] + SOLUTIONS["reference"]
    with pytest.raises(ValueError, match="2 times"):
        mistakes_file.edited(solution, "if x < 0:", "if x:")
    with pytest.raises(CheckFileError, match=r":10: a second mistake is called"):
        read(ENTRY + ENTRY)


def test_the_bank_finds_the_mistakes_and_alternatives_of_an_exercise_in_its_folder(tiny):
    folder = tiny.checks / "double"
    (folder / "alternatives").mkdir(parents=True)
    (folder / "alternatives" / "by_adding.py").write_text("def double(x):\n    return x + x\n")
    text = ENTRY.replace('was = "if x < 0:"', 'of = "by_adding"\nwas = "return x + x"')
    text = text.replace("if x < -9:", "return x + 2").replace("test_a", "test_double_of_a_secret")
    (folder / "mistakes.toml").write_text(text)
    (mistake,) = bank.mistakes(tiny.slug)
    assert (str(mistake), mistake.text) == (
        "double/negative_passes",
        "def double(x):\n    return x + 2\n",
    )
    assert [str(found) for found in bank.alternatives(tiny.slug)] == ["double/by_adding"]
