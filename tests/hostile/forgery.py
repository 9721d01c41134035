"""Getting points without the right answer: false values, false frames, stolen or edited checks."""

import copy

import nbformat

from autograder.report import Status, Verdict

from .corpus import ALL, attack, cell_of, fruitless, stopped

WRONG = "def late_labels(flights, late_after=15, cancelled='exclude'):\n    return 'wrong'\n"
SIGNATURE = "def late_labels(flights, late_after=15, cancelled='exclude'):"
REFUSALS = 10.0
"""The two checks that only ask for a ValueError with the word, of three each for 15 points."""


def wrong(notebook):
    """The notebook with a wrong answer in the attacked cell."""
    cell_of(notebook, "late-labels").source = WRONG
    return notebook


def own(text):
    """A cell of one's own."""
    return nbformat.v4.new_code_cell(text)


# -- the notebook around the cell


@attack(Verdict.FAILED)
def tag_the_checks_to_be_skipped(notebook):
    """Ask the executor to skip the check cells; stock nbgrader then gives full points."""
    for cell in wrong(notebook).cells:
        cell.metadata.setdefault("tags", []).append("skip-execution")
    return notebook


@attack(Verdict.FAILED)
def delete_the_checks(notebook):
    """Hand in a notebook without check cells."""
    wrong(notebook).cells = [
        cell for cell in notebook.cells if not cell.get("source", "").startswith(("check", "# Hid"))
    ]
    return notebook


@attack(Verdict.FAILED)
def edit_the_checks(notebook):
    """Let every check cell print full points."""
    for cell in wrong(notebook).cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = "15.0"
    return notebook


@attack(Verdict.FAILED)
def raise_the_points(notebook):
    """Claim that the check cells are worth a thousand points, unlocked."""
    for cell in wrong(notebook).cells:
        if "nbgrader" in cell.metadata:
            cell.metadata["nbgrader"] |= {"points": 1000, "locked": False}
    return notebook


@attack(Verdict.FAILED)
def bring_outputs_along(notebook):
    """Store the outputs of a perfect run in the check cells."""
    data = {"text/plain": "15.0"}
    output = {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}
    for cell in wrong(notebook).cells:
        if cell.cell_type == "code":
            cell.outputs = [output]
    return notebook


@attack(Verdict.FAILED, status=Status.REVIEW, says="2 times")
def hand_in_the_cell_twice(notebook):
    """Two cells with one grade_id, the first right and the last wrong: the last one counts."""
    right = copy.deepcopy(cell_of(notebook, "late-labels"))
    wrong(notebook).cells.insert(0, right)
    return notebook


@attack(earns=ALL, status=Status.REVIEW, says="was stopped: crashed")
def add_cells_of_ones_own(notebook):
    """Extra cells, before all others, that end the run or redefine the checks."""
    for text in ("raise SystemExit", "check = lambda *_, **__: 15.0", "import os; os._exit(0)"):
        notebook.cells.insert(0, nbformat.v4.new_code_cell(text))
    return notebook


@attack(earns=ALL)
def replace_the_setup(notebook):
    """Put something else into the locked cell with the imports."""
    cell_of(notebook, "imports").source = "raise SystemExit"
    return notebook


@attack(earns=ALL)
def turn_the_cell_into_prose(notebook):
    """Make the solution cell a raw cell; what it says is graded all the same."""
    cell_of(notebook, "late-labels").cell_type = "raw"
    return notebook


@attack(earns=ALL, status=Status.REVIEW, says="missing")
def rename_the_cell(notebook):
    """Give the right solution the grade_id of its hidden check; it runs as a cell of one's own."""
    cell_of(notebook, "late-labels").metadata["nbgrader"]["grade_id"] = "late-labels-hidden"
    return notebook


@attack(Verdict.FAILED)
def check_in_a_cell_of_ones_own(notebook):
    """Cells around the checks that show full points, under the names of the check cells."""
    for kind in ("checks", "hidden"):
        claimed = copy.deepcopy(cell_of(wrong(notebook), f"late-labels-{kind}"))
        claimed.source = "15.0"
        notebook.cells.insert(0, claimed)
    for text in ("check = lambda *_, **__: 15.0", "15.0"):
        notebook.cells.insert(notebook.cells.index(cell_of(notebook, "late-labels")) + 1, own(text))
    return notebook


