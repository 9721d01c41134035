# %% [markdown]
# # Week 4. Features
#
# **What did we know, and when did we know it?**
#
# Week 2 gave **the delay desk** a table that survives its messages, and week 3 labels as they were known at a given moment.
# A model also needs something to learn from: columns that say, two hours before a departure, how likely the flight is to be late.
# The table of 2013 holds them in plenty, and most of the good ones are forbidden.
# It was written long after the flights had landed, and no row says what the desk had heard of it by noon.
# A model that was trained on what came later scores well until the day it is used.
# You build the seven parts that turn what was known into numbers, and that find out when a number knew too much.
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
#   [ labels ]  [ FEATURES ]                                |
#     week 3    this week                                   |
#          |      |                                         |
#          v      v                                         |
#         [ train ] ---> [ evaluate ] ---> [ serve ] -------+
#          week 5          week 6           week 7
#
#   Inside FEATURES; the numbers are this week's exercises:
#
#        weather             arrivals               the flight itself
#           |                    |                     |        |
#           v                    v                     v        v
#   [ 1 the newest  ]   [ 2 the last hours ]   [ 3 a rate  ] [ 4 a hash ]
#   [   known fact  ]   [   as a rate      ]   [   per key ] [   of all ]
#           |                    |                     |        |
#           |                    +-- [ 5 the same, ]   |        |
#           |                    |   [   live      ]   |        |
#           +-----------------+--+---------------------+--------+
#                             v
#               [ 6 what could not be known? ]
#                             |
#                             v
#          train ---> [ 7 what does the model use? ]
# ```
#
# The flights and the weather are real.
# When the news of an arrival reached the desk is simulated, as in week 3: the data do not record it.
#
# ## How to work
#
# - Read the lecture first: `make site`, then open `build/site/w04_features.html`.
# - Run the cells from the top.
#   Replace each `raise NotImplementedError` by your code, then run the cell below it:
#   `check("as-of-join")` answers at once with what is right, what is not, and your score.
# - The second check cell of each exercise stays quiet here.
#   Its tests run when the notebook is graded; they use other inputs, but demand nothing that the contract does not say.
# - Grading takes the exercise cells only.
#   Extra functions and imports that an exercise needs belong in that exercise's cell.
#   No exercise needs an earlier one.
# - A cell that begins with `# Try it` shows what your function says about the real flights.
#   It is commented out so that the notebook runs before you have written anything:
#   once the check passes, select the lines below its first paragraph, press Ctrl and `/`, and run it.
# - Seven exercises earn 80 points, the memo at the end 20.
#   Plan about five hours: half an hour for each exercise, an hour for 5, and an hour for the memo.
#
# ## How to read a contract
#
# The docstring is the contract, and the checks hold you to it and to nothing else.
# These conventions apply throughout, so that the docstrings can stay short:
#
# - A *promise* is something the caller guarantees. You need not verify it.
# - `ValueError` is demanded only where the docstring says so, and then for empty inputs too.
#   Its wording is yours, unless the contract asks that it name something
#   (then the name stands in the message, as `str(error)` shows it); where two errors apply, raise either.
# - No function changes its arguments.
# - A *whole number* is an `int` or an `np.int64`, never a `bool`; a *number* is that, a `float` or an `np.float64`.
#   Where an argument is a number, callers keep to this (promise).
# - A *text* is a Python `str`, of no other class derived from it; a column of texts has the dtype `str` or `object` (promise).
# - *Array-like of numbers* means a list, a tuple, a NumPy array (any integer or float dtype) or a Series (NumPy dtypes only).
#   Items are paired by position, whatever index a Series or a DataFrame carries. Compute in float64 whatever the dtype of the input.
# - A *column of times* is a Series, or a column of a DataFrame, of dtype `datetime64[unit, zone]`, also when it is empty:
#   instants of the years 1990 to 2100, of any unit and any zone, which may differ from column to column (promise).
#   Equal instants are equal in every zone.
# - *Missing* is NaN among numbers, None or NaN among texts, and NaT among times; `pd.NA` never occurs (promise).
# - DataFrames have unique column names, all of them texts (promise). Index labels may be anything, and may repeat.
# - Where a result is a `float` or an `int`, Python's or NumPy's will do, but `True` is not a number.
#   Where it is a tuple, a list, an array, a dict, a Series or a DataFrame, exactly that type is expected at every level
#   (a `defaultdict` is not a dict here).
#   An *array* is a NumPy array; "of integers" or "of floats" allows any NumPy dtype of that kind.
# - Floats are compared to about nine digits, so the order in which you add does not matter.
# - A cell may import anything of the standard library, NumPy, pandas, SciPy and scikit-learn.
#   What the set-up cell below imports and defines is there when it is graded.
#   All code cells of your notebook run when it is graded, your own too, from the top, and each check judges what is defined where it stands.
#   Two cells that define the same name share it, so name helpers apart.
# - Warnings cost nothing. Speed is not checked, but when your notebook is graded, calls that take longer than 20 seconds are cut off.
#   At the sizes that the docstrings give, plain Python loops are fast enough.
# - When your notebook is graded, it runs in a sandbox: it starts no other processes (`multiprocessing`, `subprocess`), reaches no network,
#   writes files in its own folder and in `/tmp` only, and nobody answers `input()` or a breakpoint.

# %% setup="imports"
import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from autograder import checker

check = checker("w04_features")


def replay(window: int, messages: Iterable[Sequence[Any] | Callable[[Any], Any]]) -> list[Any]:
    """What a new `OnlineWindow(window)` of exercise 5 answers to each message, in order.

    A message is a method's name and its arguments, such as ("add", 12, 3, 40) or ("read", 15), or
    a function, which is called with the object itself. The checks use this, and so may you.
    """
    online = OnlineWindow(window)
    return [
        message(online) if callable(message) else getattr(online, message[0])(*message[1:])
        for message in messages
    ]


