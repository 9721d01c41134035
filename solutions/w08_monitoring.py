# %% [markdown]
# # Week 8. Monitoring
#
# **How do we notice that the world moved?**
#
# Week 7 put the model of **the delay desk** behind a service.
# The service can be up, fast and without a single error in its log, and every answer it gives can be wrong:
# the weather feed froze, a carrier changed its schedule, December came.
# A model fails in silence, because a probability looks like a probability whether it means anything or not.
# The truth, whether the flight was late, comes hours after the forecast, and for cancelled flights it never comes.
# So the desk watches what it has: the inputs, the forecasts, the labels that have arrived.
# Each of these can be compared with the past in a hundred ways, every day;
# whoever is woken by each difference soon sleeps through all of them.
# You build the eight parts that tell a change from chance, and a cause from a coincidence.
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
#      |   |        |               |                       |
#      |   v        v               v                       |
#      |  [ train ] ---> [ evaluate ] ---> [ serve ] -------+
#      |   week 5          week 6           week 7          |
#      |                            |                       |
#      v                            v                       v
#   [ MONITORING: labels,        features,         and probabilities ]
#     this week
#
#   Inside MONITORING; the numbers are this week's exercises:
#
#      features       [ 1 how far moved? ] --+
#                     [ 2 or by chance?  ] --+
#      probabilities  [ 3 new late rate  ] --+--> [ 5 which of all these ] --> a person
#                     [ 6 accuracy now   ] --+    [   are alarms?        ]       |
#      labels, later  [ 4 a level moved  ] --+                                   v
#                                                                       [ 8 which slice  ]
#      kept for all   [ 7 counts, means, variances of each day ]        [   moved it?    ]
# ```
#
# The flights are real, and so are their shifts: storms, a bad July, a worse December.
# What caused them no table says, so where the cause must be known the rows come from a simulator with a planted one.
#
# ## How to work
#
# - Read the lecture first: `make site`, then open `build/site/w08_monitoring.html`.
# - Run the cells from the top.
#   Replace each `raise NotImplementedError` by your code, then run the cell below it:
#   `check("population-stability")` answers at once with what is right, what is not, and your score.
# - The second check cell of each exercise stays quiet here.
#   Its tests run when the notebook is graded; they use other inputs, but demand nothing that the contract does not say.
# - Grading takes the exercise cells only.
#   Extra functions and imports that an exercise needs belong in that exercise's cell.
#   No exercise needs another one.
# - A cell that begins with `# Try it` shows what your function says about the real flights, or about the simulated worlds.
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
# - A *number* is an `int` or a `float`, Python's, or NumPy's of 64 bits, never a `bool` or a text;
#   a *whole number* is an `int` of either.
#   Where a parameter is a number, callers keep to this, and it is missing only where the docstring speaks of that (promise).
# - *Array-like of numbers* means a list, a tuple, a NumPy array (any integer or float dtype) or a Series
#   (NumPy dtypes only, promise), 1-D unless said otherwise, never ragged (promise).
#   Items are paired by position, whatever index a Series carries. Compute in float64 whatever the dtype of the input.
# - A column of numbers or of bools has a NumPy dtype, a column of texts is `object` or `str` (promise).
# - *Missing* is NaN in numbers, None or NaN in a column of texts; `pd.NA` never occurs (promise). No number is infinite (promise).
# - Where a result is a `float` or an `int`, Python's or NumPy's will do, but `True` is not a number.
#   Where it is a tuple, a list, an array, a dict or a DataFrame, exactly that type is expected at every level.
#   An *array* is a NumPy array; "of floats" allows any NumPy dtype of that kind.
# - Floats are compared to about nine digits, or to twelve decimals where they are near 0.
# - A cell may import what the set-up cell imports, anything of the standard library, NumPy, pandas, SciPy and scikit-learn.
#   All code cells of your notebook run when it is graded, your own too, from the top, and each check judges what is defined where it stands.
#   Two cells that define the same name share it, so name helpers apart.
# - Warnings cost nothing. Speed is not checked, but when your notebook is graded, calls that take longer than 20 seconds are cut off.
# - When your notebook is graded, it runs in a sandbox: it starts no other processes (`multiprocessing`, `subprocess`), reaches no network,
#   writes files in its own folder and in `/tmp` only, and nobody answers `input()` or a breakpoint.

# %% setup="imports"
import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from autograder import checker

check = checker("w08_monitoring")

# %% [markdown]
# ## 1. How far has a feature moved?
#
# A dashboard has room for one number a feature.
# The usual one is the *population stability index*: cut the range of the feature into bins by what was expected,
# count both samples in them, and add up how far the shares $p_b$ (expected) and $q_b$ (actual) differ, each difference weighed by the logarithm of their ratio:
#
# $$\text{PSI} = \sum_b (q_b - p_b) \ln\frac{q_b}{p_b}$$
#
# No term is negative, and where nothing moved the sum is 0.
# Three details decide whether the number is of any use.
#
# *An empty bin.* If one of the shares is 0 the term is infinite, and a single new value rings for ever.
# Here half a row is added to every bin, so that the index stays finite and grows with the evidence.
#
# *A mass point.* In 93 of 100 hours of 2013 no rain fell, so all nine quantiles that cut the rain into tenths are 0.
# Bins between *different* quantiles leave a single bin, which holds everything, and an index of 0 whatever the weather does.
# A value that is a quantile more than once therefore has a bin of its own.
#
# *Missing values.* Many tools drop them before they count. A feed that breaks is then perfectly stable.
# Here "missing" is a bin like any other.


