"""Cells, calls, handles and errors, as the judge uses them, in both tiers."""

from __future__ import annotations

import builtins
import contextlib
import copy
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from autograder import testing
from autograder.compare import Mismatch, assert_same
from autograder.remote import RemoteSubmission
from autograder.sandbox import wire
from autograder.sandbox.errors import OpaqueValueError, SubmissionStopped, Verdict
from autograder.sandbox.handles import Handle, Spy
from autograder.sandbox.kept import Kept
from autograder.sandbox.launch import WarmTemplate
from autograder.sandbox.limits import Limits
from autograder.sandbox.raised import RAISED_BY_NAME, SubmissionRaised, exception_for
from autograder.sandbox.session import Session


def run(session: Session, source: str) -> None:
    outcome = session.run_cell(source)
    assert outcome.verdict is Verdict.FINISHED, outcome


# -- cells


def test_a_cell_shows_its_last_expression_and_what_it_printed(session: Session) -> None:
    outcome = session.run_cell("import sys\nprint('out')\nprint('err', file=sys.stderr)\n6 * 7")
    assert outcome.verdict is Verdict.FINISHED
    assert outcome.stdout == "out\n"
    assert outcome.stderr == "err\n"
    assert outcome.displays[0].data == {"text/plain": "42"}
    assert [output["output_type"] for output in outcome.as_nbformat()] == [
        "stream",
        "execute_result",
        "stream",
    ]


def test_displays_keep_their_place_among_the_text(session: Session) -> None:
    outcome = session.run_cell("print('a')\ndisplay(1)\nprint('b')")
    texts = [output.get("text", "display") for output in outcome.as_nbformat()]
    assert texts == ["a\n", "display", "b\n"]


def test_the_rules_of_time_zones_come_from_the_pinned_package(session: Session) -> None:
    run(
        session,
        """
import importlib.resources, zoneinfo, pandas as pd
folders = list(zoneinfo.TZPATH)
with importlib.resources.open_binary("tzdata.zoneinfo.America", "New_York") as file:
    pinned = zoneinfo.ZoneInfo.from_file(file)
noon = pd.Timestamp(2013, 7, 15, 12)
same = noon.tz_localize("America/New_York") == noon.tz_localize(pinned)
try:
    zoneinfo.ZoneInfo("Mars/Olympus")
except zoneinfo.ZoneInfoNotFoundError:
    refused = True
""",
    )
    assert [session.get(name) for name in ("folders", "same", "refused")] == [[], True, True]


def test_the_machines_clock_zone_is_like_that_of_no_data(session: Session) -> None:
    run(session, "import datetime\nclock = str(datetime.datetime.fromtimestamp(0))")
    assert session.get("clock") == "1970-01-01 13:45:00"


def test_an_error_in_a_cell_is_data(session: Session) -> None:
    outcome = session.run_cell("def f():\n    return 1 / 0\nf()")
    assert outcome.verdict is Verdict.RAISED
    assert outcome.error is not None
    assert outcome.error.name == "ZeroDivisionError"
    assert outcome.error.message == "division by zero"
    assert outcome.stdout == ""
    assert session.run_cell("f(").error.name == "SyntaxError"  # type: ignore[union-attr]
    assert session.alive


@pytest.mark.parametrize(
    "source",
    [
        "import asyncio\nawait asyncio.sleep(0)",
        "import asyncio\nasyncio.run(asyncio.sleep(0))",
        "%matplotlib inline\n%time x = 1\n%load_ext autoreload",
        "!pip install something\n%pip install something\nfiles = !ls",
        "%%bash\necho hello",
        "import threading\nt = threading.Thread(target=print); t.start(); t.join()",
        "import tempfile\nwith tempfile.TemporaryFile() as f: f.write(b'x')",
        "import tempfile, os\nwith tempfile.TemporaryDirectory() as d: open(d + '/x', 'w').close()",
        "import sqlite3\nc = sqlite3.connect('a.db'); c.execute('create table t (x)'); c.commit()",
        "import numpy as np\nnp.save('a.npy', np.eye(2)); np.load('a.npy')",
        "import shutil\nopen('a', 'w').write('x'); shutil.copy('a', 'b')",
        "import pandas as pd\npd.DataFrame({'a': [1]}).to_csv('a.csv'); pd.read_csv('a.csv')",
        "import pandas as pd\npd.DataFrame({'a': ['x']}).to_parquet('a.parquet')",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nplt.savefig('a.png')",
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(4) as pool: assert list(pool.map(abs, [-1])) == [1]",
        "from joblib import Parallel, delayed\n"
        "assert Parallel(n_jobs=-1)(delayed(abs)(-i) for i in range(3)) == [0, 1, 2]",
        "import warnings\nwarnings.warn('beware')",
        "import xml.dom.minidom, zoneinfo\nzoneinfo.ZoneInfo('Europe/Paris')",
        "import dataclasses, pickle\n@dataclasses.dataclass\nclass P:\n    x: int\n"
        "assert pickle.loads(pickle.dumps(P(1))) == P(1)",
        "import os\nassert os.path.exists(os.getcwd()) and os.cpu_count() >= 1",
        "import sys\nsys.stdout = open(os.devnull, 'w') if False else sys.stdout",
    ],
    ids=lambda source: source.split("\n")[0][:40],
)
def test_ordinary_cells_run(session: Session, source: str) -> None:
    run(session, "import os\n" + source if not source.startswith("%%") else source)