# %% [markdown]
# ## 1. What was known at that time
#
# A flight leaves Newark at 17:00, so the desk answers at 15:00. Which weather does it know?
# The row for 14:00 in our table is a summary of the minutes from 14:00 to 14:51: it is complete only at 15:00.
# Join on the hour to which the weather belongs, and the training set holds readings that nobody had.
#
# Every fact therefore has two times: when it *happened* and when it became *available*.
# They need not be in the same order. A reading that was corrected arrives a second time, hours later;
# a report that got stuck arrives after a newer one, and must not replace it.
# A *point-in-time join* (also *as-of join*) gives each event the fact that was the newest *among those available* at its time,
# and nothing if that one is too old to say anything.
#
# Libraries have as-of joins with one time column.
# They take the newest by that column, and decide ties, missing keys and the limit each in a way of their own: the lecture runs three of them on the same rows.


# %% exercise="as-of-join"
def as_of_join(
    events: pd.DataFrame, facts: pd.DataFrame, by: str, max_age: pd.Timedelta
) -> pd.DataFrame:
    """Give each event the newest fact about its key that was available at the event's time.

    A fact may be given to an event if all of this holds:
        - both have the same key, the value in the column `by`. A missing key, of an event or of
          a fact, is the same as no other, not even as another missing one;
        - it was available: `available_at` is the event's `event_time` or earlier. Where
          `available_at` is missing, the fact never became available;
        - it is not stale: `event_time - happened_at` is `max_age` or less.
    Of several, the event gets the one with the latest `happened_at`; among those, the one with
    the latest `available_at`; among those, the one furthest down in `facts`. It gets that row
    and no other: where the row has a missing value, so has the event.

    Arguments:
        events: one row an event, in any order, with the column `by` and a column of times
            `event_time` without missing ones (promise). It may have any other columns, also of
            names that `facts` has.
        facts: one row a fact, in any order, with the column `by`, the columns of times
            `happened_at` (never missing) and `available_at` (missing, or not before
            `happened_at`), and one or more columns of values, all of dtype float64 (promises).
        by: the name of the column of keys: texts in both tables, some of them missing, or int64
            in both, where none is missing (promise).
        max_age: a Timedelta of at most 1,000 days (promise).
        In the checks both tables have at most 500 rows; either may be empty.

    Returns:
        A new DataFrame with one row for each event, on the index of `events` in the same order,
        and with the columns of values alone, in the order of `facts` and of dtype float64. An
        event without a fact has NaN in all of them.

    Raises:
        ValueError: `max_age` is below zero; a column that is needed is missing from `events` or
            from `facts` (the message names the column).

    The reading of 13:00 was corrected, but too late for 15:00; that of 14:00 came too late as well:

    >>> clock = lambda *times: pd.to_datetime(["2013-02-01 " + t for t in times], utc=True)
    >>> events = pd.DataFrame({"origin": ["EWR", "EWR", "JFK"],
    ...                        "event_time": clock("15:00", "16:30", "15:00")})
    >>> facts = pd.DataFrame({"origin": ["EWR", "EWR", "EWR"], "wind": [10.0, 30.0, 12.0],
    ...                       "happened_at": clock("13:00", "14:00", "13:00"),
    ...                       "available_at": clock("14:00", "15:01", "16:00")})
    >>> as_of_join(events, facts, "origin", pd.Timedelta(hours=2))["wind"].tolist()
    [10.0, nan, nan]
    >>> as_of_join(events, facts, "origin", pd.Timedelta(hours=3))["wind"].tolist()
    [10.0, 30.0, nan]
    """
    ### BEGIN SOLUTION
    for column in (by, "event_time"):
        if column not in events:
            raise ValueError(f"events has no column {column!r}")
    for column in (by, "happened_at", "available_at"):
        if column not in facts:
            raise ValueError(f"facts has no column {column!r}")
    if max_age < pd.Timedelta("0s"):
        raise ValueError(f"no fact is younger than {max_age}")

    def instants(column: pd.Series) -> np.ndarray:
        return column.dt.tz_convert(None).to_numpy()  # in UTC, without saying so

    available, happened = instants(facts["available_at"]), instants(facts["happened_at"])
    keys = facts[by].to_numpy()
    order = np.lexsort((available, happened))  # the best fact last; rows that tie stay in order
    order = order[facts[by].notna().to_numpy()[order]]
    row = []
    for key, now in zip(events[by], instants(events["event_time"]), strict=True):
        known = (keys == key) & (available <= now)  # False where it never was
        fits = known & (now - happened <= max_age.to_timedelta64())
        best = order[fits[order]]
        row.append(best[-1] if len(best) else len(facts))  # behind the last row, where none fits
    values = [name for name in facts if name not in (by, "happened_at", "available_at")]
    return pd.DataFrame(
        {name: np.append(facts[name], np.nan)[row] for name in values}, index=events.index
    )
    ### END SOLUTION


# %% check="as-of-join" points=6

# %% check="as-of-join" hidden=true points=7

# %%
# Try it: the wind at Newark as known two hours before each departure of one day.
# The row of the hour H is complete an hour later. How many flights get another wind
# if we believe that it was known at once?
#
# from worlds.flights import load
#
# weather = load("weather")[["origin", "time_hour", "wind_speed"]]
# weather = weather[weather["origin"].eq("EWR")].rename(columns={"time_hour": "happened_at"})
# weather = weather[weather["happened_at"].between("2013-03-05 12:00Z", "2013-03-07 12:00Z")]
# flights = load()
# day = flights[flights["origin"].eq("EWR") & flights["month"].eq(3) & flights["day"].eq(6)]
# events = day[["origin", "carrier", "flight"]].assign(
#     event_time=day["scheduled_departure"] - pd.Timedelta(hours=2))
# hour = pd.Timedelta(hours=1)
# honest = as_of_join(events, weather.assign(available_at=weather["happened_at"] + hour),
#                     "origin", 4 * hour)
# naive = as_of_join(events, weather.assign(available_at=weather["happened_at"]), "origin", 4 * hour)
# print(f"{(honest['wind_speed'] != naive['wind_speed']).mean():.0%} of {len(day)} flights differ")
# print(events.assign(wind=honest["wind_speed"], believed=naive["wind_speed"]).iloc[::40])

# %% [markdown]
# ## 2. How late are the others?
#
# Whether the next flights will be late is told best by the last ones.
# Among the features of the lecture, the share of late arrivals in the last hours is the strongest honest one: eight such rates lift the AUC by about 0.05.
# It is also the easiest to get wrong.
#
# At 15:00 the desk knows the arrivals *that were reported by 15:00*, and nothing of the others.
# Whoever selects the flights that were *scheduled* to have departed or landed by then, and looks up in the finished table how late they were,
# has asked the future: the most delayed flights of that list were still in the air.
# The flight that is to be forecast needs no special care. It is not reported yet, so an honest window cannot hold it.
#
# And if nothing was reported in the window? Then there is no rate.
# Zero would say "all punctual" in the middle of the night, and after a storm in which nothing landed.
# One report of one flight is hardly better, so the caller may demand more.


