"""Text and files that harm whoever reads or writes the records: pages, tables, terminals, disks."""

import json

from autograder.report import Status, Verdict

from .corpus import ALL, as_bytes, attack, cell_of, fruitless

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"
TERMINAL = "\\x1b]0;owned\\x07\\x1b[2J\\x1b[31m\\x9b31m"
BIDI = "\\u202egnp.exe\\u2066\\u200f"


def failing(text: str) -> str:
    """A function that raises an error with `text`, which stands inside a string literal."""
    return (
        "def late_labels(flights, late_after=15, cancelled='exclude'):\n"
        f"    raise RuntimeError('{text}')\n"
    )


@attack(Verdict.RAISED, Verdict.FAILED)
def a_script_in_an_error():
    """HTML in the message of an error, which a feedback page shows."""
    return failing(SCRIPT)


@attack(Verdict.RAISED, Verdict.FAILED)
def a_script_in_a_class_name():
    """HTML in the name of an error's class."""
    return (
        f"Kind = type('{SCRIPT}', (Exception,), {{}})\n"
        "def late_labels(*_, **__):\n    raise Kind('{{ 7 * 7 }} {% raw %} </pre></td></table>')\n"
    )


@fruitless()
def a_script_in_the_output():
    """HTML and JavaScript printed, displayed and shown as the last value."""
    return f"""
        from IPython.display import HTML, Javascript, Markdown, SVG, display
        print("{SCRIPT}")
        display(HTML("{SCRIPT}"), Javascript("alert(1)"), Markdown("[x](javascript:alert(1))"))
        display({{"text/html": "{SCRIPT}", "image/svg+xml": "<svg onload=alert(1)>"}}, raw=True)
    """


@attack(Verdict.FAILED)
def a_script_in_a_value():
    """HTML in what the function returns, as a name, a label and a value."""
    return (
        "def late_labels(flights, late_after=15, cancelled='exclude'):\n"
        f"    return pd.Series(['{SCRIPT}'] * len(flights), name='{SCRIPT}')\n"
    )


@attack(Verdict.RAISED, Verdict.FAILED)
def codes_for_the_terminal():
    """Escape sequences that set a title, clear the screen and colour what follows."""
    return failing(TERMINAL)


@fruitless()
def codes_in_the_output():
    """Escape sequences, NULs, backspaces and carriage returns printed."""
    return f"print('{TERMINAL}', '\\\\x00\\\\b\\\\r\\\\x7f', '{BIDI}')"


@attack(Verdict.RAISED, Verdict.FAILED)
def text_that_runs_backwards():
    """Characters that reverse the order of what is shown."""
    return failing(BIDI)


@attack(Verdict.FAILED)
def a_formula_in_a_value():
    """What a spreadsheet takes for a formula."""
    return (
        "def late_labels(flights, late_after=15, cancelled='exclude'):\n"
        "    return '=HYPERLINK(\"http://127.0.0.1/\",1)'\n"
    )


@attack(Verdict.RAISED, Verdict.FAILED)
def half_a_character():
    """A lone surrogate in an error, which cannot be written as UTF-8."""
    return failing("\\ud800")


@fruitless()
def half_a_character_in_the_output():
    """A lone surrogate printed and displayed."""
    return "print('\\ud800'); display('\\ud800'); {'\\udfff': '\\ud800'}"


@attack(Verdict.FAILED, Verdict.RAISED)
def half_a_character_in_a_value():
    """A lone surrogate returned, in a value, a key and a name."""
    return (
        "def late_labels(flights, late_after=15, cancelled='exclude'):\n"
        "    return {'\\ud800': pd.Series(['\\udfff'], name='\\ud800')}\n"
    )


@attack(Verdict.NOT_DEFINED, status=None)
def half_a_character_in_the_source(notebook):
    """A lone surrogate in the source of the cell, which JSON can say and UTF-8 cannot."""
    cell_of(notebook, "late-labels").source = "late_labels = '\ud800'"
    return notebook


@attack(Verdict.NOT_DEFINED, status=None)
def nothing_in_the_source(notebook):
    """NUL characters in the source of the cell."""
    cell_of(notebook, "late-labels").source = "def late_labels(*_):\n    return 1\0"
    return notebook


@attack(earns=ALL)
def a_script_in_the_memo(notebook):
    """HTML in the cell that a person reads."""
    cell_of(notebook, "host-memo").source = f"{SCRIPT}\n\n[x](javascript:alert(1))\n\x1b[2J\0"
    return notebook


