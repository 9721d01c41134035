"""The desk's service in a process of its own, on a free port of the loopback address.

    from desk_service import DeskService

    with DeskService("model.onnx") as desk:
        ...  # desk.url

Kept beside the pages, in a module, because a new process can run a module and not a page.
The process ends by itself when its standard input does, so nothing is left if the page is killed.
"""

import os
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

PATIENCE = 60
"""Seconds that a service may take until it is ready, on a machine that is busy."""
FAREWELL = 5
"""Seconds that it may take to end, before it is killed."""


class DeskService:
    """A running service; `stop` it, or use it as a context manager.

    With `names_protocol=False` its socket is made as uvicorn makes those that workers share: see
    `_listener`. Raises RuntimeError, with what the process wrote, if it does not become ready.
    """

    def __init__(self, model: str | Path, *, names_protocol: bool = True) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - `stop` closes it
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve()), str(model), str(int(names_protocol))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        too_late = threading.Timer(PATIENCE, self._process.kill)
        too_late.daemon = True
        too_late.start()
        try:
            # A process that dies ends this line as well, so we never wait for nothing.
            port = self._process.stdout.readline().strip()
            if not port:
                self._process.wait()
                self._errors.seek(0)
                said = self._errors.read().decode(errors="replace")
                raise RuntimeError(f"the service did not start: {said}")
        except BaseException:
            self.stop()
            raise
        finally:
            too_late.cancel()
        self.port = int(port)
        self.url = f"http://127.0.0.1:{self.port}"
        self.pid = self._process.pid

    def stop(self) -> None:
        """End the process, and wait until it is gone. Once more does nothing."""
        self._process.stdin.close()
        try:
            self._process.wait(FAREWELL)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._errors.close()

    def __enter__(self) -> "DeskService":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _end_with_the_input(server) -> None:
    """Wait for the end of standard input, which comes when the parent closes it or dies."""
    while sys.stdin.buffer.read(1):
        pass
    server.should_exit = True
    # Whatever still holds the server up, such as a request that does not end, ends with this.
    end = threading.Timer(FAREWELL / 2, os._exit, [1])
    end.daemon = True
    end.start()


def _listener(names_protocol: bool) -> socket.socket:
    """A socket that listens at a free port of the loopback address.

    asyncio sends small packets at once (TCP_NODELAY) only on a socket that names its protocol.
    Without, the second packet of an answer waits until the first is acknowledged, some 40 ms.
    """
    protocol = socket.IPPROTO_TCP if names_protocol else 0
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, protocol)
    listener.bind(("127.0.0.1", 0))
    listener.listen(1024)
    return listener


def _serve(model: Path, names_protocol: bool) -> None:
    import uvicorn
    from desk_app import build

    class Server(uvicorn.Server):
        async def startup(self, sockets=None) -> None:
            await super().startup(sockets)
            # Only now does somebody answer at the port.
            print(sockets[0].getsockname()[1], flush=True)

    listener = _listener(names_protocol)
    config = uvicorn.Config(
        build(model.read_bytes()),
        loop="asyncio",
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=1,
        timeout_keep_alive=60,
    )
    server = Server(config)
    threading.Thread(target=_end_with_the_input, args=[server], daemon=True).start()
    server.run(sockets=[listener])


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), sys.argv[2] == "1")
