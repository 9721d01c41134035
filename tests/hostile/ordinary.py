"""Notebooks that are unusual and honest: what students write, and no grader may punish.

Each builder returns what stands in the cell of `late-labels`. Where it says no more, the right
solution follows below; otherwise it is a solution of another style. All of them earn everything.
"""

from .corpus import ALL, Hostile, attack

SIGNATURE = "def late_labels(flights, late_after=15, cancelled='exclude'):"

SOLUTION = """\
def late_labels(
    flights: pd.DataFrame, late_after: float = 15, cancelled: str = "exclude"
) -> pd.Series:
    label_of_missing = {"exclude": np.nan, "late": 1.0, "on_time": 0.0}
    if cancelled not in label_of_missing:
        raise ValueError(f"cancelled must be one of {list(label_of_missing)}, not {cancelled!r}")
    delay = flights["arr_delay"]
    late = (delay >= late_after).astype("float64")
    return late.mask(delay.isna(), label_of_missing[cancelled]).rename("late")
"""


def before(build: object) -> Hostile:
    """What stands in the cell above the solution."""
    return attack(earns=ALL, solved=True)(build)


def instead(build: object) -> Hostile:
    """A whole solution."""
    return attack(earns=ALL)(build)


@before
def a_line_magic():
    """%matplotlib, %config, %precision, and %time on a line."""
    return """
        %matplotlib inline
        %config InlineBackend.figure_format = "retina"
        %precision 3
        %time sum(range(1000))
    """


@instead
def a_timed_cell():
    """%%time around the definition."""
    return f"%%time\n{SOLUTION}"


@before
def a_loop_that_is_timed():
    """%timeit, as lectures do."""
    return "%timeit -n 2 -r 2 sum(range(100))"


@before
def shell_commands():
    """!ls, %pip and !pip, which are skipped and cost nothing."""
    return """
        !ls -la
        files = !ls
        %pip install pandas
        !pip install numpy
        %ls
    """


@before
def questions_in_the_notebook():
    """The question mark of IPython."""
    return "np.isnan?"


@before
def threads():
    """A pool of threads."""
    return """
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(lambda x: x * x, range(5))) == [0, 1, 4, 9, 16]
    """


@before
def a_lock_and_a_queue():
    """A thread with a queue and a lock."""
    return """
        import queue, threading
        lock, work = threading.Lock(), queue.Queue()
        thread = threading.Thread(target=lambda: work.put(1))
        thread.start(); thread.join()
        with lock:
            assert work.get() == 1
    """


@before
def temporary_files():
    """Files in the working directory and in a temporary folder."""
    return """
        import pathlib, tempfile
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "a.csv")
            pd.DataFrame({"a": [1, 2]}).to_csv(path)
            assert len(pd.read_csv(path)) == 2
        pathlib.Path("notes.txt").write_text("a note")
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("x")
        np.save("array.npy", np.arange(3)); np.load("array.npy")
    """


@before
def a_file_in_tmp():
    """A path in /tmp written out, guarded as a portable notebook would."""
    return """
        try:
            open("/tmp/scratch.txt", "w").write("x")
        except OSError:
            pass
    """


@before
def plots():
    """A figure that is shown, one that is left open, and one that is saved."""
    return """
        import matplotlib.pyplot as plt
        plt.plot([1, 2, 3]); plt.title("delays"); plt.show()
        figure, axes = plt.subplots(1, 2)
        axes[0].hist([1, 2, 2])
        figure.savefig("figure.png")
    """


@before
def a_database():
    """SQLite in memory and in a file."""
    return """
        import sqlite3
        for place in (":memory:", "flights.db"):
            connection = sqlite3.connect(place)
            pd.DataFrame({"a": [1, 2]}).to_sql("t", connection)
            assert pd.read_sql("SELECT sum(a) AS s FROM t", connection)["s"].item() == 3
            connection.close()
    """


@before
def all_processors():
    """scikit-learn with n_jobs=-1."""
    return """
        from sklearn.ensemble import RandomForestClassifier
        model = RandomForestClassifier(5, n_jobs=-1).fit(np.eye(4), [0, 1, 0, 1])
        model.predict(np.eye(4))
    """


@before
def parallel_jobs():
    """joblib, which asks for processes and gets along without."""
    return """
        from joblib import Parallel, delayed
        assert Parallel(n_jobs=-1)(delayed(abs)(x) for x in (-1, 2)) == [1, 2]
    """


@before
def top_level_await():
    """`await` at the top of a cell."""
    return """
        import asyncio
        await asyncio.sleep(0)
        async def double(x):
            await asyncio.sleep(0)
            return 2 * x
        assert await asyncio.gather(double(1), double(2)) == [2, 4]
    """


@before
def an_event_loop():
    """A loop of one's own, in a thread."""
    return """
        import asyncio, threading
        async def answer():
            return 42
        found = []
        thread = threading.Thread(target=lambda: found.append(asyncio.run(answer())))
        thread.start(); thread.join()
        assert found == [42]
    """


