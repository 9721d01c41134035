"""Reaching the template, siblings, the judge's own machinery, and whoever is graded next."""

from autograder.report import Status, Verdict

from .corpus import ALL, attack, fruitless, stopped


@fruitless()
def leave_a_file_for_the_next():
    """Leave the solution in the working directory."""
    return """
        import os
        for name in ("solution.py", "numpy.py", "sitecustomize.py", ".pythonrc"):
            open(name, "w").write("raise SystemExit")
    """


@stopped("landlock")
def poison_the_libraries():
    """Write into the folder from which everybody imports."""
    return """
        import os
        for folder in (os.path.dirname(np.__file__), os.environ.get("MPLCONFIGDIR", "/cache")):
            try:
                open(folder + "/" + NAME, "w").close()
            except OSError:
                continue
            os.unlink(folder + "/" + NAME)
            break
        else:
            raise PermissionError("nothing is writable")
    """


@fruitless()
def patch_the_shared_modules():
    """Change NumPy in memory that came from the template."""
    return """
        np.testing.assert_allclose = lambda *_, **__: None
        np.allclose = np.array_equal = lambda *_, **__: True
        pd.DataFrame.__eq__ = lambda *_: True
        pd.testing = None
    """


@fruitless()
def leave_a_thread():
    """A thread that goes on while others are graded."""
    return """
        import threading, time
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
    """


@fruitless()
def leave_a_last_word():
    """Functions to be run when the process ends, and timers."""
    return """
        import atexit, signal, time, weakref
        atexit.register(time.sleep, 30)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        weakref.finalize(np, time.sleep, 30)
    """


@attack(Verdict.PROTOCOL, status=Status.REVIEW, says="protocol-violation")
def hang_up():
    """Close the connection to the judge and stay."""
    return """
        import os, time
        def late_labels(flights, late_after=15, cancelled="exclude"):
            os.closerange(3, 256)
            time.sleep(5)
    """


@stopped(status=Status.REVIEW)
def close_everything():
    """Close every descriptor, the streams included."""
    return "import os; os.closerange(0, 256)"


@stopped(status=Status.REVIEW, limits={"cell_seconds": 1})
def stop_oneself():
    """Stop, as a shell stops a job, so that nobody answers."""
    return """
        import os, signal, time
        os.kill(os.getpid(), signal.SIGSTOP)
        while True:
            try:
                time.sleep(5)
            except BaseException:
                pass
    """


@stopped(status=Status.REVIEW, says="crashed")
def crash():
    """Write where nothing is."""
    return "import ctypes; ctypes.string_at(0)"


@attack(Verdict.CRASHED, status=Status.REVIEW, says="crashed")
def crash_while_checked():
    """Abort in the middle of a check."""
    return """
        import os
        def late_labels(flights, late_after=15, cancelled="exclude"):
            os.abort()
    """


@stopped(status=None, earns={"A": ALL, "B": 0.0})
def kill_oneself():
    """Look like a victim of the kernel's search for memory; the first of a namespace cannot."""
    return "import os, signal; os.kill(os.getpid(), signal.SIGKILL); import time; time.sleep(0.1)"


@stopped("everything")
def signal_everybody():
    """Ask, for every process there is, whether it may be killed."""
    return """
        import os
        reached = 0
        for pid in range(2, 100_000):
            try:
                if pid != os.getpid():
                    os.kill(pid, 0)
                    reached += 1
            except OSError:
                continue
        if not reached:
            raise PermissionError("nobody there")
    """


@fruitless()
def lock_a_shared_file():
    """Hold a lock on a file that others need."""
    return """
        import fcntl
        held = open(np.__file__)
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    """


@fruitless()
def remove_the_working_directory():
    """Leave nothing to stand on."""
    return """
        import os, shutil
        here = os.getcwd()
        os.chdir("/")
        try:
            os.rmdir(here)
        except OSError:
            pass
    """


@fruitless()
def be_hard_to_clean_up():
    """Leave a tangle of folders, links and names in the scratch space."""
    return """
        import os
        os.makedirs("/".join(["a" * 200] * 10))
        os.symlink("/", "root")
        os.symlink("loop", "loop")
        open("-rf", "w").close()
        open("new\\nline", "w").close()
        open(b"\\xff\\xfe", "w").close()
        os.mkdir("closed", 0)
    """


@fruitless()
def change_the_environment():
    """Variables that Python, NumPy and the judge listen to."""
    return """
        import os
        os.environ.update(PYTHONPATH="/tmp", LD_PRELOAD="/tmp/x.so", PYTEST_ADDOPTS="--co")
        os.umask(0)
    """


@fruitless()
def rewrite_the_worker():
    """Change the process's own end of the wire, without harm to its answers."""
    return """
        import gc
        for thing in gc.get_objects():
            if type(thing).__name__ == "Worker":
                thing.kept[1] = thing
                thing.operations["names"] = lambda request: [True for _ in request["names"]]
    """


@attack(Verdict.PROTOCOL, status=Status.REVIEW, says="protocol-violation")
def answer_before_the_question():
    """Leave a second answer on the wire for the next question."""
    return """
        import gc
        from autograder.sandbox import encode
        worker = [thing for thing in gc.get_objects() if type(thing).__name__ == "Worker"][0]
        def late_labels(flights, late_after=15, cancelled="exclude"):
            for ahead in range(1, 50):
                worker.send({"id": worker.current + ahead, "ok": True})
    """


@fruitless()
def fork_bomb_by_threads():
    """Threads that start threads, within the limit, and end with the process."""
    return """
        import threading, time
        def breed(depth):
            if depth:
                threading.Thread(target=breed, args=(depth - 1,), daemon=True).start()
            time.sleep(30)
        threading.Thread(target=breed, args=(5,), daemon=True).start()
    """


@attack(earns=ALL, solved=True)
def take_the_neighbours_names():
    """Define another exercise's function, which its own cell then defines anew."""
    return """
        def share_late(labels):
            raise SystemExit
        def first_flight(minutes):
            raise SystemExit
    """