def test_input_is_refused_as_by_a_kernel(session: Session) -> None:
    outcome = session.run_cell("input('name? ')")
    assert outcome.error is not None
    assert outcome.error.name == "StdinNotImplementedError"


def test_figures_are_images_only_when_asked_for(template: WarmTemplate, limits: Limits) -> None:
    source = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    with template.spawn(limits) as session:
        (display,) = session.run_cell(source).displays
        assert list(display.data) == ["text/plain"]
        assert session.run_cell("plt.get_fignums()").displays[0].data["text/plain"] == "[]"
    with template.spawn(Limits(), render=["image/png"]) as session:
        (display,) = session.run_cell(source).displays
        assert str(display.data["image/png"]).startswith("iVBORw0KGgo")  # PNG in base 64


def test_the_last_result_is_remembered(session: Session) -> None:
    run(session, "41 + 1")
    run(session, "assert _ == 42")


def test_exit_in_a_cell_ends_the_cell_only(session: Session) -> None:
    outcome = session.run_cell("import sys\nsys.exit(0)")
    assert outcome.error is not None
    assert outcome.error.name == "SystemExit"
    run(session, "exit")
    assert session.alive


def test_the_same_seed_gives_the_same_random_numbers(template: WarmTemplate) -> None:
    source = "import random, numpy as np\n(random.random(), np.random.rand(), hash('a'))"
    seen = set()
    for _ in range(2):
        with template.spawn(seed=7) as session:
            seen.add(session.run_cell(source).displays[0].data["text/plain"])
    assert len(seen) == 1


# -- calls


def test_calls_take_and_return_plain_data(session: Session) -> None:
    run(session, "def f(x, *, k=1):\n    return x * k")
    assert session.has("f")
    assert not session.has("g")
    assert session.call("f", [21], {"k": 2}) == 42
    frame = pd.DataFrame({"a": [1.0, np.nan]})
    pd.testing.assert_frame_equal(session.call("f", [frame]), frame)
    with pytest.raises(NameError):
        session.call("g")


def test_a_call_may_look_at_arguments_that_live_in_the_sandbox(session: Session) -> None:
    run(session, STORE + "def size(store):\n    return len(store.items)")
    store = session.call("Store", [3])
    call = session.call_with_arguments("size", [store])
    assert call.value == 3
    assert call.args[0] is store


def test_calls_of_one_exchange_do_not_share_what_they_change(session: Session) -> None:
    run(session, "def f(table):\n    return table.pop('cost')")
    shared = {"cost": 7}
    assert session.call_each("f", [[shared], [shared]]) == [7, 7]


def test_calls_of_one_exchange_share_an_object_that_lives_in_the_sandbox(session: Session) -> None:
    run(session, STORE + "def add(store, item):\n    store.add(item)\n    return store.items")
    store = session.call("Store", [1])
    assert session.call_each("add", [[store, 5], [store, 6]]) == [[0, 5], [0, 5, 6]]
    assert store.items == [0, 5, 6]


def test_an_answer_is_as_it_was_when_it_was_given(session: Session) -> None:
    run(session, "seen = []\ndef f(x):\n    seen.append(x)\n    return seen")
    assert session.call_each("f", [[1], [2]]) == [[1], [1, 2]]


