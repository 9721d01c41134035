"""Using up what others need: time, memory, disk, output, threads, and the judge's own patience.

Every attack is bounded, so that it does no harm where a limit fails.
"""

import nbformat

from autograder.report import Status, Verdict

from .corpus import ALL, attack, cell_of, stopped

CELL = {"cell_seconds": 1.5}
CALL = {"call_seconds": 0.7}

# -- time


@stopped("limits", limits=CELL)
def sleep_in_a_cell():
    """Wait until everybody has gone home."""
    return "import time; time.sleep(3)"


@stopped("limits", limits=CELL)
def compute_in_a_cell():
    """Count without end."""
    return """
        import time
        end = time.monotonic() + 3
        while time.monotonic() < end:
            pass
    """


@stopped("limits", limits=CELL, status=Status.REVIEW, says="cell-timeout")
def ignore_the_interruption():
    """Catch whatever is raised and go on."""
    return """
        import time
        end = time.monotonic() + 3
        while time.monotonic() < end:
            try:
                time.sleep(3)
            except BaseException:
                continue
    """


@stopped(limits=CELL, status=Status.REVIEW, says="cell-timeout")
def stay_in_native_code():
    """Compute in C, where no interruption is noticed."""
    return "sum(range(150_000_000))"


@attack(Verdict.TIMEOUT, limits=CALL, status=Status.REVIEW, says="call-timeout")
def loop_in_a_call():
    """Never return from the function that is checked."""
    return """
        import time
        def late_labels(flights, late_after=15, cancelled="exclude"):
            time.sleep(10)
    """


@attack(Verdict.TIMEOUT, limits=CALL, status=Status.REVIEW, says="call-timeout")
def loop_in_a_call_and_hold_on():
    """Never return, and catch the interruption."""
    return """
        import time
        def late_labels(flights, late_after=15, cancelled="exclude"):
            end = time.monotonic() + 10
            while time.monotonic() < end:
                try:
                    time.sleep(10)
                except BaseException:
                    pass
    """


@stopped(limits={"cpu_seconds": 1}, status=Status.REVIEW, says="cpu-time")
def burn_on_many_threads():
    """Let threads compute in native code while the cell waits for them."""
    return """
        import hashlib, threading
        def burn():
            for _ in range(100):
                hashlib.pbkdf2_hmac("sha256", b"x", b"y", 100_000)
        threads = [threading.Thread(target=burn) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    """


@attack(
    Verdict.TIMEOUT,
    Verdict.FAILED,
    limits={"submission_seconds": 2.5},
    status=Status.REVIEW,
    loses=frozenset({"share-late"}),
    says="submission-timeout",
)
def stay_below_each_limit():
    """Waste the whole submission's time in pieces that are each allowed."""
    return """
        import time
        def late_labels(flights, late_after=15, cancelled="exclude"):
            time.sleep(1)
    """


@attack(Verdict.TIMEOUT, limits=CALL, status=Status.REVIEW, says="call-timeout")
def backtrack_without_end():
    """A regular expression that takes ages on a short text."""
    return """
        import re
        def late_labels(flights, late_after=15, cancelled="exclude"):
            re.match(r"(x+x+)+y", "x" * 30)
    """


@attack(Verdict.TIMEOUT, limits=CALL, status=Status.REVIEW, says="call-timeout")
def be_slow_to_look_at():
    """Return an object whose every method waits."""
    return """
        import time
        class Slow(type):
            def __getattribute__(cls, name):
                time.sleep(5)
        class Lazy(metaclass=Slow):
            pass
        def late_labels(flights, late_after=15, cancelled="exclude"):
            return Lazy
    """


# -- memory


@stopped("limits")
def allocate_at_once():
    """One large piece of memory."""
    return "large = bytearray(300 << 20)"


@stopped("limits")
def allocate_bit_by_bit():
    """Many small pieces of memory."""
    return "pieces = [bytearray(1 << 20) for _ in range(300)]"


@stopped("limits")
def allocate_an_array():
    """Memory from NumPy's own allocator."""
    return "large = np.ones(300 << 17)"