# %% exercise="population-stability"
def population_stability(expected: ArrayLike, actual: ArrayLike, n_bins: int = 10) -> float:
    """The population stability index of `actual` against `expected`, in bins of `expected`.

    Edges: let n be how many values of `expected` are not missing. For each i from 1 to
        n_bins - 1 there is an edge: the smallest value of `expected` such that at least
        i * n / n_bins of its n values are at or below it (no interpolation between two values).
    Bins: every missing value is in one bin of its own. Every value that is an edge for two or
        more i has a bin of its own, which holds this value alone. All other values share a bin
        exactly where the same number of different edges lies below them; an edge is below a value
        that is larger, not below itself.
    Shares: a bin that no value of either sample is in does not count. Let B be how many bins are
        left; each has the share (rows in it + 0.5) / (rows of the sample + 0.5 * B), in either
        sample, where the rows of a sample are all of its values, the missing ones included.
    Index: the sum over these bins of (q - p) * ln(q / p), where p is the share in `expected` and
        q that in `actual`.

    Arguments:
        expected, actual: array-likes of numbers, in any order; NaN where a value is missing. Their
            lengths may differ. In the checks, 3,000 values at most.
        n_bins: a whole number, at most 10 (promise).

    Returns:
        The index, a float; 0.0 where all shares agree.

    Raises:
        ValueError: n_bins is below 2, or above n; `actual` is empty.

    Quarters of 1 to 8 end at 2, 4 and 6. The second sample has 1, 1, 0 and 4 values in them, and
    two that are missing:

    >>> expected = [1, 2, 3, 4, 5, 6, 7, 8]
    >>> round(population_stability(expected, [2, 3, 7, 9, 9, 9, float("nan"), float("nan")], 4), 6)
    0.822379

    It never rained before, and the feature has one value for an edge:

    >>> round(population_stability([0.0] * 10, [0.0] * 6 + [0.3] * 4), 6)
    0.973381
    """
    ### BEGIN SOLUTION
    old, new = np.asarray(expected), np.asarray(actual)
    present = np.sort(old[~np.isnan(old)])
    n = len(present)
    if not 2 <= n_bins <= n:
        raise ValueError(f"cannot make {n_bins} bins of {n} values")
    if len(new) == 0:
        raise ValueError("there is nothing to compare")
    ranks = [(i * n + n_bins - 1) // n_bins for i in range(1, n_bins)]  # rounded up
    edges, times = np.unique([present[rank - 1] for rank in ranks], return_counts=True)
    rows = np.concatenate([old, new])
    # Even numbers are the bins between edges, odd ones the mass points, -1 is what is missing.
    numbers = 2 * np.searchsorted(edges, rows) + np.isin(rows, edges[times > 1])
    numbers[np.isnan(rows)] = -1
    bins, places = np.unique(numbers, return_inverse=True)
    shares = []
    for part in (places[: len(old)], places[len(old) :]):
        counts = np.bincount(part, minlength=len(bins)) + 0.5
        shares.append(counts / counts.sum())
    p, q = shares
    return float(((q - p) * np.log(q / p)).sum())
    ### END SOLUTION


# %% check="population-stability" points=4

# %% check="population-stability" hidden=true points=6

# %%
# Try it: four columns of the hourly weather, each month against the whole year. Which of them moves
# every month, which hardly? A rule of thumb from credit scoring calls 0.1 worth a look, and 0.25 a change.
#
# from worlds.flights import load
#
# weather = load("weather")
# columns = ["temp", "wind_speed", "visib", "precip"]
# table = pd.DataFrame({
#     month: {c: population_stability(weather[c], rows[c]) for c in columns}
#     for month, rows in weather.groupby("month")
# })
# print(table.round(2).to_string())

# %% [markdown]
# ## 2. Or is it chance?
#
# An index says how far, not whether chance alone goes as far.
# A *permutation test* asks just that: if nothing had changed, "before" and "after" would be mere names,
# so exchange the names at random, many times, and count how often the samples then differ as much as they really do.
#
# The difference is the Kolmogorov-Smirnov distance: with $F$ the share of values at or below $x$, the largest gap
#
# $$D = \max_x \left| F_\text{before}(x) - F_\text{after}(x) \right|$$
#
# What is exchanged decides everything.
# The flights of one day share a storm, a queue, a broken radar; about 900 of them are worth less than ten independent ones.
# Exchange single flights, and most ordinary days differ significantly from the rest of the year, only because each of them is a day.
# Exchange whole **days**, and the test asks what you meant to ask.
#
# And a p-value of 0 does not exist.
# The real order of the names is one of those that chance could have dealt, so it counts as well: with $m$ rounds, of which $b$ are as extreme,
# $p = (b + 1) / (m + 1)$.
# With 99 rounds nothing is ever rarer than one in a hundred.


# %% exercise="two-sample-test"
def two_sample_test(
    before: Sequence[ArrayLike], after: Sequence[ArrayLike], rounds: int, seed: int
) -> dict[str, float]:
    """Test by permutation of whole days whether values after differ in distribution from before.

    The statistic is D as above: all values of the days before in one sample, all values of the
    days after in the other, each value counting once.

    The days are numbered from 0, those before first and in their order, then those after. One
    generator, `np.random.default_rng(seed)`, is made, and each round begins with one call of its
    `permutation(number of days)`. The days named by the first len(before) numbers of its result
    play "before" in this round, all others play "after", each with all of its values.
    A round counts as extreme when its D is at least that of the real samples; to be safe from
    rounding, one that is below by no more than 1e-9 counts as well. No D lies below by 1e-10 to
    2e-5 (promise).

    Arguments:
        before, after: a list or a tuple each, of days; a day is an array-like of numbers. Days
            need not be equally long. In the checks there are at most 40 days with 2,000 values
            in all.
        rounds: how many permutations, a whole number; in the checks at most 200.
        seed: a whole number, not negative.

    Returns:
        A dict with exactly these entries, both floats:
            "statistic": D of the real samples, from 0 to 1;
            "p_value": (extreme rounds + 1) / (rounds + 1).

    Raises:
        ValueError: there is no day before, or none after; a day has no values; a value is missing;
            rounds is below 1.

    To exchange single values, hand each over as a day of its own.

    >>> before, after = [[1, 2], [2, 3], [1, 3]], [[4, 5], [3, 5, 6]]
    >>> result = two_sample_test(before, after, rounds=99, seed=3)
    >>> round(result["statistic"], 6), result["p_value"]
    (0.8, 0.07)
    """
    ### BEGIN SOLUTION
    if not len(before) or not len(after):
        raise ValueError("need a day before and a day after")
    if rounds < 1:
        raise ValueError(f"need one round at least, not {rounds}")
    days = [np.asarray(day) for day in [*before, *after]]
    if not all(len(day) for day in days):
        raise ValueError("a day has no values")
    values = np.concatenate(days)
    if np.isnan(values).any():
        raise ValueError("a value is missing")
    order = np.argsort(values)
    ordered = values[order]
    last = np.append(ordered[1:] > ordered[:-1], True)  # the last of equal values
    day_of = np.repeat(np.arange(len(days)), [len(day) for day in days])[order]

    def distance(chosen: np.ndarray) -> float:
        plays_before = np.zeros(len(days), dtype=bool)
        plays_before[chosen] = True
        first = plays_before[day_of]
        gaps = np.cumsum(first) / first.sum() - np.cumsum(~first) / (~first).sum()
        return float(np.abs(gaps[last]).max())

    statistic = distance(np.arange(len(before)))
    generator = np.random.default_rng(seed)
    extreme = 0
    for _ in range(rounds):
        shuffled = generator.permutation(len(days))
        extreme += distance(shuffled[: len(before)]) >= statistic - 1e-9
    return {"statistic": statistic, "p_value": (extreme + 1) / (rounds + 1)}
    ### END SOLUTION


# %% check="two-sample-test" points=4

# %% check="two-sample-test" hidden=true points=6

# %%
# Try it: forty days of 2013, drawn and dealt into two halves at random, so that nothing but chance can
# differ. Of 20 such draws one should be significant at 5 %. Thirty departure delays of each day are
# tested, flight by flight and then day by day.
#
# from worlds.flights import load
#
# flights = load().dropna(subset=["dep_delay"])
# rows = flights.groupby(["month", "day"]).sample(30, random_state=0)
# days = [part.tolist() for _, part in rows.groupby(["month", "day"])["dep_delay"]]
# p_values = {"by flight": [], "by day": []}
# for seed in range(20):
#     drawn = np.random.default_rng(seed).permutation(len(days))[:40]
#     halves = [[days[i] for i in drawn[:20]], [days[i] for i in drawn[20:]]]
#     single = [[[delay] for day in half for delay in day] for half in halves]
#     p_values["by flight"].append(two_sample_test(*single, rounds=99, seed=seed)["p_value"])
#     p_values["by day"].append(two_sample_test(*halves, rounds=99, seed=seed)["p_value"])
# for how, found in p_values.items():
#     print(f"{how:9}: {sum(p <= 0.05 for p in found):2} of 20 draws are significant")

# %% [markdown]
# ## 3. More late flights, without a label
#
# It is noon in a strange month, and the model calls far more flights late than it used to.
# How many *are* late? The labels come tonight.
# The model is no thermometer: it calls some punctual flights late, and misses many late ones.
# But on last year's labelled flights its errors were counted, in a *confusion matrix*.
# With $C_{yv}$ the share of class $y$ that the model calls $v$, and $\pi_y$ the share of class $y$ today, it must call $v$
#
# $$\mu_v = \sum_y \pi_y\, C_{yv}$$
#
# of today's flights. The shares $\mu$ can be seen today, and $C$ is known: solve for $\pi$.
# This is *black-box shift estimation* (Lipton, Wang and Smola, 2018), and it works for any classifier that tells the classes apart at all, on one assumption:
# within each class the flights look as they did, so $C$ has not changed. That is what *label shift* means.
#
# Two honest answers are worth more than a number.
# A model that answers nearly the same for both classes cannot be solved for anything: refuse.
# And a solution with a share below 0, which months of real flights give, must not be clipped and forgotten.
# It says that the assumption is false, so whoever asks is shown it as it came out.


# %% exercise="label-shift"
def label_shift(
    confusion: ArrayLike, predicted: ArrayLike, min_singular: float = 0.1
) -> dict[str, np.ndarray]:
    """Estimate today's shares of the classes from what a classifier predicts today.

    With K classes, C is `confusion` with each row divided by its sum. `raw` is the solution of
    the K equations above: for each class v, the sum over y of raw[y] * C[y, v] is the share of v
    among today's predictions.

    Arguments:
        confusion: array-like of numbers of shape (K, K), K of 2 or more, as a 2-D array or a list
            of lists: entry [y, v] counts the labelled rows of true class y that were predicted
            as v.
        predicted: array-like of K numbers: how many of today's rows were predicted as each class,
            or their shares; anything proportional to that.
        min_singular: the smallest singular value that C must have, a number of 0 or more. No
            singular value of C lies within 1e-6 of it (promise).

    Returns:
        A dict with exactly these entries, each an array of K floats:
            "raw": the solution as it is; it adds up to 1, and may have entries below 0 or above 1.
            "priors": `raw` with what is negative set to 0, then divided by its sum.
            "weights": for each class its entry of "priors" over its share in `confusion` (the sum
                of its row over the sum of the matrix): how much more a labelled row of this class
                counts, if the labelled rows are to look like today's.

    Raises:
        ValueError: `confusion` is not 2-D and square, or has fewer than 2 rows; `predicted` has
            another length; an entry of either is negative or missing; a row of `confusion`, or all
            of `predicted`, adds up to 0; the smallest singular value of C is below `min_singular`.

    The model finds 60 of 100 late flights, and calls 90 of 900 punctual ones late. Today it calls
    a quarter of all flights late; 30 in a hundred are:

    >>> estimate = label_shift([[810, 90], [40, 60]], [750, 250])
    >>> estimate["raw"].round(6), estimate["weights"].round(6)
    (array([0.7, 0.3]), array([0.777778, 3.      ]))
    """
    ### BEGIN SOLUTION
    counts, today = np.asarray(confusion, dtype=float), np.asarray(predicted)
    # NumPy refuses other wrong shapes below, with ValueErrors of its own.
    if len(today) < 2 or not today.any():
        raise ValueError("need predictions, of two classes or more")
    if not ((counts >= 0).all() and (today >= 0).all()):
        raise ValueError("a count is negative or missing")
    of_class = counts.sum(axis=1)
    if not of_class.all():
        raise ValueError("a class has no labelled rows")
    rates = counts / of_class[:, np.newaxis]
    smallest = np.linalg.svd(rates, compute_uv=False).min()
    if not smallest >= min_singular:
        raise ValueError(f"predictions hardly depend on the class: {smallest:.3g}")
    raw = np.linalg.solve(rates.T, today / today.sum())
    positive = np.maximum(raw, 0)
    priors = positive / positive.sum()
    return {"raw": raw, "priors": priors, "weights": priors / (of_class / of_class.sum())}
    ### END SOLUTION


# %% check="label-shift" points=4

# %% check="label-shift" hidden=true points=6

# %%
# Try it: three simulated worlds in which, from day 40 on, something changes. In one the late rate
# rises (label shift). In another the features look exactly the same, and the late rate rises less.
# In the third no feature moves, and the rule does. Where is the estimate right?
#
# from worlds.shifts import simulate
#
# for kind in ("label", "covariate", "concept"):
#     rows = simulate(kind, days=60, per_day=500, change=40, seed=1)
#     calls = (rows["y_prob"] >= 0.3).astype(int)
#     old = rows["day"] < 40
#     confusion = pd.crosstab(rows["late"][old], calls[old]).to_numpy()
#     estimate = label_shift(confusion, np.bincount(calls[~old], minlength=2))["raw"][1]
#     print(f"{kind:9}: late before {rows['late'][old].mean():.3f}, after "
#           f"{rows['late'][~old].mean():.3f}, estimated after {estimate:.3f}")

# %% [markdown]
# ## 4. The day a level moved
#
# Labels arrive, late but surely, and every evening the desk adds one number to a stream: the day's late rate, or the model's mean error.
# When did its level change?
# A limit on each day's number catches the storms and misses the slow rise.
# *Page-Hinkley* (Page, 1954; Hinkley, 1971) adds up how far each value lies above the mean so far, less a small allowance $\delta$,
# and forgets the sum whenever it falls below zero:
#
# $$u_n = \max\left(0,\; u_{n-1} + x_n - \bar{x}_n - \delta\right), \qquad
#   d_n = \max\left(0,\; d_{n-1} + \bar{x}_n - x_n - \delta\right)$$
#
# One bad day leaves little behind; ten middling ones ring, once $u_n$ or $d_n$ reaches the threshold.
# After an alarm the detector begins again from nothing, as if the next value were the first of a new world.
# Without that it would ring every day from then on.
#
# The desk's monitoring is a job that starts each night, reads one day, and ends.
# Whatever it must remember is written to a file, so the state is not hidden in an object:
# it goes in as a dict, and comes out as a dict that `json.dumps` can write.


# %% exercise="page-hinkley"
def page_hinkley(
    values: ArrayLike,
    state: dict[str, float] | None,
    delta: float,
    threshold: float,
    min_values: int,
) -> tuple[list[tuple[int, str]], dict[str, float]]:
    """Feed values to a two-sided Page-Hinkley detector: its alarms, and its state after the last.

    The state is a dict that `json.dumps` can write, with exactly these entries:
        "position": the number of values ever fed, missing ones included, an `int` of
            Python's own (`json.dumps` cannot write NumPy's);
        "count": the number of values since the beginning, or since the last alarm, an `int` of
            the same kind; missing ones do not count;
        "mean": the mean of these values, 0.0 where there are none;
        "up", "down": the sums u and d as above.
    At first every entry is 0.

    The values are taken one by one. Each adds 1 to "position", and if it is missing nothing else
    happens. Otherwise it enters the count and the mean, and both sums are then updated by the
    formulas above, with the new mean. If the count is now at least `min_values`, and "up" or
    "down" at least `threshold`, there is an alarm: (i, "up") or (i, "down"), where i counts all
    values ever fed from 0, so the very first value has i = 0. It is named after the larger of the
    two sums, "up" if they are equal. After an alarm the count, the mean and both sums are 0 again:
    the value that rang is forgotten as well.

    Arguments:
        values: array-like of numbers, NaN where a value is missing; it may be empty. Values are
            below 10**4 in size (promise).
        state: what an earlier call returned, perhaps with another threshold, and perhaps after a
            journey through JSON, or None to begin. A stream fed in pieces gives the same alarms as
            one fed at once.
        delta: the allowance, a number of 0 or more (promise).
        threshold: a number above 0 (promise). No sum lies within 1e-6 of it, nor of the other sum
            when there is an alarm, unless delta and all values and means until then are whole
            multiples of 1/1024 (promise).
        min_values: a whole number of 1 or more (promise).

    Returns:
        A tuple of two: the list of the alarms in these values, each a tuple of a whole number and
        a text, in order; and the new state.

    >>> rings, state = page_hinkley([4, 4, 7, 9, 9], None, delta=0.5, threshold=3, min_values=2)
    >>> rings, state
    ([(3, 'up')], {'position': 5, 'count': 1, 'mean': 9.0, 'up': 0.0, 'down': 0.0})
    >>> page_hinkley([5.0, 1.0], state, delta=0.5, threshold=3, min_values=2)[0]
    [(6, 'down')]
    """
    ### BEGIN SOLUTION
    after = {"position": 0, "count": 0, "mean": 0.0, "up": 0.0, "down": 0.0}
    if state is not None:
        after = dict(state)
    alarms = []
    for value in np.asarray(values).tolist():
        position = after["position"]
        after["position"] = position + 1
        if math.isnan(value):
            continue
        after["count"] += 1
        after["mean"] += (value - after["mean"]) / after["count"]
        above = value - after["mean"]
        after["up"] = max(0.0, after["up"] + above - delta)
        after["down"] = max(0.0, after["down"] - above - delta)
        if after["count"] >= min_values and max(after["up"], after["down"]) >= threshold:
            alarms.append((position, "up" if after["up"] >= after["down"] else "down"))
            after |= {"count": 0, "mean": 0.0, "up": 0.0, "down": 0.0}
    return alarms, after
    ### END SOLUTION


# %% check="page-hinkley" points=4

# %% check="page-hinkley" hidden=true points=6

# %%
# Try it: the late rate of every day of 2013, first as it was, then with the same days in a random
# order. Of alarms that come as often when there is no order to be found, do not believe one.
#
# from worlds.flights import load
#
# flights = load()
# late = (flights["arr_delay"] >= 15).where(flights["arr_delay"].notna())
# rate = late.astype(float).groupby([flights["month"], flights["day"]]).mean()
# options = {"delta": 0.02, "threshold": 0.6, "min_values": 14}
# rings, _ = page_hinkley(rate, None, **options)
# print("real:", ", ".join(f"{rate.index[i][0]}/{rate.index[i][1]} {way}" for i, way in rings))
# rng = np.random.default_rng(0)
# counts = [len(page_hinkley(rng.permutation(rate), None, **options)[0]) for _ in range(20)]
# print(f"alarms: {len(rings)} in the real order, {np.mean(counts):.1f} in a random one")

# %% [markdown]
# ## 5. Which of these are alarms?
#
# Twelve features times thirty days are 360 tests a month.
# At a level of 5 %, 18 of them ring although nothing happened, and after the second week nobody looks.
# Dividing the level by 360 (Bonferroni) silences them, and most of the real changes too.
#
# Benjamini and Hochberg (1995) promise something else: of the alarms that ring, at most a share `rate` is false, on average.
# Sort the p-values, $p_{(1)} \le p_{(2)} \le \dots \le p_{(m)}$, find the **largest** $k$ with
#
# $$p_{(k)} \;\le\; \frac{k}{m}\, \text{rate}$$
#
# and ring for the k smallest. Not for those alone that are below their own limit: once the k-th is, all smaller ones ring with it.
#
# The family over which one counts is part of the promise.
# Here it is the whole table, all features and all days; a test that was not made (a feed that was down) does not count as one.
# (The proof asks for independent tests, or positively dependent ones; features that rise and fall together may break it.)


# %% exercise="alarms"
def alarms(p_values: pd.DataFrame, rate: float) -> pd.DataFrame:
    """Which tests ring, with the false discovery rate held by Benjamini and Hochberg's rule.

    All entries of the table that are not missing form one family of m tests, and the rule above
    is applied to them together. An entry rings when it is at or below the k-th smallest of them;
    entries that are equal ring together. If no k meets the condition, none rings.

    Arguments:
        p_values: one row a feature, one column a day, all float64; NaN where no test was made.
            Row and column labels may be anything, and may repeat. There may be no rows, no
            columns, or nothing but NaN.
        rate: a number. No p-value lies within 1e-12 of k * rate / m for a k, unless both are
            whole multiples of 1/1024, and k and m powers of two (promise).

    Returns:
        A DataFrame of bools, with the shape, the row labels and the column labels of `p_values`;
        False where no test was made. Names of the axes do not matter, nor do the dtypes of a
        table without entries.

    Raises:
        ValueError: rate is missing, or not above 0 and below 1; a p-value is below 0 or above 1.

    Four tests, so the limits are 0.05, 0.1, 0.15 and 0.2. The second smallest lies above its own
    limit, and rings nevertheless:

    >>> days = pd.DataFrame({"Mon": [0.04, 0.5], "Tue": [0.14, 0.12]}, index=["rain", "wind"])
    >>> alarms(days, rate=0.2)
            Mon   Tue
    rain   True  True
    wind  False  True
    """
    ### BEGIN SOLUTION
    if not 0 < rate < 1:
        raise ValueError(f"the rate lies between 0 and 1, not {rate}")
    values = p_values.to_numpy()
    family = np.sort(values[~np.isnan(values)])
    if ((family < 0) | (family > 1)).any():
        raise ValueError("a p-value lies outside [0, 1]")
    limits = rate * np.arange(1, len(family) + 1) / len(family)
    highest = family[family <= limits].max(initial=0.0)  # a p-value of 0 rings in any case
    return pd.DataFrame(values <= highest, index=p_values.index, columns=p_values.columns)
    ### END SOLUTION


# %% check="alarms" points=4

# %% check="alarms" hidden=true points=6

# %%
# Try it: a table of 12 features by 30 days in which nothing happens, but for three features in the
# last ten days. How many rings are false, how many changes are found, under three rules?
#
# def ring(rule):
#     false, found = [], []
#     for seed in range(50):
#         rng = np.random.default_rng(seed)
#         real = np.zeros((12, 30), dtype=bool)
#         real[:3, 20:] = True
#         p = np.where(real, rng.beta(0.15, 4, real.shape), rng.random(real.shape))
#         rings = np.asarray(rule(pd.DataFrame(p)))
#         false.append((rings & ~real).sum())
#         found.append((rings & real).sum())
#     return f"{np.mean(found):5.1f} of 30 changes found, {np.mean(false):5.1f} false alarms"
#
# print("each at 5 %:       ", ring(lambda p: p < 0.05))
# print("Bonferroni:        ", ring(lambda p: p < 0.05 / p.size))
# print("Benjamini-Hochberg:", ring(lambda p: alarms(p, 0.05)))

# %% [markdown]
# ## 6. How good is the model today, before any label?
#
# A probability is a promise about its own errors.
# If the model says 0.8, acts as if the flight will be late, and is *calibrated*, then it is right with chance 0.8;
# if it says 0.1 and stays silent, with chance 0.9.
# Add that up over today's flights and you have today's accuracy, without one label.
# In the same way the late flights among those called late give the precision, and the share of all late flights that are called late the recall.
#
# An estimate without an interval is half an answer.
# If rows were independent, the variance of the number that are right would be the sum of $c_i (1 - c_i)$, with $c_i$ the chance that row i is right.
# They are not: the *design effect* says how many rows count as one (exercise 2 says why), and the variance is larger by that factor.
#
# Now read the first sentence again.
# The model vouches for itself: where its probabilities are wrong about the flights, this is wrong about the model.
# When the late rate rose and no feature told, the probabilities did not rise, and so this estimate did not fall.
# The interval knows nothing of that: it covers chance, and not the model's ignorance.
# Use the estimate to notice what the *inputs* did to the model. It cannot notice what the world did to the labels.


# %% exercise="estimate-accuracy"
def estimate_accuracy(
    probabilities: ArrayLike,
    threshold: float = 0.5,
    design_effect: float = 1.0,
    level: float = 0.95,
) -> dict[str, float]:
    """Estimate accuracy, precision and recall from calibrated probabilities alone.

    A row is called late when its probability is at or above `threshold`. It is then right with
    chance c = p, and otherwise with chance c = 1 - p.

    Arguments:
        probabilities: array-like of n numbers p, the chance that the row is late.
        threshold: a number; it may lie below 0 or above 1.
        design_effect: how many rows count as one independent row, a number of 1 or more.
        level: the chance with which the interval is to hold the accuracy of these n rows, a
            number, never between 0.9999 and 1 (promise).

    Returns:
        A dict with exactly these entries, all floats:
            "accuracy": the mean of c.
            "low", "high": accuracy minus, and plus, z * sqrt(design_effect * V) / n, where V is
                the sum of c * (1 - c) and z the number that a standard normal variable exceeds
                with chance (1 - level) / 2; "low" not below 0, "high" not above 1.
            "precision": the mean of p over the rows that are called late; NaN if there are none.
            "recall": the sum of p over the rows that are called late, divided by the sum of p
                over all rows; NaN if the sum over all rows is 0.

    Raises:
        ValueError: there are no rows; a probability is missing, below 0 or above 1; threshold is
            missing; design_effect is missing or below 1; level is missing, or not above 0 and
            below 1.

    >>> estimate = estimate_accuracy([0.9, 0.2, 0.6, 0.1], design_effect=2)
    >>> {name: round(value, 4) for name, value in estimate.items()}
    {'accuracy': 0.8, 'low': 0.2723, 'high': 1.0, 'precision': 0.75, 'recall': 0.8333}
    """
    ### BEGIN SOLUTION
    p = np.asarray(probabilities, dtype=float)
    if len(p) == 0 or not ((p >= 0) & (p <= 1)).all():
        raise ValueError("need probabilities, all of them from 0 to 1")
    # A level of 1 or more is refused by NormalDist, whose StatisticsError is a ValueError.
    if math.isnan(threshold) or not design_effect >= 1 or not level > 0:
        raise ValueError(f"cannot use {threshold=}, {design_effect=}, {level=}")
    called = p >= threshold
    right = np.where(called, p, 1 - p)
    accuracy = right.mean()
    variance = design_effect * (right * (1 - right)).sum()
    margin = NormalDist().inv_cdf((1 + level) / 2) * math.sqrt(variance) / len(p)
    return {
        "accuracy": float(accuracy),
        "low": float(max(accuracy - margin, 0.0)),
        "high": float(min(accuracy + margin, 1.0)),
        "precision": float(p[called].mean()) if called.any() else math.nan,
        "recall": float(p[called].sum() / p.sum()) if p.any() else math.nan,
    }
    ### END SOLUTION


# %% check="estimate-accuracy" points=4

# %% check="estimate-accuracy" hidden=true points=6

# %%
# Try it: a table of late rates by carrier and hour, learnt from January to May, forecasts each
# later month. The claim is what the table says of itself; the truth came later. (A design effect of
# about 105 for whether a flight is late is measured in the lecture.)
#
# from worlds.flights import load
#
# flights = load().dropna(subset=["arr_delay"])
# flights = flights.assign(late=flights["arr_delay"] >= 15)
# rates = flights[flights["month"] <= 5].groupby(["carrier", "hour"])["late"].mean().rename("p")
# served = flights[flights["month"] > 5].join(rates, on=["carrier", "hour"]).dropna(subset=["p"])
# for month, rows in served.groupby("month"):
#     claim = estimate_accuracy(rows["p"], design_effect=105)
#     true = ((rows["p"] >= 0.5) == rows["late"]).mean()
#     covered = "" if claim["low"] <= true <= claim["high"] else "   outside"
#     print(f"month {month:2}: claims {claim['accuracy']:.3f} "
#           f"[{claim['low']:.3f}, {claim['high']:.3f}], true {true:.3f}{covered}")

# %% [markdown]
# ## 7. What to keep of a day
#
# Nobody keeps every value of every feature for ever, and nobody needs to.
# A count, a mean and a sum of squared deviations say what a day's mean and variance were,
# and they can be *merged*: hours to a day, days to a month, ten servers to a fleet, in any order, without looking at the values again.
#
# The formula of the school books, $\sum x^2 - n\bar{x}^2$, subtracts two huge numbers that are nearly equal.
# For times in seconds since 1970, about $1.4 \cdot 10^9$, few digits of the variance are left, or none, and it may come out negative.
# Keep $S = \sum (x - \bar{x})^2$ itself. Of two parts, a and b, with $\Delta = \bar{x}_b - \bar{x}_a$ (Chan, Golub and LeVeque, 1979):
#
# $$n = n_a + n_b, \qquad \bar{x} = \bar{x}_a + \Delta\,\frac{n_b}{n}, \qquad
#   S = S_a + S_b + \Delta^2\,\frac{n_a n_b}{n}$$
#
# The last term is what people forget: two quiet days with different means make a restless pair.
# And a part without values, an hour in the night, must change nothing: no division by zero, and no NaN that spreads to the whole year.


# %% exercise="moments"
def moments(values: ArrayLike) -> dict[str, float]:
    """Summarise values so that summaries can be merged: count, mean, and squared deviations.

    Arguments:
        values: array-like of numbers, NaN where a value is missing; it may be empty. Values are
            below 10**12 in size (promise).

    Returns:
        A dict with exactly these entries:
            "count": how many values are not missing, a whole number;
            "missing": how many are, a whole number;
            "mean": a float, the mean of those that are not missing; 0.0 if there are none;
            "squares": a float, the sum over those that are not missing of the squared distance to
                this mean; 0.0 if there are none.
        "mean" is right when it is off by no more than 1e-12 of the largest value in size,
        "squares" when it is off by no more than a millionth of itself, or by 1e-9. The standard
        deviation of the values is at least a billionth of the largest of them in size, or they
        are all one and the same whole number below 10**6 in size, or there is one value only
        (promise).

    >>> moments([2, 4, float("nan"), 9])
    {'count': 3, 'missing': 1, 'mean': 5.0, 'squares': 26.0}
    """
    ### BEGIN SOLUTION
    given = np.asarray(values, dtype=float)
    present = given[~np.isnan(given)]
    mean = present.mean() if len(present) else 0.0
    return {
        "count": len(present),
        "missing": len(given) - len(present),
        "mean": float(mean),
        "squares": float(((present - mean) ** 2).sum()),
    }
    ### END SOLUTION


def merge_moments(a: dict[str, float], b: dict[str, float]) -> dict[str, float]:
    """The summary of all values of two parts, from the summaries of the parts.

    Arguments:
        a, b: summaries as `moments` or this function return them, of other values each; counts
            add up to 10**9 at most (promise).

    Returns:
        What `moments` would return for the values of both together, with the same tolerances and
        the same promise. A part without values leaves count, mean and squares of the other as
        they are; its missing ones are added.

    >>> merge_moments(moments([2, 4]), moments([9]))
    {'count': 3, 'missing': 0, 'mean': 5.0, 'squares': 26.0}
    """
    ### BEGIN SOLUTION
    n = a["count"] + b["count"]
    apart = b["mean"] - a["mean"]
    share = b["count"] / max(n, 1)
    return {
        "count": n,
        "missing": a["missing"] + b["missing"],
        "mean": a["mean"] + apart * share,
        "squares": a["squares"] + b["squares"] + apart**2 * a["count"] * share,
    }
    ### END SOLUTION


# %% check="moments" points=4

# %% check="moments" hidden=true points=6

# %%
# Try it: the arrival delays of every day, kept as summaries and merged into the year. Then sixty
# seconds of a clock that counts from 1970, and what the school-book formula makes of them.
#
# from functools import reduce
#
# from worlds.arrivals import load
#
# flights = load()
# days = [moments(part) for _, part in flights["arr_delay"].groupby(
#     flights["scheduled_departure"].dt.tz_convert("America/New_York").dt.dayofyear)]
# year = reduce(merge_moments, days)
# print(f"{len(days)} days: {year['count']} delays, {year['missing']} missing, mean {year['mean']:.3f}, "
#       f"standard deviation {math.sqrt(year['squares'] / year['count']):.3f} minutes")
# print(f"from the rows: mean {flights['arr_delay'].mean():.3f}, "
#       f"standard deviation {flights['arr_delay'].std(ddof=0):.3f} minutes")
# ticks = 1.4e9 + np.arange(60)
# print("a minute of seconds, squares:", moments(ticks)["squares"],
#       "by the school book:", (ticks**2).sum() - 60 * ticks.mean() ** 2)

# %% [markdown]
# ## 8. Who moved it?
#
# Of the flights of December 2013 that arrived 33.5 % were late, of those of September 13.7 %.
# Somebody will say that December has more flights to Florida, more early departures, another mix of carriers.
# Is it that, or were the same flights later than before?
#
# Cut the rows into slices. Slice $s$ has the share $w_s$ of the rows and the late rate $r_s$ before, $w'_s$ and $r'_s$ after, and $R$ is the late rate of all rows before.
# Then what the slice did to the total is, exactly,
#
# $$\underbrace{(w'_s - w_s)(r_s - R)}_{\text{mix}} \;+\; \underbrace{w_s\,(r'_s - r_s)}_{\text{rate}}
#   \;+\; \underbrace{(w'_s - w_s)(r'_s - r_s)}_{\text{interaction}}$$
#
# and these add up over all slices to $R' - R$, to the last digit.
# Without the $R$ in the mix term the sums would be the same, and the blame would be nonsense:
# a punctual slice that grows *lowers* the late rate, but would be listed as having raised it.
#
# A decomposition that does not add up has lost something: the interaction, the rows whose slice is missing, the slices that are new or gone.
# A slice that was not there before has no rate to compare with; it did all it did by coming, so that is mix. Likewise for one that is gone.
#
# And it says *where*, not *why*. Rates that rose in every slice at once are the mark of a cause that no slice knows.


# %% exercise="blame"
def blame(before: pd.DataFrame, after: pd.DataFrame, slice_by: str, metric: str) -> pd.DataFrame:
    """How much of a change of the mean of `metric` each slice explains, by mix, rate and both.

    The terms are those above: w and w' are the shares of a slice among all rows of `before` and
    of `after`, r and r' the means of `metric` over its rows there, and R the mean over all rows
    of `before`. A slice without rows in `before` takes r = r'; one without rows in `after` takes
    r' = r.

    Arguments:
        before, after: tables with one row a case, in any order; the two columns are there, others
            may be (promise). Index labels mean nothing and may repeat.
        slice_by: the name of a column of texts. Rows in which it is missing are a slice of their
            own, named "missing"; no text is "missing" (promise).
        metric: the name of a column of numbers or of bools (False is 0, True is 1), below 10**4 in
            size (promise).

    Returns:
        A DataFrame with one row a slice that occurs in `before` or `after`; its index holds the
        names of the slices in the order in which Python sorts texts, and its columns are the
        floats "mix", "rate", "interaction", in this order. Names of the index and of the columns'
        axis do not matter. All its entries add up to the change of the mean. An entry is right
        when it is off by no more than 1e-9.

    Raises:
        ValueError: a table has no rows; the metric of a row is missing (what a cancelled flight
            counts as must be decided before, not here).

    Both carriers got better, and the mean got worse, for the later one grew:

    >>> before = pd.DataFrame({"carrier": ["AA"] * 5 + ["B6"] * 5, "late": [1, 0, 0, 0, 0] + [1] * 5})
    >>> after = pd.DataFrame({"carrier": ["AA"] * 2 + ["B6"] * 8, "late": [0] * 2 + [1] * 7 + [0]})
    >>> blame(before, after, "carrier", "late").round(4)
         mix    rate  interaction
    AA  0.12 -0.1000       0.0600
    B6  0.12 -0.0625      -0.0375
    """
    ### BEGIN SOLUTION
    values = [table[metric].to_numpy(dtype=float) for table in (before, after)]
    if any(len(column) == 0 or np.isnan(column).any() for column in values):
        raise ValueError("a table has no rows, or a row no metric")
    names = np.concatenate([table[slice_by].to_numpy() for table in (before, after)])
    names[pd.isna(names)] = "missing"
    slices, places = np.unique(names, return_inverse=True)
    shares, rates = [], []
    for column, place in zip(values, np.split(places, [len(before)]), strict=True):
        counts = np.bincount(place, minlength=len(slices))
        sums = np.bincount(place, weights=column, minlength=len(slices))
        shares.append(counts / len(column))
        rates.append(sums / np.maximum(counts, 1))
    # A slice that occurs on one side only has the same rate on both.
    old = np.where(shares[0] > 0, rates[0], rates[1])
    risen = np.where(shares[1] > 0, rates[1], old) - old
    grown = shares[1] - shares[0]
    terms = {
        "mix": grown * (old - values[0].mean()),
        "rate": shares[0] * risen,
        "interaction": grown * risen,
    }
    return pd.DataFrame(terms, index=slices)
    ### END SOLUTION


# %% check="blame" points=4

# %% check="blame" hidden=true points=6

# %%
# Try it: September against December, cut by three columns. Is it the mix, or the rate?
#
# from worlds.flights import load
#
# flights = load().dropna(subset=["arr_delay"])
# flights = flights.assign(late=flights["arr_delay"] >= 15, hour=flights["hour"].astype(str))
# september, december = (flights[flights["month"] == month] for month in (9, 12))
# print(f"late: {september['late'].mean():.1%}, then {december['late'].mean():.1%}")
# for column in ("carrier", "hour", "dest"):
#     terms = blame(september, december, column, "late")
#     print(f"by {column:8}", terms.sum().round(4).to_dict())
# print(blame(september, december, "origin", "late").round(4))

# %% [markdown]
# ## Memo: the alert policy
#
# The desk's model will be watched for one quarter by a rota of four people, who have other work and sleep at night.
# Write about 400 to 700 words to them and to their manager, who has not read this notebook:
# what is watched, what rings, who is woken, and what they then do.
# Use figures from your own work above; where you must assume one, say so.
#
# The memo is graded by hand against this table, by counting what is on the page, so that two graders agree.
# Each section earns 4 points if (a), (b) and (c) are all there, 2 points if exactly two of them are, and 0 points if one or none is.
# Elegance earns nothing; a missing number costs something.
#
# | Section | What is counted | It is *not* there if |
# |---|---|---|
# | **What is watched** | (a) three signals or more, one each of inputs, of forecasts and of labels, each with the window over which it is computed; (b) for one of them the reference with which it is compared, by dates; (c) one failure that none of these signals would show | (a) a kind or a window is lacking; (b) "the training data" or "the past" is all it says; (c) it is only said that failures may be missed |
# | **What rings** | (a) for each signal named in the first section the rule, with its number; (b) how many false alarms these rules give in a month, with the figure from which that is worked out, or how it was measured; (c) what counts as one test: a flight, a day, a feature and day | (a) a signal has no number; (b) there is no number, or no source of it; (c) the unit is not named |
# | **Who is woken** | (a) which rule pages somebody at once, and which waits for the morning; (b) the largest number of pages a person may get in a week, and what happens when it is passed; (c) who is called if nobody answers, after how many minutes | (a) all rules do the same; (b) no number, or nothing happens; (c) no minutes |
# | **When labels are late** | (a) how long after departure the labels of a day are complete enough, with the share that is known by then; (b) which signal stands in for them until then; (c) one situation in which that signal says that all is well and it is not, with a number | (a) no time or no share; (b) none is named; (c) no number |
# | **After the page** | (a) the first three steps of the person who is woken, in order; (b) a decision they may take alone, with the condition under which they take it; (c) how an alarm is closed as false, and what then changes in the rules | (a) fewer than three; (b) the condition cannot be checked by another person; (c) nothing changes |
#
# Of two figures that contradict each other, neither counts.
# A figure that is assumed counts if the page says that it is.
# A memo of more than 800 words (headings do not count), or without the five headings, loses 2 points, and 2 in all if both are so.
# From 700 to 800 words nothing is lost, and a short memo loses nothing but what it leaves out.

# %% [markdown] memo="alert-memo" points=20
# # Memo: the alert policy of the delay desk's model
#
# ## What is watched
#
# ### BEGIN SOLUTION
# **To:** the rota of four, and their manager. **About:** October to December.
#
# Inputs: the population stability index of each of twelve features, and the share that is missing, over each day, against the same month of 2013.
# Forecasts: the mean probability of each day, and the accuracy that it implies.
# Labels: the late rate of each day minus the mean forecast of that day, computed when its labels are complete.
#
# None of these shows a feature that was wrong from the first day on, because the reference has the same fault.
# ### END SOLUTION
#
# ## What rings
#
# ### BEGIN SOLUTION
# Inputs: one test a feature and day, a permutation of whole days, and Benjamini and Hochberg's rule over the month's 360 tests at a rate of 0.05.
# A missing share above 0.20 rings by itself, without a test.
# Forecasts: the mean probability lies more than 0.15 from that of the week before.
# Labels: Page-Hinkley over days, with an allowance of 0.02, a threshold of 0.6 and at least 14 days.
#
# False alarms: on the days of 2013 in a random order this detector rang 11.9 times a year, so once a month.
# In a simulated month the twelve features gave 0.7 false rings, where testing each at 5 % gave 16.9.
# I assume one more from forecasts: about three in a month.
# The unit is always the day, never the flight: with flights exchanged one by one, 5 of 20 comparisons of days that were dealt at random came out as significant.
# ### END SOLUTION
#
# ## Who is woken
#
# ### BEGIN SOLUTION
# One rule pages at once, at any hour: a missing share above 0.20, because then the model answers with nothing in hand.
# Everything else waits for eight in the morning and goes to whoever is on duty; one day with ten features that ring is one message.
#
# Nobody gets more than two pages a week. At the third the rule that rang most is switched to the morning, and the manager is told the same day.
# Whoever does not answer within 15 minutes is followed by the second of the rota, after 30 minutes by the manager.
# ### END SOLUTION
#
# ## When labels are late
#
# ### BEGIN SOLUTION
# Two hours after departure 20 % of the labels are known, after six 86 %, after twelve 97 %; the rest, cancelled and diverted flights, never come.
# A day is therefore complete at noon of the next. Before that its labels are not looked at: of those known after two hours 6 % are late, of all 24 %.
#
# Until noon the mean probability and the claimed accuracy stand in.
# They know only what the inputs tell. In December a table learnt from January to May claimed to be right for 76.0 % of the flights; 66.6 % was the truth, and its claim had not moved since June.
# On 9 February 57 % of the flights have no label, and of the rest 25 % were late, as on any day:
# so the share of flights without a label is shown beside every late rate.
# ### END SOLUTION
#
# ## After the page
#
# ### BEGIN SOLUTION
# First: look whether the feeds are there, by the missing shares of the last three hours.
# Second: compare the last release, of model and of features, with the hour of the first alarm.
# Third: cut the change by carrier, origin and hour, into mix, rate and interaction. A rate that rose everywhere, as in December (19.9 of 19.8 points by carrier), is no slice's doing.
#
# You may switch the desk to last week's table without asking anybody if a feed has been missing for 60 minutes.
# You may not retrain at night.
#
# An alarm is closed as false by two people, with a sentence in the log. A rule with three false alarms in a month has its threshold raised by a quarter, or it is deleted; the change is reviewed like code.
# ### END SOLUTION