@attack(Verdict.FAILED)
def move_the_checks(notebook):
    """Put all check cells of a wrong answer behind those of a right one."""
    moved = [cell_of(wrong(notebook), f"late-labels-{kind}") for kind in ("checks", "hidden")]
    notebook.cells = [cell for cell in notebook.cells if cell not in moved] + moved
    return notebook


# -- IPython


@attack(Verdict.FAILED)
def empty_later_cells():
    """An input transformer that empties check cells; stock nbgrader then gives full points."""
    return f"""
        get_ipython().input_transformers_cleanup.append(
            lambda lines: [] if any("check(" in line for line in lines) else lines
        )
        {WRONG.splitlines()[0]}
            return "wrong"
    """


@attack(Verdict.FAILED)
def rewrite_later_cells():
    """An AST transformer that turns every assertion into nothing."""
    return f"""
        import ast
        class NoAssertions(ast.NodeTransformer):
            def visit_Assert(self, node):
                return ast.Pass()
        get_ipython().ast_transformers.append(NoAssertions())
        {SIGNATURE}
            return "wrong"
    """


@attack(Verdict.FAILED)
def replace_the_check():
    """A `check` of one's own, that is always content."""
    return f"""
        import sys
        check = lambda *_, **__: 15.0
        sys.modules["autograder"].checker = lambda *_: check
        {SIGNATURE}
            return "wrong"
    """


@attack(Verdict.FAILED)
def pretend_to_be_pytest():
    """A pytest and a numpy.testing of one's own, in which nothing fails."""
    return f"""
        import builtins, sys, types
        fake = types.ModuleType("pytest")
        fake.fail = fake.raises = lambda *_, **__: None
        for name in ("pytest", "_pytest", "autograder.testing", "autograder.compare"):
            sys.modules[name] = fake
        np.testing.assert_equal = np.testing.assert_allclose = lambda *_, **__: None
        pd.testing.assert_series_equal = lambda *_, **__: None
        builtins.AssertionError = Warning
        {SIGNATURE}
            return "wrong"
    """


# -- values that lie


def returns(expression: str) -> str:
    """A cell whose function returns `expression`."""
    return f"{LIARS}\n{SIGNATURE}\n    return {expression}\n"


LIARS = '''
import os
class Equal:
    """Equal to everything, with every method there is."""
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __bool__(self): return True
    def __len__(self): return 4
    def __iter__(self): return iter([self])
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return self
    def __getitem__(self, key): return self
    def __float__(self): return 1.0
    def __hash__(self): return 0
    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __array_ufunc__ = None

class Impostor(Equal):
    @property
    def __class__(self): return pd.Series

class EqualFloat(float):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __hash__(self): return 0

class EqualArray(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs): return np.True_
    def __array_function__(self, func, types, args, kwargs): return np.True_

class EqualSeries(pd.Series):
    def equals(self, other): return True
    def tolist(self): return [Equal()] * 4
    def __eq__(self, other): return True

class EqualFrame(pd.DataFrame):
    def equals(self, other): return True

class EqualText(str):
    def __eq__(self, other): return True
    def __hash__(self): return 0

class EqualList(list):
    def __eq__(self, other): return True
    def __len__(self): return 4

class Payload:
    def __reduce__(self): return (os.mkdir, (MARKER,))
'''


@attack(Verdict.FAILED)
def return_what_equals_everything():
    """An object whose every comparison is true."""
    return returns("Equal()")


@attack(Verdict.FAILED)
def return_an_impostor():
    """An object that says its class is Series."""
    return returns("Impostor()")


@attack(Verdict.FAILED)
def return_floats_that_equal_everything():
    """A subclass of float, whose comparisons and differences lie."""
    return returns("[EqualFloat(0)] * 4")


@attack(Verdict.FAILED)
def return_a_series_of_liars():
    """A Series of dtype object whose items are equal to everything."""
    return returns("pd.Series([Equal()] * len(flights), index=flights.index, name='late')")


@attack(Verdict.FAILED)
def return_a_series_of_lying_floats():
    """A Series of dtype object whose items are lying floats."""
    return returns("pd.Series([EqualFloat(0)] * len(flights), dtype=object, name='late')")