# %% exercise="recent-delay-rate"
def recent_delay_rate(
    flights: pd.DataFrame, at: pd.Series, window: pd.Timedelta, min_arrivals: int = 1
) -> pd.Series:
    """The share of late flights among the recent arrivals that were known, for each instant.

    At the instant t, a flight counts if it was reported by then and arrived within the window:
    `reported_at` is t or earlier, and `arrived_at` is later than `t - window`.
    A flight is late if `arrived_at` is 15 minutes or more after `scheduled_arrival`. The rate at
    t is the number of late flights that count over the number of all that count.

    Arguments:
        flights: one row a flight, in any order, as in week 3, with the columns of times
            `scheduled_arrival`: never missing (promise);
            `arrived_at`: missing if the flight never arrived (cancelled, diverted, or not yet);
            `reported_at`: when the desk heard of the arrival; not before `arrived_at`, and
                missing exactly where `arrived_at` is (promise).
            Other columns may be there. The table was written later: flights reported after t
            are in it.
        at: a column of times without missing ones (promise): when each feature is needed, in any
            order, also repeatedly.
        window: a Timedelta of at most 1,000 days (promise).
        min_arrivals: a whole number: how many flights must count for there to be a rate.
        In the checks there are at most 500 flights and 500 instants; there may be none of either.

    Returns:
        A Series of dtype float64, named "recent_delay_rate", with the very index of `at` in the
        same order; rows are matched by position. The rate, or NaN where fewer than
        `min_arrivals` flights count.

    Raises:
        ValueError: one of the three columns is missing (the message names it); `window` is zero
            or below; `min_arrivals` is below 1.

    At 15:00 the third flight is late already, but nobody has said so; at 16:00 the first is too old:

    >>> clock = lambda *times: pd.to_datetime(["2013-02-01 " + t for t in times], utc=True)
    >>> flights = pd.DataFrame({
    ...     "scheduled_arrival": clock("14:00", "14:00", "14:10"),
    ...     "arrived_at": clock("14:00", "14:15", "14:59"),
    ...     "reported_at": clock("14:05", "14:20", "15:10"),
    ... })
    >>> at = pd.Series(clock("15:00", "16:00", "20:00"), index=["UA1", "UA1", "B6"])
    >>> recent_delay_rate(flights, at, pd.Timedelta(hours=2))
    UA1    0.5
    UA1    1.0
    B6     NaN
    Name: recent_delay_rate, dtype: float64
    """
    ### BEGIN SOLUTION
    for column in ("scheduled_arrival", "arrived_at", "reported_at"):
        if column not in flights:
            raise ValueError(f"flights has no column {column!r}")
    if window <= pd.Timedelta("0s"):
        raise ValueError(f"a window of {window} holds nothing")
    if min_arrivals < 1:
        raise ValueError(f"there is no rate of {min_arrivals} flights")

    def utc(column: pd.Series) -> np.ndarray:
        return column.dt.tz_convert(None).to_numpy()

    arrived = utc(flights["arrived_at"])
    late = arrived - utc(flights["scheduled_arrival"]) >= np.timedelta64(15, "m")
    now = utc(at)[:, np.newaxis]
    counts = (utc(flights["reported_at"]) <= now) & (arrived > now - window.to_timedelta64())
    arrivals = counts.sum(axis=1)
    enough = arrivals >= min_arrivals
    rate = np.full(len(at), np.nan)
    rate[enough] = (counts & late).sum(axis=1)[enough] / arrivals[enough]
    return pd.Series(rate, index=at.index, name="recent_delay_rate")
    ### END SOLUTION


# %% check="recent-delay-rate" points=5

# %% check="recent-delay-rate" hidden=true points=6

# %%
# Try it: one stormy day at the three airports, hour by hour: the share of late flights among those that
# the desk knew to have arrived in the last two hours; the same for flights that were *scheduled* to depart
# in the last two hours, as the finished table tells it; and what came of those scheduled for the next two.
#
# from worlds.arrivals import load
#
# flights = load().dropna(subset=["arr_delay"])
# clock = pd.Series(pd.date_range("2013-07-10 10:00", periods=13, freq="h", tz="America/New_York"))
# hours = pd.Timedelta(hours=2)
# due, late = flights["scheduled_departure"], flights["arr_delay"] >= 15
# print(pd.DataFrame({
#     "at": clock.dt.strftime("%H:%M"),
#     "known": recent_delay_rate(flights, clock, hours, min_arrivals=10),
#     "by schedule": [late[(due > t - hours) & (due <= t)].mean() for t in clock],
#     "the next two hours": [late[(due > t) & (due <= t + hours)].mean() for t in clock],
# }).round(2).to_string(index=False))

# %% [markdown]
# ## 3. A hundred destinations in one column
#
# A hundred destinations are a hundred columns for a linear model, and too many for a small tree.
# *Target encoding* puts one number in their place: how often flights to this destination were late.
# If each row's own label is part of that number, the column whispers the answer:
# a destination with one flight gets exactly that flight's label.
# In the lecture, encoding destination and aircraft on the rows' own labels lifts the AUC on the training rows by 0.07, and lowers it on the next quarter by 0.06.
#
# *Out of fold*, the rows are dealt into folds, and a row is encoded by the labels of all the *other* folds.
# For a key k, let $n_k$ be the number of their labels and $s_k$ the sum, and let $p$ be the mean of *their* labels over all keys:
#
# $$\text{encoding} = \frac{s_k + a\,p}{n_k + a}$$
#
# The *prior strength* $a$ counts imaginary flights with the average rate, and keeps two flights from looking like a law.
# A key that the other folds have never seen has nothing but the prior.
# Here lies a second, quieter leak: if $p$ is the mean over *all* rows, each row's own label is part of its prior.
#
# Two things are not errors. A missing key is a key of its own: that a flight has no tail number may say something.
# And some labels are missing, as week 3's `labels_as_of` leaves them: such a row teaches nothing, and is encoded like any other.


