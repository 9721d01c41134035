"""A source that breaks an authoring rule is refused, with the file and the line."""

import re

import pytest

from autograder.errors import SourceError
from autograder.source import Kind, parse

GOOD = """\
# %% [markdown]
# # A title
#
# Some prose, with a blank line above.


# %% setup="imports"
import math


# %% exercise="double"
def double(x):
    \"\"\"Twice x.\"\"\"

    ### BEGIN SOLUTION
    y = 2 * x

    return y
    ### END SOLUTION


# %% check="double" points=40

# %% check="double" hidden=true points=40

# %% [markdown] memo="memo" points=20
# # Memo
#
# ### BEGIN SOLUTION
# A sample answer.
#
# ### END SOLUTION
"""


def after(old, new):
    """The good source with one change."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def line_of(text, mark):
    """The only line that is `mark`, or else the only one that holds it."""
    lines = text.splitlines()
    found = [n for n, line in enumerate(lines, 1) if line == mark]
    (number,) = found or [n for n, line in enumerate(lines, 1) if mark in line]
    return number


CODE_BEGIN = "    ### BEGIN SOLUTION\n    y"
CODE_END = "    return y\n    ### END SOLUTION"
MEMO = '# %% [markdown] memo="memo" points=20'
EXERCISE = '# %% exercise="double"'
SECOND = """# %% exercise="double"
def half(x):
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION

