# %% [markdown]
# # Week 7. Serving
#
# **How does a prediction reach a user in 50 ms at peak?**
#
# Week 6 decided that the model of **the delay desk** is good enough to ship. Shipping it is another matter.
# In a notebook a forecast takes as long as it takes, and nobody else wants one at the same time.
# Behind a service a thousand requests arrive in the same second, one of the feeds it asks hangs,
# the file with the model was cut off on its way, and still the answer is due in 50 milliseconds.
# The average request hardly ever decides whether a service is good enough.
# The slowest one in a hundred does, because a screen that needs a hundred forecasts waits for the slowest.
# You build the eight parts that stand between a trained model and an answer in time.
#
# ## Where we are
#
# ```text
#   schedules, messages, weather, planes             the operations desk
#              |                                            ^
#              v                                            |  act, or stay silent
#         [ ingest ]  week 2                           [ decide ]  week 1
#          |      |                                         ^
#          v      v                                         |  probability
#   [ labels ]  [ features ] -------+                       |
#    week 3      week 4             |                       |
#          |        |               |                       |
#          v        v               v                       |
#         [  train  ] ---> [ evaluate ] ---> [ SERVE ] -----+
#           week 5           week 6          this week
#
#   Inside SERVE; the numbers are this week's exercises:
#
#     request --> [ 4 answered before? ] --> [ 3 wait for others ] --> [ model ] --> answer
#                            ^                                             ^            |
#                            |                 smaller: [ 1 bytes for numbers ]         |
#     weather --> [ 7 a feed that hangs ]               [ 2 low rank          ]         |
#      feed       [   is left alone     ]      safely   [ 8 digest            ]         |
#                                              loaded:                                  v
#                              [ 6 how many servers ] <-- [ 5 how late are the slowest? ]
# ```
#
# ## How to work
#
# - Read the lecture first: `make site`, then open `build/site/w07_serving.html`.
# - Run the cells from the top.
#   Replace each `raise NotImplementedError` by your code, then run the cell below it:
#   `check("quantize")` answers at once with what is right, what is not, and your score.
# - The second check cell of each exercise stays quiet here.
#   Its tests run when the notebook is graded; they use other inputs, but demand nothing that the contract does not say.
# - Grading takes the exercise cells only.
#   Extra functions and imports that an exercise needs belong in that exercise's cell.
#   No exercise needs another one.
# - A cell that begins with `# Try it` shows what your function says about the real flights.
#   It is commented out so that the notebook runs before you have written anything:
#   once the check passes, select the lines below its first paragraph, press Ctrl and `/`, and run it.
# - Eight exercises earn 80 points, the memo at the end 20.
#   Plan about five hours: half an hour for each exercise, and an hour for the memo.
#
# ## How to read a contract
#
# The docstring is the contract, and the checks hold you to it and to nothing else.
# These conventions apply throughout, so that the docstrings can stay short:
#
# - A *promise* is something the caller guarantees. You need not verify it.
# - `ValueError` is demanded only where the docstring says so.
#   Its wording is yours; where two errors apply, raise either.
# - No function changes its arguments.
# - A *number* is an `int` or a `float`, Python's, or NumPy's of 64 bits, never a `bool` or a text; a *whole number* is an `int` of either, and a float is none.
#   Where a parameter is a number, callers keep to this, and it is neither missing nor infinite unless the docstring speaks of that (promise).
# - *Array-like of numbers* means a list, a tuple, a NumPy array (any integer or float dtype) or a Series,
#   1-D unless said otherwise, never ragged (promise). A Series and the columns of a DataFrame have integer or float dtypes of NumPy (promise).
#   Whatever the dtype of the input, compute in float64, or with Python's numbers.
# - *Missing* is NaN.
# - A *time* is a number of seconds, or of milliseconds, as the docstring says.
#   Nothing here sleeps or looks at a real clock: a *clock* is a function without arguments that returns the time in seconds, a number.
#   It may begin anywhere, also below 0. It never goes back, and it stands still while a method of yours runs, except inside an operation that you call (promise).
#   Times and spans on it are whole multiples of 1/1024 second, below 10**9 in size (promise), so that floats add and subtract them exactly.
# - Where a result is a `float` or an `int`, Python's or NumPy's will do, but `True` is not a number.
#   Where it is a tuple, a list, an array, a dict or `bytes`, exactly that type is expected at every level.
#   An *array* is a NumPy array; "of floats" allows any NumPy dtype of that kind unless a dtype is named.
# - Floats are compared to about nine digits, or to twelve decimals where they are near 0.
# - A cell may import anything of the standard library, NumPy, pandas, SciPy and scikit-learn.
#   What the set-up cell below imports and defines is there when it is graded.
#   All code cells of your notebook run when it is graded, your own too, from the top, and each check judges what is defined where it stands.
#   Two cells that define the same name share it, so name helpers apart.
# - Warnings cost nothing. Speed is not checked, but when your notebook is graded, calls that take longer than 20 seconds are cut off.
# - When your notebook is graded, it runs in a sandbox: it starts no other processes (`multiprocessing`, `subprocess`), reaches no network,
#   writes files in its own folder and in `/tmp` only, and nobody answers `input()` or a breakpoint.
#
# The last four functions of the set-up cell send messages to objects of exercises 4, 5 and 7, and load what exercise 8 has packed.
# The checks use them, and so may you.

# %% setup="imports"
import hashlib
import json
import math
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from autograder import checker
from worlds.watched import code_run

check = checker("w07_serving")


class CircuitOpen(Exception):
    """What a circuit breaker of exercise 7 raises when it refuses to call."""


def replay_cache(capacity: int, ttl: float, messages: Sequence[Sequence[Any]]) -> list[Any]:
    """What a new `TTLCache` answers to each message, under a clock that we set.

    A message is the time on the clock, "get", "put" or "len", and the arguments, as in
    (12, "put", "JFK", 0.3). The cache is made at the time of the first.
    """
    now = [messages[0][0]]
    cache = TTLCache(capacity, ttl, lambda: now[0])
    answers = []
    for time, method, *arguments in messages:
        now[0] = time
        answers.append(len(cache) if method == "len" else getattr(cache, method)(*arguments))
    return answers


def ask_sketch(relative_error: float, parts: Sequence[Any], questions: Sequence[Any]) -> list[Any]:
    """Feed each part to a new `LatencySketch`, merge all into the first, and ask that one.

    A question is a level, as 0.99, or a function, which is called with the sketches.
    """
    sketches = []
    for part in parts:
        sketches.append(LatencySketch(relative_error))
        for value in part:
            sketches[-1].add(value)
    for other in sketches[1:]:
        sketches[0].merge(other)
    return [ask(sketches) if callable(ask) else sketches[0].quantile(ask) for ask in questions]