# %% exercise="encode-out-of-fold"
def encode_out_of_fold(
    keys: Sequence[str | None] | pd.Series,
    labels: ArrayLike,
    folds: ArrayLike,
    prior_strength: float,
) -> np.ndarray:
    """Encode each key by the shrunken mean label of the rows in the other folds.

    A row *teaches* another one if it is in another fold and its label is not missing. For each
    row: p is the mean label of the rows that teach it; n and s are the number and the sum of the
    labels of those among them that have its key. Its encoding is
    (s + prior_strength * p) / (n + prior_strength), and p where n is 0.

    Arguments:
        keys: a list, a tuple or a Series of n texts, or missing ones: None and NaN, which are
            the same key, different from every text (also from "nan", "None" and "").
        labels: array-like of n numbers: 0, 1, or NaN where the label is unknown (promise).
        folds: n whole numbers, which say in which fold each row is: a list, a tuple, or an array
            or Series of an integer dtype (of any dtype when empty). They need not begin at 0, nor
            be consecutive, and folds may differ in size.
        prior_strength: a number; at most 10**6 (promise).
        In the checks n is at most 1,000.

    Returns:
        A 1-D array of n floats, in the order of the rows. No rows give an empty one.

    Raises:
        ValueError: the lengths differ; `prior_strength` is negative or NaN; there is a row
            that no row teaches (as when all are in one fold, or all known labels in its own).

    Two late flights to Aspen in fold 0 say nothing about each other:

    >>> keys = ["ASE", "ASE", "BOS", "BOS", "ASE", "ORD"]
    >>> labels = [1, 1, 0, 0, 0, 1]
    >>> folds = [0, 0, 0, 1, 1, 1]
    >>> encode_out_of_fold(keys, labels, folds, prior_strength=1).round(4)
    array([0.1667, 0.1667, 0.1667, 0.3333, 0.8889, 0.6667])
    """
    ### BEGIN SOLUTION
    place, _ = pd.factorize(pd.Series(keys), use_na_sentinel=False)  # a missing key is a key
    y, fold = np.asarray(labels, dtype=float), np.asarray(folds)
    if len({len(place), len(y), len(fold)}) > 1:
        raise ValueError(f"{len(place)} keys, {len(y)} labels and {len(fold)} folds")
    if not prior_strength >= 0:
        raise ValueError(f"prior_strength is {prior_strength}")
    encoded = np.empty(len(y))
    for held_out in np.unique(fold):
        inside = fold == held_out
        teaches = ~inside & ~np.isnan(y)
        if not teaches.any():
            raise ValueError(f"nothing outside fold {held_out} has a label")
        prior = y[teaches].mean()
        n = np.bincount(place[teaches], minlength=len(y))[place[inside]]
        s = np.bincount(place[teaches], y[teaches], minlength=len(y))[place[inside]]
        encoded[inside] = np.divide(
            s + prior_strength * prior, n + prior_strength, out=np.full(len(n), prior), where=n > 0
        )
    return encoded
    ### END SOLUTION


# %% check="encode-out-of-fold" points=5

# %% check="encode-out-of-fold" hidden=true points=7

# %%
# Try it: encode the tail numbers of 20,000 flights, whose labels we now *shuffle*: nothing can be learnt.
# The mean encoding of late and of punctual flights tells whether the encoding knows the label anyway.
#
# from worlds.flights import load
#
# flights = load().dropna(subset=["arr_delay"]).sample(20_000, random_state=4)
# rng = np.random.default_rng(4)
# late = rng.permutation((flights["arr_delay"] >= 15).to_numpy().astype(float))
# by_own = pd.Series(late).groupby(flights["tailnum"].to_numpy()).transform("mean")
# by_others = encode_out_of_fold(flights["tailnum"], late, rng.integers(5, size=len(late)), 10)
# for name, encoded in (("on its own rows", by_own), ("out of fold", by_others)):
#     print(f"{name:16} late {np.mean(encoded[late == 1]):.3f}, punctual {np.mean(encoded[late == 0]):.3f}")

# %% [markdown]
# ## 4. Any number of values in a fixed number of columns
#
# Next year there are destinations, aircraft and airlines that no table of encodings knows.
# *Feature hashing* needs no table: a hash of the text says which of `dim` columns a token belongs to.
# Two tokens may meet in one column. So that their meeting does not always add up, half of the tokens count $-1$ there:
# the errors then cancel on average.
#
# The sign must not follow from the column. If both are read off the same bits, as with "even numbers count $+1$",
# all tokens of a column have the same sign when `dim` is even, and nothing cancels. Below, the sign has a byte of its own.
#
# And the hash must be the same in training and in serving, which are other processes on other machines.
# Python's own `hash("UA")` differs from process to process (unless `PYTHONHASHSEED` is set): a model served that way gets every column wrong, and raises no error.


# %% exercise="hash-features"
def hash_features(tokens: Sequence[str], dim: int, seed: int) -> np.ndarray:
    """Hash texts into a vector of `dim` signed counts, the same in every process.

    The digest of a token is that of BLAKE2b with a digest of 9 bytes (in Python
    `hashlib.blake2b(data, digest_size=9)`), taken over the UTF-8 bytes of the seed in decimal
    digits, a colon, and the token: for seed 7 and the token "dest=LAX" over those of
    "7:dest=LAX". Of the digest
        - the first 8 bytes, read as a big-endian unsigned number, modulo `dim`, are the column;
        - the last byte is the sign: +1 if it is even, -1 if it is odd.
    Entry j of the result is the sum of the signs of all tokens in column j. A token that occurs
    twice counts twice.

    Arguments:
        tokens: a list or a tuple of texts, which may be empty, in any order.
        dim: the number of columns, a Python `int`; at most 100,000 (promise).
        seed: a Python `int` from 0 to 2**31 - 1 (promise).

    Returns:
        A 1-D array of `dim` integers.

    Raises:
        ValueError: `dim` is below 1; `tokens` is a text itself, as in hash_features("UA", 8, 0);
            a token is no text, such as None, NaN, a number or bytes: how a missing value is
            spelled is for the caller to decide.

    >>> hash_features(["carrier=UA", "dest=LAX", "hour=17", "dest=LAX"], dim=8, seed=0)
    array([ 0,  1,  0,  0,  1,  0, -2,  0])
    """
    ### BEGIN SOLUTION
    if dim < 1:
        raise ValueError(f"there are no {dim} columns")
    if isinstance(tokens, str) or not all(isinstance(token, str) for token in tokens):
        raise ValueError("tokens is a list of texts")
    counts = np.zeros(dim, dtype=int)
    for token in tokens:
        digest = hashlib.blake2b(f"{seed}:{token}".encode(), digest_size=9).digest()
        column = int.from_bytes(digest[:8], "big") % dim
        counts[column] += 1 if digest[8] % 2 == 0 else -1
    return counts
    ### END SOLUTION