@stopped("limits")
def map_shared_memory():
    """Anonymous shared memory, which the limit of private memory does not count."""
    return """
        import mmap
        maps = [mmap.mmap(-1, 64 << 20) for _ in range(12)]
        for each in maps:
            each[::4096] = bytes(len(each) // 4096)
        del maps, each
    """


@stopped("limits")
def unpack_a_bomb():
    """A few hundred kilobytes that become 300 megabytes."""
    return """
        import zlib
        squeezer = zlib.compressobj(1)
        bomb = b"".join(squeezer.compress(bytes(1 << 20)) for _ in range(300)) + squeezer.flush()
        zlib.decompress(bomb)
    """


@stopped("limits")
def multiply_frames():
    """A product of two tables, as pandas makes it by mistake."""
    return (
        "len(pd.merge(pd.DataFrame({'a': range(5000)}), pd.DataFrame({'b': range(5000)}), 'cross'))"
    )


@attack(Verdict.RAISED, Verdict.FAILED)
def recurse_without_end():
    """Call oneself for ever."""
    return """
        def late_labels(flights, late_after=15, cancelled="exclude"):
            return late_labels(flights)
    """


@attack(Verdict.CRASHED, status=Status.REVIEW, says="SIGSEGV")
def overflow_the_stack():
    """Recurse through native code, with Python's own limit lifted."""
    return """
        import sys
        class Endless:
            def __repr__(self):
                return repr(self)
        def late_labels(flights, late_after=15, cancelled="exclude"):
            sys.setrecursionlimit(10**9)
            return repr(Endless())
    """


# -- disk


@stopped("limits", status=None)
def fill_the_disk():
    """One large file."""
    return """
        with open("large", "wb") as file:
            for _ in range(10):
                file.write(bytes(1 << 20))
    """


@stopped("limits", status=None)
def fill_the_disk_with_several_files():
    """Files that are each allowed, and together too large."""
    return """
        import time
        for number in range(10):
            with open(f"part-{number}", "wb") as file:
                file.write(bytes(1 << 20))
        time.sleep(0.3)
    """


@stopped("limits", status=None)
def fill_the_disk_with_nothing():
    """Ten thousand empty files."""
    return """
        import time
        for number in range(1000):
            open(f"empty-{number}", "w").close()
        time.sleep(0.3)
    """


@stopped("limits", status=None)
def fill_the_disk_unseen():
    """Files that are deleted and still open."""
    return """
        import os, time
        held = []
        for number in range(10):
            file = open(f"part-{number}", "wb", buffering=0)
            os.unlink(file.name)
            file.write(bytes(1 << 20))
            held.append(file)
        time.sleep(0.3)
    """


@stopped("limits", status=None)
def nest_folders():
    """Folders in folders, deeper than any path can say."""
    return """
        import os, time
        for _ in range(500):
            os.mkdir("d")
            os.chdir("d")
        time.sleep(0.3)
    """


# -- output


@stopped("limits", status=Status.REVIEW, says="output-flood")
def print_without_end():
    """Output without end."""
    return """
        for number in range(400_000):
            print(number)
    """


@stopped("limits", status=Status.REVIEW, says="output-flood")
def flood_standard_error():
    """Output on the other stream, past Python."""
    return """
        import os
        for _ in range(100):
            os.write(2, b"x" * 65536)
    """


@attack(earns=ALL, solved=True)
def display_without_end():
    """Ten thousand displays, of which a thousand are kept."""
    return """
        from IPython.display import display
        for _ in range(10_000):
            display(1)
    """


@attack(earns=ALL, solved=True)
def display_something_huge():
    """One display that is larger than what is kept of a cell."""
    return """
        from IPython.display import HTML, display
        display(HTML("x" * 1_000_000))
    """


@attack(Verdict.FLOOD, status=Status.REVIEW, says="output-flood")
def print_while_checked():
    """Output without end from the function that is checked."""
    return """
        def late_labels(flights, late_after=15, cancelled="exclude"):
            for _ in range(100):
                print("x" * 65536)
    """


# -- threads and descriptors


@stopped("limits", status=None)
def start_many_threads():
    """More threads than are allowed."""
    return """
        import threading, time
        threads = [threading.Thread(target=time.sleep, args=(0.5,)) for _ in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    """


@stopped("limits")
def open_many_files():
    """More descriptors than are allowed."""
    return "files = [open('/dev/null') for _ in range(100)]"