@attack(earns=ALL)
def a_huge_memo(notebook):
    """Five megabytes of text in one line."""
    cell_of(notebook, "host-memo").source = "x" * 5_000_000
    return notebook


@attack(earns=ALL)
def a_million_lines_of_output(notebook):
    """Stored output, which is not read, of a million lines."""
    cell = cell_of(notebook, "late-labels")
    cell.outputs = [{"output_type": "stream", "name": "stdout", "text": "x\n" * 1_000_000}]
    return notebook


@attack(status=Status.UNREADABLE, scored=False, says="MB")
def a_huge_file(notebook):
    """Twenty-five megabytes of stored output."""
    notebook.cells[0].outputs = ["x" * 25_000_000]
    return notebook


@attack(status=Status.UNREADABLE, scored=False, says="nested too deeply")
def a_deep_file(notebook):
    """A hundred thousand brackets, which overflow a parser's stack."""
    return b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@attack(status=Status.UNREADABLE, scored=False)
def numbers_of_a_million_digits(notebook):
    """A number that takes ages to read."""
    return b'{"cells": [], "nbformat": ' + b"9" * 1_000_000 + b"}"


@attack(earns=ALL)
def numbers_that_are_none(notebook):
    """NaN and Infinity, which are no JSON."""
    notebook.metadata["score"] = float("nan")
    notebook.cells[0].metadata["points"] = float("inf")
    return notebook


@attack(status=Status.UNREADABLE, scored=False, says="UTF-8")
def another_encoding(notebook):
    """UTF-16, as some editors write it."""
    return as_bytes(notebook).decode().encode("utf-16")


@attack(status=Status.UNREADABLE, scored=False)
def no_bytes(notebook):
    """An empty file."""
    return b""


@attack(status=Status.UNREADABLE, scored=False)
def bytes_of_an_image(notebook):
    """A file that only has the right ending."""
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100


@attack(status=Status.UNREADABLE, scored=False)
def cells_of_every_wrong_kind(notebook):
    """Cells that are numbers, lists and texts."""
    return b'{"cells": [1, null, "x", [], {"source": 5, "metadata": 7, "cell_type": []}]}'


@attack(earns=ALL, status=Status.REVIEW, says="found again by its id")
def metadata_of_every_wrong_kind(notebook):
    """The metadata of the cell is something else; the right answer in it is found all the same."""
    cell_of(notebook, "late-labels").metadata = [["nbgrader", {"grade_id": "late-labels"}]]
    return notebook


@attack(earns=ALL)
def a_source_in_odd_pieces(notebook):
    """The source as a list that holds more than lines."""
    cell = cell_of(notebook, "late-labels")
    cell.source = [1, None, *cell.source.splitlines(keepends=True), {}]
    return notebook


@attack(earns=ALL)
def names_that_are_paths(notebook):
    """Ids, kernels and attachments named like paths that lead out."""
    path = "../../../../tmp/../etc/passwd\0"
    notebook.metadata |= {"kernelspec": {"name": path, "display_name": path}, "title": path}
    for cell in notebook.cells:
        cell.id = path
        cell.attachments = {path: {"image/png": path}}
    return notebook


@attack(earns=ALL)
def a_key_said_twice(notebook):
    """Two lists of cells in one file, of which the last counts."""
    text = json.dumps(notebook)
    return ('{"cells": [], ' + text[1:]).encode()


@fruitless()
def displays_of_odd_kinds():
    """Displays with broken images, broken kinds and huge names."""
    return """
        from IPython.display import display
        display({"image/png": "not base 64", "text/plain": "x"}, raw=True)
        display({"application/vnd.custom+json": "{}"}, raw=True)
    """


@attack(earns=ALL, solved=True)
def a_display_named_like_a_path():
    """A display whose MIME type is a path, which is shown nowhere."""
    return """
        from IPython.display import display
        display({"../../etc/passwd": "x"}, raw=True)
    """


@attack(Verdict.NOT_DEFINED, status=Status.REVIEW, solved=True, says="protocol-violation")
def a_display_named_like_a_path_on_the_wire():
    """The same past the shell that leaves it out: no MIME type, so no message of ours."""
    return """
        log = get_ipython().output_log
        log.outputs.append({"kind": "display_data", "data": {"../../passwd": "x"}, "offset": 0})
    """


@attack(Verdict.RAISED, Verdict.FAILED)
def a_very_long_line():
    """An error of one line with ten million characters, for tables and pages."""
    return failing("x' * 10_000_000 + '")