@before
def seeds():
    """Global seeds of every kind."""
    return "import random; random.seed(0); np.random.seed(0); rng = np.random.default_rng(0)"


@before
def no_seeds():
    """Random numbers without a seed, for a demonstration."""
    return "import random, secrets; random.random(); np.random.rand(3); secrets.token_hex(4)"


@instead
def warnings():
    """A solution that warns at every call."""
    line = '    warnings.warn("careful", stacklevel=1)'
    return "import warnings\n" + SOLUTION.replace("    label_of", f"{line}\n    label_of", 1)


@instead
def text_on_standard_error():
    """A solution that writes to standard error, which stock nbgrader punishes."""
    line = '    print("debug", file=sys.stderr)'
    return "import sys\n" + SOLUTION.replace("    label_of", f"{line}\n    label_of", 1)


@instead
def much_printing():
    """A solution that prints what it does."""
    return SOLUTION.replace("    label_of", "    print(flights, cancelled)\n    label_of", 1)


@before
def logging():
    """Log lines of every level, and a file of them."""
    return """
        import logging
        logging.basicConfig(level=logging.DEBUG, filename="run.log")
        logging.getLogger("students").error("it works")
        logging.getLogger().addHandler(logging.StreamHandler())
        logging.warning("careful")
    """


@instead
def a_decorator():
    """A decorated function."""
    return f"""
import functools
def announced(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper
@announced
{SOLUTION}"""


@instead
def a_lambda():
    """The name bound to a lambda that calls a helper."""
    return SOLUTION.replace("def late_labels", "def helper") + (
        "\nlate_labels = lambda flights, late_after=15, cancelled='exclude': "
        "helper(flights, late_after, cancelled)\n"
    )


@instead
def a_partial():
    """The name bound to a functools.partial."""
    return SOLUTION.replace("def late_labels(\n    flights", "def helper(\n    unit, flights") + (
        "\nimport functools\nlate_labels = functools.partial(helper, 'minutes')\n"
    )


@instead
def a_callable_object():
    """An instance with __call__."""
    method = SOLUTION.replace("def late_labels(\n    flights", "def __call__(\n    self, flights")
    body = "\n".join("    " + line for line in method.splitlines())
    return f"class Labeller:\n{body}\nlate_labels = Labeller()\n"


@instead
def star_arguments():
    """*args and **kwargs handed on."""
    return SOLUTION.replace("def late_labels", "def helper") + (
        "\ndef late_labels(*args, **kwargs):\n    return helper(*args, **kwargs)\n"
    )


@instead
def several_definitions():
    """Two versions in one cell, of which the last counts."""
    return f"{SIGNATURE}\n    raise NotImplementedError\n\n{SOLUTION}"


@instead
def a_dataclass():
    """A dataclass, an enumeration and a named tuple beside the solution."""
    return f"""
import dataclasses, enum, typing
@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    word: str
    label: float
class Kind(enum.StrEnum):
    LATE = "late"
class Pair(typing.NamedTuple):
    a: int
    b: int
{SOLUTION}"""


@instead
def a_generator_inside():
    """Labels from a generator, one flight at a time."""
    return f"""
{SIGNATURE}
    missing = {{"exclude": float("nan"), "late": 1.0, "on_time": 0.0}}
    if cancelled not in missing:
        raise ValueError(cancelled)
    def each():
        for delay in flights["arr_delay"]:
            yield missing[cancelled] if delay != delay else float(delay >= late_after)
    return pd.Series(list(each()), index=flights.index, name="late", dtype="float64")
"""


@instead
def pure_numpy():
    """np.where and np.isnan instead of pandas."""
    return f"""
{SIGNATURE}
    if cancelled not in ("exclude", "late", "on_time"):
        raise ValueError(f"unknown: {{cancelled}}")
    delay = flights.arr_delay.to_numpy(dtype=np.float64)
    empty = {{"exclude": np.nan, "late": 1.0, "on_time": 0.0}}[cancelled]
    late = np.where(np.isnan(delay), empty, (delay >= late_after).astype(float))
    return pd.Series(data=late, index=flights.index, name="late")
"""


@instead
def apply_and_match():
    """A row function with structural pattern matching."""
    return f"""
{SIGNATURE}
    match cancelled:
        case "exclude": empty = np.nan
        case "late": empty = 1.0
        case "on_time": empty = 0.0
        case other: raise ValueError(other)
    label = lambda delay: empty if pd.isna(delay) else 1.0 * (delay >= late_after)
    return flights["arr_delay"].apply(label).astype(float).rename("late")
"""