def replay_breaker(failures: int, cool_down: float, steps: Sequence[Sequence[Any]]) -> list[Any]:
    """What a new `CircuitBreaker` makes of each call, under a clock that we set.

    A step is (time on the clock, how the operation ends: "ok", "error", "refused" by another
    breaker further down, or the error that it raises), and perhaps the seconds that the operation
    takes, and perhaps a list of steps that it makes itself through the same breaker, before it ends.

    The answer to a step is "returned" or "raised" when exactly what the operation returned or
    raised came out, and "refused" when a CircuitOpen did, and the operation was not called. With
    steps inside it is a tuple of this and of the list of their answers.
    """
    now = [steps[0][0]]
    breaker = CircuitBreaker(failures, cool_down, lambda: now[0])
    errors = {"error": RuntimeError("the feed is down"), "refused": CircuitOpen("another breaker")}

    def answer(step: Sequence[Any]) -> Any:
        now[0], ending, takes, inside = (*step, *(0, ())[len(step) - 2 :])
        result, error, called, answers = object(), errors.get(ending, ending), [], []

        def operation() -> object:
            called.append(now[0])
            answers.extend(answer(inner) for inner in inside)
            now[0] += takes
            if ending != "ok":
                raise error
            return result

        try:
            came = "returned" if breaker.call(operation) is result else "returned something else"
        except BaseException as raised:
            if raised is error:
                came = "raised"
            elif isinstance(raised, CircuitOpen):
                came = "refused, after a call" if called else "refused"
            else:
                raise
        if len(called) > 1:
            came += ", after several calls"
        return (came, answers) if inside else came

    return [answer(step) for step in steps]


def load_and_watch(blob: bytes, digest: str) -> tuple[Any, list[str]]:
    """What `load_model` returns, or its error as a text, and the code that it ran from the blob."""
    with code_run() as heard:
        try:
            loaded = load_model(blob, digest)
        except Exception as error:
            loaded = repr(error)
    return loaded, heard


# %% [markdown]
# ## 1. A byte for a number
#
# A weight of the model is a float of eight bytes, and most of its digits are noise of the training.
# *Quantisation* keeps one byte instead: divide a row of weights by a common *scale*, round, and store whole numbers from -127 to 127.
# Multiplied by the scale they are the weights again, each off by at most half a scale.
#
# The scale decides how much is lost. With one scale for the whole matrix, a single large weight makes all steps coarse.
# So each row, which holds the weights of one output, has a scale of its own: its largest weight in size becomes 127 or -127.
# A column would be the wrong direction: an output adds up the products along its row, and one scale for all of them can be multiplied afterwards.
#
# The grid is *symmetric*: 0 stays 0, exactly. Other schemes stretch from the smallest to the largest weight and need a *zero point* besides;
# with those, a weight of 0 (a feature that the model ignores) may come back as something else.