# %% check="hash-features" points=4

# %% check="hash-features" hidden=true points=5

# %%
# Try it: how many of the 105 destinations have a column of their own, by the number of columns.
# Compare with the birthday problem: with dim columns it is about 105 * exp(-104 / dim).
#
# from worlds.flights import load
#
# destinations = sorted(load()["dest"].unique())
# for dim in (64, 128, 256, 1024, 4096):
#     columns = [int(np.flatnonzero(hash_features([f"dest={d}"], dim, 0))[0]) for d in destinations]
#     alone = sum(columns.count(column) == 1 for column in columns)
#     print(f"{dim:5} columns: {alone:3} alone, expected {len(columns) * math.exp(-(len(columns) - 1) / dim):.0f}")

# %% [markdown]
# ## 5. The same feature, live
#
# The training set gets its recent delay from a table, with a query. The service gets it from a stream, one report at a time.
# These are two programs for one number, and where they disagree the model is served with a feature on which it was not trained.
# That is called *training/serving skew*, and it raises no error.
#
# Your `OnlineWindow` keeps count and mean of the last `window` minutes, and must equal the batch computation at every instant.
# Three things stand in the way:
#
# - *Reports come late.* A flight that arrived at 14:10 may be reported after one that arrived at 14:30.
#   It belongs to 14:10, and leaves the window with that minute.
# - *A service runs for months.* What has left the window must be forgotten, also when nobody reads.
#   One bucket a minute is enough, however many reports fall into it.
# - *Floating-point numbers drift.* A running total from which old values are subtracted keeps the rounding errors of all it ever held:
#   after one absurd value of $10^{16}$ nanoseconds has come and gone, a float total of small ones can be wrong by 1 and more, and stays so.
#   Our values are whole numbers, and Python's `int` is exact at any size.
#
# `replay` in the set-up cell makes an `OnlineWindow` and sends it messages; the checks do the same.


# %% exercise="online-window"
class OnlineWindow:
    """Count and mean of the last `window` minutes of a stream, equal to the batch at any instant.

    Times are whole numbers, of minutes since some origin, and at most 10**9 in size (promise);
    they may be negative. `now` is the clock of the service: a call of either method whose `now`
    is below that of an earlier call is an error.

    At `now`, a value is *in the window* if its minute is later than `now - window`.
    So in batch, over all the calls of `add` so far, `read` is

        >>> calls = [(10, 10, 5), (12, 11, -2), (12, 3, 40)]      # now, minute, value
        >>> now, window = 13, 5
        >>> inside = [value for _, minute, value in calls if minute > now - window]
        >>> {"count": len(inside), "mean": sum(inside) / len(inside) if inside else math.nan}
        {'count': 2, 'mean': 1.5}

    and the same live, where the third value is told that it comes too late:

        >>> online = OnlineWindow(5)
        >>> [online.add(*call) for call in calls], online.read(13)
        ([True, True, False], {'count': 2, 'mean': 1.5})
        >>> online.read(15), online.read(17)
        ({'count': 1, 'mean': -2.0}, {'count': 0, 'mean': nan})

    Memory: the object refers, directly and through others, to at most 6 * window + 100 entries of
    containers, after every call of `add`, whatever it returns: room for several a minute, but not
    for one a value, nor for minutes that have left the window. An item of a list is an entry, and
    so are a pair of a dict, an attribute, an element of an array; `entries_held` of `worlds.held`
    counts them. A call that raises changes nothing, and is no earlier call for later ones.
    """

    def __init__(self, window: int) -> None:
        """An empty window.

        window: its length in minutes, a whole number; at most 1,000 (promise).

        Raises ValueError if `window` is below 1.
        """
        ### BEGIN SOLUTION
        if window < 1:
            raise ValueError(f"a window of {window} minutes holds nothing")
        self.window = window
        self.now: int | None = None
        self.counts: dict[int, int] = {}
        self.sums: dict[int, int] = {}
        ### END SOLUTION

    def add(self, now: int, minute: int, value: int) -> bool:
        """Take in a value that was reported at `now` and belongs to `minute`.

        Values come in any order of their minutes. `value` is a Python `int`, at most 10**18 in
        size (promise); the mean is of exact sums, whatever came before.

        Returns True if the value is in the window at `now`, and False if it comes too late and
        therefore counts nowhere.

        Raises ValueError if `now` is below the `now` of an earlier call, or `minute` is later
        than `now`: such a report is about the future.
        """
        ### BEGIN SOLUTION
        if minute > now:
            raise ValueError(f"minute {minute} is reported at {now}")
        self._move_to(now)
        if minute <= now - self.window:
            return False
        self.counts[minute] = self.counts.get(minute, 0) + 1
        self.sums[minute] = self.sums.get(minute, 0) + value
        return True
        ### END SOLUTION

    def read(self, now: int) -> dict[str, float]:
        """The values in the window at `now`, as a dict with exactly these entries.

        "count" (int): how many there are;
        "mean" (float): their mean, NaN if there are none.

        Raises ValueError if `now` is below the `now` of an earlier call.
        """
        ### BEGIN SOLUTION
        self._move_to(now)
        count = sum(self.counts.values())
        return {"count": count, "mean": sum(self.sums.values()) / count if count else math.nan}

    def _move_to(self, now: int) -> None:
        """Set the clock, and forget what has left the window."""
        if self.now is not None and now < self.now:
            raise ValueError(f"the clock went back from {self.now} to {now}")
        self.now = now
        for minute in [m for m in self.counts if m <= now - self.window]:
            del self.counts[minute], self.sums[minute]
        ### END SOLUTION


# %% check="online-window" points=6

