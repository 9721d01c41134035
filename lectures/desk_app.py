"""What the desk answers over HTTP, and the switches of the laboratory; for the page of week 7.

`desk_service` runs it in a process of its own. The application knows nothing of processes.
"""

import asyncio
import time
from collections import OrderedDict, deque
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import numpy as np
import onnxruntime
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

FALLBACK = 0.24
"""What the desk says when the weather feed is down: about the late rate of the year."""


class Question(BaseModel):
    """One flight: its number for the cache, and the model's features in their order."""

    flight: int
    features: list[float | None]


@dataclass(frozen=True)
class Lab:
    """The switches that an experiment sets; milliseconds throughout."""

    call_ms: float = 0.0
    """What a call of the model costs beyond its arithmetic, whatever the number of its rows."""
    max_batch: int = 1
    max_wait_ms: float = 0.0
    ttl_ms: float = 0.0
    """How long an answer is kept for the next who asks for the same flight; 0 keeps none."""
    asks_weather: bool = False
    feed_ms: float = 1.0
    """How long the weather feed takes."""
    timeout_ms: float = 1000.0
    """How long the desk waits for the feed before it falls back."""
    failures: int = 0
    """How many failures in a row open the breaker; 0 has no breaker."""
    cool_down_ms: float = 300.0


class Slot:
    """One worker that calls the model, for one question at a time or for a batch of them."""

    def __init__(self, model: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(model, options)
        self.input = self.session.get_inputs()[0].name
        self.lab = Lab()
        self.calls = 0
        self.stall_ms = 0.0
        self.waiting: deque[tuple[list[float | None], asyncio.Future[float]]] = deque()
        self.news = asyncio.Event()

    async def ask(self, features: list[float | None]) -> float:
        answer: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.waiting.append((features, answer))
        self.news.set()
        return await answer

    async def work(self) -> None:
        while True:
            await self._until(1)
            if self.lab.max_batch > 1 and self.lab.max_wait_ms > 0:
                try:
                    async with asyncio.timeout(self.lab.max_wait_ms / 1000):
                        await self._until(self.lab.max_batch)
                except TimeoutError:
                    pass
            size = min(len(self.waiting), self.lab.max_batch)
            batch = [self.waiting.popleft() for _ in range(size)]
            pause, self.stall_ms = self.lab.call_ms + self.stall_ms, 0.0
            if pause:
                await asyncio.sleep(pause / 1000)
            self._answer(batch)

    async def _until(self, size: int) -> None:
        while len(self.waiting) < size:
            self.news.clear()
            await self.news.wait()

    def _answer(self, batch: list[tuple[list[float | None], asyncio.Future[float]]]) -> None:
        self.calls += 1
        try:
            rows = np.array([features for features, _ in batch], dtype=np.float32)
            chances = self.session.run(None, {self.input: rows})[1][:, 1]
        except (
            Exception
        ) as error:  # whatever the rows were, who asked hears of it and the slot lives
            for _, answer in batch:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_, answer), chance in zip(batch, chances, strict=True):
            if not answer.done():  # who asked may have gone
                answer.set_result(float(chance))


class FeedDown(Exception):
    """The weather feed did not answer in time, or the breaker did not ask it."""


class Feed:
    """The weather feed, which an experiment slows down, behind a timeout and a breaker."""

    def __init__(self) -> None:
        self.lab = Lab()
        self.asked = 0
        self.state = "closed"
        self.failed = 0
        self.changes = 0
        self.open_until = 0.0

    def become(self, state: str) -> None:
        """Change the state; what the calls that are under way bring counts no longer."""
        self.state, self.failed = state, 0
        self.changes += 1

    async def read(self) -> None:
        if self.state == "open" and time.monotonic() >= self.open_until:
            self.become("half-open")  # and this call is the probe
        elif self.state != "closed":
            raise FeedDown
        begun = self.changes
        self.asked += 1
        try:
            async with asyncio.timeout(self.lab.timeout_ms / 1000):
                await asyncio.sleep(self.lab.feed_ms / 1000)
        except TimeoutError:
            if self.lab.failures and self.changes == begun:
                self.failed += 1
                if self.state == "half-open" or self.failed >= self.lab.failures:
                    self.open_until = time.monotonic() + self.lab.cool_down_ms / 1000
                    self.become("open")
            raise FeedDown from None
        if self.changes == begun:
            self.failed = 0
            if self.state == "half-open":
                self.become("closed")


TICK = 0.01
"""Seconds between two looks at the clock."""


async def watch(lags: list[float]) -> None:
    """Note at each tick by how many milliseconds it came late, as it does when others compute."""
    while True:
        due = time.monotonic() + TICK
        await asyncio.sleep(TICK)
        lags.append(1000 * (time.monotonic() - due))


def build(model: bytes) -> FastAPI:
    """The application for a model in ONNX: one input, float rows; its second output the chances."""
    slot, feed = Slot(model), Feed()
    lags: list[float] = []
    kept: OrderedDict[int, tuple[float, float]] = OrderedDict()

    @asynccontextmanager
    async def at_work(_: FastAPI):
        tasks = [asyncio.create_task(slot.work()), asyncio.create_task(watch(lags))]
        yield
        for task in tasks:
            task.cancel()

    app = FastAPI(lifespan=at_work, docs_url=None, redoc_url=None, openapi_url=None)
    width = slot.session.get_inputs()[0].shape[1]

    @app.post("/predict")
    async def predict(question: Question) -> dict[str, float | str]:
        if len(question.features) != width:
            raise HTTPException(422, f"the model has {width} features")
        lab, now = slot.lab, time.monotonic()
        if lab.ttl_ms and question.flight in kept:
            chance, born = kept[question.flight]
            if now - born < lab.ttl_ms / 1000:
                return {"late": chance, "by": "cache"}
        if lab.asks_weather:
            try:
                await feed.read()
            except FeedDown:
                return {"late": FALLBACK, "by": "fallback"}
        chance = await slot.ask(question.features)
        if lab.ttl_ms:
            kept[question.flight] = (chance, now)
            kept.move_to_end(question.flight)
            if len(kept) > 10_000:
                kept.popitem(last=False)
        return {"late": chance, "by": "model"}

    @app.put("/lab")
    async def set_lab(changes: dict[str, float]) -> dict[str, int]:
        """Set the switches (those not named go back) and count anew; answer the counts so far."""
        before = {"calls": slot.calls, "asked": feed.asked}
        changes["max_batch"] = int(changes.get("max_batch", 1))
        slot.lab = feed.lab = replace(Lab(), **changes)
        slot.calls = feed.asked = 0
        feed.become("closed")
        kept.clear()
        return before

    @app.put("/slow_feed")
    async def slow_feed(feed_ms: float) -> None:
        """The feed takes so long from now on; all else stays."""
        feed.lab = replace(feed.lab, feed_ms=feed_ms)

    @app.put("/stall")
    async def stall(ms: float) -> None:
        """The next call of the model takes so much longer."""
        slot.stall_ms = ms

    @app.put("/held_up")
    async def held_up() -> dict[str, float]:
        """The 95th percentile of the lags since this was last asked; then they are forgotten."""
        ms = float(np.quantile(lags, 0.95)) if lags else 0.0
        lags.clear()
        return {"ms": ms}

    @app.get("/ready")
    async def ready() -> dict[str, str]:
        return {"state": "ready"}

    return app