# %% exercise="quantize"
def quantize(weights: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Quantise each row of a matrix to whole numbers from -127 to 127 and one scale.

    The scale of a row is its largest entry in size, divided by 127; the scale of a row that holds
    nothing but zeros is 1.0. The code of an entry is the whole number nearest to entry / scale,
    of two equally near ones the even one.

    Arguments:
        weights: array-like of numbers of shape (n, m), as a 2-D array, a DataFrame, or a list of
            lists; an entry is 0, or from 1e-30 to 1e30 in size (promise). No entry / scale lies
            within 1e-6 of a half, as 2.5, unless the scale of its row is a power of two (promise).

    Returns:
        A tuple of two: the codes, an array of shape (n, m) of dtype int8, and the scales, an
        array of n floats of dtype float64.

    Raises:
        ValueError: `weights` is not 2-D, or has no entries; an entry is missing or infinite.

    >>> codes, scales = quantize([[1.27, -0.5, 0.254], [0, 0, 0]])
    >>> codes.tolist(), scales.tolist()
    ([[127, -50, 25], [0, 0, 0]], [0.01, 1.0])
    """
    ### BEGIN SOLUTION
    values = np.asarray(weights, dtype=np.float64)
    if values.ndim != 2 or values.size == 0:
        raise ValueError(f"need a matrix with entries, not one of shape {values.shape}")
    if not np.isfinite(values).all():
        raise ValueError("an entry is missing or infinite")
    largest = np.abs(values).max(axis=1)
    scales = np.where(largest > 0, largest / 127, 1.0)
    # np.rint rounds halves to even, and a cast alone would cut off.
    return np.rint(values / scales[:, np.newaxis]).astype(np.int8), scales
    ### END SOLUTION


def dequantize(codes: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """The weights that codes and scales stand for: each code times the scale of its row.

    Arguments:
        codes: an array of shape (n, m) of dtype int8.
        scales: an array of floats of any width.

    Returns:
        An array of shape (n, m) of dtype float64.

    Raises:
        ValueError: `scales` has not the shape (n,).

    >>> dequantize(np.array([[127, -50], [3, 1]], dtype=np.int8), np.array([0.5, 2.0])).tolist()
    [[63.5, -25.0], [6.0, 2.0]]
    """
    ### BEGIN SOLUTION
    if scales.shape != codes.shape[:1]:
        raise ValueError(f"{len(codes)} rows need as many scales, not {scales.shape}")
    return codes * scales.astype(np.float64)[:, np.newaxis]
    ### END SOLUTION


# %% check="quantize" points=4

# %% check="quantize" hidden=true points=6

# %%
# Try it: a small network that forecasts lateness from the schedule. What do its weights lose with a
# byte each, with one scale a row and with one scale for all? Does the forecast notice?
#
# import pandas as pd
# from sklearn.metrics import roc_auc_score
# from sklearn.neural_network import MLPClassifier
# from sklearn.preprocessing import StandardScaler
#
# from worlds.flights import load
#
# flights = load().dropna(subset=["arr_delay"])
# late = (flights["arr_delay"] >= 15).to_numpy()
# columns = pd.get_dummies(flights[["origin", "carrier"]]).assign(
#     hour=flights["hour"], distance=flights["distance"], weekday=flights["scheduled_departure"].dt.dayofweek)
# features = StandardScaler().fit_transform(columns)
# train, test = (flights["month"] <= 9).to_numpy(), (flights["month"] > 9).to_numpy()
# network = MLPClassifier((32, 16), max_iter=4, random_state=0)
# network.fit(features[train][::6], late[train][::6])
#
# def one_scale(weights):
#     return dequantize(*quantize(weights.reshape(1, -1))).reshape(weights.shape)
#
# def scale_a_row(weights):  # scikit-learn keeps the weights of one output in a column
#     return dequantize(*quantize(weights.T)).T
#
# trained = network.coefs_
# for name, shrink in (("as trained", np.asarray), ("a scale a row", scale_a_row), ("one scale", one_scale)):
#     network.coefs_ = [shrink(weights) for weights in trained]
#     off = np.mean([np.abs(a - b).mean() for a, b in zip(network.coefs_, trained)])
#     print(f"{name:14} a weight is off by {off:.5f} on average, "
#           f"AUC {roc_auc_score(late[test], network.predict_proba(features[test])[:, 1]):.4f}")

# %% [markdown]
# ## 2. Fewer numbers
#
# A layer with m outputs and n inputs is a matrix $M$ of m times n numbers.
# Often it repeats itself: its rows are nearly combinations of a few patterns.
# Then it is nearly a product of two thin matrices, $M \approx L R$, with $r$ columns in $L$ and $r$ rows in $R$.
# They hold $r(m + n)$ numbers, and to apply them takes as many multiplications.
#
# How near can one come? The *singular value decomposition* answers it.
# If $\sigma_1 \ge \sigma_2 \ge \dots$ are the singular values of $M$, the best product of rank $r$ keeps the first $r$ of them, and misses (Eckart and Young, 1936)
#
# $$\lVert M - L R \rVert = \sqrt{\sigma_{r+1}^2 + \sigma_{r+2}^2 + \dots}\,, \qquad
#   \text{where } \lVert A \rVert = \sqrt{\textstyle\sum_{ij} A_{ij}^2}$$
#
# The budget is on this error, so the question is which rank is the smallest that keeps it.
# Beware of the "share of variance explained", which counts squares: an error of 0.1 leaves a hundredth of them, and so explains 0.99, not 0.9.
#
# Nothing guarantees a saving. Of a square matrix, half the rank stores as many numbers as before, and full rank twice as many.


# %% exercise="low-rank"
def low_rank(matrix: ArrayLike, tolerance: float) -> tuple[np.ndarray, np.ndarray, float]:
    """Factor a matrix into two of the smallest rank whose product is near enough.

    The rank r is the smallest one, at least 1, for which the best approximation of rank r misses
    `matrix` by at most tolerance * ||matrix||, in the norm above.

    Arguments:
        matrix: array-like of numbers of shape (m, n), as a 2-D array, a DataFrame, or a list of
            lists; an entry is 0, or from 1e-9 to 1e9 in size (promise). It may hold nothing
            but zeros; its rank is 1 then.
        tolerance: a number of at least 0.001; unless `matrix` holds nothing but zeros, for no rank
            does the best approximation miss by an amount within 1e-6 * ||matrix|| of
            tolerance * ||matrix|| (promises).

    Returns:
        A tuple of three: left, an array of floats of shape (m, r); right, an array of floats of
        shape (r, n); and, a float, the share of the m * n numbers that is saved by keeping left
        and right in place of the matrix, 1 - r * (m + n) / (m * n). It is the same for a matrix
        of zeros, with r = 1, and below 0 where the two hold more numbers than the matrix does.
        Any two factors will do whose product misses the matrix by no more than the best
        approximation of rank r does, plus 1e-6 * ||matrix||.

    Raises:
        ValueError: `matrix` is not 2-D, or has no entries; an entry is missing or infinite.

    Of the two singular values, 4 and 3, a relative error of 0.6 drops the smaller:

    >>> left, right, saved = low_rank([[4, 0, 0], [0, 3, 0]], 0.61)
    >>> left.shape, right.shape, (left @ right).round(6).tolist(), round(saved, 6)
    ((2, 1), (1, 3), [[4.0, 0.0, 0.0], [0.0, 0.0, 0.0]], 0.166667)
    """
    ### BEGIN SOLUTION
    values = np.asarray(matrix, dtype=np.float64)
    norm = np.linalg.norm(values)
    if values.ndim != 2 or values.size == 0 or not norm < math.inf:
        raise ValueError("need a matrix whose entries are all numbers")
    u, sigma, v = np.linalg.svd(values)
    # Entry r: the squared error that a rank of r leaves.
    left_over = np.append(np.cumsum(sigma[::-1] ** 2)[::-1], 0.0)
    enough = np.flatnonzero(left_over <= (tolerance * norm) ** 2)
    rank = max(int(enough[0]), 1)
    saved = 1 - rank * sum(values.shape) / values.size
    return u[:, :rank] * sigma[:rank], v[:rank], saved
    ### END SOLUTION


# %% check="low-rank" points=4

# %% check="low-rank" hidden=true points=6

# %%
# Try it: a table that a service could keep in its memory, the late rate of every destination at
# every hour (minus the mean of all). What rank do three tolerances ask for, and what is saved?
# And what is saved of a table of the same shape that holds nothing but noise?
#
# from worlds.flights import load
#
# flights = load().dropna(subset=["arr_delay"])
# flights = flights.assign(late=flights["arr_delay"] >= 15)
# rates = flights.pivot_table(index="dest", columns="hour", values="late", aggfunc="mean")
# rates = (rates - flights["late"].mean()).fillna(0)
# noise = np.random.default_rng(0).normal(size=rates.shape)
# for name, table in (("late rates", rates), ("noise", noise)):
#     for tolerance in (0.5, 0.3, 0.1):
#         left, right, saved = low_rank(table, tolerance)
#         print(f"{name:10}, {rates.shape[0]} by {rates.shape[1]}: tolerance {tolerance}, "
#               f"rank {left.shape[1]:2}, saved {saved:.0%}")

# %% [markdown]
# ## 3. Wait a little, for company
#
# A call of the model has a fixed cost, whether it answers one request or a hundred.
# The lecture measures it: rows in a batch are cheaper by a factor of hundreds.
# So a service may let a request wait for others, and answer them together. Two limits keep that honest.
#
# - `max_batch`: a batch that is full leaves **at once**. Who goes on waiting then has misunderstood what the waiting was for.
# - `max_wait`: the *first* request of a batch waits no longer than this, whoever comes later.
#   A timer that starts anew with each arrival never rings on a busy day.
#
# When nothing waits no timer runs, and no batch is ever empty. A batch begins with the request that opens it, not with the tick of a clock.


# %% exercise="micro-batches"
def micro_batches(arrivals: ArrayLike, max_batch: int, max_wait: int) -> list[tuple[int, int]]:
    """When batches leave, and how many requests are in each.

    A request joins the batch that is waiting; if none is, it opens one. A batch that has
    `max_batch` requests leaves at once, at the time of the arrival that filled it. Any other
    leaves `max_wait` after the arrival of its first request; a request that arrives exactly then
    still joins. The service does not know what will come, so the last batch waits like any other.

    Arguments:
        arrivals: array-like of whole numbers, the times of the requests in milliseconds, in the
            order in which they arrive; below 10**15 in size (promise). Several may arrive in the
            same millisecond; there may be none.
        max_batch, max_wait: whole numbers; max_wait in milliseconds, below 10**15 (promise).

    Returns:
        A list with a tuple for each batch, in the order in which they leave: the time at which it
        leaves, a whole number, and the number of its requests, a whole number.

    Raises:
        ValueError: `arrivals` are not in order of time; max_batch is below 1; max_wait is below 0.

    The first batch is filled at 4. The second is opened at 7, and leaves at 7 + 10 with the request
    that arrives just then:

    >>> micro_batches([0, 3, 4, 7, 17, 18], max_batch=3, max_wait=10)
    [(4, 3), (17, 2), (28, 1)]
    """
    ### BEGIN SOLUTION
    if max_batch < 1 or max_wait < 0:
        raise ValueError(f"cannot use {max_batch=}, {max_wait=}")
    times = np.asarray(arrivals).tolist()
    if times != sorted(times):
        raise ValueError("arrivals are not in order")
    batches = []
    waiting: list[int] = []
    for time in times:
        if waiting and time > waiting[0] + max_wait:
            batches.append((waiting[0] + max_wait, len(waiting)))
            waiting = []
        waiting.append(time)
        if len(waiting) == max_batch:
            batches.append((time, max_batch))
            waiting = []
    if waiting:
        batches.append((waiting[0] + max_wait, len(waiting)))
    return batches
    ### END SOLUTION


# %% check="micro-batches" points=4

# %% check="micro-batches" hidden=true points=6

# %%
# Try it: ten thousand requests for each flight that leaves from 6:00 to 6:09 on a day in July (passengers
# ask as well), spread over its minute. Suppose that a call costs 4 ms, and 0.02 ms a row on top.
# What does waiting cost, and what does it save?
#
# from worlds.flights import load
#
# flights = load()
# morning = flights.query("month == 7 and day == 12 and hour == 6 and minute < 10")
# rng = np.random.default_rng(0)
# minutes = np.repeat(morning["minute"].to_numpy(), 10_000)
# arrivals = np.sort(minutes * 60_000 + rng.integers(0, 60_000, len(minutes)))
# for max_wait in (0, 2, 5, 10, 20):
#     batches = micro_batches(arrivals, max_batch=64, max_wait=max_wait)
#     leaves = np.repeat([time for time, _ in batches], [size for _, size in batches])
#     busy = sum(4 + 0.02 * size for _, size in batches) / (10 * 60_000)
#     print(f"wait {max_wait:2} ms at most: {len(batches):6} calls, {len(arrivals) / len(batches):4.1f} "
#           f"requests each, mean wait {np.mean(leaves - arrivals):4.1f} ms, {busy:.2f} servers kept busy")

# %% [markdown]
# ## 4. Answered before
#
# All flights that leave one airport in the same hour ask for the same weather.
# Asked once and remembered, it costs one request in place of seventeen, which is how many flights an airport had in such an hour on average.
# But a cache gives two promises at once, and many an implementation keeps one of them only.
#
# - **Fresh**: nothing older than its *time to live* comes out, however often it was asked for.
#   To ask for an entry makes it more popular, not younger.
# - **Small**: there are never more than `capacity` entries. If a new one has no room, the *least recently used* leaves.
#   An entry that has expired takes up no room: it must not push out one that is still good.
#
# A value may be `None` ("the feed has nothing for this hour"). That is worth remembering like any other, and is not the same as a key that is not there.


# %% exercise="ttl-cache"
class TTLCache:
    """A cache that forgets what is too old, and then what was used least recently.

    An entry is *alive* while its age, the time since it was last put, is below `ttl`. One that is
    not alive is as if it had never been put: it is not found, does not count, and needs no room.
    An entry is *used* when it is put, whether it was there before or not, and when `get` finds it.
    Keys are the same where a dict takes them for the same, as 1 and 1.0.

    >>> now = 0
    >>> cache = TTLCache(capacity=2, ttl=60, clock=lambda: now)
    >>> cache.put("JFK", 0.1), cache.put("LGA", 0.2), cache.get("JFK")
    (None, None, 0.1)
    >>> cache.put("EWR", 0.3)  # there are two already, and LGA was used least recently
    >>> cache.get("LGA", "unknown"), cache.get("JFK"), len(cache)
    ('unknown', 0.1, 2)
    >>> now = 60
    >>> cache.get("JFK"), len(cache)
    (None, 0)
    """

    def __init__(self, capacity: int, ttl: float, clock: Callable[[], float]) -> None:
        """An empty cache.

        capacity: how many entries may be alive at once, a whole number;
        ttl: the time to live in seconds, a number;
        clock: see the conventions.

        Raises ValueError if capacity is below 1, or ttl not above 0.
        """
        ### BEGIN SOLUTION
        if capacity < 1 or ttl <= 0:
            raise ValueError(f"cannot use {capacity=}, {ttl=}")
        self.capacity, self.ttl, self.clock = capacity, ttl, clock
        self.entries: dict[Hashable, tuple[float, Any]] = {}  # the least recently used first
        ### END SOLUTION

    def get(self, key: Hashable, default: Any = None) -> Any:
        """The value of a key, or `default` where no entry of that key is alive."""
        ### BEGIN SOLUTION
        self._forget_the_old()
        if key not in self.entries:
            return default
        entry = self.entries[key] = self.entries.pop(key)
        return entry[1]
        ### END SOLUTION

    def put(self, key: Hashable, value: Any) -> None:
        """Keep a value for a key, in place of the one that it had, with an age of 0.

        If more than `capacity` entries are alive then, the least recently used one is dropped.
        """
        ### BEGIN SOLUTION
        self._forget_the_old()
        self.entries.pop(key, None)
        self.entries[key] = (self.clock(), value)
        if len(self.entries) > self.capacity:
            del self.entries[next(iter(self.entries))]
        ### END SOLUTION

    def __len__(self) -> int:
        """How many entries are alive."""
        ### BEGIN SOLUTION
        self._forget_the_old()
        return len(self.entries)

    def _forget_the_old(self) -> None:
        """Drop what is no longer alive."""
        now = self.clock()
        for key in [key for key, (put, _) in self.entries.items() if now - put >= self.ttl]:
            del self.entries[key]
        ### END SOLUTION


# %% check="ttl-cache" points=4

# %% check="ttl-cache" hidden=true points=6

# %%
# Try it: each flight of July asks for the weather of its airport and hour, two hours before it leaves.
# Which share of the requests is answered from the cache, with more room and with a longer life? The
# age is that of the oldest answer.
#
# from worlds.flights import load
#
# flights = load().query("month == 7").sort_values("scheduled_departure")
# times = flights["scheduled_departure"] - flights["scheduled_departure"].iloc[0]
# keys = list(zip(flights["origin"], flights["time_hour"]))
# for capacity, ttl in ((1, 3600), (2, 3600), (3, 3600), (3, 600), (3, 60), (100, 60)):
#     now = 0
#     cache = TTLCache(capacity, ttl, lambda: now)
#     hits, oldest = 0, 0
#     for now, key in zip(times.dt.total_seconds(), keys):
#         asked = cache.get(key)
#         if asked is None:
#             cache.put(key, now)
#         else:
#             hits, oldest = hits + 1, max(oldest, now - asked)
#     print(f"capacity {capacity:3}, {ttl:4} s to live: {hits / len(keys):.0%} hits, age {oldest:.0f} s at most")

# %% [markdown]
# ## 5. How slow are the slowest?
#
# "99 of 100 requests are answered within 50 ms" is a statement about a *quantile*, and quantiles do not add up.
# The mean of the 99th percentiles of ten servers is not the 99th percentile of the fleet,
# and no arithmetic makes it so: the percentiles have forgotten how many requests each server had, and what lay above.
# To keep all latencies would be exact; at 1,500 requests a second it is a gigabyte a day.
#
# A *sketch* keeps counts in buckets that grow geometrically. With $\gamma = (1 + \alpha) / (1 - \alpha)$, bucket $i$ holds the values in
#
# $$\gamma^{\,i-1} < x \le \gamma^{\,i}, \qquad \text{and answers with } \frac{2\gamma^{\,i}}{\gamma + 1},$$
#
# which is off by at most the share $\alpha$ of $x$, wherever in the bucket $x$ lies (DDSketch; Masson, Rim and Lee, 2019).
# From a microsecond to an hour these are about eleven hundred buckets for $\alpha = 0.01$, however many requests come.
# Two sketches are merged by adding counts, and nothing is lost that was not lost before.
#
# A value of 0 has no logarithm and a count of its own.
# One that is missing or negative is an error of the caller, better refused than counted as something else.


# %% exercise="latency-sketch"
class LatencySketch:
    """Quantiles of a stream, each within a relative error, from counts that can be merged.

    Let there be n values, in order of size x[0] <= x[1] <= ... <= x[n - 1]. The exact quantile of
    level q is x[k], with k = q * (n - 1) rounded down. An answer is right when it differs from it
    by at most relative_error * x[k], and by no more than rounding besides (a billionth of x[k]).

    The answers depend on the values alone, and neither on their order nor on the sketches through
    which they came: a sketch into which others were merged answers as one that was fed with all
    the values (to nine digits).

    Memory: with values from s to t, apart from zeros, there are B = log(t / s) / log(gamma) + 2
    buckets, gamma as above. After every call the object refers, directly and through others, to
    at most 6 * B + 100 entries of containers, however many values have come. An item of a list is
    an entry, and so are a pair of a dict, an attribute, an element of an array; `entries_held` of
    `worlds.held` counts them.

    >>> night, day = LatencySketch(0.01), LatencySketch(0.01)
    >>> for value in (5, 0, 7.5):
    ...     night.add(value)
    >>> for value in (40, 400, 80, 60):
    ...     day.add(value)
    >>> night.merge(day)
    >>> [round(night.quantile(q) / exact, 2) for q, exact in ((0.5, 40), (0.9, 80), (1, 400))]
    [1.0, 1.01, 1.0]
    >>> night.quantile(0)
    0.0
    """

    def __init__(self, relative_error: float) -> None:
        """An empty sketch.

        relative_error: a number, never between 0 and 0.001 (promise).

        Raises ValueError if it is not above 0 and below 1.
        """
        ### BEGIN SOLUTION
        if not 0 < relative_error < 1:
            raise ValueError(f"the relative error lies between 0 and 1, not {relative_error}")
        self.relative_error = relative_error
        self.gamma = (1 + relative_error) / (1 - relative_error)
        self.zeros = 0
        self.counts: dict[int, int] = {}
        ### END SOLUTION

    def add(self, value: float) -> None:
        """Count a value: a number, 0 or from 1e-6 to 1e9 if it is neither refused (promise).

        Raises ValueError if the value is missing, negative or infinite; it does not count then.
        """
        ### BEGIN SOLUTION
        if not 0 <= value < math.inf:
            raise ValueError(f"{value} is not a latency")
        if value == 0:
            self.zeros += 1
        else:
            bucket = math.ceil(math.log(value) / math.log(self.gamma))
            self.counts[bucket] = self.counts.get(bucket, 0) + 1
        ### END SOLUTION

    def merge(self, other: "LatencySketch") -> None:
        """Take in all values that `other` has counted; `other` stays as it was.

        other: another sketch, never this one. Its relative error is the same, or differs by at
        least a hundredth of it (promises).

        Raises ValueError if the relative errors differ; nothing changes then.
        """
        ### BEGIN SOLUTION
        if other.relative_error != self.relative_error:
            raise ValueError("the buckets of the two do not match")
        self.zeros += other.zeros
        for bucket, count in other.counts.items():
            self.counts[bucket] = self.counts.get(bucket, 0) + count
        ### END SOLUTION

    def quantile(self, q: float) -> float:
        """The quantile of level q, a float; 0.0 where the exact one is 0.

        q: a number. n is at most 10**9, and q * (n - 1) lies at least 1e-6 away from every whole
        number, unless q is a whole multiple of 1/1024 (promises).

        Raises ValueError if q is missing, below 0 or above 1, or if no value has been counted.
        """
        ### BEGIN SOLUTION
        n = self.zeros + sum(self.counts.values())
        if n == 0 or not 0 <= q <= 1:
            raise ValueError(f"no quantile of level {q} of {n} values")
        above = math.floor(q * (n - 1)) - self.zeros
        if above < 0:
            return 0.0
        for bucket in sorted(self.counts):
            above -= self.counts[bucket]
            if above < 0:
                break
        return 2 * self.gamma**bucket / (self.gamma + 1)
        ### END SOLUTION


# %% check="latency-sketch" points=4

# %% check="latency-sketch" hidden=true points=6

# %%
# Try it: departure delays in minutes stand in for latencies, since they have the same long tail. Each
# carrier keeps a sketch of its late departures. What is the 99th percentile of all: from the flights, from
# the merged sketches, and by the mean of the carriers' own 99th percentiles?
#
# from worlds.flights import load
#
# delays = load().query("dep_delay > 0")
# whole, single = LatencySketch(0.01), []
# for carrier, part in delays.groupby("carrier")["dep_delay"]:
#     sketch = LatencySketch(0.01)
#     for minutes in part:
#         sketch.add(minutes)
#     single.append(sketch.quantile(0.99))
#     whole.merge(sketch)
# print(f"{len(delays)} late departures, {delays['carrier'].nunique()} carriers")
# print(f"exact: {delays['dep_delay'].quantile(0.99, interpolation='lower'):.0f} minutes, "
#       f"merged: {whole.quantile(0.99):.1f}, mean of percentiles: {np.mean(single):.1f}")

# %% [markdown]
# ## 6. How many servers?
#
# Week 1 counted replicas by a ceiling on utilisation. That is a rule of thumb for a question that can be computed: how long do requests wait?
#
# Let requests come independently of each other, `rate` of them a second on average, and take `service_time` seconds each on average, exponentially spread.
# In one queue before $c$ servers, with the *offered load* $a = \text{rate} \cdot \text{service time}$ below $c$, a request finds all of them busy with the probability (Erlang, 1917)
#
# $$C = \frac{\frac{a^c}{c!}\,\frac{c}{c - a}}{\sum_{k=0}^{c-1} \frac{a^k}{k!} + \frac{a^c}{c!}\,\frac{c}{c - a}}\,,
#   \qquad P(\text{wait} > t) = C\, e^{-(c - a)\, t / \text{service time}}$$
#
# At or above full load, $a \ge c$, the queue grows without end, and whatever the limit, sooner or later every request waits longer.
#
# Two things to notice. Two hundred servers are no problem for the formula, but they are for its factorials: $200!$ is beyond any float.
# The recursion $B_0 = 1$, $B_k = a B_{k-1} / (k + a B_{k-1})$ stays between 0 and 1, and $C = B_c / (1 - (a / c)(1 - B_c))$.
# And one queue before ten servers is not ten queues before one server each: in ten queues a request waits behind a slow one while the neighbour is idle.
#
# The formula knows a queue in its steady state, fed by chance. The lecture holds it against the desk's own arrivals, which come in bunches.


# %% exercise="replicas-for"
def wait_probability(servers: int, rate: float, service_time: float, wait_limit: float) -> float:
    """The chance that a request waits longer than a limit before it is served, as above.

    The wait ends when the service of the request begins; it does not contain the service.

    Arguments:
        servers: how many there are, a whole number of at most 2,000 (promise).
        rate: requests a second, a number.
        service_time, wait_limit: seconds, numbers of at most 10**9 (promise).
        rate * service_time is at most 1,000. It lies at least 1e-6 away from every whole number,
        unless rate and service_time are whole multiples of 1/1024 (promises).

    Returns:
        The probability, a float from 0 to 1; 1.0 if the offered load is `servers` or more.

    Raises:
        ValueError: servers is below 1; rate or service_time is not above 0; wait_limit is below 0.

    >>> round(wait_probability(3, rate=100, service_time=0.02, wait_limit=0.01), 6)
    0.269569
    """
    ### BEGIN SOLUTION
    if servers < 1 or rate <= 0 or service_time <= 0 or wait_limit < 0:
        raise ValueError(f"cannot use {servers=}, {rate=}, {service_time=}, {wait_limit=}")
    load = rate * service_time
    if load >= servers:
        return 1.0
    lost = 1.0
    for k in range(1, servers + 1):
        lost = load * lost / (k + load * lost)
    busy = lost / (1 - load / servers * (1 - lost))
    return busy * math.exp(-(servers - load) * wait_limit / service_time)
    ### END SOLUTION


def replicas_for(rate: float, service_time: float, wait_limit: float, quantile: float) -> int:
    """The fewest servers with which the wait keeps a limit, for a share of the requests.

    Arguments:
        rate, service_time, wait_limit: as in `wait_probability`, with the same promises.
        quantile: the share of requests that is to wait no longer than the limit, a number; not
            between 0.99999 and 1 (promise). For no number of servers does the probability lie
            within 1e-9 of 1 - quantile, and 2,000 servers are enough (promises).

    Returns:
        The smallest whole number of servers for which the chance to wait longer than `wait_limit`
        is at most 1 - quantile.

    Raises:
        ValueError: rate or service_time is not above 0; wait_limit is below 0; quantile is not
            above 0 and below 1.

    Two servers would be busy all the time. With three, 27 % of the requests wait longer than 10 ms:

    >>> replicas_for(rate=100, service_time=0.02, wait_limit=0.01, quantile=0.99)
    6
    """
    ### BEGIN SOLUTION
    if not 0 < quantile < 1:
        raise ValueError(f"the quantile lies between 0 and 1, not {quantile}")
    return next(
        servers
        for servers in range(1, 2001)
        if wait_probability(servers, rate, service_time, wait_limit) <= 1 - quantile
    )
    ### END SOLUTION


# %% check="replicas-for" points=4

# %% check="replicas-for" hidden=true points=6

# %%
# Try it: a hundred thousand requests for each flight, in the hour in which it leaves, with 20 ms of service.
# How many servers keep the wait within 10 ms for 99 of 100 requests, in each hour of the busiest day? How busy
# are they, and what if the peak hour's requests were dealt to queues of two servers each?
#
# from worlds.flights import load
#
# flights = load()
# day = flights[flights["scheduled_departure"].dt.tz_convert("America/New_York").dt.date.astype(str) == "2013-11-27"]
# for hour, count in day["hour"].value_counts().sort_index().items():
#     rate = count * 100_000 / 3600
#     servers = replicas_for(rate, 0.02, 0.01, 0.99)
#     print(f"{hour:2}:00  {rate:5.0f} a second, load {rate * 0.02:5.1f}, {servers:3} servers, {rate * 0.02 / servers:.0%} busy")
# peak = day["hour"].value_counts().max() * 100_000 / 3600
# shared = replicas_for(peak, 0.02, 0.01, 0.99)
# queues = 1
# while wait_probability(2, peak / queues, 0.02, 0.01) > 0.01:
#     queues += 1
# print(f"peak in one queue: {shared} servers; in queues of two: {2 * queues}")

# %% [markdown]
# ## 7. Leave it alone
#
# The weather feed hangs. Each forecast asks it, waits for its timeout of a second, and fails.
# A minute later every worker of the service waits for a feed that will not answer, and flights that need no weather get no answer either.
# And the feed, which might recover, is asked a thousand times a second.
#
# A *circuit breaker* stands between the two and has three states.
#
# - **Closed**: calls go through. After several failures *in a row* it opens.
# - **Open**: calls are refused at once, without being made; the service takes its fallback (last hour's weather, or none). So it stays for a cool-down.
# - **Half-open**: after the cool-down a single call, the *probe*, goes through. If it succeeds the breaker closes; if it fails it opens again, for a full cool-down.
#   While the probe is under way all others are refused. Otherwise a thousand waiting callers are all "the probe", and the feed goes down again.
#
# Calls overlap. One that was let through long ago may end when the breaker has opened, has probed, and has closed again.
# What it has to say is about another time, and must neither open nor close anything.
# (The checks make calls overlap without threads: an operation calls the breaker again before it ends. Yours needs no locks.)


# %% exercise="circuit-breaker"
class CircuitBreaker:
    """Calls that are refused while what they need is down.

    The breaker is closed, open or half-open; at first it is closed. A call that is let through
    calls the operation, once. The operation *fails* when it raises, whatever it raises (also a
    cancellation, which is no `Exception`, and a `CircuitOpen` of another breaker further down),
    and succeeds otherwise. How it ended counts at the time at which it ends, and only if the
    breaker has not changed its state since the call was let through.

    Closed: every call is let through. A success sets the count of failures to 0, a failure
        adds 1. When the count reaches `failures`, the breaker opens.
    Open: calls are refused, for `cool_down` seconds from the time at which it opened. The first
        call at or after the end of this span makes the breaker half-open, and is let through.
    Half-open: other calls are refused until the one that was let through ends. A success closes
        the breaker, with a count of 0. A failure opens it again, now.

    >>> now = 0
    >>> breaker = CircuitBreaker(failures=2, cool_down=30, clock=lambda: now)
    >>> def broken():
    ...     raise OSError("no answer")
    >>> outcomes = []
    >>> for now, operation in ((0, broken), (1, broken), (2, broken), (31, lambda: "rain"), (32, lambda: "sun")):
    ...     try:
    ...         outcomes.append(breaker.call(operation))
    ...     except (OSError, CircuitOpen) as error:
    ...         outcomes.append(type(error).__name__)
    >>> outcomes
    ['OSError', 'OSError', 'CircuitOpen', 'rain', 'sun']
    """

    def __init__(self, failures: int, cool_down: float, clock: Callable[[], float]) -> None:
        """A closed breaker.

        failures: how many in a row open it, a whole number;
        cool_down: seconds, a number; with 0 the next call is a probe already;
        clock: see the conventions; it may go on while an operation runs.

        Raises ValueError if failures is below 1, or cool_down below 0.
        """
        ### BEGIN SOLUTION
        if failures < 1 or cool_down < 0:
            raise ValueError(f"cannot use {failures=}, {cool_down=}")
        self.failures, self.cool_down, self.clock = failures, cool_down, clock
        self._become("closed")
        ### END SOLUTION

    def call(self, operation: Callable[[], Any]) -> Any:
        """Call `operation`, without arguments, and return what it returns, or refuse.

        Raises what the operation raises, the very same object; `CircuitOpen`, of the set-up cell,
        if the call is refused.
        """
        ### BEGIN SOLUTION
        if self.state == "open" and self.clock() - self.opened >= self.cool_down:
            self._become("half-open")
        elif self.state != "closed":
            raise CircuitOpen("not called: the breaker is open, or waits for its probe")
        era = self.era
        try:
            result = operation()
        except BaseException:
            if self.era is era:
                self.count += 1
                if self.state == "half-open" or self.count >= self.failures:
                    self.opened = self.clock()
                    self._become("open")
            raise
        if self.era is era:
            self.count = 0
            if self.state == "half-open":
                self._become("closed")
        return result

    def _become(self, state: str) -> None:
        """Change the state; calls that are under way count no longer."""
        self.state, self.count, self.era = state, 0, object()
        ### END SOLUTION


# %% check="circuit-breaker" points=4

# %% check="circuit-breaker" hidden=true points=6

# %%
# Try it: a feed that is down for 640 seconds. A request comes each second, and one that asks a feed that is
# down waits a second for nothing. How many wait in vain, and how many do without a feed that is up again?
#
# def is_down(second):
#     return 60 <= second < 700
#
# for failures, cool_down in ((1000, 0), (5, 5), (5, 30), (5, 120)):
#     waited, without = [], []
#     breaker = CircuitBreaker(failures, cool_down, lambda: now)
#
#     def ask_feed():
#         if is_down(now):
#             waited.append(now)
#             raise TimeoutError
#
#     for now in range(1200):
#         try:
#             breaker.call(ask_feed)
#         except TimeoutError:
#             pass
#         except CircuitOpen:
#             without += [] if is_down(now) else [now]
#     print(f"opens after {failures:4} failures, for {cool_down:3} s: {len(waited):3} waited in vain, "
#           f"{len(without):2} did without a feed that was up")

# %% [markdown]
# ## 8. What is in the file?
#
# Many models travel as pickles, and a pickle is a program: whoever loads one runs whatever its author put in.
# Other accidents are honest: a file cut off half-way, the columns in another order, float32 where there was float64.
#
# A package that is safe to load is *data*: a header that says what is there, in JSON, and the numbers themselves, byte by byte.
# Whether it is the model that was evaluated says its *digest*, and that only if it comes from somewhere else.
# A digest inside the file proves nothing, because whoever changes the file writes the new one beside it.
# So the registry of week 5 keeps it: the name of a run, its metrics, and the SHA-256 of the blob.
# The loader checks the digest before it looks at a single byte of the content.
#
# The format will change one day. Its first byte is the *version*, and a loader that meets one that it does not know says so, in place of guessing.


# %% exercise="pack-model"
def pack_model(model: dict[str, Any]) -> bytes:
    """Write a model, plain data all of it, into one blob.

    The first byte of the blob is the version of the format, 1. What follows is yours to choose, but
    no pickle and no program text: see `load_model`.

    Arguments:
        model: a dict with exactly these entries:
            "features": a list of different texts, the columns in the order in which the model
                reads them;
            "arrays": a dict from names, texts that are not empty, to NumPy arrays of dtype bool,
                int8, int32, int64, float32, float64 or object, in any byte order and any memory
                layout (a transposed array, every second row of another one), of any number of
                dimensions from 0 to 4, with entries or without; a NaN in them is np.nan (promises).
            Texts may hold any characters that UTF-8 can write.

    Returns:
        The blob, of type bytes.

    Raises:
        ValueError: the dtype of an array is object.

    >>> blob = pack_model({"features": ["hour"], "arrays": {"bias": np.array([0.5])}})
    >>> type(blob), blob[0]
    (<class 'bytes'>, 1)
    """
    ### BEGIN SOLUTION
    listed, parts = [], []
    for name, array in model["arrays"].items():
        if array.dtype == object:
            raise ValueError(f"{name} holds objects, and objects need code to be read")
        little = array.astype("<" + array.dtype.str[1:])
        listed.append({"name": name, "dtype": little.dtype.str, "shape": array.shape})
        parts.append(little.tobytes())  # row by row, whatever the layout is
    header = json.dumps({"features": model["features"], "arrays": listed}).encode()
    return b"".join([b"\x01", header, b"\n", *parts])  # JSON itself has no line feed here
    ### END SOLUTION


def load_model(blob: bytes, digest: str) -> dict[str, Any]:
    """Read the model from a blob that `pack_model` has made, if it is the one that was registered.

    Whatever the blob holds, loading runs no code that comes from it: nothing is unpickled, and no
    text is given to `eval` or `exec`. The checks watch with the audit events of Python. What
    `import`, `ast.literal_eval` and `np.load` of an .npy do by themselves is no such code.

    Arguments:
        blob: of type bytes. If its digest is right and its first byte 1, then `pack_model` has made
            it, or has made it and it was cut short, or has further bytes at its end, never both; of
            other such blobs only the sentence above is asked (promise).
        digest: a text, the SHA-256 digest of the blob that was registered, 64 small hexadecimal
            digits (promise).

    Returns:
        A dict that equals the packed one: the features in their order, the arrays by their names,
        with the same shapes, values to the bit, and dtypes of the same kind and width (the byte
        order is yours, and so is whether the arrays may be written to).

    Raises:
        ValueError: the SHA-256 digest of `blob` is not `digest`; `blob` is empty; its first byte is
            not 1; it was cut short, or has further bytes at its end, even if `digest` is right.

    >>> model = {"features": ["hour", "distance"], "arrays": {"weights": np.array([0.07, -0.5])}}
    >>> blob = pack_model(model)
    >>> load_model(blob, hashlib.sha256(blob).hexdigest())
    {'features': ['hour', 'distance'], 'arrays': {'weights': array([ 0.07, -0.5 ])}}
    """
    ### BEGIN SOLUTION
    if hashlib.sha256(blob).hexdigest() != digest:
        raise ValueError("this is not the blob that was registered")
    if blob[:1] != b"\x01":
        raise ValueError("the format has another version")
    text, end, numbers = blob[1:].partition(b"\n")
    if not end:
        raise ValueError("the header was cut short")
    header, arrays, place = json.loads(text), {}, 0
    for entry in header["arrays"]:
        dtype = np.dtype(entry["dtype"])
        size = dtype.itemsize * math.prod(entry["shape"])
        if place + size > len(numbers):
            raise ValueError("the blob was cut short")
        arrays[entry["name"]] = np.ndarray(entry["shape"], dtype, numbers, place)
        place += size
    if place != len(numbers):
        raise ValueError("the blob goes on after its end")
    return {"features": header["features"], "arrays": arrays}
    ### END SOLUTION


# %% check="pack-model" points=4

# %% check="pack-model" hidden=true points=6

# %%
# Try it: a logistic regression of the desk, packed, loaded and asked. Then one bit of the blob is changed,
# wherever you like.
#
# from sklearn.linear_model import LogisticRegression
#
# from worlds.flights import load
#
# flights = load().dropna(subset=["arr_delay"]).sample(20_000, random_state=0)
# columns = ["hour", "distance", "month"]
# trained = LogisticRegression(max_iter=1000).fit(flights[columns], flights["arr_delay"] >= 15)
# blob = pack_model({"features": columns, "arrays": {"weights": trained.coef_[0], "bias": trained.intercept_}})
# digest = hashlib.sha256(blob).hexdigest()
# model = load_model(blob, digest)
# scores = flights[model["features"]] @ model["arrays"]["weights"] + model["arrays"]["bias"]
# same = np.allclose(1 / (1 + np.exp(-scores)), trained.predict_proba(flights[columns])[:, 1])
# print(f"{len(blob)} bytes, registered as {digest[:12]}...; the same probabilities: {same}")
# changed = bytearray(blob)
# changed[len(blob) // 2] ^= 1
# try:
#     load_model(bytes(changed), digest)
# except ValueError as error:
#     print("refused:", error)

# %% [markdown]
# ## Memo: the serving design for the peak day
#
# The Wednesday before Thanksgiving, 27 November, was the busiest day of 2013 at the three airports. This year the desk's forecasts go to passengers as well.
# Suppose a hundred thousand requests for each flight in the hour in which it leaves, an answer that is due within 50 ms for 99 of 100 of them, and 20 ms of service.
# Write about 400 to 700 words to the team that will be on call that day, and to the person who pays for the servers. Neither has read this notebook.
# Use figures from your own work above; where you must assume one, say so.
#
# The memo is graded by hand against this table, by counting what is on the page, so that two graders agree.
# Each section earns 4 points if (a), (b) and (c) are all there, 2 points if exactly two of them are, and 0 points if one or none is.
# Elegance earns nothing; a missing number costs something.
#
# | Section | What is counted | It is *not* there if |
# |---|---|---|
# | **Load and servers** | (a) the peak rate in requests a second, with the figures from which it is worked out; (b) how many servers, with the wait, the quantile and the service time for which that holds; (c) one assumption of the formula that the real requests break, and what is done about it | (a) there is no calculation; (b) one of the three is lacking; (c) nothing is done |
# | **Where the 50 ms go** | (a) three or more stages of a request with their milliseconds, which add up to 50 at most; (b) the largest batch and the longest wait for company, with what that costs and saves, in numbers; (c) why the stages' own 99th percentiles do not add up to that of the whole, or what is measured in their place | (a) the sum is above 50, or a stage has no number; (b) a cost or a saving has no number; (c) neither is said |
# | **What is kept, and how long** | (a) what is cached, by which key, with a time to live; (b) the share of requests that this answers, with its source; (c) one case in which a cached answer is wrong, and for how long at most | (a) one of the three is lacking; (b) no source; (c) no length of time |
# | **The failure table** | (a) a table with four or more rows, each a part that fails, how it is noticed, and what the service answers meanwhile; (b) for one of them a breaker with its number of failures and its cool-down, and what that costs when the part is up again; (c) one failure for which there is no fallback, and who decides then | (a) a row lacks one of the three; (b) a number is lacking; (c) nobody is named |
# | **The package and the way back** | (a) how it is made sure that the model that is loaded is the one that was evaluated; (b) how the new model gets its first requests, with a share and a time; (c) what takes it back, a number that can be read off, and how many minutes that takes | (a) the digest lies beside the model only; (b) one of the two is lacking; (c) no number, or no minutes |
#
# Of two figures that contradict each other, neither counts.
# A figure that is assumed counts if the page says that it is.
# A memo of more than 800 words (headings and tables do not count), or without the five headings, loses 2 points, and 2 in all if both are so.
# From 700 to 800 words nothing is lost, and a short memo loses nothing but what it leaves out.

# %% [markdown] memo="serving-memo" points=20
# # Memo: the serving design for the peak day
#
# ## Load and servers
#
# ### BEGIN SOLUTION
# **To:** the team on call, and whoever pays for the servers. **About:** Wednesday before Thanksgiving.
#
# On 27 November 2013 most flights left from 8:00 to 9:00: 86. With 100,000 requests each (given) that is 8.6 million in 3,600 seconds, or 2,389 a second.
# At 20 ms of service they keep 47.8 servers busy. So that 99 of 100 wait no longer than 10 ms we need 55, in one queue; dealt to queues of two servers it would be 412.
# At five in the morning 7 are enough. Rented by the hour, from five to midnight, the day needs 685 server hours in place of 1,045.
#
# The formula takes requests to come independently. Ours come in bunches, when a gate changes, so I add a fifth by assumption: 66 at the peak, and we load-test with the recorded minutes of that day.
# ### END SOLUTION
#
# ## Where the 50 ms go
#
# ### BEGIN SOLUTION
# Network 8 ms, wait for a server 10 ms, and the 20 ms of service: company 5 at most, features and cache 4, the model 11. Together 38 ms, with 12 in reserve. All but the wait for a server and the 20 ms are assumed.
#
# A batch holds 64 at most and waits 5 ms at most. At 500 requests a second, a morning in July with 10,000 a flight, that cost 2.8 ms on average, and needed 45,039 calls in place of 141,453: 0.31 servers were busy in place of 0.95.
#
# The 99th percentiles of the stages are not added up, because the slowest requests of one stage are not those of the next. We measure the whole request, from the instant at which it was to be sent, keep a sketch with an error of 1 % in each server, and merge them.
# ### END SOLUTION
#
# ## What is kept, and how long
#
# ### BEGIN SOLUTION
# The weather, by airport and hour of departure, for 600 seconds and 3 entries at once. In July 2013, one request a flight, 73 % were answered from it; with 60 seconds it was 40 %. With more requests the share is higher.
# Forecasts themselves are kept for 60 seconds, by flight.
#
# If a report is corrected just after it was asked for, the old one is used for ten minutes, and a forecast made from it for one more: eleven minutes at most.
# ### END SOLUTION
#
# ## The failure table
#
# ### BEGIN SOLUTION
# | Part | Noticed by | Meanwhile we answer |
# |---|---|---|
# | weather feed hangs | breaker opens | with the model without weather |
# | a server dies | health check, 10 s | from the others: 66 are 11 more than needed |
# | cache is lost | hit share below 0.5 | as always, and ask the feed more often |
# | overload | wait above 10 ms for 1 in 100 | the table of late rates by carrier and hour |
# | model file damaged | digest | with the version before, which stays loaded |
#
# The breaker opens after 5 failures and cools down for 30 seconds. In an outage of 640 seconds, at one request a second, 26 waited in vain where 640 would have, and 24 did without a feed that was up again.
#
# If the schedule itself is missing there is no fallback. Then the shift manager of operations decides whether the page is taken down.
# ### END SOLUTION
#
# ## The package and the way back
#
# ### BEGIN SOLUTION
# The registry holds the SHA-256 of the blob beside the evaluation that it passed. A server checks it before it parses anything, and does not start if it differs.
#
# The new model answers 1 % of the requests for 30 minutes, then 10 % for two hours, by a hash of the flight. Nothing is changed from Tuesday noon on.
#
# It is taken back if its 99th percentile is above 50 ms in 3 minutes in a row, or its mean probability is off by more than 0.05 from the old one's. The old one is still loaded, so that takes one minute: a flag, no deployment.
# ### END SOLUTION