# -- what comes back


@attack(Verdict.RAISED, Verdict.FAILED)
def return_a_giant():
    """An array of 160 megabytes, from an object that NumPy stretches without memory."""
    return """
        def late_labels(flights, late_after=15, cancelled="exclude"):
            return np.broadcast_to(np.float64(1), 20_000_000)
    """


@attack(Verdict.RAISED, Verdict.FAILED)
def return_a_deep_nest():
    """A list in a list in a list."""
    return """
        def late_labels(flights, late_after=15, cancelled="exclude"):
            nested = []
            for _ in range(10_000):
                nested = [nested]
            return nested
    """


@attack(Verdict.RAISED, Verdict.FAILED)
def return_a_list_that_holds_itself():
    """A list whose only item is the list."""
    return """
        def late_labels(flights, late_after=15, cancelled="exclude"):
            items = []
            items.append(items)
            return items
    """


@attack(Verdict.RAISED, Verdict.FAILED)
def return_a_million_parts():
    """More nodes than the wire carries."""
    return """
        calls = iter([[[]] * 600_000])
        def late_labels(flights, late_after=15, cancelled="exclude"):
            return next(calls, None)
    """


@attack(Verdict.PROTOCOL, status=Status.REVIEW)
def return_a_huge_number():
    """An integer of a million digits, which takes ages to write in decimal."""
    return """
        def late_labels(flights, late_after=15, cancelled="exclude"):
            return 1 << 4_000_000
    """


@attack(Verdict.FAILED)
def return_an_endless_generator():
    """A generator that never ends, for a check that makes a list of it."""
    return """
        def late_labels(flights, late_after=15, cancelled="exclude"):
            while True:
                yield 1.0
    """


@attack(Verdict.RAISED, Verdict.FAILED)
def raise_a_giant():
    """An error with a message of two megabytes and a long line of causes."""
    return """
        def late_labels(flights, late_after=15, cancelled="exclude"):
            error = ValueError("x" * 2_000_000)
            for _ in range(20):
                error, cause = ValueError(error.args[0]), error
                error.__cause__ = cause
            raise RuntimeError(error.args[0]) from error
    """


# -- cells of one's own


def own_cells(notebook, *texts):
    """The notebook with cells of one's own above the attacked exercise."""
    place = notebook.cells.index(cell_of(notebook, "late-labels"))
    notebook.cells[place:place] = [nbformat.v4.new_code_cell(text) for text in texts]
    return notebook


OWN = {"own_cell_seconds": 0.7}


@attack(earns=ALL, status=Status.REVIEW, limits=OWN, says="cell-timeout (over 0.7 s)")
def hang_in_cells_of_ones_own(notebook):
    """Cells of one's own that never end, one of which does not let itself be interrupted."""
    stubborn = """
import time
while True:
    try:
        time.sleep(3)
    except BaseException:
        continue
"""
    return own_cells(notebook, "while True:\n    pass", stubborn, "import time; time.sleep(9)")


@attack(earns=ALL, status=Status.REVIEW, limits={**OWN, "own_seconds": 1}, says="1 s together")
def use_up_the_time_of_ones_own_cells(notebook):
    """More cells that never end than there is time for; the exercises have a clock of their own."""
    return own_cells(notebook, *["import time; time.sleep(9)"] * 40)


@attack(earns=ALL, status=Status.REVIEW, says="output-flood")
def flood_in_cells_of_ones_own(notebook):
    """Cells of one's own that print as much as they may, and one that prints more."""
    much, more = "print('x' * 1_900_000)", "while True:\n    print('x' * 100_000)"
    return own_cells(notebook, much, much, more, much)


@attack(earns=ALL, status=Status.REVIEW, says="3 more cells of the student's own")
def die_in_cells_of_ones_own(notebook):
    """Cells of one's own that end the process, each in a fresh one."""
    return own_cells(notebook, *["import os; os._exit(0)"] * 13)


@attack(earns=ALL, limits={"submission_seconds": 200})
def hand_in_a_thousand_cells(notebook):
    """A thousand cells of one's own, each of which shows as much as is kept."""
    return own_cells(notebook, *["print('x' * 19_000)"] * 1000)
