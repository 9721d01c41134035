"""A small cluster on this machine that runs the desk's nightly pipeline; for the page of week 10.

    from desk_cluster import Ledger, open_cluster, run_pipeline

    with open_cluster() as client, Ledger.temporary() as ledger:
        report = run_pipeline(client, ledger, kill_after=2)

Kept beside the pages, in a module, because a worker can import a module and not a page.

Two worker processes of `distributed` listen on the loopback address, at free ports. They end with
the `with` block, or when the process that opened it ends, however it ends: each worker watches a
pipe to its parent and leaves when that closes.
"""

import hashlib
import logging
import os
import shutil
import signal
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import dask
import numpy as np
import pandas as pd
import psutil
from distributed import Client, Future, LocalCluster

PATIENCE = 120
"""Seconds after which a cluster or a run that has not answered is given up."""

MONTHS = (1, 2, 3, 4)
"""What the pipeline learns from; it scores the month after them."""
PARTS = 6
"""Into so many parts the month to be scored is cut; each ends in one order of crews."""
STAGES = ("read", "build", "train", "score", "order")

_PREFIX = "mlsd-desk-cluster-"
_SETTINGS = {
    "distributed.comm.timeouts.connect": "60s",  # a busy machine is slow, and not broken
    # Nobody looks at the pages that a scheduler and its workers would serve.
    "distributed.worker.http.routes": [],
    "distributed.scheduler.http.routes": [],
}


@contextmanager
def open_cluster(workers: int = 2) -> Iterator[Client]:
    """A client of a new cluster of worker processes, one thread each.

    Their scratch space is a temporary folder, which goes with them. A process that was killed
    cannot tidy up, so what such a one has left is removed here.
    """
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if not psutil.pid_exists(int(left.name.split("-")[-2])):
            shutil.rmtree(left, ignore_errors=True)
    prefix = f"{_PREFIX}{os.getpid()}-"
    with (
        tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder,
        dask.config.set({**_SETTINGS, "temporary-directory": folder}),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            memory_limit=0,
            local_directory=folder,
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):
        client.wait_for_workers(workers, timeout=PATIENCE)
        yield client


def worker_pids(client: Client) -> list[int]:
    """The process ids of the workers that are there now."""
    return sorted(client.run(os.getpid).values())


@dataclass(frozen=True)
class Ledger:
    """What happened outside of the cluster, in a file that outlives every worker.

    It plays the crews' own system, which takes orders, and keeps a note of every task begun.
    """

    path: Path

    @classmethod
    @contextmanager
    def temporary(cls) -> Iterator["Ledger"]:
        """An empty ledger in a temporary folder."""
        with tempfile.TemporaryDirectory(prefix="ledger-") as folder:
            ledger = cls(Path(folder) / "ledger.sqlite")
            with ledger._open() as db:
                db.execute("create table begun (task text, pid integer)")
                db.execute("create table orders (key text unique, part integer, pid integer)")
            yield ledger

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction."""
        with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as db, db:
            yield db

    def note(self, task: str) -> None:
        """A task has begun in this process."""
        with self._open() as db:
            db.execute("insert into begun values (?, ?)", (task, os.getpid()))

    def order(self, part: int, key: str | None) -> None:
        """Order crews. An order with a key that was seen before is the same order, and ignored."""
        with self._open() as db:
            db.execute("insert or ignore into orders values (?, ?, ?)", (key, part, os.getpid()))

    def begun(self) -> list[str]:
        """Every task that began, as often as it began."""
        with self._open() as db:
            return [task for (task,) in db.execute("select task from begun order by rowid")]

    def orders(self) -> list[tuple[int, int]]:
        """Part and process of every order that was taken."""
        with self._open() as db:
            return list(db.execute("select part, pid from orders order by rowid"))


@dataclass(frozen=True)
class Report:
    """What one run of the pipeline did."""

    tasks: int
    """Tasks in the graph."""
    begun: list[str]
    """Every task begun, as often as it was begun."""
    orders: list[int]
    """The part of every order that the crews' system took."""
    killed: int | None
    """The process that was killed, or None."""
    digest: str
    """Of all forecasts, in order."""