@instead
def recursion():
    """A recursive helper."""
    return f"""
def walk(delays, late_after, empty):
    if not delays:
        return []
    first = empty if delays[0] != delays[0] else float(delays[0] >= late_after)
    return [first, *walk(delays[1:], late_after, empty)]
{SIGNATURE}
    empty = {{"exclude": np.nan, "late": 1.0, "on_time": 0.0}}
    if cancelled not in empty:
        raise ValueError(cancelled)
    labels = walk(flights["arr_delay"].tolist(), late_after, empty[cancelled])
    return pd.Series(labels, index=flights.index, name="late", dtype=float)
"""


@instead
def a_memory():
    """lru_cache around a helper."""
    return f"""
from functools import lru_cache
@lru_cache(maxsize=None)
def label(late, missing):
    return missing if late is None else float(late)
{SOLUTION}"""


@instead
def global_state():
    """A global counter, changed at each call."""
    return "calls = 0\n" + SOLUTION.replace(
        "    label_of", "    global calls\n    calls += 1\n    label_of", 1
    )


@instead
def unicode_names():
    """Names in other alphabets."""
    return (
        SOLUTION.replace("label_of_missing", "étiquette_λ")
        .replace("delay =", "延迟 =")
        .replace("(delay ", "(延迟 ")
        .replace("delay.isna", "延迟.isna")
    )


@instead
def type_hints():
    """Annotations that need imports of their own."""
    return "from __future__ import annotations\nfrom typing import Literal\n" + SOLUTION


@instead
def a_result_of_another_origin():
    """A Series with attributes set, from a slice of a frame, with the class's own accessor."""
    return (
        SOLUTION.replace("def late_labels", "def helper")
        + f"""
{SIGNATURE}
    frame = helper(flights, late_after, cancelled).to_frame()
    frame.attrs["made by"] = "me"
    frame["other"] = 1
    return frame["late"]
"""
    )


@before
def guarded_imports():
    """Imports that may fail, guarded."""
    return """
        try:
            import polars
        except ImportError:
            polars = None
        try:
            from google.colab import drive
        except Exception:
            drive = None
    """


@before
def guarded_input():
    """input(), guarded."""
    return """
        try:
            name = input("Your name? ")
        except Exception:
            name = "nobody"
    """


@before
def displays():
    """display(df), a last expression, HTML and a progress bar by carriage returns."""
    return """
        from IPython.display import HTML, Markdown, clear_output, display
        display(pd.DataFrame({"a": [1, 2]}), HTML("<b>x</b>"), Markdown("*x*"))
        for step in range(20):
            print(f"\\r{step}", end="")
        clear_output(wait=True)
        pd.options.display.max_rows = 7
    """


@before
def the_environment():
    """Reading and setting environment variables."""
    return """
        import os
        os.environ.get("HOME"), os.environ.get("NOPE", "x"), os.getcwd(), os.cpu_count()
        os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
    """


@before
def the_clock():
    """Times, dates and a short sleep."""
    return "import datetime, time; time.sleep(0.01); datetime.datetime.now(); time.time()"


@before
def a_class_with_weird_methods():
    """Context managers, properties, slots and operators."""
    return """
        import contextlib
        @contextlib.contextmanager
        def timed():
            yield
        class Money:
            __slots__ = ("cents",)
            def __init__(self, cents): self.cents = cents
            def __add__(self, other): return Money(self.cents + other.cents)
            def __eq__(self, other): return self.cents == other.cents
        with timed():
            assert Money(1) + Money(2) == Money(3)
    """


@before
def a_signal_handler():
    """An alarm as a time limit of one's own."""
    return """
        import signal
        signal.signal(signal.SIGALRM, lambda *_: None)
        signal.alarm(60); signal.alarm(0)
    """


@before
def options_and_filters():
    """Global options of pandas, NumPy and warnings."""
    return """
        import warnings
        warnings.filterwarnings("ignore")
        np.seterr(all="ignore")
        pd.set_option("display.precision", 2)
        np.set_printoptions(suppress=True)
    """


@before
def arrow():
    """Parquet through pyarrow, which has threads of its own."""
    return """
        pd.DataFrame({"a": [1, 2]}).to_parquet("t.parquet")
        assert pd.read_parquet("t.parquet")["a"].sum() == 3
    """


@before
def compressed_files():
    """zip, gzip and pickle files of one's own."""
    return """
        import gzip, pickle, shutil, zipfile
        pickle.dump([1], open("a.pkl", "wb")); pickle.load(open("a.pkl", "rb"))
        gzip.open("a.gz", "wt").write("x")
        with zipfile.ZipFile("a.zip", "w") as file:
            file.write("a.pkl")
        shutil.copy("a.pkl", "b.pkl"); shutil.move("b.pkl", "c.pkl")
    """


@before
def a_module_of_ones_own():
    """%%writefile and an import of what it wrote."""
    return """
        import pathlib, sys
        pathlib.Path("my_module.py").write_text("ANSWER = 42")
        sys.path.insert(0, ".")
        import my_module
        assert my_module.ANSWER == 42
    """


@before
def the_check_called_by_hand():
    """The student's own extra calls of `check`."""
    return "check('first-flight'); check('late-labels')"