@attack(Verdict.FAILED)
def return_a_lying_array():
    """A subclass of ndarray that answers every comparison itself."""
    return returns("np.zeros(4).view(EqualArray)")


@attack(Verdict.FAILED)
def return_a_lying_series():
    """A subclass of Series that equals every other."""
    return returns("EqualSeries([0.0] * len(flights), index=flights.index, name='late')")


@attack(Verdict.FAILED)
def return_a_lying_frame():
    """A subclass of DataFrame that equals every other."""
    return returns("EqualFrame({'late': [0.0]})")


@attack(Verdict.FAILED)
def return_lying_containers():
    """Subclasses of list and str, and a lying key of a dictionary."""
    return returns("[EqualList(), {EqualText('a'): EqualList()}]")


@attack(Verdict.FAILED)
def return_a_lying_index():
    """A Series whose index labels and name equal everything."""
    return returns("pd.Series([0.0], index=pd.Index([Equal()], dtype=object), name=EqualText('x'))")


@attack(Verdict.FAILED)
def return_a_pickle_with_a_payload():
    """An object that would write a file when the judge unpickles it."""
    return returns("[Payload(), pd.Series([Payload()]), np.array([Payload()])]")


@attack(Verdict.FAILED)
def return_nothing_but_nan():
    """NaN passes `not abs(x - y) > tolerance`."""
    return returns("pd.Series(np.nan, index=flights.index, name='late')")


@attack(Verdict.FAILED)
def return_nothing_at_all():
    """An empty Series passes `all(...)` and `np.allclose`."""
    return returns("pd.Series([], dtype=float, name='late')")


@attack(Verdict.FAILED)
def return_everything_at_once():
    """A Series of arrays that each hold all possible answers."""
    return returns("pd.Series([np.array([0.0, 1.0, np.nan])] * len(flights), index=flights.index)")


# -- names


@attack(Verdict.NOT_DEFINED)
def be_a_number():
    """Define the name as something that cannot be called."""
    return "late_labels = 15.0"


@attack(Verdict.FAILED, Verdict.RAISED)
def be_a_class():
    """Define the name as a class, whose instances equal everything."""
    return returns("None") + "\nlate_labels = type('late_labels', (Equal,), {'__init__': print})"


@attack(Verdict.NOT_DEFINED)
def look_alike():
    """Define the name with letters that only look the same."""
    return "def lаte_labels(*args):\n    return 1"


@attack(Verdict.FAILED)
def be_a_mock():
    """A mock object, which has every attribute there is."""
    return "from unittest.mock import MagicMock\nlate_labels = MagicMock()"


# -- errors as answers


@attack(Verdict.RAISED, Verdict.FAILED)
def raise_stop_iteration():
    """StopIteration ends a loop of the check early, as if all were well."""
    return SIGNATURE + "\n    raise StopIteration"


@attack(Verdict.RAISED, Verdict.FAILED)
def raise_what_skips_a_check():
    """Classes named like those by which pytest skips, passes and exits."""
    return f"""
        import itertools
        names = itertools.cycle(["Skipped", "XFailed", "Exit", "OutcomeException", "Passed"])
        {SIGNATURE}
            raise type(next(names), (BaseException,), {{"__module__": "_pytest.outcomes"}})("fine")
    """


@attack(Verdict.RAISED, Verdict.FAILED)
def raise_the_judges_own_errors():
    """Classes named like errors that the judge would think its own."""
    return f"""
        import itertools
        names = itertools.cycle(
            ["SandboxError", "SubmissionStopped", "CheckFileError", "NotDefined", "TemplateDied"]
        )
        {SIGNATURE}
            raise type(next(names), (Exception,), {{}})("the grader is broken")
    """


@attack(Verdict.RAISED, Verdict.FAILED)
def leave_by_the_exit():
    """SystemExit, KeyboardInterrupt and GeneratorExit, which are no Exceptions."""
    return f"""
        import itertools
        kinds = itertools.cycle([SystemExit(0), KeyboardInterrupt(), GeneratorExit()])
        {SIGNATURE}
            raise next(kinds)
    """


@attack(Verdict.RAISED, earns=REFUSALS)
def raise_what_fits_everything():
    """An error that is a ValueError with every word in it: right only where one is demanded."""
    return f"""
        class Every(ValueError, KeyError, TypeError, ArithmeticError, AssertionError):
            pass
        {SIGNATURE}
            raise Every("Late EXCLUDE on time late ")
    """


