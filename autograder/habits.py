"""Right answers in an unusual shape: what students do to a notebook, and no grader may punish.

Each habit is a function that changes a notebook in which the first two exercises of a week are
solved and nothing else is; its docstring says what the student did. Stock nbgrader and the judge
must give each the same score, and so must `check()` and `mlsd check`.
"""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder import course
from autograder.hand import Hand, grade_id


@dataclass(frozen=True)
class Habit:
    """One habit. loses: which of `first` and `second` earn nothing, in every way of grading."""

    name: str
    what: str
    change: Callable[[Hand], None]
    loses: frozenset[str]

    def __str__(self) -> str:
        return self.name

    def hand(self, slug: str) -> Hand:
        """What is handed in."""
        hand = Hand(slug)
        self.change(hand)
        return hand

    def points(self, slug: str) -> dict[str, float]:
        """What each check cell must earn."""
        hand = Hand(slug)
        earns = {hand.first: "first" not in self.loses, hand.second: "second" not in self.loses}
        return {
            cell.grade_id: cell.points if earns.get(cell.exercise) else 0.0
            for cell in course.check_cells(slug)
        }


HABITS: dict[str, Habit] = {}


def habit(*loses: str) -> Callable[[Callable[[Hand], None]], Callable[[Hand], None]]:
    """Add a habit; `loses` names the exercises, `first` or `second`, that earn nothing by it."""

    def add(change: Callable[[Hand], None]) -> Callable[[Hand], None]:
        what = " ".join((change.__doc__ or "").split())
        HABITS[change.__name__] = Habit(change.__name__, what, change, frozenset(loses))
        return change

    return add


# -- cells of one's own


@habit()
def answer_in_a_new_cell(hand: Hand) -> None:
    """The stub is left as it is, and the answer written in a cell below it."""
    hand.cell(hand.first).source = hand.stubs[hand.first]
    hand.below(hand.first, hand.solutions[hand.first])


@habit()
def answers_in_one_new_cell(hand: Hand) -> None:
    """Both answers stand in one new cell below the stub of the second."""
    for key in hand.solutions:
        hand.cell(key).source = hand.stubs[key]
    both = "\n\n\n".join(hand.solutions.values())
    hand.below(hand.first, both)
    hand.below(hand.second, both)


@habit("first")
def answer_above_the_stub(hand: Hand) -> None:
    """The answer stands above the stub, which then takes its name away."""
    hand.cell(hand.first).source = hand.stubs[hand.first]
    hand.above(hand.first, hand.solutions[hand.first])


@habit("first")
def answer_below_the_checks(hand: Hand) -> None:
    """The answer stands below its checks, too late for them."""
    hand.cell(hand.first).source = hand.stubs[hand.first]
    hand.below(hand.checks(hand.first)[1], hand.solutions[hand.first])


@habit()
def imports_in_a_new_cell(hand: Hand) -> None:
    """What the answer needs is imported in a cell of its own, at the top."""
    key = hand.first
    hand.above("imports", "import functools as ft\nfrom operator import itemgetter, mul")
    decorated = hand.solutions[key].replace("def ", "@ft.wraps(mul)\ndef ", 1)
    name = key.replace("-", "_")
    hand.cell(key).source = f"{decorated}\n\n\n{name} = {name}.__wrapped__ and {name}\n"


@habit()
def constants_and_helpers_in_new_cells(hand: Hand) -> None:
    """A constant and a helper in cells above, the helper of the helper below."""
    key, name = hand.first, hand.first.replace("-", "_")
    hand.above(key, "LATER = 1", f"def call(*args, **kwargs):\n    return {name}_(*args, **kwargs)")
    hand.below(key, hand.renamed(key, f"{name}_"))
    hand.cell(
        key
    ).source = (
        f"def {name}(*args, **kwargs):\n    return (call, None)[LATER - 1](*args, **kwargs)\n"
    )


@habit("first")
def a_helper_below_the_checks(hand: Hand) -> None:
    """The helper of an answer is defined below its checks, as it was written later."""
    key, name = hand.first, hand.first.replace("-", "_")
    hand.cell(key).source = f"def {name}(*args, **kwargs):\n    return _do(*args, **kwargs)\n"
    hand.below(hand.checks(key)[1], hand.renamed(key, "_do"))


@habit()
def a_name_is_used_again(hand: Hand) -> None:
    """The name of a function is given to something else once its checks have run."""
    hand.below(hand.checks(hand.first)[1], f"{hand.first.replace('-', '_')} = 3")