"""

# name: (source, text that stands alone on the guilty line, part of the problem)
BROKEN = {
    "a region within a region": (
        after("    y = 2 * x", "    y = 2 * x\n        ### BEGIN SOLUTION"),
        "        ### BEGIN SOLUTION",
        "nested: line 15 is still open",
    ),
    "a region that is never closed": (
        after(CODE_END, "    return y"),
        "    ### BEGIN SOLUTION",
        "never closed",
    ),
    "a memo region that is never closed": (
        after("# A sample answer.\n#\n# ### END SOLUTION", "# A sample answer."),
        "# ### BEGIN SOLUTION",
        "never closed",
    ),
    "a region that is never opened": (
        after(CODE_BEGIN, "    y"),
        "    ### END SOLUTION",
        "without '### BEGIN SOLUTION' above it",
    ),
    "a memo region that is never opened": (
        after("# ### BEGIN SOLUTION", "# text"),
        "# ### END SOLUTION",
        "without '### BEGIN SOLUTION' above it",
    ),
    "an end marker indented unlike its begin marker": (
        after("    ### END SOLUTION", "        ### END SOLUTION"),
        "        ### END SOLUTION",
        "indented unlike its begin marker on 15",
    ),
    "a region indented unlike the code around it": (
        after(
            "    ### BEGIN SOLUTION\n    y = 2 * x\n\n    return y\n    ### END SOLUTION",
            "    y = 1\n        ### BEGIN SOLUTION\n    return y\n        ### END SOLUTION",
        ),
        "        ### BEGIN SOLUTION",
        "leaves no valid Python (unexpected indent)",
    ),
    "a region that leaves half a statement behind": (
        after(
            "    y = 2 * x\n\n    return y\n    ### END SOLUTION",
            "    if x:\n        y = 2\n    ### END SOLUTION\n    else:\n        y = 3",
        ),
        "    ### BEGIN SOLUTION",
        "leaves no valid Python",
    ),
    "a region outside of a function": (
        after('    """Twice x."""\n\n    ### BEGIN', "    return 2 * x\n\n\n### BEGIN").replace(
            "    y = 2 * x\n\n    return y\n    ### END", "y = 2\n### END"
        ),
        "### BEGIN SOLUTION",
        "put the region inside the function",
    ),
    "a region in the body of a class": (
        after("def double(x):", "class Double:"),
        "    ### BEGIN SOLUTION",
        "put the region inside a function",
    ),
    "a marker that shares its line with code": (
        after("    y = 2 * x", "    y = 2 * x  ### END SOLUTION"),
        "y = 2 * x  ### END",
        "a marker is exactly",
    ),
    "a marker with the wrong number of signs": (
        after(CODE_BEGIN, "    # BEGIN SOLUTION\n    y"),
        "    # BEGIN SOLUTION",
        "a marker is exactly",
    ),
    "a marker of hidden tests": (
        after("    y = 2 * x", "    ### BEGIN HIDDEN TESTS"),
        "    ### BEGIN HIDDEN TESTS",
        "a marker is exactly",
    ),
    "a region in the set-up cell": (
        after("import math", "import math\n\n### BEGIN SOLUTION"),
        "### BEGIN SOLUTION",
        "a setup cell has no solution region",
    ),
    "a region in prose": (
        after("# Some prose,", "# ### BEGIN SOLUTION\n# Some prose,"),
        4,
        "a prose cell has no solution region",
    ),
    "an exercise without a region": (
        after(CODE_BEGIN, "    y").replace(CODE_END, "    return y"),
        EXERCISE,
        "exercise 'double' has no solution region",
    ),
    "a memo without a region": (
        after("# ### BEGIN SOLUTION\n", "").replace("#\n# ### END SOLUTION\n", ""),
        MEMO,
        "memo 'memo' has no solution region",
    ),
    "two exercises of one name": (
        after(MEMO, SECOND + MEMO),
        26,
        "'double' is used already, on line 11",
    ),
    "a memo with the name of an exercise": (
        after(MEMO, '# %% [markdown] memo="double" points=20'),
        'memo="double"',
        "'double' is used already, on line 11",
    ),
    "an exercise with the name of a check cell": (
        after('setup="imports"', 'setup="double-hidden"'),
        'check="double" hidden=true',
        "'double-hidden' is also the name of a check cell",
    ),
    "a check of no exercise": (
        after('check="double" points', 'check="duoble" points'),
        'check="duoble"',
        "no exercise 'duoble' stands above",
    ),
    "a check above its exercise": (
        after(EXERCISE, '# %% check="double" points=1\n\n' + EXERCISE),
        'points=1',
        "no exercise 'double' stands above",
    ),
    "two public checks of one exercise": (
        after(MEMO, '# %% check="double" points=7\n\n' + MEMO),
        "points=7",
        "'double' has this check already, on line 22",
    ),
    "an exercise without a public check": (
        after('# %% check="double" points=40\n', ""),
        EXERCISE,
        "'double' has no public check cell",
    ),
    "an exercise without a hidden check": (
        after('# %% check="double" hidden=true points=40\n', ""),
        EXERCISE,
        "'double' has no hidden check cell",
    ),
    "points that add up to less than 100": (
        after("points=20", "points=19"),
        "points=19",
        "points add up to 99, not 100",
    ),
    "points that add up to more than 100": (
        after("points=20", "points=20.5"),
        "points=20.5",
        "points add up to 100.5, not 100",
    ),
    "a check without points": (
        after('check="double" points=40', 'check="double"'),
        '# %% check="double"',
        "a check cell needs points=N",
    ),
    "negative points": (after("points=20", "points=-20"), MEMO[:-2], "a memo cell needs points=N"),
    "points in words": (
        after("points=20", 'points="20"'), 'points="20"', "a memo cell needs points=N"
    ),
    "points that are not a number": (
        after("points=20", "points=NaN"), "points=NaN", "a memo cell needs points=N"
    ),
    "points for an exercise cell": (
        after(EXERCISE, EXERCISE + " points=5"),
        EXERCISE,
        "a exercise cell has no key 'points'",
    ),
    "hidden in words": (
        after("hidden=true", 'hidden="yes"'), 'hidden="yes"', "hidden is true or false"
    ),
    "an unknown key": (
        after(MEMO, MEMO + ' colour="red"'),
        'colour="red"',
        "a memo cell has no key 'colour'",
    ),
    "an unknown role": (
        after(EXERCISE, '# %% exercice="double"'),
        "exercice",
        "unknown cell keys ['exercice']",
    ),
    "a cell with a title": (
        after("# %% [markdown]\n# # A", "# %% Notes [markdown]\n# # A"),
        "Notes",
        "unknown cell keys ['title']",
    ),
    "two roles": (
        after(EXERCISE, EXERCISE + ' setup="double"'),
        EXERCISE,
        "a cell has one role, not both exercise and setup",
    ),
    "a body in a check cell": (
        after("hidden=true points=40", "hidden=true points=40\nassert double(2) == 4"),
        "hidden=true",
        "a check cell has no body",
    ),
    "a comment in a check cell": (
        after("hidden=true points=40", "hidden=true points=40\n# to do"),
        "hidden=true",
        "a check cell has no body",
    ),
    "a key with capitals": (
        after('setup="imports"', 'setup="Imports"'), "Imports", "'Imports' is no key"
    ),
    "a key that is a number": (after('setup="imports"', "setup=3"), "setup=3", "3 is no key"),
    "a key without an end": (
        after('setup="imports"', f'setup="{"i" * 41}"'), "iii", "40 at most"
    ),
    "a memo in a code cell": (
        after(MEMO, '# %% memo="memo" points=20'),
        'memo="memo"',
        "a memo cell is a markdown cell",
    ),
    "an exercise in a Markdown cell": (
        after(MEMO, '# %% [markdown] exercise="words"\n# Text\n\n' + MEMO),
        "words",
        "a exercise cell is a code cell",
    ),
    "a raw cell": (
        after(MEMO, "# %% [raw]\n# raw text\n\n" + MEMO), "# %% [raw]", "a raw cell has no place"
    ),
    "text before the first cell": (
        "\n\nimport math\n\n" + GOOD, 3, "begin the file with a cell header"
    ),
    "a comment before the first cell": (
        "# Licence: MIT\n\n" + GOOD, 1, "begin the file with a cell header"
    ),
    "a header within a docstring": (
        after('"""Twice x."""', '"""Twice x.\n\n# %% like this\n    """'),
        "# %% like this",
        "out of strings",
    ),
    "a header within a string, and one that jupytext alone takes for a header": (
        after('"""Twice x."""', '"""Twice x.\n\n# %% like this\n    """') + "\n#%%\nx = 1\n",
        "# %% like this",
        "out of strings",
    ),
    "a header without a blank": (GOOD + "\n#%%\nx = 1\n", "#%%", "begins with '# %%'"),
    "an indented header": (
        after("    y = 2 * x", "    # %% a note\n    y = 2 * x"), "a note", "begins with '# %%'"
    ),
    "a header of a nested cell": (GOOD + "\n# %%% deeper\nx = 1\n", "%%%", "begins with '# %%'"),
    "a header of an exported script": (GOOD + "\n# In[3]:\nx = 1\n", "In[3]", "begins with '# %%'"),
    "no title": (after("# # A title", "# A title"), 1, "no Markdown cell begins with a title"),
    "a title in a memo only": (after("# # A title", "# ## A title"), 1, "no Markdown cell"),
    "a file that is not Python": (
        after("    y = 2 * x", "    y = = 2 * x"), "y = = 2", "is not Python"
    ),
    "a file with a null byte": (after("    y = 2 * x", "    y = '\0'"), None, "is not Python"),
    "an empty file": ("", 1, "points add up to 0"),
}  # fmt: skip