def test_an_answer_that_cannot_be_sent_costs_no_other(session: Session) -> None:
    run(session, "def f(n):\n    return [[]] * n")
    first, too_large, last = session.call_each("f", [[1], [wire.MAX_NODES], [2]])
    assert (first, last) == ([[]], [[], []])
    assert isinstance(too_large, SubmissionRaised)


def test_kept_calls_are_copied_once_for_all_sessions(template: WarmTemplate) -> None:
    calls = Kept([([1, 2], by_value()), ([3], by_value())])
    for _ in range(2):
        with template.spawn() as session:
            run(session, "def f(items, g):\n    items.append(g(2))\n    return items")
            assert session.call_each("f", calls) == [[1, 2, 6], [3, 6]]
            sent = calls.copied(session.copier.importable, lambda _: None)
            assert sent is not None
    assert calls == [([1, 2], calls[0][1]), ([3], calls[1][1])]


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What `assert_each` compared, result by result."""
    seen: list[object] = []

    def watched(received: object, expected: object, **options: object) -> None:
        seen.append(received)
        assert_same(received, expected)

    monkeypatch.setattr(testing, "assert_same", watched)
    return seen


def judged(session: Session, cases: list[Any], **options: Any) -> RemoteSubmission:
    submission = RemoteSubmission(session, {})
    testing.assert_each(submission.f, cases, **options)
    return submission


@pytest.mark.parametrize("kind", [list, Kept])
def test_answers_that_passed_are_compared_once(
    template: WarmTemplate, compared: list[object], kind: type[list[Any]]
) -> None:
    testing._passed_of.cache_clear()
    kept = kind([((1,), 2.0, ""), ((2,), 4.0, "")])
    for number, source in enumerate(("2 * x", "x + x", "float(2 * x)")):
        with template.spawn() as session:
            for _ in range(number):  # an answer's place among others is nothing of its own
                session.has("f")
            run(session, f"def f(x):\n    return {source}")
            submission = judged(session, kept if kind is Kept else copy.deepcopy(kept))
            assert submission.last_call is not None
            assert submission.last_call.text == "f(2)"
            assert submission.last_call.returned == ("4.0" if number == 2 else "4")
    assert compared == [2, 4, 2.0, 4.0]


def test_answers_that_did_not_pass_are_compared_again(
    template: WarmTemplate, compared: list[object]
) -> None:
    cases = Kept([((1,), 2, ""), ((2,), 4, "")])
    for _ in range(2):
        with template.spawn() as session:
            run(session, "def f(x):\n    return 2")
            with pytest.raises(Mismatch):
                judged(session, cases)
    assert compared == [2, 2, 2, 2]


def test_a_kept_call_has_the_text_of_any_other(session: Session) -> None:
    cases = [(([1.0, 0.1 + 0.2], "a"), 0, ""), (([2], "b"), 1, "")]
    run(session, "def f(x, y):\n    return 0\ndef g(x, y):\n    return 0")
    texts = []
    for made in (cases, Kept(cases), Kept(cases)):
        for name in ("f", "g"):
            submission = RemoteSubmission(session, {})
            with pytest.raises(Mismatch):
                testing.assert_each(getattr(submission, name), made)
            assert submission.last_call is not None
            assert submission.last_call.returned == "0"
            texts.append(submission.last_call.text)
    assert texts == ["f([2], 'b')", "g([2], 'b')"] * 3


def test_another_comparison_is_made_anew(session: Session, compared: list[object]) -> None:
    cases = Kept([((1,), 2, "")])
    run(session, "def f(x):\n    return [x, 2 * x, 3 * x]")

    def part(number: int) -> Callable[[list[int]], int]:
        return lambda result: result[number]

    for number in (1, 1, 2):
        with contextlib.nullcontext() if number == 1 else pytest.raises(Mismatch):
            judged(session, cases, of=part(number))
    assert compared == [2, 3]
    for tolerance in (0.1, 0.1, 0.2):
        judged(session, cases, of=part(1), rtol=tolerance)
    assert compared == [2, 3, 2, 2]
    noted: list[int] = []

    def noting(result: list[int]) -> int:
        noted.append(result[0])
        return result[1]

    for _ in range(2):  # what it depends on may have changed
        judged(session, cases, of=noting)
    assert noted == [1, 1]


def test_answers_that_stay_in_the_sandbox_are_never_taken_for_the_same(
    session: Session, compared: list[object]
) -> None:
    cases = Kept([((), 1, "")])
    run(session, "class Box:\n    size = 1\nboxes = [Box()]\ndef f():\n    return boxes[0]")
    for _ in range(2):
        judged(session, cases, of=operator.attrgetter("size"))
        judged(session, cases, of=lambda box: box.size)
    assert compared == [1, 1, 1, 1]


def test_refusals_that_passed_are_judged_once(template: WarmTemplate) -> None:
    calls = Kept([(1,), (2,)])
    for error, message in (("ValueError", "x"), ("ValueError", "x"), ("KeyError", "x")):
        with template.spawn() as session:
            run(session, f"def f(x):\n    raise {error}('{message}')")
            submission = RemoteSubmission(session, {})
            fails = pytest.raises(Mismatch) if error == "KeyError" else contextlib.nullcontext()
            with fails:
                testing.rejects_each(submission.f, calls, naming="x")
            assert submission.last_call is not None
            assert submission.last_call.returned == ""


def test_kept_calls_that_name_what_lives_in_a_session_are_copied_for_it(
    template: WarmTemplate,
) -> None:
    seen: list[int] = []
    calls = Kept([(Spy(seen.append), 5)])
    for _ in range(2):
        with template.spawn() as session:
            run(session, "def f(record, x):\n    record(x)")
            session.call_each("f", calls)
    assert seen == [5, 5]


def test_a_call_shows_what_it_did_to_its_arguments(session: Session) -> None:
    run(session, "def f(items, *, table):\n    items.append(1); table['x'] = 2")
    mine: list[int] = []
    call = session.call_with_arguments("f", [mine], {"table": {}})
    assert mine == []
    assert (call.value, call.args, call.kwargs) == (None, [[1]], {"table": {"x": 2}})


def test_a_call_with_a_function_shows_what_it_did_to_the_others(session: Session) -> None:
    run(session, "def f(rules, items):\n    items.append(rules['r'](2))")
    seen = session.call_with_arguments("f", [{"r": by_value()}, []])
    assert seen.args[1] == [6]


def by_value() -> object:
    """A function whose module cannot be imported in the sandbox, as a check file's cannot."""
    names: dict[str, object] = {"__name__": "w00_nowhere.test_public"}
    exec("def triple(x):\n    return 3 * x", names)
    return names["triple"]