def run_pipeline(
    client: Client,
    ledger: Ledger,
    *,
    keyed: bool = True,
    kill_after: int | None = None,
    rest: float = 0.3,
) -> Report:
    """Read and build each month, train, score each part of the next month, order crews for it.

    keyed: whether an order carries an idempotency key. kill_after: as soon as so many orders were
    taken, the worker that placed the last of them is killed, which is then still in that task.
    rest: seconds that the task goes on after its order was taken.
    """
    graph = submit_pipeline(client, ledger, keyed=keyed, rest=rest)
    killed = None
    if kill_after is not None:
        deadline = time.monotonic() + PATIENCE
        while len(taken := ledger.orders()) < kill_after:
            if time.monotonic() > deadline:
                raise TimeoutError("no order came")
            time.sleep(0.01)
        killed = taken[kill_after - 1][1]
        os.kill(killed, signal.SIGKILL)
    parts = client.gather([graph[f"order-{part}"] for part in range(PARTS)], errors="raise")
    return Report(
        tasks=len(graph),
        begun=ledger.begun(),
        orders=[part for part, _ in ledger.orders()],
        killed=killed,
        digest=hashlib.sha256(b"".join(parts)).hexdigest(),
    )


def submit_pipeline(
    client: Client, ledger: Ledger, *, keyed: bool, rest: float
) -> dict[str, Future]:
    """Hand the whole graph to the scheduler at once; the future of every task by its name."""
    run = ledger.path.parent.name  # another run is another graph, so nothing is taken from the last
    graph: dict[str, Future] = {}

    def add(name: str, task, *inputs: object) -> Future:
        graph[name] = client.submit(task, ledger, name, *inputs, key=f"{run}/{name}")
        return graph[name]

    last = MONTHS[-1] + 1
    for month in (*MONTHS, last):
        add(f"build-{month}", build, add(f"read-{month}", read, month))
    model = add("train", train, *(graph[f"build-{month}"] for month in MONTHS))
    for part in range(PARTS):
        scores = add(f"score-{part}", score, model, graph[f"build-{last}"], part)
        add(f"order-{part}", order, scores, part, f"crews/{last}/{part}" if keyed else None, rest)
    return graph


def read(ledger: Ledger, name: str, month: int) -> pd.DataFrame:
    """Every tenth flight of a month that arrived."""
    from worlds import flights  # a worker needs it, the page's process may not

    ledger.note(name)
    table = flights.load()
    table = table[(table["month"] == month) & table["arr_delay"].notna()].iloc[::10]
    return table[["hour", "distance", "carrier", "origin", "arr_delay"]]


def build(ledger: Ledger, name: str, table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Features (hour, distance, three origins) and labels."""
    ledger.note(name)
    origins = [table["origin"] == origin for origin in ("EWR", "JFK", "LGA")]
    features = np.column_stack([table["hour"] / 24, table["distance"] / 1_000, *origins])
    return features.astype(float), (table["arr_delay"] >= 15).to_numpy(float)


def train(ledger: Ledger, name: str, *months: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Least squares, which gives the same weights on any machine of this kind."""
    ledger.note(name)
    features = np.concatenate([features for features, _ in months])
    labels = np.concatenate([labels for _, labels in months])
    return np.linalg.lstsq(features, labels)[0]


def score(
    ledger: Ledger,
    name: str,
    weights: np.ndarray,
    month: tuple[np.ndarray, np.ndarray],
    part: int,
) -> np.ndarray:
    """Forecasts of one part of the month."""
    ledger.note(name)
    return np.array_split(month[0], PARTS)[part] @ weights


def order(
    ledger: Ledger, name: str, scores: np.ndarray, part: int, key: str | None, rest: float
) -> bytes:
    """Order crews for a part: the one task that the world outside notices."""
    ledger.note(name)
    ledger.order(part, key)
    time.sleep(rest)  # the order is taken, the task is not finished: here a worker may be killed
    return scores.tobytes()