@attack(Verdict.RAISED, Verdict.FAILED)
def raise_an_assertion_error():
    """The error of a failed check, so that it might be taken for the check's own."""
    return SIGNATURE + "\n    raise AssertionError('expected right, got right')"


@attack(Verdict.RAISED, Verdict.FAILED)
def raise_what_cannot_be_printed():
    """An error whose text raises, and whose class hides its name."""
    return f"""
        class Meta(type):
            __name__ = property(lambda cls: 1 / 0)
            def mro(cls):
                return type.mro(cls)
        class Broken(Exception):
            def __str__(self): raise SystemExit
            __repr__ = __str__
        {SIGNATURE}
            raise Broken
    """


@attack(Verdict.STUB, Verdict.FAILED)
def raise_not_implemented():
    """Say that the exercise is not there yet, where an error is demanded."""
    return SIGNATURE + "\n    raise NotImplementedError('Late EXCLUDE on time')"


# -- exit codes


@stopped(status=Status.REVIEW, says="crashed")
def exit_with_success():
    """End the process with exit code 0; stock nbgrader then records no grade."""
    return "import os; os._exit(0)"


@attack(Verdict.CRASHED, status=Status.REVIEW, says="exit code 0")
def exit_with_success_while_checked():
    """End the process with exit code 0 in the middle of a check."""
    return f"import os\n{SIGNATURE}\n    os._exit(0)"


@stopped()
def exit_politely():
    """sys.exit in a cell."""
    return "import sys; sys.exit(0)"


# -- the wire

FIND_WORKER = "import gc; worker = [x for x in gc.get_objects() if type(x).__name__ == 'Worker'][0]"


def on_the_wire(action: str, seconds: int = 3) -> str:
    """A cell whose function does something to the wire and then waits."""
    return f"import os, time\n{FIND_WORKER}\n{SIGNATURE}\n    {action}\n    time.sleep({seconds})\n"


@attack(Verdict.FAILED, Verdict.PROTOCOL, status=Status.REVIEW, says="nothing that was asked")
def forge_an_answer():
    """Write a well-formed answer oneself: it says no more than a value, once too often."""
    return on_the_wire('worker.send({"id": worker.current, "ok": True, "verdict": "passed"})', 0)


@attack(Verdict.PROTOCOL, status=Status.REVIEW)
def write_garbage_to_the_wire():
    """Bytes that are no frame."""
    return on_the_wire("os.write(3, b'\\\\x00\\\\x00\\\\x00\\\\x10' + b'passed' * 10)")


@attack(Verdict.PROTOCOL, status=Status.REVIEW, says="a frame of")
def announce_a_huge_frame():
    """A frame that says it has four gigabytes."""
    return on_the_wire("os.write(3, b'\\\\xff' * 8)")


@attack(Verdict.PROTOCOL, status=Status.REVIEW)
def answer_another_question():
    """An answer with a number that was not asked."""
    return on_the_wire("worker.send({'id': worker.current + 7, 'ok': True})")


@attack(Verdict.PROTOCOL, status=Status.REVIEW, says="no such spy")
def call_a_spy():
    """Ask the judge to call one of its own functions."""
    return on_the_wire(
        "worker.send({'id': worker.current, 'spy': 1, 'args': ['passed'], 'kwargs': {}})"
    )


@attack(Verdict.PROTOCOL, status=Status.REVIEW, says="unknown kind")
def send_a_pickle():
    """A frame with a node that says it is a pickle."""
    return f"""
        import os, pickle
        {FIND_WORKER}
        from autograder.sandbox import encode
        class Payload:
            def __reduce__(self): return (os.mkdir, (MARKER,))
        def keep(value, buffers):
            buffers.append(pickle.dumps(Payload()))
            return {{"t": "pickle", "b": len(buffers) - 1}}
        {SIGNATURE}
            worker.socket.sendall(encode.dumps({{"id": worker.current, "ok": Payload()}}, keep))
            import time; time.sleep(3)
    """


@attack(Verdict.PROTOCOL, status=Status.REVIEW)
def swap_descriptors():
    """Let what is printed go over the wire."""
    return on_the_wire("os.dup2(3, 1); print('passed' * 100, flush=True)")


