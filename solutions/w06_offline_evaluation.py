# %% [markdown]
# # Week 6. Offline evaluation
#
# **Is it good enough to ship, for everyone it touches?**
#
# Week 5 handed over a model, trained and tracked, with one number on its card.
# One number is an average over everybody, and nobody at **the delay desk** is everybody.
# The airport at Newark, the crews of one carrier and the passengers of a snowy evening each meet the model on rows of their own,
# and the desk acts on its probabilities, not on their order.
# This week you build what stands between a model that was trained and a model that decides:
# seven parts that ask whether its probabilities can be believed, whether it is better than what runs today or was only lucky,
# for whom it is worse, whether it behaves, whether acting on it pays, and whether it may go out.
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
#   [ labels ]  [ features ]                                |
#     week 3      week 4                                    |
#          |      |                                         |
#          v      v                                         |
#         [ train ] ---> [ EVALUATE ] ---> [ serve ] -------+
#          week 5         this week          week 7
#
#   Inside EVALUATE; the numbers are this week's exercises:
#
#      a model from week 5, flights it has not seen, their labels
#         |
#         |   are its probabilities true?   [ 1 calibration ] --> [ 2 recalibrate ]
#         |   better than the champion?     [ 3 bootstrap over days ] -+
#         +-> worse for whom?               [ 4 slices ] --------------+
#         |   does it behave?               [ 5 behaviour tests ] -----+-> [ 7 the gate ]
#         |   does acting on it pay?        [ 6 net benefit ] ---------+        |
#         |                                                                     v
#         |                                                                   serve
#         v
#      a release note: what is known, and what is not (the memo)
# ```
#
# The flights are real: those of October to December 2013 that arrived, 82,609 of them.
# Two forecasts compete on them, both made from what was known on 1 October:
# the **table** is the late rate of each airport and scheduled hour, as week 1 would have it, and runs today: it is the *champion*;
# the **model** is gradient boosting on the schedule and on weather that was three hours old, and wants its place: it is the *candidate*.
# `worlds.forecasts.load()` gives the flights with both.
#
# ## How to work
#
# - Read the lecture first: `make site`, then open `build/site/w06_offline_evaluation.html`.
# - Run the cells from the top.
#   Replace each `raise NotImplementedError` by your code, then run the cell below it:
#   `check("calibration-table")` answers at once with what is right, what is not, and your score.
# - The second check cell of each exercise stays quiet here.
#   Its tests run when the notebook is graded; they use other inputs, but demand nothing that the contract does not say.
# - Grading takes the exercise cells only.
#   Extra functions and imports that an exercise needs belong in that exercise's cell.
#   No exercise needs an earlier one.
# - A cell that begins with `# Try it` shows what your function says about the real flights.
#   It is commented out so that the notebook runs before you have written anything:
#   once the check passes, select the lines below its first paragraph, press Ctrl and `/`, and run it.
#   The first of them that you run trains the model, which takes about ten seconds.
# - Seven exercises earn 80 points, the memo at the end 20.
#   Plan about five hours: half an hour for each exercise, an hour for 4, and an hour for the memo.
#
# ## How to read a contract
#
# The docstring is the contract, and the checks hold you to it and to nothing else.
# These conventions apply throughout, so that the docstrings can stay short:
#
# - A *promise* is something the caller guarantees. You need not verify it.
# - `ValueError` is demanded only where the docstring says so.
#   Its wording is yours, unless the contract asks that it name something
#   (then the name, which has no quotes, backslashes or line breaks, stands in the message, as `str(error)` shows it);
#   where two errors apply, raise either.
# - No function changes its arguments.
# - A *number* is an `int` or a `float`, or NumPy's `int64` or `float64`, never a `bool` or a text, unless said otherwise.
#   A *whole number* is an `int` or an `int64`. Where a parameter is a number, callers keep to this (promise).
# - *Array-like of numbers* means a list, a tuple, a NumPy array (any integer or float dtype) or a Series
#   (NumPy dtypes only; nullable, Arrow and object dtypes never occur, promise), one-dimensional;
#   items are paired by position, whatever index a Series carries.
#   Compute in float64 whatever the dtype of the input; this goes for columns of numbers as well.
# - *Labels* are array-like of numbers that are 0 (on time) or 1 (late); they may also be bools, `False` and `True`, throughout.
# - *Missing* is NaN in a float column, or where an array-like holds floats; `pd.NA` never occurs (promise).
# - A *time* is a `pd.Timestamp`; a column of times has a datetime64 dtype of any unit, without a time zone.
#   A text is a `str`; columns of texts have the dtype `object` or `str`, and are never categorical (promise).
# - Where a result is a `float` or an `int`, Python's or NumPy's will do, but `True` is not a number; a `bool` may be NumPy's too.
#   Where it is a tuple, a list, an array, a dict or a DataFrame, exactly that type is expected at every level.
#   An *array* is a NumPy array; "of integers" or "of floats" allows any NumPy dtype of that kind.
#   A column of a DataFrame has a NumPy dtype of its kind, and its rows are numbered 0, 1, 2, ... by the index.
# - Floats are compared to about nine digits, and two that differ by less than 1e-12 count as equal.
# - A cell may import what the set-up cell imports, anything of the standard library, NumPy, pandas, SciPy and scikit-learn;
#   names that the set-up cell defines are there when it is graded.
#   All code cells of your notebook run when it is graded, your own too, from the top, and each check judges what is defined where it stands.
#   Two cells that define the same name share it, so name helpers apart.
# - Warnings cost nothing. Speed is not checked, but calls that take longer than 20 seconds are cut off when the notebook is graded;
#   inputs in the checks have at most 2,000 rows, unless the docstring says otherwise.
# - When your notebook is graded, it runs in a sandbox: it starts no other processes (`multiprocessing`, `subprocess`), reaches no network,
#   writes files in its own folder and in `/tmp` only, and nobody answers `input()` or a breakpoint.

# %% setup="imports"
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from autograder import checker

check = checker("w06_offline_evaluation")