# %% check="online-window" hidden=true points=7

# %%
# Try it: the reports of one day, one by one, and the window of two hours read at each half hour.
# Beside it the same from the finished table, as in exercise 2: how often do the two differ?
#
# from worlds.arrivals import load
# from worlds.held import entries_held
#
# flights = load().dropna(subset=["arr_delay"])
# flights = flights[flights["reported_at"].between("2013-07-10 10:00Z", "2013-07-11 03:00Z")]
# flights = flights.sort_values("reported_at")
# origin = pd.Timestamp("2013-07-10", tz="UTC")
# arrived = ((flights["arrived_at"] - origin) // pd.Timedelta(minutes=1)).tolist()
# reported = ((flights["reported_at"] - origin) / pd.Timedelta(minutes=1)).apply(math.ceil).tolist()
# late = (flights["arr_delay"] >= 15).astype(int).tolist()
# online, differ, sent = OnlineWindow(120), 0, 0
# for now in range(720, 1500, 30):
#     while sent < len(late) and reported[sent] <= now:
#         online.add(reported[sent], arrived[sent], late[sent])
#         sent += 1
#     known = [y for r, a, y in zip(reported, arrived, late) if r <= now and a > now - 120]
#     batch = {"count": len(known), "mean": sum(known) / len(known) if known else math.nan}
#     differ += str(online.read(now)) != str(batch)  # as texts, for NaN is not equal to itself
# print(f"{differ} of 26 readings differ; {sent} reports, {entries_held(online)} entries held")

# %% [markdown]
# ## 6. What could not have been known
#
# A feature table that others have built is given to you, with an AUC that is too good.
# Strength is no proof. Recent delay rates are strong and honest, and a leak may be weak.
# The proof is in the times: for each cell of the table, when did it become known, and when was it needed?
#
# That question goes to missing cells too. In our data 2,512 flights have no tail number, and every one of them was cancelled:
# no aircraft had been assigned. The numbers themselves are known a day ahead; that none would come was never known beforehand.
# Look at the values alone, and the column passes; its gaps tell the label.
# So a missing cell has an availability like any other: the time at which it was known that nothing would come, and NaT if nobody ever wrote that down.
#
# A finding without evidence starts a quarrel. With counts, times and the label on both sides of the gap it can be checked.


# %% exercise="find-leaks"
def find_leaks(
    features: pd.DataFrame, labels: ArrayLike, event_time: pd.Series, available_at: pd.DataFrame
) -> dict[str, dict[str, float]]:
    """Find the columns with cells that were not known when they were needed, with the evidence.

    A cell of `features`, missing or not, is *too late* if its time in `available_at` is later
    than the `event_time` of its row, or is missing, which means never. A column with at least one
    cell that is too late is a leak; nothing else makes it one, however well it predicts.

    Arguments:
        features: n rows, one or more columns of any dtype: numbers, texts, times.
        labels: array-like of n numbers: 0, 1, or NaN where the label is unknown (promise).
        event_time: a column of n times without missing ones (promise): when the features of the
            row were needed.
        available_at: n rows, for each column of `features` a column of times of the same name:
            when each cell became known. Its columns may be in another order, and there may be
            more. Rows of all four arguments are paired by position.

    Returns:
        A dict from the name of each leaking column, in any order, to a dict with exactly
            "too_late" (int): how many of its cells are too late;
            "too_late_and_missing" (int): how many of those are missing in `features`;
            "worst_minutes" (float): the longest time from `event_time` to `available_at` among
                all that are too late, in minutes; infinite if one of them was never known;
            "label_if_missing" (float): the mean of the known labels of the rows, of all n, whose
                cell is missing; NaN if there are no such labels;
            "label_if_present" (float): the same for the rows whose cell is not missing.
        Without leaks the dict is empty.

    Raises:
        ValueError: `available_at` lacks a column of `features` (the message names it): nobody
            knows when that one is known; the lengths of the four arguments differ.

    The wind was in time. Of the tail numbers the gap was never known before:

    >>> noon = pd.Series(pd.to_datetime(["2013-02-01 12:00"] * 3, utc=True))
    >>> features = pd.DataFrame({"wind": [9.0, 8.0, 31.0], "tail": ["N14228", "N24211", None]})
    >>> available_at = pd.DataFrame({"wind": noon, "tail": noon - pd.Timedelta(days=1)})
    >>> available_at.loc[2, "tail"] = pd.NaT
    >>> find_leaks(features, [0, 0, 1], noon, available_at) == {"tail": {
    ...     "too_late": 1, "too_late_and_missing": 1, "worst_minutes": math.inf,
    ...     "label_if_missing": 1.0, "label_if_present": 0.0}}
    True
    """
    ### BEGIN SOLUTION
    y = np.asarray(labels, dtype=float)
    if len({len(features), len(y), len(event_time), len(available_at)}) > 1:
        raise ValueError("the four arguments have different lengths")

    def mean_label(rows: np.ndarray) -> float:
        return float(pd.Series(y[rows]).mean())  # without the unknown ones; NaN of none

    needed = event_time.dt.tz_convert(None).to_numpy()
    leaks = {}
    for name in features.columns:
        if name not in available_at:
            raise ValueError(f"nobody has written down when {name!r} becomes known")
        known = available_at[name].dt.tz_convert(None).to_numpy()
        minutes = (known - needed) / np.timedelta64(1, "m")
        minutes[np.isnan(minutes)] = math.inf  # never known
        too_late = minutes > 0
        missing = features[name].isna().to_numpy()
        if too_late.any():
            leaks[name] = {
                "too_late": int(too_late.sum()),
                "too_late_and_missing": int((too_late & missing).sum()),
                "worst_minutes": float(minutes.max()),
                "label_if_missing": mean_label(missing),
                "label_if_present": mean_label(~missing),
            }
    return leaks
    ### END SOLUTION


# %% check="find-leaks" points=5

# %% check="find-leaks" hidden=true points=6