def test_functions_of_a_check_run_in_the_sandbox(session: Session) -> None:
    run(session, "def apply(f, x):\n    return f(x)")
    threshold = 3
    assert session.call("apply", [lambda x: x > threshold, 4]) is True
    assert session.call("apply", [where_am_i, None]) != where_am_i(None)
    assert session.call("apply", [len, [1, 2]]) == 2


def where_am_i(_: object) -> tuple[int, str]:
    import os

    return os.getpid(), os.getcwd()


def test_a_spy_runs_in_the_judge(session: Session) -> None:
    run(session, "def ask(oracle):\n    return [oracle(i) for i in range(3)]")
    seen: list[int] = []

    def oracle(i: int) -> int:
        seen.append(i)
        return i * i

    assert session.call("ask", [Spy(oracle)]) == [0, 1, 4]
    assert seen == [0, 1, 2]

    def refuse(i: int) -> int:
        raise KeyError(i)

    with pytest.raises(KeyError):
        session.call("ask", [Spy(refuse)])


# -- handles

STORE = """
class Store:
    kind = "store"
    def __init__(self, n): self.items = list(range(n))
    def add(self, x): self.items.append(x); return self
    def __iter__(self): return iter(self.items)
    def __len__(self): return len(self.items)
    def __getitem__(self, i): return self.items[i]
    def __eq__(self, other): return True
    def __bool__(self): return True
    def __float__(self): return 1.0
def endless():
    i = 0
    while True:
        yield i
        i += 1
"""


def test_objects_are_called_read_and_iterated_where_they_live(session: Session) -> None:
    run(session, STORE)
    store = session.call("Store", [3])
    assert type(store) is Handle
    assert store.kind == "store"
    assert store.items == [0, 1, 2]
    assert store.add(9)[3] == 9
    assert len(store) == 4
    assert list(store) == [0, 1, 2, 9]
    numbers = iter(session.call("endless"))
    assert [next(numbers) for _ in range(3)] == [0, 1, 2]
    assert session.take(session.call("endless"), 5) == ([0, 1, 2, 3, 4], False)
    assert session.call("len", [store]) if session.has("len") else True
    run(session, "def same(a, b):\n    return a is b")
    assert session.call("same", [store, store]) is True