# %% [markdown]
# ## 1. Are its probabilities true?
#
# The desk acts when a probability passes a threshold that was computed from costs (week 1).
# That is right only if, of the flights that were given 30 %, about 30 % are late: if the model is *calibrated*.
# The AUC cannot tell; it knows the order of the forecasts and nothing else.
#
# Put the forecasts into bins, and hold the mean forecast of each bin against its late rate.
# Which bins? Ten of equal *width* put 76 % of these flights into three of them, and four flights into the last.
# So take bins of equal *mass*: about as many flights in each.
# Equal forecasts cannot be told apart, and the table of week 1 gives thousands of flights the same one:
# they belong in one bin, or the result would depend on the order of the rows.
#
# The *expected calibration error* (ECE) is the distance between forecast and late rate, averaged over flights, not over bins:
#
# $$\text{ECE} = \sum_b \frac{n_b}{n} \left| \bar p_b - \bar y_b \right|$$
#
# It is a number about a table, not about a model: over a whole quarter errors of opposite sign can cancel inside every bin.


# %% exercise="calibration-table"
def calibration_table(
    y_true: ArrayLike, y_prob: ArrayLike, bins: int
) -> tuple[pd.DataFrame, float]:
    """Hold forecasts against outcomes in bins of equal mass; sum up the gaps.

    A flight with s strictly smaller forecasts among the n falls into bin number
    floor(s * bins / n), computed without rounding errors. So flights with equal forecasts share
    a bin, and where all forecasts differ no bin has more than one flight more than another.

    Arguments:
        y_true: n labels.
        y_prob: array-like of n numbers: the forecast probability of "late", from 0 to 1, both
            included.
        bins: how many bins, a whole number, at most a million (promise); may be larger than n.

    Returns:
        A tuple of two:
        table: a DataFrame with one row for each bin that holds a flight, in ascending order of
            its number, and exactly these columns in this order:
            "bin" (integers): the bin's number, from 0 to bins - 1;
            "flights" (integers): how many flights it holds;
            "forecast" (floats): the mean of their forecasts;
            "late" (floats): the share of them that were late.
        ece (float): the expected calibration error: the absolute difference of "forecast" and
            "late", averaged over the rows of the table, each weighed by its "flights".

    Raises:
        ValueError: the lengths differ; there are no flights; a label is neither 0 nor 1 (NaN,
            for a flight that was cancelled, is neither); a forecast is missing or outside
            [0, 1]; bins is below 1.

    Two of the five flights share the forecast 0.25 and so a bin; bin 2 stays empty:

    >>> table, ece = calibration_table([0, 0, 1, 1, 1], [0.1, 0.25, 0.9, 0.25, 0.75], bins=4)
    >>> table
       bin  flights  forecast      late
    0    0        3      0.20  0.333333
    1    2        1      0.75  1.000000
    2    3        1      0.90  1.000000
    >>> round(ece, 3)
    0.15
    """
    ### BEGIN SOLUTION
    labels, forecasts = np.asarray(y_true), np.asarray(y_prob)
    n = len(labels)
    if n == 0 or len(forecasts) != n:
        raise ValueError(f"{n} labels and {len(forecasts)} forecasts")
    if not ((labels == 0) | (labels == 1)).all():
        raise ValueError("a label is neither 0 nor 1")
    if not ((forecasts >= 0) & (forecasts <= 1)).all():
        raise ValueError("a forecast is missing or outside [0, 1]")
    if bins < 1:
        raise ValueError(f"cannot sort flights into {bins} bins")
    smaller = np.searchsorted(np.sort(forecasts), forecasts)
    numbers, place, flights = np.unique(
        smaller * bins // n, return_inverse=True, return_counts=True
    )
    forecast = np.bincount(place, forecasts) / flights  # summed in float64
    late = np.bincount(place, labels) / flights
    table = {"bin": numbers, "flights": flights, "forecast": forecast, "late": late}
    return pd.DataFrame(table), float((flights / n * np.abs(forecast - late)).sum())
    ### END SOLUTION


# %% check="calibration-table" points=5

# %% check="calibration-table" hidden=true points=6

# %%
# Try it: the model in ten bins, over the quarter and month by month. What does the quarter hide?
#
# from worlds.forecasts import load
#
# flights = load()
# table, ece = calibration_table(flights["late"], flights["model"], 10)
# print(table.round(3), f"\nECE of the quarter {ece:.3f}")
# for month, rows in flights.groupby("month"):
#     table, ece = calibration_table(rows["late"], rows["model"], 10)
#     bias = (rows["model"] - rows["late"]).mean()
#     print(f"month {month}: ECE {ece:.3f}, mean forecast minus late rate {bias:+.3f}")

# %% [markdown]
# ## 2. Bend them until they are
#
# A model whose order is good and whose level is off need not be trained again.
# Learn, on flights that it was not trained on, a map from its score to the late rate that goes with it,
# and demand of the map only that a higher score never means a lower rate.
# The best such map in the sense of least squares is *isotonic regression*, and *pool adjacent violators* finds it:
# go through the scores in ascending order, each with its late rate; whenever a rate is below the one before, merge the two,
# and look back again, for the merged one may now be below its own predecessor.
#
# Two things are easily lost.
# Flights with the same score are *one* point with one rate before any pooling begins, or they could end up with different probabilities.
# And a merged block weighs as much as all its flights together: its rate is their late flights over their number, not a mean of two rates.
#
# The result is a list of scores and a list of values and nothing else: it can be written into a file as JSON, and read by a service that knows no Python.
# That is worth more than it looks; week 7 says why.