@habit()
def a_function_is_deleted(hand: Hand) -> None:
    """A function is deleted once its checks have run."""
    hand.below(hand.checks(hand.first)[1], f"del {hand.first.replace('-', '_')}")


@habit()
def helpers_of_one_name(hand: Hand) -> None:
    """Each exercise has a helper and a global of the same name."""
    for key in hand.solutions:
        name = key.replace("-", "_")
        hand.cell(key).source = (
            f"{hand.renamed(key, '_helper')}\n\n\nKIND = {key!r}\n\n\n"
            f"def {name}(*args, **kwargs):\n    assert KIND == {key!r}\n"
            "    return _helper(*args, **kwargs)\n"
        )


@habit()
def an_answer_calls_another(hand: Hand) -> None:
    """The second answer asks the first whether it is there."""
    first, second = (key.replace("-", "_") for key in (hand.first, hand.second))
    hand.cell(hand.second).source = (
        f"{hand.renamed(hand.second, '_second')}\n\n\n"
        f"def {second}(*args, **kwargs):\n    assert callable({first}), {first}.__name__\n"
        "    return _second(*args, **kwargs)\n"
    )


@habit()
def a_demonstration_is_wrong(hand: Hand) -> None:
    """Cells of one's own that raise, do not parse, and exit."""
    texts = ("1 / 0", "def broken(:\n    pass", "assert False, 'not yet'", "raise SystemExit")
    hand.above(hand.first, *texts)
    hand.below(hand.first, "undefined_name + 1", "await nothing()", "return 3")


@habit()
def half_a_cell_raises(hand: Hand) -> None:
    """The answer stands above a line that raises, in a cell of one's own."""
    hand.cell(hand.first).source = hand.stubs[hand.first]
    hand.below(hand.first, f"{hand.solutions[hand.first]}\n\n\n1 / 0\n")


@habit()
def the_invitations_are_taken(hand: Hand) -> None:
    """What the notebook invites to try out is tried out."""
    name = hand.first.replace("-", "_")
    for cell in hand.notebook.cells:
        if cell.cell_type == "code" and not grade_id(cell):
            cell.source = f"tried = {name}\nprint(tried.__name__)\ntried"


@habit()
def checks_by_hand(hand: Hand) -> None:
    """`check` is called in cells of one's own, and its result looked at."""
    first = f"earned = check({hand.first!r})\nfloat(earned) >= 0, check.failed_call"
    hand.below(hand.first, first, f"print(check({hand.second!r}))", "check")


@habit()
def awaits(hand: Hand) -> None:
    """`await` at the top of a cell that defines something."""
    hand.cell(hand.first).source = hand.stubs[hand.first]
    text = f"import asyncio\nawait asyncio.sleep(0)\n\n\n{hand.solutions[hand.first]}"
    hand.below(hand.first, text)


@habit()
def definitions_by_other_means(hand: Hand) -> None:
    """The answer is defined below an `if`, by `exec`, or taken from a class."""
    key, name = hand.first, hand.first.replace("-", "_")
    hand.cell(key).source = f"exec({hand.renamed(key, 'made')!r})\nif made:\n    {name} = made\n"
    key, name = hand.second, hand.second.replace("-", "_")
    body = textwrap.indent(hand.renamed(key, "made"), "    ")
    hand.cell(key).source = f"class Desk:\n    @staticmethod\n{body}\n\n\n{name} = Desk().made\n"


# -- cells that were split, merged, copied, moved or deleted


@habit()
def split_above(hand: Hand) -> None:
    """A solution cell was split: the helper in the first half, the answer in the second."""
    key, name = hand.first, hand.first.replace("-", "_")
    hand.cell(key).source = hand.renamed(key, "_half")
    hand.copy_below(key, f"def {name}(*args, **kwargs):\n    return _half(*args, **kwargs)\n")


@habit()
def split_below(hand: Hand) -> None:
    """A solution cell was split: the answer in the first half, its helper in the second."""
    key, name = hand.first, hand.first.replace("-", "_")
    hand.cell(key).source = f"def {name}(*args, **kwargs):\n    return _half(*args, **kwargs)\n"
    hand.copy_below(key, hand.renamed(key, "_half"))


@habit()
def split_with_nothing_below(hand: Hand) -> None:
    """A solution cell was split at its end."""
    hand.copy_below(hand.first, "")
    hand.copy_below(hand.second, "# done\n")