# %%
# Try it: four columns of the flights table, needed two hours before departure, with cancelled flights counted as late.
# Which are leaks, and which of them would you have found from the values alone?
#
# from worlds.flights import load
#
# flights = load().sample(50_000, random_state=4)
# late = ((flights["arr_delay"] >= 15) | flights["arr_delay"].isna()).to_numpy().astype(float)
# due = flights["scheduled_departure"]
# left = due + pd.to_timedelta(flights["dep_delay"], unit="min")
# day_before = due - pd.Timedelta(days=1)
# available_at = pd.DataFrame({
#     "hour": due - pd.Timedelta(days=90),
#     "tailnum": day_before.where(flights["tailnum"].notna()),
#     "dep_delay": left,
#     "air_time": left + pd.to_timedelta(flights["air_time"], unit="min"),
# })
# leaks = find_leaks(flights[["hour", "tailnum", "dep_delay", "air_time"]], late,
#                    due - pd.Timedelta(hours=2), available_at)
# print(pd.DataFrame(leaks).T.round(2).to_string())

# %% [markdown]
# ## 7. What does the model use?
#
# To learn what a column is worth to a model, shuffle it and see how much worse the forecasts get: *permutation importance*.
# Three practices make the number mean something.
#
# - *Columns that say the same are shuffled together.* The lecture's model has eight recent delay rates.
#   Shuffle the best of them alone and it loses 0.014 of AUC, for the others stand in; all eight together, 0.105.
# - *Only held-out rows count.* On the rows it was trained on, a model also seems to need what it merely memorised.
# - *Each group is shuffled in the table as it was.* If the last group is not put back, the next one is blamed for both.
#
# A group's rows keep together: one order for all columns of the group, or their correlation is destroyed as well.


# %% exercise="grouped-importance"
def grouped_importance(
    model: Callable[[pd.DataFrame], np.ndarray],
    features: pd.DataFrame,
    labels: ArrayLike,
    held_out: ArrayLike,
    groups: Mapping[str, Sequence[str]],
    seed: int,
    repeats: int = 5,
) -> dict[str, float]:
    """How much worse the model's Brier score gets when a group of columns is shuffled together.

    Only the rows where `held_out` is True take part, m of them; the others are never used. The
    Brier score is the mean of (probability - label)**2 over those rows. With
    `rng = np.random.default_rng(seed)`, made once, and for each group in the order of `groups`,
    this is done `repeats` times: draw `order = rng.permutation(m)`; in a copy of the held-out
    rows of `features`, give the i-th row, in all columns of the group, the values of the row
    `order[i]` (both counted from 0 among the held-out rows), and leave all other columns as they
    are. Draw nothing else from `rng`. The importance of a group is the mean Brier score of its
    shuffled copies, minus the Brier score of the held-out rows as they are.

    Arguments:
        model: a function of a DataFrame with the columns of `features`, in that order and with
            their dtypes, and any number of rows, which gives a 1-D array of as many
            probabilities. The forecast of a row depends on that row's values alone, not on
            its index, nor on the other rows. It changes nothing, and may be called as often as
            you like.
        features: n rows, one or more columns of dtype float64, int64 or `str` (promise). Cells
            may be missing.
        labels: array-like of n numbers, each 0 or 1 (promise).
        held_out: a list or an array of n bools, or a Series of dtype bool; paired by position.
        groups: a dict from a group's name to a list of its columns, each once (promise). A column
            may be in several groups or in none. A group without columns draws its orders like
            the others, and has the importance 0.
        seed: a whole number from 0 to 2**31 - 1 (promise).
        repeats: a whole number; at most 20 (promise). In the checks n is at most 500.

    Returns:
        A dict from each group's name to its importance, a float; negative if the model is better
        without.

    Raises:
        ValueError: the lengths of `features`, `labels` and `held_out` differ; no row is held out;
            `repeats` is below 1; a group has a column that `features` lacks (the message names
            the column).

    A model that reads the wind alone needs nothing else:

    >>> model = lambda table: table["wind"].to_numpy() / 40
    >>> features = pd.DataFrame({"wind": [4.0, 36.0, 8.0, 36.0], "hour": [7, 18, 8, 19]})
    >>> groups = {"when": ["hour"], "weather": ["wind"]}
    >>> importance = grouped_importance(model, features, [0, 1, 0, 1], [True] * 4, groups, seed=3)
    >>> {name: round(value, 3) for name, value in importance.items()}
    {'when': 0.0, 'weather': 0.39}
    """
    ### BEGIN SOLUTION
    kept, y = np.asarray(held_out), np.asarray(labels)
    if len({len(features), len(y), len(kept)}) > 1:
        raise ValueError("need as many labels and marks as rows")
    if not kept.any():
        raise ValueError("no row is held out")
    if repeats < 1:
        raise ValueError(f"nothing can be done {repeats} times")
    for column in (column for columns in groups.values() for column in columns):
        if column not in features:
            raise ValueError(f"there is no column {column!r}")
    table = features[kept].reset_index(drop=True)
    y = y[kept]

    def brier(rows: pd.DataFrame) -> float:
        return float(((np.asarray(model(rows)) - y) ** 2).mean())

    generator = np.random.default_rng(seed)
    before = brier(table)
    importance = {}
    for name, columns in groups.items():
        losses = []
        for _ in range(repeats):
            order = generator.permutation(len(table))
            shuffled = {column: table[column].array.take(order) for column in columns}
            losses.append(brier(table.assign(**shuffled)))
        importance[name] = float(np.mean(losses)) - before
    return importance
    ### END SOLUTION


# %% check="grouped-importance" points=5

# %% check="grouped-importance" hidden=true points=6

# %%
# Try it: a model on the scheduled hour, a copy of it with a little noise, and the month. Trained on
# odd days, judged on even ones. One column at a time, each of the two seems to matter much less than both do.
#
# from sklearn.ensemble import HistGradientBoostingClassifier
# from worlds.flights import load
#
# flights = load().dropna(subset=["arr_delay"]).sample(20_000, random_state=4)
# late = (flights["arr_delay"] >= 15).to_numpy().astype(int)
# rng = np.random.default_rng(4)
# features = pd.DataFrame({
#     "hour": flights["hour"].to_numpy(float),
#     "hour_again": flights["hour"].to_numpy() + rng.normal(0, 0.5, len(flights)),
#     "month": flights["month"].to_numpy(float),
# })
# even = (flights["day"] % 2 == 0).to_numpy()
# fitted = HistGradientBoostingClassifier(max_iter=30, random_state=4).fit(features[~even], late[~even])
# groups = {"hour": ["hour"], "hour_again": ["hour_again"], "both": ["hour", "hour_again"], "month": ["month"]}
# importance = grouped_importance(lambda table: fitted.predict_proba(table)[:, 1],
#                                 features, late, even, groups, seed=4)
# print({name: round(value, 4) for name, value in importance.items()})