# %% exercise="isotonic-fit"
def isotonic_fit(scores: ArrayLike, labels: ArrayLike) -> dict[str, list[float]]:
    """Fit the non-decreasing map from scores to late rates with the least squared error.

    All flights with the same score form one point: their score, their late rate, their number.
    Of all maps with value v_k at point k and v_1 <= v_2 <= ... in ascending order of the scores,
    the one wanted has the least sum of number_k * (v_k - rate_k) ** 2. It is unique.

    Arguments:
        scores: array-like of n numbers. Those that are finite lie between -1e6 and 1e6, and two
            that differ do so by at least 1e-6 (promise).
        labels: the n labels.

    Returns:
        A dict with exactly these entries, two lists of floats of the same length:
            "scores": the distinct scores, ascending;
            "values": the value of the map at each of them.

    Raises:
        ValueError: the lengths differ; there are no flights; a score is missing or infinite; a
            label is neither 0 nor 1.

    The rates at 1, 2, 3 and 4 are 0, 1, 0.5 and 1; those at 2 and 3 are pooled, and the two
    flights at 3 count twice:

    >>> model = isotonic_fit([3, 1, 2, 3, 4], [1, 0, 1, 0, 1])
    >>> model["scores"]
    [1.0, 2.0, 3.0, 4.0]
    >>> [round(value, 3) for value in model["values"]]
    [0.0, 0.667, 0.667, 1.0]
    """
    ### BEGIN SOLUTION
    points, outcomes = np.asarray(scores), np.asarray(labels)
    if len(points) == 0 or len(points) != len(outcomes):
        raise ValueError(f"{len(points)} scores and {len(outcomes)} labels")
    if not np.isfinite(points).all():
        raise ValueError("a score is missing or infinite")
    if not ((outcomes == 0) | (outcomes == 1)).all():
        raise ValueError("a label is neither 0 nor 1")
    distinct, which = np.unique(points, return_inverse=True)
    late, flights = np.bincount(which, outcomes), np.bincount(which)
    blocks: list[tuple[float, int, int]] = []  # late flights, flights, distinct scores
    for block in zip(late.tolist(), flights.tolist(), [1] * len(distinct), strict=True):
        while blocks and blocks[-1][0] / blocks[-1][1] > block[0] / block[1]:
            before = blocks.pop()
            block = (before[0] + block[0], before[1] + block[1], before[2] + block[2])
        blocks.append(block)
    values = [share for some, of, size in blocks for share in [some / of] * size]
    return {"scores": distinct.astype(float).tolist(), "values": values}
    ### END SOLUTION


def isotonic_predict(model: Mapping[str, Sequence[float]], scores: ArrayLike) -> np.ndarray:
    """Apply a fitted map to any scores.

    At a score that the model holds, its value; between two neighbouring ones, on the straight
    line that joins their values; below the lowest the first value, above the highest the last.

    Arguments:
        model: as `isotonic_fit` returns it, perhaps by way of a file: a mapping with the entries
            "scores" (m >= 1 numbers, strictly ascending, at least 1e-6 apart) and "values" (m
            numbers from 0 to 1, none below the one before), lists both (promise). It need not
            come from your own `isotonic_fit`.
        scores: array-like of n numbers; those that are finite lie between -1e6 and 1e6
            (promise). n may be 0.

    Returns:
        An array of n floats, in the order of `scores`.

    Raises:
        ValueError: a score is missing or infinite.

    >>> model = {"scores": [1.0, 2.0, 4.0], "values": [0.0, 0.5, 1.0]}
    >>> isotonic_predict(model, [4, 3, 2, 1.5, -7, 99])
    array([1.  , 0.75, 0.5 , 0.25, 0.  , 1.  ])
    """
    ### BEGIN SOLUTION
    points = np.asarray(scores)
    if not np.isfinite(points).all():
        raise ValueError("a score is missing or infinite")
    return np.interp(points, model["scores"], model["values"])
    ### END SOLUTION


# %% check="isotonic-fit" points=5

# %% check="isotonic-fit" hidden=true points=8

# %%
# Try it: learn the map on October, apply it to November and December. What does it mend, and what
# can no map mend that has only seen October?
#
# from worlds.forecasts import load
#
# flights = load()
# flights["score"] = flights["model"].round(4)
# october = flights[flights["month"] == 10]
# model = isotonic_fit(october["score"], october["late"])
# print(len(model["scores"]), "scores,", len(set(model["values"])), "different values")
# for month, rows in flights.groupby("month"):
#     bent = isotonic_predict(model, rows["score"])
#     before, after = ((p - rows["late"]).mean() for p in (rows["model"], bent))
#     print(f"month {month}: bias {before:+.3f} before, {after:+.3f} after; squared error "
#           f"{((rows['model'] - rows['late']) ** 2).mean():.4f} before, "
#           f"{((bent - rows['late']) ** 2).mean():.4f} after")

# %% [markdown]
# ## 3. Better, or lucky?
#
# The candidate's error is smaller than the champion's. Would it be so in another quarter?
# There is only one quarter, but one can draw others from it: take flights at random, with replacement, as many as there are,
# compute the difference again, and see how far it moves. This is the *bootstrap*.
#
# Drawn flight by flight, it lies.
# Flights of a day share its weather, its queues and its aircraft; when one day is bad, a thousand flights are late together.
# The quarter holds 82,609 flights, and 92 days.
# So draw *days*, each with all its flights: a day that is drawn twice brings all its flights twice.
#
# And draw *pairs*. Both forecasts are judged on the same draw, and their difference is taken within it:
# what makes a draw hard for one makes it hard for the other, and cancels.