@attack(Verdict.FAILED)
def claim_a_handle_of_another_kind():
    """An opaque object under a name that a check may trust."""
    return f"""
        Series = type("Series", (), {{"__module__": "pandas", "tolist": lambda self: [0.0]}})
        {SIGNATURE}
            return Series()
    """


# -- stealing the answer


@stopped()
def search_the_memory():
    """Look through all objects for checks, expected values and the solution."""
    return """
        import gc, sys
        words = ("_is_labelled", "secret_" + "delays", "label_of_" + "missing")
        for thing in gc.get_objects():
            if type(thing).__name__ == "function" and any(w in thing.__name__ for w in words):
                break
            if type(thing) is dict and any(w in str(k) for k in list(thing)[:99] for w in words):
                break
        else:
            raise LookupError("nothing found")
    """


@stopped()
def search_the_heap():
    """Read one's own memory as bytes, for what was there before the process began."""
    return """
        word = b"secret_" + b"delays_are"
        with open("/proc/self/maps") as file:
            spans = [line.split() for line in file if "[heap]" in line]
        with open("/proc/self/mem", "rb", 0) as memory:
            for span in spans:
                begin, end = (int(x, 16) for x in span[0].split("-"))
                memory.seek(begin)
                if word in memory.read(min(end - begin, 64 << 20)):
                    break
            else:
                raise LookupError("nothing found")
    """


@attack(Verdict.RAISED, Verdict.FAILED)
def climb_the_stack():
    """Walk up the frames of a call, for the check that waits above."""
    return f"""
        import sys
        {SIGNATURE}
            frame = sys._getframe()
            while frame is not None:
                for name in ("expected", "reference", "outcome", "item"):
                    if name in frame.f_locals:
                        return frame.f_locals[name]
                frame = frame.f_back
            raise LookupError("nobody above")
    """


@stopped()
def look_for_modules():
    """Ask for the modules that hold the answer."""
    return """
        import importlib
        for name in ("solutions", "solutions.w97_host", "autograder.checks", "autograder.suite"):
            try:
                importlib.import_module(name)
                break
            except ImportError:
                continue
        else:
            raise ImportError("none of them")
    """


@stopped()
def look_at_descriptors():
    """Read whatever file the grader left open."""
    return """
        import os
        loot = [os.readlink(f"/proc/self/fd/{n}") for n in range(4, 64) if os.path.exists(
            f"/proc/self/fd/{n}")]
        if not loot:
            raise LookupError("nothing open")
    """


@stopped()
def look_at_the_environment():
    """Look for paths and secrets in the environment and the arguments."""
    return """
        import os, sys
        loot = [value for value in (*os.environ.values(), *sys.argv) if CHECKS[:-5] in value]
        loot += [key for key in os.environ if "PYTEST" in key or "TOKEN" in key]
        if not loot:
            raise LookupError("nothing said")
    """


@attack(Verdict.FAILED)
def trace_what_happens():
    """A trace function that changes whatever is called `expected`."""
    return f"""
        import sys
        def trace(frame, event, argument):
            if "expected" in frame.f_locals:
                frame.f_locals["expected"] = "wrong"
            return trace
        sys.settrace(trace)
        sys.setprofile(lambda *_: None)
        sys.addaudithook(lambda *_: None)
        {SIGNATURE}
            return "wrong"
    """


@attack(Verdict.FAILED)
def overwrite_constants():
    """Change small integers and the number 1.0 where they lie in memory."""
    return f"""
        import ctypes
        {SIGNATURE}
            number = 987654321.5
            ctypes.c_double.from_address(id(number) + 16).value = 1.0
            return [number] * 4
    """


@attack(Verdict.FAILED)
def change_the_question():
    """Edit the arguments in place, hoping that the check reads its own copy afterwards."""
    return f"""
        {SIGNATURE}
            flights.drop(flights.index, inplace=True)
            return pd.Series([], dtype=float, name="late", index=flights.index)
    """


@fruitless()
def keep_a_diary():
    """Note every question for a friend, in the file system and in the output."""
    return """
        diary = open("diary", "a")
        original = pd.DataFrame.__getitem__
        def spy(self, key):
            diary.write(str(self.shape))
            diary.flush()
            return original(self, key)
        pd.DataFrame.__getitem__ = spy
    """