# %% [markdown]
# ## Memo: a feature's card
#
# The desk wants to put one feature of this week into service, and whoever is called at night when it breaks wants to read one page about it.
# Choose one feature: a recent delay rate, a weather value, an encoding, or another that this week's functions can build.
# Write about 400 to 700 words to that person, who knows operations and has not read this notebook.
# Use figures from your own work above or from the lecture; where you must assume one, say so.
#
# The memo is graded by hand against this table, by counting what is on the page, so that two graders agree.
# Each section earns 4 points if (a), (b) and (c) are all there, 2 points if exactly two of them are, and 0 points if one or none is.
# Elegance earns nothing; a missing number costs something.
#
# | Section | What is counted | It is *not* there if |
# |---|---|---|
# | **What it is** | (a) the definition in one or two sentences, with unit, window and both ends of the window (in or out); (b) the source or sources, and who owns the feature and who owns each source; (c) what the value is when there is nothing to compute it from, and why it is not 0 | (a) two careful people would compute different numbers; (b) a source has no owner; (c) it is left to the library, or no reason is given |
# | **When it is known** | (a) both times of the fact it is made of, when it happens and when it becomes available, with the typical and the longest time between them, in minutes; (b) how old the value may be when it is used, and what is served instead when it is older; (c) one look-ahead that somebody could build into it by mistake, step by step, with what it would flatter, as a number | (a) one of the two times, or one of the two figures, is missing; (b) no number, or nothing is served instead; (c) no step says where the future enters, or there is no number |
# | **Skew test** | (a) the two programs that compute it, in training and in service, and what each reads; (b) a test that compares them: on which rows, how often, and how large a difference may be; (c) what happens when it fails: who is told, and what is served meanwhile | (a) one program, said to be shared, without saying which inputs differ; (b) no tolerance, or "regularly"; (c) it is only "looked into" |
# | **Worth** | (a) what it is worth to the model, as a number, with the measure and the rows on which it was taken; (b) the spread of that number, over days or seeds, or the interval; (c) the group of columns that could stand in for it, and what the model loses without the whole group, or how you would find out with `grouped_importance` | (a) no rows are named, or training rows; (b) one run; (c) no columns are named |
# | **Cost and end** | (a) what it costs a day to compute and keep: rows or messages a day, entries or bytes held, and one of them worked out from others; (b) who pays when it fails silently: how many flights a day would be forecast with a wrong value; (c) the number at which it is taken out of service, and who decides | (a) no calculation; (b) no number; (c) no number, or nobody is named |
#
# Of two figures that contradict each other, neither counts.
# A figure that is assumed counts if the page says that it is. A role ("the night engineer") will do as an owner.
# A memo of more than 800 words (headings do not count), or without the five headings, loses 2 points, and 2 in all if both are so.
# From 700 to 800 words nothing is lost, and a short memo loses nothing but what it leaves out.

# %% [markdown] memo="feature-memo" points=20
# # Memo: the card of a feature
#
# ## What it is
#
# ### BEGIN SOLUTION
# **To:** the engineer on call. **Feature:** `recent_delay_rate_2h`.
#
# It is the share, from 0 to 1, of flights that were 15 or more minutes late among those that arrived in the two hours before the forecast
# and of whose arrival the desk had been told by then.
# An arrival exactly two hours before is out, one reported in the very minute of the forecast is in.
# The source is the stream of arrival reports, owned by the operations centre, and the schedule, owned by the planning department.
# The feature belongs to the forecasting team.
# With fewer than ten arrivals there is no value (NaN).
# It is not 0, because 0 says "all punctual", and after a storm in which nothing lands that would be the opposite of the truth.
# ### END SOLUTION
#
# ## When it is known
#
# ### BEGIN SOLUTION
# An arrival happens when the aircraft reaches its gate, and becomes available when the report reaches us:
# in our simulation typically 8 minutes later, at the longest 30.
# The value may be 10 minutes old when it is used (assumed); if it is older, NaN is served, and the model falls back on schedule and weather.
# The look-ahead to fear: select the flights by scheduled departure, because that column is never missing;
# take their delay from the finished table; so at 15:00 the delay of a flight that is still in the air is in the feature.
# In the lecture this flatters the AUC by 0.029 in the test, and in service such a model loses 0.022 of it within a day, against one trained on honest rates.
# ### END SOLUTION
#
# ## Skew test
#
# ### BEGIN SOLUTION
# In training `recent_delay_rate` reads the table of flights with the column `reported_at`; in service `OnlineWindow` reads the stream of reports.
# Every night the service's log of the day before, one value for each flight forecast, about 900, is compared with the batch value at the logged instant.
# Counts must be equal and rates must agree within 1e-9: both are ratios of whole numbers, so there is no reason for a larger difference.
# One flight that differs is a failure. The engineer on call is told at once, the feature is served as NaN from then on,
# and the forecasting team has it back only after a day without a difference.
# ### END SOLUTION
#
# ## Worth
#
# ### BEGIN SOLUTION
# The recent delay rates together lift the AUC by 0.051 on October to December, with training on January to September.
# The interval from a bootstrap over days is 0.032 to 0.068; within days the gain is 0.021, from 0.009 to 0.033,
# so part of its use is to know what kind of day it is.
# This feature alone is worth less: the rates over other windows, by airport and by airline, stand in for it.
# Shuffling the best single one costs 0.014, all eight together 0.105, and a model trained again without the eight loses 0.051.
# ### END SOLUTION
#
# ## Cost and end
#
# ### BEGIN SOLUTION
# About 900 reports a day are added and about 900 values are read.
# Two dicts of one entry a minute hold at most 2 × 120 = 240 entries for each window; for three airports that is 720, some tens of kilobytes.
# The cost is in people: half a day a month to read the skew test (assumed).
# If it fails silently for a day, about 900 flights are forecast with a wrong value, and the threshold of week 1 acts on them.
# It is taken out of service when the gain in AUC over the last 60 days, measured by training without the group, falls below 0.01;
# the head of forecasting decides.
# ### END SOLUTION