@pytest.mark.parametrize(
    "use",
    [
        lambda x: x == 1,
        lambda x: x == x,
        lambda x: operator.eq(1, x),
        lambda x: x != 1,
        lambda x: x < 1,
        lambda x: operator.ge(1, x),
        bool,
        lambda x: not x,
        lambda x: x + 1,
        lambda x: 1 + x,
        lambda x: np.float64(1) - x,
        lambda x: -x,
        abs,
        float,
        int,
        round,
        hash,
        lambda x: 1 in x,
        lambda x: x in [1, 2],
        lambda x: {x},
        lambda x: np.asarray(x),
        lambda x: np.allclose(x, 1),
        lambda x: np.isclose(1.0, x),
        lambda x: pytest.approx(1) == x,
        lambda x: x & 1,
        lambda x: x @ x,
        lambda x: pd.Series([1]) == x,
    ],
)
def test_every_use_of_an_opaque_object_as_a_value_raises(
    template_of: object, session: Session, use: object
) -> None:
    run(session, STORE)
    store = session.call("Store", [3])
    with pytest.raises(TypeError):
        use(store)  # type: ignore[operator]


def test_opaque_objects_stay_opaque_inside_containers(session: Session) -> None:
    run(session, STORE + "def f(): return [Store(1), {'a': Store(2)}], {Store: 1}")
    (first, second), third = session.call("f")
    with pytest.raises(OpaqueValueError):
        assert first == second["a"]
    assert type(third) is Handle  # keys that could not be compared make the whole dict opaque


# -- errors


def test_an_error_of_a_function_is_raised_by_its_builtin_name(session: Session) -> None:
    run(session, "class Mine(ValueError): pass\ndef f(): raise Mine('so')")
    with pytest.raises(ValueError, match="so") as caught:
        session.call("f")
    assert isinstance(caught.value, SubmissionRaised)
    assert caught.value.class_name == "Mine"


def test_no_student_error_can_be_mistaken_for_control_flow(session: Session) -> None:
    for name in ("StopIteration", "StopAsyncIteration", "GeneratorExit", "SystemExit"):
        run(session, f"def f(*_): raise {name}('x')")
        with pytest.raises(SubmissionRaised) as caught:
            session.call("f")
        assert not isinstance(caught.value, getattr(builtins, name))
    run(session, "class Skipped(BaseException): pass\ndef f(*_): raise Skipped('x')")
    with pytest.raises(SubmissionRaised) as caught:
        session.call("f")
    assert type(caught.value) is SubmissionRaised


def test_every_builtin_error_can_be_raised_from_its_name() -> None:
    for name in RAISED_BY_NAME:
        error = exception_for([name, "Exception"], "message")
        assert isinstance(error, getattr(builtins, name))
        assert str(error) == "message"
    assert type(exception_for(["Unknown"], "message")) is SubmissionRaised


def test_errors_with_broken_text_are_still_errors(session: Session) -> None:
    run(session, "class Bad(Exception):\n    def __str__(self): raise Bad()\ndef f(): raise Bad()")
    with pytest.raises(SubmissionRaised, match="unprintable"):
        session.call("f")


def test_a_value_too_large_or_too_deep_is_an_error_of_the_submission(session: Session) -> None:
    deep = "def f():\n    x = []\n    for _ in range(100): x = [x]\n    return x"
    endless = "def f():\n    x = []\n    x.append(x)\n    return x"
    large = "def f():\n    return bytes(65 << 20)"
    for source, problem in ((deep, "deep"), (endless, "deep"), (large, "64 MB")):
        run(session, source)
        with pytest.raises(SubmissionRaised, match=problem) as caught:
            session.call("f")
        # Nor may it pass for the ValueError with which a check wants bad input refused.
        assert not isinstance(caught.value, ValueError)
    assert session.alive


def test_what_a_function_prints_during_a_call_is_not_in_the_next_cell(session: Session) -> None:
    run(session, "def f():\n    print('expected was 7')")
    session.call("f")
    assert session.run_cell("print('mine')").stdout == "mine\n"


def test_a_closed_session_says_so(template: WarmTemplate) -> None:
    session = template.spawn()
    run(session, "import os")
    assert session.run_cell("os._exit(3)").verdict is Verdict.CRASHED
    with pytest.raises(SubmissionStopped, match="exit code 3"):
        session.call("f")
    usage = session.close()
    assert usage.status == 3
    assert usage == session.close()