# %% exercise="paired-bootstrap"
def paired_bootstrap(
    metric: Callable[[np.ndarray, np.ndarray], float],
    y_true: ArrayLike,
    a: ArrayLike,
    b: ArrayLike,
    groups: ArrayLike,
    rounds: int,
    seed: int,
    level: float = 0.95,
) -> dict[str, float]:
    """Interval for metric(a) - metric(b), by drawing whole groups of rows with replacement.

    Let G be the number of distinct groups, in ascending order. The draws are fixed by
    `rng = np.random.default_rng(seed)`, made once. Each round in turn draws
    `rng.integers(G, size=G)`: G positions in the ascending list of groups. The round's rows are
    all rows of the group at each of these positions; those of a group that is drawn k times are
    there k times. Both forecasts are judged on them, and the metric of `b` is taken from that
    of `a`. Nothing else draws from `rng`.

    Arguments:
        metric: called as metric(labels, forecasts) with two arrays of float64 of the same length,
            at least 1, row by row of the same flights. It returns a number, below 1e9 in size
            or infinite, and NaN where it is not defined on these rows. It does not depend on
            the order of the rows, changes nothing, and gives the same for the same (promise).
            How often you call it is free.
        y_true: array-like of n numbers (no bools here): what the metric takes for labels. Often
            0 and 1, but the metric may be of another kind; none is missing (promise).
        a, b: array-like of n numbers each, none missing (promise): two forecasts for the same
            flights.
        groups: the group of each of the n rows: a list, 1-D array or Series, all of them whole
            numbers, or texts, or times (in an array or a Series of dtype datetime64); none
            missing (promise). Equal ones are one group: 08:00 and 09:00 of a day are two. Rows
            of a group need not be neighbours.
        rounds: how many draws, a whole number; in the checks at most 300.
        seed: a whole number, 0 or above (promise).
        level: the share of the draws that the interval is to hold.

    Returns:
        A dict with exactly these entries, floats:
            "difference": metric(a) - metric(b) on all rows, each once;
            "low", "high": the (1 - level) / 2 and (1 + level) / 2 quantiles of the rounds'
                differences, as `np.quantile` computes them by default.

    Raises:
        ValueError: the four lengths differ; there are fewer than two distinct groups (one day
            says nothing about another); rounds is below 1; level is not above 0 and below 1;
            the metric of either forecast is NaN or infinite on all rows or in any round
            (leaving such rounds out would change what the interval means).

    >>> def mean_error(labels, forecasts):
    ...     return np.mean(forecasts - labels)
    >>> interval = paired_bootstrap(
    ...     mean_error, [0, 1, 1, 0], [0.5, 0.5, 1, 0], [0.25, 0.25, 1, 1],
    ...     ["Mon", "Mon", "Tue", "Wed"], rounds=100, seed=6,
    ... )
    >>> {name: round(value, 3) for name, value in interval.items()}
    {'difference': -0.125, 'low': -1.0, 'high': 0.25}
    """
    ### BEGIN SOLUTION
    labels, ours, theirs = (np.asarray(column, dtype=float) for column in (y_true, a, b))
    names, which = np.unique(np.asarray(groups), return_inverse=True)
    if not len(labels) == len(ours) == len(theirs) == len(which):
        raise ValueError("labels, forecasts and groups must have the same length")
    if len(names) < 2:
        raise ValueError("an interval needs two groups at least")
    if rounds < 1 or not 0 < level < 1:
        raise ValueError(f"cannot make an interval of {rounds} rounds at the level {level}")
    members = [np.flatnonzero(which == group) for group in np.unique(which)]

    def difference(drawn: Any) -> float:
        rows = np.concatenate([members[group] for group in drawn])
        gain = metric(labels[rows], ours[rows]) - metric(labels[rows], theirs[rows])
        if not math.isfinite(gain):
            raise ValueError("the metric is not defined on every draw")
        return gain

    draw = np.random.default_rng(seed)
    gains = [difference(draw.integers(len(names), size=len(names))) for _ in range(rounds)]
    low, high = np.quantile(gains, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return {"difference": float(difference(set(which))), "low": low, "high": high}
    ### END SOLUTION


# %% check="paired-bootstrap" points=5

# %% check="paired-bootstrap" hidden=true points=8

# %%
# Try it: the model against the table, by squared error, drawing flights and drawing days. What of
# December alone?
#
# from worlds.forecasts import load
#
# def squared_error(labels, forecasts):
#     return np.mean((forecasts - labels) ** 2)
#
# flights = load()
# for name, rows in (("quarter", flights), ("December", flights[flights["month"] == 12])):
#     rows = rows.sample(10_000, random_state=0)  # so that drawing single flights takes no minutes
#     for drawn, groups in (("flights", np.arange(len(rows))), ("days", rows["date"])):
#         interval = paired_bootstrap(
#             squared_error, rows["late"], rows["model"], rows["table"], groups, 200, seed=1
#         )
#         print(f"{name}, drawing {drawn:7}: {interval['difference']:+.4f}, "
#               f"from {interval['low']:+.4f} to {interval['high']:+.4f}")

# %% [markdown]
# ## 4. Worse for whom?
#
# A mean hides those who pay for it.
# So cut the flights into *slices*, by carrier, by airport, by hour, and look at each against all others.
# Two traps lie on the way, and they pull in the same direction: towards finding what is not there.
#
# The first is the one of exercise 3: the rows of a slice come in days, so a test by rows is far too sure.
# For a slice with the rows $S$, the other rows $R$ and a metric $x_i$ of each row, let the day $t$ contribute
#
# $$u_t = \sum_{i \in S,\, \text{day } t} \frac{x_i - \bar x_S}{|S|}
#       - \sum_{i \in R,\, \text{day } t} \frac{x_i - \bar x_R}{|R|}, \qquad
#   \text{se} = \sqrt{\frac{D}{D - 1} \sum_t u_t^2}, \qquad
#   z = \frac{\bar x_S - \bar x_R}{\text{se}}$$
#
# where $D$ is the number of days. A day that is bad for everybody moves both means, and cancels.
# The chance of a $|z|$ at least as large, were there no difference, is about $p = \operatorname{erfc}(|z| / \sqrt 2)$.
#
# The second is looking often. Of 300 slices in which nothing is wrong, fifteen are "significant" at 5 %, and those are the ones that get a slide.
# Holm's correction keeps the chance of even one false find below $\alpha$:
# sort the $m$ p-values of the slices that were tested, multiply the smallest by $m$, the next by $m - 1$, and so on;
# a later one is never less than an earlier one, and none is above 1.


# %% exercise="slice-report"
def slice_report(
    frame: pd.DataFrame,
    slices: Sequence[str],
    metric: str,
    day: str,
    min_size: int,
    alpha: float,
) -> list[dict[str, Any]]:
    """Compare every slice of the rows with all others, by days, corrected for many looks.

    Rows whose metric is missing are left out before anything is counted. What remains, the known
    rows, is cut by each column of `slices` in turn; each distinct value is a slice, and "the
    rest" of a slice is all other known rows.

    A slice is tested by the formulas above, where D counts the distinct days of the known rows,
    if the slice and its rest have at least `min_size` rows each, D is at least 2, and the
    standard error is above 1e-12. The tested slices of all columns together are one family for
    Holm's correction; the others do not count in it.

    Arguments:
        frame: one row a flight, with the columns named below and perhaps others. Index labels
            may repeat. May have no rows.
        slices: names of one or more different columns of texts, none missing, other than `day`
            (promise); a list or a tuple.
        metric: name of a column of floats or integers, between -10 and 10 where it is known
            (promise): what is averaged, such as the squared error of each flight's forecast.
        day: name of a column of whole numbers, texts or times, none missing (promise). Rows with
            equal entries are of one day.
        min_size: the smallest slice that is tested, in rows; a whole number, at least 1
            (promise).
        alpha: the accepted chance of any false find.
        No standard error lies between 1e-14 and 1e-5, and no adjusted p-value within 1e-9 of
        alpha (promise).

    Returns:
        A list with one dict for each slice, in the order of `slices`, and within a column in
        ascending order of the value; each with exactly these entries:
            "slice" (str): the name of the column;
            "value" (str): the value;
            "rows" (int): how many known rows the slice has;
            "difference" (float): its mean metric minus that of the rest; NaN if the rest is
                empty;
            "p_value" (float): p by the formula above; NaN if the slice is not tested;
            "adjusted" (float): p after Holm's correction; NaN if the slice is not tested;
            "found" (bool): whether it was tested and "adjusted" is at most alpha.

    Raises:
        ValueError: `slices` is empty; `frame` lacks a column that is named (the message contains
            its name; if several are lacking, any of them); alpha is not above 0 and below 1.
            All this holds where there are no rows as well.

    >>> flights = pd.DataFrame({
    ...     "carrier": ["UA", "WN", "UA", "WN", "UA", "WN", "UA", "WN", "AS"],
    ...     "error": [0.1, 0.5, 0.2, 0.5, 0.0, 0.6, 0.1, 0.4, np.nan],
    ...     "date": [1, 1, 2, 2, 3, 3, 4, 4, 4],
    ... })
    >>> for row in slice_report(flights, ["carrier"], "error", "date", min_size=2, alpha=0.05):
    ...     print(row["value"], row["rows"], round(row["difference"], 3), row["found"])
    UA 4 -0.4 True
    WN 4 0.4 True
    """
    ### BEGIN SOLUTION
    if not slices or not 0 < alpha < 1:
        raise ValueError("need a column to slice by, and alpha above 0 and below 1")
    for column in (*slices, metric, day):
        if column not in frame.columns:
            raise ValueError(f"there is no column {column!r}")
    x = frame[metric].to_numpy(dtype=float)
    known = ~np.isnan(x)
    x = x[known]
    days, distinct = pd.factorize(frame[day].to_numpy()[known])
    n_days = len(distinct)
    report: list[dict[str, Any]] = []
    for column in slices:
        texts = frame[column].to_numpy()[known]
        for value in sorted(set(texts)):
            inside = texts == value
            size, rest = int(inside.sum()), int((~inside).sum())
            difference = p_value = math.nan
            if rest:
                means = np.where(inside, x[inside].mean(), x[~inside].mean())
                difference = float(x[inside].mean() - x[~inside].mean())
                parts = (x - means) / np.where(inside, size, -rest)
                squares = float((np.bincount(days, parts) ** 2).sum())
                if min(size, rest) >= min_size and n_days > 1:
                    error = math.sqrt(n_days / (n_days - 1) * squares)
                    if error > 1e-12:
                        p_value = math.erfc(abs(difference) / error / math.sqrt(2))
            report.append({"slice": column, "value": value, "rows": size,
                           "difference": difference, "p_value": p_value,
                           "adjusted": math.nan, "found": False})  # fmt: skip
    tested = [row for row in report if not math.isnan(row["p_value"])]
    worst = 0.0
    for place, row in enumerate(sorted(tested, key=lambda row: row["p_value"])):
        worst = max(worst, min(1.0, (len(tested) - place) * row["p_value"]))
        row["adjusted"], row["found"] = worst, worst <= alpha
    return report
    ### END SOLUTION


# %% check="slice-report" points=6

# %% check="slice-report" hidden=true points=8

# %%
# Try it: for which carriers, destinations and hours does the model forecast too little or too
# much? The metric is late minus forecast: positive where the slice is later than it was told.
#
# from worlds.forecasts import load
#
# flights = load()
# flights["too low"] = flights["late"] - flights["model"]
# flights["hour"] = flights["hour"].astype(str)
# columns = ["carrier", "dest", "hour", "origin"]
# report = pd.DataFrame(slice_report(flights, columns, "too low", "date", 300, 0.05))
# print(f"{len(report)} slices, {report['p_value'].notna().sum()} tested, "
#       f"{(report['p_value'] <= 0.05).sum()} below 5 %, {report['found'].sum()} found")
# print(report[report["found"]].sort_values("difference").round(4).to_string(index=False))

# %% [markdown]
# ## 5. Does it behave?
#
# A test set says how often the model is right on flights like those of the past.
# It does not say what happens when one thing changes and nothing else does.
# Three kinds of question can be asked without any label.
#
# *Invariance*: a change that must not matter. The flight number's parity, or the spelling of a name, should leave the forecast where it is, up or down.
# *Direction*: a change whose effect we know. Heavier rain must not make a flight safer; a tolerance allows for the roughness of a forest of trees.
# *Minimum functionality*: a case so plain that any serious model gets it right. At noon in clear air, less than one half.
#
# These are unit tests for a model, and should fail like unit tests: naming every row that fails, not the first, and not a mean in which failures cancel.


# %% exercise="behaviour-tests"
def behaviour_tests(
    predict: Callable[[pd.DataFrame], ArrayLike],
    rows: pd.DataFrame,
    suite: Sequence[Mapping[str, Any]],
) -> dict[str, list[int]]:
    """Run a suite of behaviour tests; list every row that fails each of them.

    Let `before` be the forecasts for `rows`, and `after` those for the rows as one test changes
    them. A row passes the test of kind
        "same" if `after` differs from `before` by at most `limit`, up or down;
        "not lower" if `after` is at least `before - limit`;
        "not higher" if `after` is at most `before + limit`;
        "at least" if `after` is at least `limit`, whatever `before` is;
        "at most" if `after` is at most `limit`, whatever `before` is.
    A missing forecast (NaN) that one of these conditions names makes the row fail.

    Arguments:
        predict: called as predict(frame) with the rows, changed or not, as a DataFrame; gives one
            number for each row of the frame, by position, the probability of "late" or NaN: a
            new array, list or Series with any index (promise); compare them in float64. It does
            not change the frame, and gives the same for the same (promise). How often you call
            it is free.
        rows: n flights in one or more columns of numbers, texts or times. Index labels may
            repeat.
        suite: a list or tuple of tests, each a mapping with exactly the entries
            "name": a text;
            "kind": a text;
            "change": a function, called as change(frame) with a DataFrame equal to `rows`, that
                returns the changed DataFrame, for which the forecasts are then asked as it is.
                It may work on the frame that it is given, and return that; neither `rows` nor
                another test may notice. It may return another index. It gives the same for the
                same (promise).
            "limit": a finite number, 0 or more (promise).
        No forecast lies within 1e-9 of where it begins to fail, unless it lies there exactly,
        and forecasts and limits are then multiples of 1/1024 (promise).

    Returns:
        A dict from the name of each test, in the order of the suite, to the list of the
        positions (ints, 0 for the first row) of the rows that fail, ascending; an empty list for
        a test that passes.

    Raises:
        ValueError: the suite is empty, or n is 0 (then everything would pass); two
            tests share a name; a kind is none of the five, or a change returns another number of
            rows (the message contains the name of the test; if several are at fault, of any).

    >>> def predict(frame):
    ...     return 0.25 + 0.5 * (frame["rain"] > 1)
    >>> flights = pd.DataFrame({"rain": [0.0, 2.0, 0.5], "gate": ["A1", "B7", "B2"]})
    >>> suite = [
    ...     {"name": "gate", "kind": "same", "change": lambda f: f.assign(gate="C9"), "limit": 0},
    ...     {"name": "dry", "kind": "at most", "change": lambda f: f.assign(rain=0), "limit": 0.5},
    ...     {"name": "less rain", "kind": "not lower",
    ...      "change": lambda f: f.assign(rain=f["rain"] / 4), "limit": 0.125},
    ... ]
    >>> behaviour_tests(predict, flights, suite)
    {'gate': [], 'dry': [], 'less rain': [1]}
    """
    ### BEGIN SOLUTION
    names = [test["name"] for test in suite]
    if len(rows) == 0 or not names or len(set(names)) < len(names):
        raise ValueError("need rows, and tests, each with a name of its own")
    before = np.asarray(predict(rows), dtype=float)
    failing: dict[str, list[int]] = {}
    for test in suite:
        changed = test["change"](rows.copy())
        if len(changed) != len(rows):
            raise ValueError(f"the test {test['name']!r} changes the number of rows")
        after, limit = np.asarray(predict(changed), dtype=float), test["limit"]
        passes = {
            "same": np.abs(after - before) <= limit,
            "not lower": after >= before - limit,
            "not higher": after <= before + limit,
            "at least": after >= limit,
            "at most": after <= limit,
        }
        if test["kind"] not in passes:
            raise ValueError(f"the test {test['name']!r} has an unknown kind: {test['kind']!r}")
        failing[test["name"]] = np.flatnonzero(~passes[test["kind"]]).tolist()
    return failing
    ### END SOLUTION


# %% check="behaviour-tests" points=4

# %% check="behaviour-tests" hidden=true points=7

# %%
# Try it: a small model of your own, on a sample of the flights and what was known before them,
# under four tests. Which fail, and on how many of 500 flights? Is the model wrong, or the test?
#
# from sklearn.ensemble import HistGradientBoostingClassifier
# from worlds.forecasts import features
#
# columns = ["hour", "distance", "precip", "visib", "wind_speed"]
# sample = features().sample(10_500, random_state=6)
# train, rows = sample.iloc[500:], sample.iloc[:500]
# booster = HistGradientBoostingClassifier(max_iter=50, random_state=6)
# booster.fit(train[columns], train["late"])
# predict = lambda frame: booster.predict_proba(frame[columns])[:, 1]
# suite = [
#     {"name": "one mile more", "kind": "same", "limit": 0.02,
#      "change": lambda f: f.assign(distance=f["distance"] + 1)},
#     {"name": "heavier rain", "kind": "not lower", "limit": 0.02,
#      "change": lambda f: f.assign(precip=f["precip"] + 0.1)},
#     {"name": "a clear morning", "kind": "at most", "limit": 0.3,
#      "change": lambda f: f.assign(hour=7, precip=0.0, visib=10.0, wind_speed=5.0)},
#     {"name": "a stormy evening", "kind": "at least", "limit": 0.5,
#      "change": lambda f: f.assign(hour=20, precip=0.4, visib=1.0, wind_speed=30.0)},
# ]
# for name, failing in behaviour_tests(predict, rows, suite).items():
#     print(f"{name:17} fails on {len(failing):3} of 500 flights, the first of them {failing[:3]}")

# %% [markdown]
# ## 6. Does acting on it pay?
#
# A model can be better than another and still not worth having.
# The desk has two policies that cost nothing to build: act on every flight, and act on none.
# A *decision curve* (Vickers and Elkin 2006) holds a model against both, at every price.
#
# If the desk acts from the threshold $t$ on, it says by that what it is willing to pay:
# at $t = 0.2$, four false alarms for one late flight caught.
# So a false alarm costs $t / (1 - t)$ of what a late flight is worth, and among $n$ flights with $\text{TP}$ right alarms and $\text{FP}$ false ones
#
# $$\text{net benefit}(t) = \frac{\text{TP}}{n} - \frac{\text{FP}}{n} \cdot \frac{t}{1 - t}$$
#
# is what the policy earns a flight, in late flights caught.
# Acting on none earns 0. Acting on all earns a lot where alarms are cheap, and loses where they are dear.
# Without these two lines the curve is only a picture: a model below one of them costs more than no model.


# %% exercise="net-benefit"
def net_benefit(y_true: ArrayLike, y_prob: ArrayLike, thresholds: ArrayLike) -> pd.DataFrame:
    """The net benefit of acting on a forecast, on all flights and on none, by threshold.

    Arguments:
        y_true: n labels.
        y_prob: array-like of n numbers: forecast probabilities from 0 to 1, both included.
        thresholds: array-like of one or more numbers (promise); in any order, and may repeat.
            Those above 0 and below 1 lie between 1e-6 and 1 - 1e-6 (promise).
            The model's policy acts on a flight when its forecast is at least the threshold.

    Returns:
        A DataFrame with one row for each threshold, in the given order, and exactly these float
        columns in this order:
            "threshold": as given;
            "model": the net benefit of acting on the forecast, by the formula above;
            "all": that of acting on every flight;
            "none": that of acting on no flight, 0.0.

    Raises:
        ValueError: the lengths of y_true and y_prob differ; there are no flights; a label is
            neither 0 nor 1; a forecast is missing or outside [0, 1]; a threshold is missing, or
            not above 0 and below 1.

    >>> net_benefit([1, 0, 0, 1], [0.75, 0.5, 0.25, 0.25], [0.5, 0.2])
       threshold  model    all  none
    0        0.5  0.000  0.000   0.0
    1        0.2  0.375  0.375   0.0
    """
    ### BEGIN SOLUTION
    labels, forecasts, limits = (
        np.asarray(column, dtype=float) for column in (y_true, y_prob, thresholds)
    )
    if len(labels) == 0 or len(labels) != len(forecasts):
        raise ValueError(f"{len(labels)} labels and {len(forecasts)} forecasts")
    if not ((labels == 0) | (labels == 1)).all():
        raise ValueError("a label is neither 0 nor 1")
    if not ((forecasts >= 0) & (forecasts <= 1)).all():
        raise ValueError("a forecast is missing or outside [0, 1]")
    if not ((limits > 0) & (limits < 1)).all():
        raise ValueError("a threshold is not above 0 and below 1")
    price = limits / (1 - limits)
    acts = forecasts >= limits[:, np.newaxis]
    right, false = (acts * labels).mean(axis=1), (acts * (1 - labels)).mean(axis=1)
    return pd.DataFrame({
        "threshold": limits,
        "model": right - false * price,
        "all": labels.mean() - (1 - labels.mean()) * price,
        "none": 0.0,
    })  # fmt: skip
    ### END SOLUTION


# %% check="net-benefit" points=3

# %% check="net-benefit" hidden=true points=6

# %%
# Try it: where on the scale of prices is the model worth having, and where the table?
#
# from worlds.forecasts import load
#
# flights = load()
# limits = np.arange(0.05, 0.75, 0.05)
# curve = net_benefit(flights["late"], flights["model"], limits)
# curve.insert(2, "table", net_benefit(flights["late"], flights["table"], limits)["model"])
# print(curve.round(4).to_string(index=False))

# %% [markdown]
# ## 7. The gate
#
# Whether a model goes out is decided by rules that were written down before anybody saw its figures.
# Each rule, a *gate*, names a metric, says which direction is better, and asks for one or both of two things:
# that the candidate reaches a fixed limit, and that it beats the champion by a margin.
# A margin may be negative: "may be worse by at most so much" is how one protects a slice while the whole improves.
#
# A gate that is silent when it should speak is worse than none.
# A metric that nobody computed, or that is NaN because its slice was empty, has not been passed:
# every comparison with NaN is false, so a gate written as "refuse if it is worse" lets it through, and one written as "pass if it is better" does not.
# And the report lists every reason, not the first: a team that mends one fault a week learns of the fourth in a month.


# %% exercise="promote"
def promote(
    candidate: Mapping[str, float | None],
    champion: Mapping[str, float | None],
    gates: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Decide whether a candidate may replace the champion, with every reason against it.

    Arguments:
        candidate, champion: plain dicts from the name of a metric to its value, a number between
            -1e9 and 1e9. A value is missing if there is no such entry, or the entry is None or
            NaN. Entries that no gate names play no part.
        gates: a list or tuple of gates, each a mapping with the entries
            "metric": the name of a metric, a text; two gates may name the same;
            "better": a text: "higher" or "lower", the direction in which this metric improves;
            "limit": a number, or None: the candidate must be at least as good;
            "margin": a number, or None: the candidate must be better than the champion by at
                least this much, in the direction of "better"; a negative one allows it to be
                worse by that much, 0 asks it not to be worse.
            "limit" or "margin" may be left out, which is the same as None. If they are numbers,
            they lie between -1e9 and 1e9 or are NaN (promise).
        No value lies within 1e-9 of where it begins to fail, unless it lies there exactly, and
        values, limits and margins are then multiples of 1/1024 (promise).

    Returns:
        A dict with exactly these entries:
            "promote" (bool): True if there is no reason against it.
            "reasons": a list of tuples (metric, reason), both texts, for the gates in their
                order, and for each gate those of the following that hold, in this order:
                "candidate missing": the candidate's value is missing;
                "champion missing": the gate has a margin, and the champion's value is missing;
                "limit": the gate has a limit, and the candidate's value is worse than that;
                "margin": the gate has a margin, both values are there, and the candidate is not
                    better by it.

    Raises:
        ValueError: there are no gates (then anything would pass); a "better" is another text,
            such as "Lower"; a limit or a margin is NaN; a gate has neither a limit nor a margin.
            Every gate is held to this, whatever the values are.

    >>> gates = [
    ...     {"metric": "cost", "better": "lower", "margin": 0.5},
    ...     {"metric": "auc", "better": "higher", "limit": 0.625, "margin": 0},
    ...     {"metric": "ece", "better": "lower", "limit": 0.0625},
    ... ]
    >>> candidate = {"cost": 70.0, "auc": 0.75, "ece": float("nan")}
    >>> promote(candidate, {"cost": 70.25, "auc": 0.625}, gates)
    {'promote': False, 'reasons': [('cost', 'margin'), ('ece', 'candidate missing')]}
    """
    ### BEGIN SOLUTION
    if not gates:
        raise ValueError("there are no gates")
    signs = {"higher": 1, "lower": -1}
    reasons: list[tuple[str, str]] = []
    for gate in gates:
        metric, limit, margin = gate["metric"], gate.get("limit"), gate.get("margin")
        asked = [bound for bound in (limit, margin) if bound is not None]
        if gate["better"] not in signs or not asked or any(math.isnan(bound) for bound in asked):
            raise ValueError(f"the gate for {metric!r} cannot be read")
        sign = signs[gate["better"]]
        ours, theirs = (
            math.nan if values.get(metric) is None else values[metric]
            for values in (candidate, champion)
        )
        # Written so that a NaN, which is never less than anything, adds no second reason.
        holds = {
            "candidate missing": math.isnan(ours),
            "champion missing": margin is not None and math.isnan(theirs),
            "limit": limit is not None and sign * ours < sign * limit,
            "margin": margin is not None and sign * (ours - theirs) < margin,
        }
        reasons += [(metric, reason) for reason, found in holds.items() if found]
    return {"promote": not reasons, "reasons": reasons}
    ### END SOLUTION


# %% check="promote" points=4

# %% check="promote" hidden=true points=5

# %%
# Try it: the model against the table, by gates that were written for the desk. The AUC is better;
# is the model promoted, and if not, what would have to be mended?
#
# from sklearn.metrics import roc_auc_score
# from worlds.forecasts import load
#
# flights = load()
# december = flights[flights["month"] == 12]
# southwest = flights[flights["carrier"] == "WN"]
# cards = {}
# for name in ("model", "table"):
#     cards[name] = {
#         "auc": roc_auc_score(flights["late"], flights[name]),
#         "squared error": ((flights["late"] - flights[name]) ** 2).mean(),
#         "december bias": abs((december["late"] - december[name]).mean()),
#         "southwest bias": abs((southwest["late"] - southwest[name]).mean()),
#     }
# gates = [
#     {"metric": "auc", "better": "higher", "margin": 0.02},
#     {"metric": "squared error", "better": "lower", "margin": 0.0},
#     {"metric": "december bias", "better": "lower", "limit": 0.05},
#     {"metric": "southwest bias", "better": "lower", "limit": 0.1, "margin": 0.0},
#     {"metric": "p99 latency", "better": "lower", "limit": 50},
# ]
# print(pd.DataFrame(cards).round(3))
# print(promote(cards["model"], cards["table"], gates))

# %% [markdown]
# ## Memo: a release note
#
# The candidate of this notebook, the model, asks to replace the table.
# Write its release note, of about 400 to 700 words, to those who will live with it: the operations desk, and the engineer on call.
# Say what was decided and by which rule, what was measured, for whom it is worse, and what nobody knows yet.
# "Not yet" is a decision too. Use figures from your own work above; where you must assume one, say so.
#
# The memo is graded by hand against this table, by counting what is on the page, so that two graders agree.
# Each section earns 4 points if (a), (b) and (c) are all there, 2 points if exactly two of them are, and 0 points if one or none is.
# Elegance earns nothing; a missing number costs something.
#
# | Section | What is counted | It is *not* there if |
# |---|---|---|
# | **Decision** | (a) whether the model goes out, stays, or goes out in part, in the first two sentences; (b) the gates that decided, at least three, each with its metric, its number and its direction; (c) for each of these gates the candidate's value, and whether it passed | (a) the decision comes later, or depends on what is not said; (b) fewer than three, or one lacks its number or direction; (c) a value or a verdict is missing (a gate whose metric nobody measured counts if the memo says so) |
# | **Better or lucky** | (a) the difference to the champion in one metric, with its sign and an interval; (b) what was drawn to make the interval, and why not single flights; (c) whether acting on the model pays: a range of thresholds, with the two policies it is compared with | (a) a difference without an interval; (b) only "bootstrap"; (c) acting on all or acting on none is not named |
# | **Can its probabilities be believed** | (a) a calibration error over the whole period, with the number and kind of bins; (b) the bias of one shorter period or one slice in which it is worse, with sign and number; (c) what is done about it, or why nothing is, and what that does not mend | (a) no number, or bins are not said; (b) no sign; (c) "recalibrated" is all it says |
# | **For whom it is worse** | (a) how many slices were looked at, how many were tested and how many found, with the correction; (b) one slice that was found, with its size and its difference; (c) what somebody in this slice will notice, and what they should do until it is mended | (a) one of the three counts or the correction is missing; (b) no size; (c) only the team's plans are told |
# | **What is not known** | (a) two questions that this evaluation cannot answer, each with the reason why not; (b) for one of them the measurement that would answer it, with its duration or its number of flights; (c) the number at which the model is withdrawn, who withdraws it, and what runs instead | (a) a question has no reason; (b) no number; (c) one of the three is missing |
#
# Of two figures that contradict each other, neither counts.
# A figure that is assumed counts if the page says that it is.
# A memo of more than 800 words (headings do not count), or without the five headings, loses 2 points, and 2 in all if both are so.
# From 700 to 800 words nothing is lost, and a short memo loses nothing but what it leaves out.

# %% [markdown] memo="release-memo" points=20
# # Memo: release note for the delay model
#
# ## Decision
#
# ### BEGIN SOLUTION
# **To:** the operations desk and the engineer on call.
# The model does not replace the table yet: from Monday it runs beside it, and its answers are stored and shown to nobody.
#
# Five gates were written down before it was trained.
# The AUC must be at least 0.02 higher than the table's: 0.675 against 0.614, passed.
# The mean squared error must not be higher: 0.163 against 0.173, passed.
# The absolute bias in December must be at most 0.05: it is 0.087, failed.
# The absolute bias on Southwest must be at most 0.10 and not above the table's: 0.089 against 0.068, failed by the second part.
# The slowest answer in a hundred must take at most 50 ms: nobody has measured it, so it counts as failed.
# ### END SOLUTION
#
# ## Better or lucky
#
# ### BEGIN SOLUTION
# On a sample of 10,000 flights of October to December the model's squared error is 0.0090 lower than the table's,
# with a 95 % interval from 0.0053 to 0.0142 lower.
# The interval comes from drawing whole days 200 times, with replacement and for both forecasts together:
# flights of a day share their weather, and drawing single flights gives an interval less than half as wide that the data do not support.
#
# Acting on the model earns more than acting on every flight and more than acting on none at thresholds from 0.15 to 0.60;
# the table does so from 0.15 to 0.30 only.
# Below 0.15 acting on every flight is as good as either.
# ### END SOLUTION
#
# ## Can its probabilities be believed
#
# ### BEGIN SOLUTION
# Over the quarter the expected calibration error is 0.017 in ten bins of equal mass, which looks excellent and is not.
# In October and November the model forecasts 0.043 too much, in December 0.087 too little; the errors cancel in the quarter.
#
# We fitted an isotonic map on October. It takes the bias of November from +0.043 to -0.001 and makes December worse, from -0.087 to -0.138.
# So nothing is recalibrated: the error is a level that moves with the season, and no map of the score can know the season.
# ### END SOLUTION
#
# ## For whom it is worse
#
# ### BEGIN SOLUTION
# We looked at 137 slices by carrier, destination, hour and airport, and tested the 85 that have 300 flights or more.
# By days 28 had a p-value below 5 %; after Holm's correction 8 were found.
#
# One of them is Southwest, with 3,188 flights: relative to its forecast it is 9.3 points later than all other carriers.
# Who watches Southwest's gates will see about one flight in eleven arrive late that the model called safe, more than elsewhere.
# Until it is mended, lower the threshold for this carrier by 0.09, or go by the table, whose bias on it is smaller.
# ### END SOLUTION
#
# ## What is not known
#
# ### BEGIN SOLUTION
# Whether next December will look like this one: we have one December, and it is one draw.
# Whether the forecasts stay true once the desk acts on them: every flight here flew without us, so no row can tell.
#
# The second is answered by holding back: for eight weeks a random 5 % of alarms, about 100 a week by our assumption, are withheld from the desk,
# and their late rate is compared with the forecast.
#
# If the model ever goes out and its mean forecast of seven days differs from the late rate by more than 0.08,
# the engineer on call withdraws it the same day, and the table runs instead.
# ### END SOLUTION