@habit()
def split_with_a_demonstration_below(hand: Hand) -> None:
    """The second half only shows what the first does, and fails."""
    hand.copy_below(hand.first, f"{hand.first.replace('-', '_')}.__doc__")
    hand.copy_below(hand.second, "1 / 0")


@habit()
def split_in_four(hand: Hand) -> None:
    """A solution cell was split three times."""
    for text in ("FOUR = 4", "import math", ""):
        hand.copy_below(hand.first, text)


@habit()
def an_old_copy_commented_out(hand: Hand) -> None:
    """A copy of the cell with an earlier attempt, as a comment."""
    hand.copy_below(hand.first, textwrap.indent(hand.solutions[hand.first], "# "))


@habit("first")
def an_unfinished_copy_below(hand: Hand) -> None:
    """A copy of the cell below the right one begins anew, and takes the name away."""
    hand.copy_below(hand.first, f"def {hand.first.replace('-', '_')}(*args, **kwargs):\n    pass\n")


@habit()
def a_wrong_copy_above(hand: Hand) -> None:
    """The first of two copies is wrong, the second right."""
    hand.copy_below(hand.first, hand.solutions[hand.first])
    name = hand.first.replace("-", "_")
    hand.cell(hand.first).source = f"def {name}(*args, **kwargs):\n    return None\n"


@habit()
def merged_answers(hand: Hand) -> None:
    """Both answers in the cell of the first; the cell of the second is gone."""
    hand.cell(hand.first).source = "\n\n\n".join(hand.solutions.values())
    hand.remove(hand.second)


@habit()
def merged_with_its_checks(hand: Hand) -> None:
    """A solution cell was merged with the check cell below it."""
    public, _ = hand.checks(hand.first)
    hand.cell(hand.first).source += f"\n\n\n{hand.cell(public).source}"
    hand.remove(public)


@habit()
def check_cells_deleted(hand: Hand) -> None:
    """All check cells of one exercise are gone, and the hidden ones of the other."""
    hand.remove(*hand.checks(hand.first), hand.checks(hand.second)[1])


@habit()
def check_cells_copied(hand: Hand) -> None:
    """A check cell stands there three times."""
    public, hidden = hand.checks(hand.first)
    hand.copy_below(public, hand.cell(public).source)
    hand.copy_below(public, "")
    hand.copy_below(hidden, "pass")


@habit()
def check_cells_edited(hand: Hand) -> None:
    """What check cells hold is changed."""
    for key in (*hand.checks(hand.first), *hand.checks(hand.second)):
        hand.cell(key).source = "raise SystemExit"


@habit("first")
def a_check_above_its_answer(hand: Hand) -> None:
    """The check cells of an exercise were moved above its answer."""
    for key in hand.checks(hand.first):
        cell = hand.cell(key)
        hand.remove(key)
        hand.notebook.cells.insert(hand.place(hand.first), cell)


@habit()
def exercises_in_another_order(hand: Hand) -> None:
    """The second exercise was moved above the first."""
    for key in (hand.second, *hand.checks(hand.second)):
        cell = hand.cell(key)
        hand.remove(key)
        hand.notebook.cells.insert(hand.place(hand.first), cell)


@habit()
def the_set_up_cell_edited(hand: Hand) -> None:
    """The set-up cell does more than it did, and is run as it was released."""
    hand.cell("imports").source = "import sys\nsys.exit()\n"


@habit()
def a_solution_became_text(hand: Hand) -> None:
    """A solution cell became a raw cell, another one Markdown."""
    for key, kind in ((hand.first, "raw"), (hand.second, "markdown")):
        cell = hand.cell(key)
        cell.cell_type = kind
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


@habit()
def tags_and_attachments(hand: Hand) -> None:
    """Tags, slides and collapsed cells."""
    for cell in hand.notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "raises-exception", "hide-input"]
        cell.metadata["slideshow"] = {"slide_type": "skip"}
        cell.metadata["collapsed"] = True


@habit()
def notes_in_between(hand: Hand) -> None:
    """Text cells of one's own, and code that is only quoted."""
    cells = [new_markdown_cell("    1 / 0\n\nA note."), new_code_cell("# nothing\n\n   # at all")]
    place = hand.place(hand.first)
    hand.notebook.cells[place:place] = cells


# -- what works in a kernel


@habit()
def widgets(hand: Hand) -> None:
    """A widget is displayed, another one is the value of a cell, a third interacts."""
    hand.add(
        """
        from IPython.display import display
        from ipywidgets import IntProgress, IntSlider, interact
        display(IntProgress(max=3))
        interact(lambda x: x, x=(0, 5))
        """
    )
    hand.below(hand.first, "IntSlider()")
    hand.cell(hand.second).source += "\n\n\nIntSlider()"


