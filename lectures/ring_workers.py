"""Processes that add up their arrays, over a ring or through one of them; for the page of week 5.

    from ring_workers import add_up

    sums, bytes_sent = add_up(arrays, "ring")

Kept beside the pages, in a module, because a new process can import a module and not a page.
Each process is joined to every other by a pipe, so that the same ones can act both ways.
"""

import multiprocessing
from multiprocessing.connection import Connection
from typing import Literal

import numpy as np

PATIENCE = 30
"""Seconds after which a process that has not answered is given up."""


def add_up(
    arrays: list[np.ndarray], by: Literal["ring", "server"]
) -> tuple[list[np.ndarray], list[int]]:
    """The sum that each of the processes, one for each array, ends with, and the bytes it sent.

    By "server", number 0 also plays the parameter server: it receives every array and sends the
    sum to all. Raises RuntimeError if a process fails; none is left running, whatever happens.
    """
    context = multiprocessing.get_context("spawn")
    p = len(arrays)
    ends: list[dict[int, Connection]] = [{} for _ in range(p)]
    for i in range(p):
        for j in range(i):
            ends[i][j], ends[j][i] = context.Pipe()
    answers = [context.Pipe(duplex=False) for _ in range(p)]
    act = _ring if by == "ring" else _server
    workers = [
        context.Process(target=_work, args=(act, i, arrays[i], ends[i], answers[i][1]), daemon=True)
        for i in range(p)
    ]
    try:
        for worker, (_, theirs) in zip(workers, answers, strict=True):
            worker.start()
            theirs.close()  # so that the end of the process is the end of its answer
        results = [_answer(i, answer) for i, (answer, _) in enumerate(answers)]
        for worker in workers:
            worker.join(PATIENCE)
    finally:
        for worker in workers:
            if worker.is_alive():
                worker.kill()
                worker.join()
            if worker.pid is not None:
                worker.close()
        for end in [*(end for each in ends for end in each.values()), *sum(answers, ())]:
            end.close()
    return [total for total, _ in results], [sent for _, sent in results]


def _answer(i: int, answer: Connection) -> tuple[np.ndarray, int]:
    try:
        if answer.poll(PATIENCE):
            return answer.recv()
    except EOFError:
        pass
    raise RuntimeError(f"process {i} did not answer")


class _Line:
    """The pipes of one process, which count the bytes of the arrays that it sends."""

    def __init__(self, ends: dict[int, Connection]) -> None:
        self.ends = ends
        self.sent = 0

    def send(self, to: int, array: np.ndarray) -> None:
        self.ends[to].send_bytes(array.tobytes())
        self.sent += array.nbytes

    def receive(self, sender: int) -> np.ndarray:
        return np.frombuffer(self.ends[sender].recv_bytes())


def _work(act, i: int, array: np.ndarray, ends: dict[int, Connection], answer: Connection) -> None:
    line = _Line(ends)
    total = act(i, len(ends) + 1, array, line)
    answer.send((total, line.sent))


def _ring(i: int, p: int, array: np.ndarray, line: _Line) -> np.ndarray:
    chunks = np.array_split(array, p)
    for half in ("add", "replace"):
        for step in range(p - 1):
            number = i - step + (half == "replace")
            outgoing = chunks[number % p]
            # A pipe holds some kilobytes; if all sent first, all might wait for ever.
            if i % 2 == 0:
                line.send((i + 1) % p, outgoing)
            incoming = line.receive((i - 1) % p)
            if i % 2 == 1:
                line.send((i + 1) % p, outgoing)
            own = chunks[(number - 1) % p]
            chunks[(number - 1) % p] = incoming + own if half == "add" else incoming
    return np.concatenate(chunks)


def _server(i: int, p: int, array: np.ndarray, line: _Line) -> np.ndarray:
    if i > 0:
        line.send(0, array)
        return line.receive(0)
    total = array.copy()
    for worker in range(1, p):
        total += line.receive(worker)
    for worker in range(1, p):
        line.send(worker, total)
    return total