@pytest.fixture
def broken(tmp_path):
    def write(content):
        path = tmp_path / "w98_broken.py"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_source_is_refused_with_its_file_and_line(name, broken):
    text, where, problem = BROKEN[name]
    path = broken(text)
    with pytest.raises(SourceError, match=re.escape(problem)) as caught:
        parse(path)
    assert caught.value.path == path
    if where is not None:
        expected = where if isinstance(where, int) else line_of(text, where)
        assert caught.value.line == expected
        assert str(caught.value).startswith(f"{path}:{expected}: ")


def test_a_line_number_counts_blank_lines_and_markdown_cells_above(broken):
    text = GOOD.replace(
        "# # A title\n#\n", "#\n#\n# # x\n\n\n\n\n# %% [markdown]\n# # A title\n#\n"
    )
    text = text.replace("import math", "\n\n\nimport math\n\n\n\n\n")
    text = text.replace("    y = 2 * x", "    y = 2 * x\n\n\n  ### END SOLUTION")
    with pytest.raises(SourceError) as caught:
        parse(broken(text))
    assert caught.value.line == line_of(text, "  ### END SOLUTION")


def test_windows_line_ends_do_not_shift_the_line(broken):
    text = BROKEN["a region that is never closed"][0]
    with pytest.raises(SourceError) as caught:
        parse(broken(text.replace("\n", "\r\n")))
    assert caught.value.line == line_of(text, "    ### BEGIN SOLUTION")


def test_a_file_that_is_not_utf8_is_refused(broken):
    with pytest.raises(SourceError, match=r":1: the file is not UTF-8 text"):
        parse(broken(GOOD.replace("prose", "pr\xf6se").encode("latin-1")))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r":1: there is no such file"):
        parse(tmp_path / "w98_nothing.py")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r":1: "):
        parse(tmp_path)


def test_a_good_source_is_read_cell_by_cell(broken):
    source = parse(broken(GOOD))
    assert [cell.kind for cell in source.cells] == [
        Kind.PROSE, Kind.SETUP, Kind.EXERCISE, Kind.CHECK, Kind.CHECK, Kind.MEMO,
    ]  # fmt: skip
    assert source.title == "A title"
    assert source.slug == "w98_broken"
    assert source.exercises == ("double",)
    assert source.points(Kind.CHECK) == 80
    assert source.points(Kind.MEMO) == 20


def test_every_cell_knows_the_line_of_its_header(broken):
    lines = GOOD.splitlines()
    for cell in parse(broken(GOOD)).cells:
        assert lines[cell.line - 1].startswith("# %%")
        assert not cell.key or f'"{cell.key}"' in lines[cell.line - 1]


def test_points_with_decimals_may_add_up_to_100_in_spite_of_rounding(broken):
    text = GOOD.replace("points=40", "points=33.3", 1).replace("points=40", "points=33.3")
    source = parse(broken(text.replace("points=20", "points=33.4")))
    assert source.points(Kind.MEMO) == 33.4


def test_a_region_may_follow_code_that_the_student_keeps(broken):
    text = GOOD.replace(CODE_BEGIN, "    x = float(x)\n    ### BEGIN SOLUTION\n    y")
    assert parse(broken(text)).exercises == ("double",)


def test_a_region_in_a_method_is_inside_a_function(broken):
    text = GOOD.replace("def double(x):\n", "class Double:\n  def double(x):\n")
    assert parse(broken(text)).exercises == ("double",)