@habit()
def figures_as_json(hand: Hand) -> None:
    """Figures whose MIME bundle holds JSON, as those of Plotly and Altair do."""
    hand.add(
        """
        class Chart:
            def _repr_mimebundle_(self, **kwargs):
                data = {"application/vnd.vegalite.v5+json": {"mark": "bar", "n": [1, None]}}
                return {**data, "text/plain": "<Chart>"}


        display({"application/vnd.plotly.v1+json": {"data": [], "layout": {}}}, raw=True)
        display({"application/json": [1, {"a": None}], "text/plain": "a\\nb"}, raw=True)
        display({}, raw=True)
        display(Chart(), metadata={"a": 1}, display_id="chart")
        """
    )
    hand.cell(hand.second).source += "\n\n\nChart()"


@habit()
def displays_of_every_kind(hand: Hand) -> None:
    """Tables, figures, HTML, images, progress bars, and objects whose text cannot be had."""
    hand.add(
        """
        import matplotlib.pyplot as plt
        from IPython.display import HTML, SVG, JSON, Image, Javascript, Latex, Math, clear_output


        class Mute:
            def __repr__(self):
                raise ValueError("no text")

            def _repr_html_(self):
                return 3


        display(HTML("<b>x</b>"), JSON({"a": 1}), Latex("$x$"), Math("x"), Javascript("1"))
        display(SVG("<svg xmlns='http://www.w3.org/2000/svg'/>"), Mute(), "\\ud800", b"x", None)
        handle = display("first", display_id=True)
        handle.update("second")
        clear_output(wait=True)
        plt.plot([1, 2])
        plt.show()
        plt.figure()
        """
    )
    hand.below(hand.first, "Mute()")


@habit()
def folders(hand: Hand) -> None:
    """The magics for folders."""
    hand.add(
        """
        import os
        os.makedirs("data", exist_ok=True)
        %cd data
        %cd ..
        %cd -q data
        %cd -
        %pwd
        %bookmark here
        %bookmark -l
        %bookmark -d here
        %dhist
        %pushd .
        %dirs
        %popd
        %cd ~
        """
    )


@habit()
def magics(hand: Hand) -> None:
    """Magics that change or tell something, and start no process."""
    hand.add(
        """
        %matplotlib inline
        %config InlineBackend.figure_format = "retina"
        %load_ext autoreload
        %autoreload 2
        %precision 4
        %time sum(range(9))
        %timeit -n 1 -r 1 sum(range(9))
        %prun -q sum(range(9))
        %who
        %whos
        %who_ls
        %xmode Plain
        %pdb off
        %env SOME=thing
        %set_env OTHER=thing
        %env
        %alias_magic t timeit
        %autosave 0
        %store
        %history -n 1
        %rehashx
        %unload_ext autoreload
        %pdoc sum
        %pinfo sum
        %psearch a*
        %lsmagic
        %logstate
        %automagic on
        %colors nocolor
        %macro again 1
        %page sum
        %reset_selective -f nothing_like_this
        %pprint
        """
    )


@habit()
def cell_magics(hand: Hand) -> None:
    """Cell magics in cells of one's own."""
    hand.above(
        hand.first,
        "%%time\ntimed = 1",
        "%%capture captured\nprint('x')\nheld = 2",
        "%%writefile notes.txt\nnotes",
        "%%writefile own_module.py\nVALUE = 7",
        "%%html\n<b>x</b>",
        "%%markdown\n*x*",
        "%%latex\n$x$",
        "%%svg\n<svg xmlns='http://www.w3.org/2000/svg'/>",
        "%%javascript\n1",
        "%%timeit -n 1 -r 1\n1 + 1",
        "%%prun -q\n1 + 1",
        "import own_module\n%run own_module.py\n%load_ext autoreload",
        "import pathlib\ncaptured.stdout, pathlib.Path('notes.txt').read_text()",
    )
    hand.add("assert (timed, held, own_module.VALUE, VALUE) == (1, 2, 7, 7)")


@habit()
def the_shell_itself(hand: Hand) -> None:
    """What IPython gives to a cell: history, results, help, the shell."""
    hand.above(hand.first, "3 + 4", "_ + 1", "len(Out), len(In), _i, _ii, __", "sum?", "?pd*")
    hand.add(
        """
        shell = get_ipython()
        shell.run_cell("made_by_the_shell = 5")
        assert made_by_the_shell == 5
        shell.run_line_magic("precision", "3")
        assert __name__ == "__main__"
        assert shell.user_ns["made_by_the_shell"] == 5
        shell.events.register("post_run_cell", lambda result: None)
        """
    )


