"""Kernels that need not import anything: each is a copy of one process that has imported it all.

Stock nbgrader starts a kernel for every notebook, and most of its time goes into the same imports.
With `JUPYTER_PATH` naming a folder of ours it finds a kernel called python3 that is ipykernel as
ever, begun by a fork. Run as a script this file is that process (`serve`), or stands for one kernel
while it is there (`stand_for`): what kills the one ends the other.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path


@contextlib.contextmanager
def warm_kernels():
    """Serve kernels as long as it is entered; gives a `JUPYTER_PATH`, empty where there are none.

    They are begun in the environment of now: what is read from it at an import is read once.
    """
    if not sys.platform.startswith("linux"):
        yield ""
        return
    with tempfile.TemporaryDirectory() as folder:  # not a long name: a socket's may not be long
        address = Path(folder, "socket")
        spec = Path(folder, "kernels", "python3")
        spec.mkdir(parents=True)
        argv = [sys.executable, "-S", "-E", __file__, "stand_for", str(address)]
        text = {"argv": [*argv, "-f", "{connection_file}"], "display_name": "Python 3"}
        (spec / "kernel.json").write_text(json.dumps(text | {"language": "python"}))
        server = subprocess.Popen([sys.executable, __file__, "serve", str(address)])
        try:
            while not address.exists():
                assert server.poll() is None, "the process of the kernels has ended"
                time.sleep(0.02)
            yield folder
        finally:
            server.terminate()
            server.wait()


def serve(address):
    """Import what a notebook does, then fork a kernel for each who asks."""
    from ipykernel.kernelapp import IPKernelApp

    import autograder.suite
    import autograder.testing  # noqa: F401  (for the kernels that are forked)

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a kernel
    assert threading.active_count() == 1, "a fork would lose its threads"
    new = f"{address}.new"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(new)
        listener.listen(8)
        os.rename(new, address)
        while True:
            asked, _ = listener.accept()
            data, files, _, _ = socket.recv_fds(asked, 1 << 16, 2)
            if os.fork() == 0:
                listener.close()
                _become_kernel(IPKernelApp, asked, json.loads(data), files)
            for number in (asked.detach(), *files):
                os.close(number)


def _become_kernel(app, asked, wanted, files):
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    for number, file in zip((1, 2), files, strict=True):
        os.dup2(file, number)
    threading.Thread(target=lambda: asked.recv(1) or os._exit(1), daemon=True).start()
    sys.argv = ["ipykernel_launcher", *wanted["words"]]
    sys.path[0] = ""  # as for `python -m ipykernel_launcher`
    try:
        app.launch_instance()
    finally:
        os._exit(0)


def stand_for(address, *words):
    """Ask for a kernel, and end with it."""
    wanted = {"folder": os.getcwd(), "environment": dict(os.environ), "words": words}
    with socket.socket(socket.AF_UNIX) as asked:
        asked.connect(address)
        socket.send_fds(asked, [json.dumps(wanted).encode()], [1, 2])
        with contextlib.suppress(KeyboardInterrupt):
            asked.recv(1)


if __name__ == "__main__":
    role, *words = sys.argv[1:]
    if role == "serve":
        sys.path[0] = str(Path.cwd())
        serve(*words)
    else:
        stand_for(*words)