@habit()
def shell_commands(hand: Hand) -> None:
    """Commands of the shell, in cells and in an answer, of which nothing depends on the result."""
    hand.above(hand.first, "!ls", "listed = !ls\nlen(listed)", "%%bash\ntrue", "%sx true")
    name = hand.first.replace("-", "_")
    hand.cell(hand.first).source = (
        f"{hand.renamed(hand.first, '_quiet')}\n\n\n"
        f"def {name}(*args, **kwargs):\n    !true\n    return _quiet(*args, **kwargs)\n"
    )


@habit()
def breakpoints(hand: Hand) -> None:
    """A breakpoint in a cell, where a kernel without a debugger goes on."""
    hand.above(hand.first, "breakpoint()")
    hand.add("breakpoint()")
    hand.cell(hand.second).source += "\n\n\nbreakpoint()\n"


@habit("first", "second")
def breakpoints_in_answers(hand: Hand) -> None:
    """A breakpoint in each answer, at which nobody is there to go on."""
    starts = ("breakpoint()", "import pdb; pdb.set_trace()")
    for key, start in zip(hand.solutions, starts, strict=True):
        name = key.replace("-", "_")
        hand.cell(key).source = (
            f"{hand.renamed(key, f'_{name}')}\n\n\n"
            f"def {name}(*args, **kwargs):\n    {start}\n    return _{name}(*args, **kwargs)\n"
        )


# -- what grading does not allow, and the notebook's `check` therefore refuses


@habit("first", "second")
def other_processes(hand: Hand) -> None:
    """One answer hands its work to a pool of processes, the other to a command."""
    work = {
        hand.first: (
            "from multiprocessing import Pool",
            "with Pool(1) as p:\n        p.map(abs, [])",
        ),
        hand.second: ("import subprocess", "subprocess.run(['true'])"),
    }
    for key, (head, start) in work.items():
        hand.cell(key).source = (
            f"{head}\n\n\n{hand.renamed(key, f'_{head[-4:]}')}\n\n\n"
            f"def {key.replace('-', '_')}(*args, **kwargs):\n    {start}\n"
            f"    return _{head[-4:]}(*args, **kwargs)\n"
        )


@habit("first")
def the_network(hand: Hand) -> None:
    """An answer looks something up in the network."""
    name = hand.first.replace("-", "_")
    hand.cell(hand.first).source = (
        f"import socket\n\n\n{hand.renamed(hand.first, '_known')}\n\n\n"
        f"def {name}(*args, **kwargs):\n    socket.getaddrinfo('localhost', 80)\n"
        "    return _known(*args, **kwargs)\n"
    )


# -- notebooks that went through another tool


@habit()
def metadata_lost(hand: Hand) -> None:
    """All cells have lost their metadata, and have their ids."""
    hand.lose_metadata()


@habit()
def metadata_of_some_cells_lost(hand: Hand) -> None:
    """An answer and the checks of the other have lost their metadata."""
    hand.lose_metadata(hand.first, *hand.checks(hand.second))


@habit()
def metadata_and_ids_lost(hand: Hand) -> None:
    """All cells have lost their metadata and their ids."""
    hand.lose_metadata(ids=True)


@habit()
def an_answer_lost_its_metadata_and_id(hand: Hand) -> None:
    """An answer was pasted from another notebook into a cell of its own."""
    hand.lose_metadata(hand.first, ids=True)


@habit()
def an_old_notebook_format(hand: Hand) -> None:
    """The notebook was saved in a format without ids, and its metadata is gone."""
    hand.lose_metadata()
    for cell in hand.notebook.cells:
        del cell["id"]
    hand.notebook.nbformat_minor = 4


@habit()
def the_set_up_cell_deleted(hand: Hand) -> None:
    """The set-up cell is gone."""
    hand.remove("imports")


@habit()
def an_answer_and_its_checks_deleted(hand: Hand) -> None:
    """A solution cell and its checks are gone; the answer stands in a cell further down."""
    text = hand.solutions[hand.first]
    hand.remove(hand.first, *hand.checks(hand.first))
    hand.below(hand.checks(hand.second)[1], text)


@habit("first")
def an_answer_deleted(hand: Hand) -> None:
    """A solution cell is gone, and with it the answer."""
    hand.remove(hand.first)
