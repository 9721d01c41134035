# %% [markdown]
# # Week 3. Training data
#
# **Where do labels come from, and which rows should we learn from?**
#
# Week 1 decided what "late" means for **the delay desk**; week 2 turned messages into a table that survives them.
# Now the desk needs rows to learn from: flights with labels, known by the time the model is trained.
# It has fewer of them than it seems.
# The table of 2013 is complete because it is old; on any morning of 2013 the last flights had no outcome yet.
# Why a flight was late is written in no table at all: people must read the logs, and they disagree.
# And whoever chooses the rows to read, or keeps only some of the punctual flights, changes what a model will believe.
# You build the seven parts that turn what arrives into a training set that can be trusted.
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
#   [ LABELS ]  [ features ]                                |
#   this week     week 4                                    |
#          |      |                                         |
#          v      v                                         |
#         [ train ] ---> [ evaluate ] ---> [ serve ] -------+
#          week 5          week 6           week 7
#
#   Inside LABELS; the numbers are this week's exercises:
#
#      flights as they arrive, from week 2
#         |                       |
#         | which rows?           | which label?
#         v                       v
#   [ 1 a fair sample  ]   late?  [ 5 labels as of now ] ------+
#   [ 2 an unfair one, ]                                       |
#   [   weighed        ]   why?   [ 3 rules ] --+              v
#         |                                     +-> [ 4 one  ] -> [ train ]
#         +-------------------> ( people ) -----+   [ belief ]        |
#                                   ^                                 |
#                                   +----- [ 6 which rows next? ] <---+
#                                                                     |
#                          decide <--- [ 7 undo undersampling ] <-----+
# ```
#
# The flights are real: all 336,776 of 2013, with their arrivals put into UTC.
# The people who label are simulated, because only then is the truth known that their votes should reveal.
#
# ## How to work
#
# - Read the lecture first: `make site`, then open `build/site/w03_training_data.html`.
# - Run the cells from the top.
#   Replace each `raise NotImplementedError` by your code, then run the cell below it:
#   `check("reservoir-sample")` answers at once with what is right, what is not, and your score.
# - The second check cell of each exercise stays quiet here.
#   Its tests run when the notebook is graded; they use other inputs, but demand nothing that the contract does not say.
# - Grading takes the exercise cells only.
#   Extra functions and imports that an exercise needs belong in that exercise's cell.
#   No exercise needs an earlier one, but it may call it, and is then only as right as that one;
#   below exercise 6 you put three of them together.
# - A cell that begins with `# Try it` shows what your function says about the real flights, or about the simulated panel.
#   It is commented out so that the notebook runs before you have written anything:
#   once the check passes, select the lines below its first paragraph, press Ctrl and `/`, and run it.
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
#   (then the name stands in the message, as `str(error)` shows it); where two errors apply, raise either.
# - No function changes its arguments.
# - A *number* is an `int` or a `float`, Python's, or NumPy's of 64 bits, never a `bool` or a text;
#   a *whole number* is an `int` of either.
#   Where a parameter is a number, callers keep to this, and it is missing only where the docstring speaks of that (promise).
# - *Array-like of numbers* means a list, a tuple, a NumPy array (any integer or float dtype) or a Series
#   (NumPy dtypes only, promise), 1-D unless said otherwise, never ragged (promise).
#   Items are paired by position, whatever index a Series carries. Compute in float64 whatever the dtype of the input.
# - A column of numbers or of bools has a NumPy dtype, a column of texts is `object` or `str` (promise).
# - A *time* is a `pd.Timestamp`; a column of times has a datetime64 dtype of any unit; time zones as the docstring says.
# - *Missing* is NaN in numbers, None or NaN in a column of texts, NaT in a column of times; `pd.NA` never occurs (promise).
# - Where a result is a `float` or an `int`, Python's or NumPy's will do, but `True` is not a number.
#   Where it is a tuple, a list, an array, a dict, a Series or a DataFrame, exactly that type is expected at every level
#   (a `Counter` is not a dict here).
#   An *array* is a NumPy array; "of integers" or "of floats" allows any NumPy dtype of that kind, unless a dtype is named.
# - Floats are compared to about nine digits, or to twelve decimals where they are near 0.
#   Large terms never cancel so far that a sum in float64 is less exact than this (promise).
# - A cell may import what the set-up cell imports, anything of the standard library, NumPy, pandas, SciPy and scikit-learn.
#   All code cells of your notebook run when it is graded, your own too, from the top, and each check judges what is defined where it stands.
#   Two cells that define the same name share it, so name helpers apart.
# - Warnings cost nothing. Speed is not checked, but when your notebook is graded, calls that take longer than 20 seconds are cut off.
#   Where that can matter, the docstring gives the largest size; at those sizes plain Python loops are fast enough.
# - When your notebook is graded, it runs in a sandbox: it starts no other processes (`multiprocessing`, `subprocess`), reaches no network,
#   writes files in its own folder and in `/tmp` only, and nobody answers `input()` or a breakpoint.

# %% setup="imports"
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from autograder import checker

check = checker("w03_training_data")

# %% [markdown]
# ## 1. A fair sample of a stream
#
# The desk wants to keep 200 of today's arrivals for people to read.
# Arrivals are reported one by one, nobody knows how many there will be, and the day's messages do not fit in the memory of the small machine that reads them.
# Keeping the first 200 would keep the morning: of the flights of 10 July 2013, 7 % of the first 200 were late, and 49 % of all.
# That day had 1,004 flights, of which 846 arrived: keeping each arrival with probability 200/846 would have kept 200 on average,
# but who knew the 846 in the morning?
#
# A *reservoir* keeps k items such that after every item, each set of k items seen so far is equally likely to be the one kept.
# When item number $i$ arrives (the first is number 1) and $i > k$, it must be kept with probability $k/i$, in place of one of the kept ones, each as likely as the other.
# The commonest bug: for item $i$ the slot is drawn from $i - 1$ numbers instead of $i$.
# The sample then looks random, and is not fair.
#
# Draw from a generator of your own, made from the seed, such as `np.random.default_rng(seed)`.
# The global ones (`np.random.random`, `random.random`) belong to everybody, so what you draw depends on what others draw.


# %% exercise="reservoir-sample"
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    """Keep k items of a stream, every set of k equally likely, in one pass.

    Arguments:
        stream: a list, a range, or an iterator that can be read only once and has no length.
            Items may be of any type, and may be None, equal to each other or unhashable. In the
            checks there are at most 5,000.
        k: how many items to keep, a whole number; in the checks at most 1,000.
        seed: a Python `int` from 0 to 2**31 - 1. Over random seeds every set of k positions of
            the stream is equally likely, and two different seeds, however alike, such as 7 and
            7 + 2**30, give independent samples. Any algorithm that achieves this is fine.

    Returns:
        A list of k items of the stream, in any order: each from a position of its own, so an
        item is repeated only if the stream repeats it. A stream of k items or fewer gives all
        of its items, in any order; k = 0 gives an empty list, whether the stream is read or not.

        The positions kept, and their order in the list, depend on k, the seed and the number of
        items alone. So the same call gives the same list, and another stream of the same length
        keeps the same positions, whatever its items are and whatever happens meanwhile to the
        global generators of `random` and NumPy.

    Memory: never more than 2 * k + 10 items of the stream are held at the same time. The checks
    count the items (not references to them); one too many ends the call with a MemoryError.

    Raises:
        ValueError: k is negative, whether the stream has been read by then or not.

    >>> sample = reservoir_sample(iter(["UA", "B6", "AA", "DL"]), k=2, seed=7)
    >>> len(sample), set(sample) <= {"UA", "B6", "AA", "DL"}
    (2, True)
    >>> sorted(reservoir_sample(["UA", "B6"], k=5, seed=7))
    ['B6', 'UA']
    """
    ### BEGIN SOLUTION
    if k < 0:
        raise ValueError(f"cannot keep {k} items")
    rng = np.random.default_rng(seed)
    kept: list[Any] = []
    for position, item in enumerate(stream):
        if position < k:
            kept.append(item)
            continue
        # position + 1 items have been seen, this one included: it stays with chance k of them.
        place = rng.integers(position + 1)
        if place < k:
            kept[place] = item
    return kept
    ### END SOLUTION


# %% check="reservoir-sample" points=4

# %% check="reservoir-sample" hidden=true points=6

# %%
# Try it: the flights of 10 July 2013, in the order in which their arrivals were reported.
# How late are the first 200, how late are 200 fair ones, and how late was the day?
#
# from worlds.arrivals import load
#
# flights = load().dropna(subset=["arr_delay"]).sort_values("reported_at")
# departure = flights["scheduled_departure"].dt.tz_convert("America/New_York")
# day = flights[departure.dt.date == pd.Timestamp("2013-07-10").date()]
# late = (day["arr_delay"] >= 15).tolist()
# print(f"the first 200: {np.mean(late[:200]):6.1%}")
# for seed in range(3):
#     print(f"a fair 200:    {np.mean(reservoir_sample(iter(late), 200, seed)):6.1%}")
# print(f"all {len(late)}:       {np.mean(late):6.1%}")

# %% [markdown]
# ## 2. An unfair sample, and what it still says
#
# Fair is not always wise.
# It rained at departure for 6 % of the flights that arrived, and the desk is most interested in those,
# so half of the flights that people read are drawn from rainy hours.
# Late were 49 % of the flights in rain and 23 % of the others: the plain mean over such a sample says that 36 % of flights are late.
# The truth is 24.5 %.
#
# Nothing is lost, as long as somebody wrote down the chance with which each row was drawn.
# Weigh each row by how often it is *wanted* over how often it was *sampled*, and divide by the sum of the weights:
#
# $$w_i = \frac{\text{wanted}_i}{\text{sampled\_with}_i}, \qquad
#   \hat\mu = \frac{\sum_i w_i\, v_i}{\sum_i w_i}, \qquad
#   n_{\text{eff}} = \frac{\left(\sum_i w_i\right)^2}{\sum_i w_i^2}$$
#
# Dividing by the sum of the weights, not by n, makes it enough to know both chances up to a constant.
# The price of unequal weights is read off the *effective sample size*: n rows that are worth only $n_{\text{eff}}$ rows of a fair sample.
# An estimate without it is half an answer.
# Where several samples are put together, a row that two samples can draw has the sum of its expected counts as its `sampled_with`.


# %% exercise="importance-estimate"
def importance_estimate(
    values: ArrayLike, sampled_with: ArrayLike, wanted: ArrayLike
) -> dict[str, float]:
    """Estimate a mean under the wanted distribution from rows sampled under another.

    Row i has the weight `wanted[i] / sampled_with[i]`. The three arguments are array-like of n
    numbers each; `values` may also be bools throughout.

    Arguments:
        values: what is averaged; NaN where it is unknown. A value counts only where `wanted` is
            not 0, and is below 10**6 in size there (promise). Where `wanted` is 0 it may be any
            number, NaN and infinity among them, and the row has no influence on either result.
        sampled_with: the chance, or density, with which each row was sampled, or anything
            proportional to it; above 0, and finite.
        wanted: the same under the distribution that is wanted, or anything proportional to
            that; 0 or above, and finite.
            A ratio of the two that is not 0 lies between 1e-250 and 1e250 (promise). That is a
            wide range: squares of such weights need care.

    Returns:
        A dict with exactly these entries:
            "mean" (float): the sum of weight times value over the sum of the weights.
            "effective_sample_size" (float): the square of the sum of the weights over the sum
                of their squares: but for rounding, from 1 to the number of rows with a weight
                above 0.
        Multiplying all of `sampled_with`, or all of `wanted`, by a positive constant changes
        neither, as long as the products are numbers as above.

    Raises:
        ValueError: the lengths differ; there are no rows; an entry of `sampled_with` is zero,
            negative, NaN or infinite; an entry of `wanted` is negative, NaN or infinite; every
            entry of `wanted` is zero; a value is NaN or infinite where `wanted` is not zero.

    Two rainy flights were drawn nine times as readily as the two others, and count a ninth:

    >>> estimate = importance_estimate([1, 1, 0, 1], [0.9, 0.9, 0.1, 0.1], [1, 1, 1, 1])
    >>> round(estimate["mean"], 6), round(estimate["effective_sample_size"], 6)
    (0.55, 2.439024)
    """
    ### BEGIN SOLUTION
    columns = (values, sampled_with, wanted)
    outcomes, drawn, target = (np.asarray(column, dtype=float) for column in columns)
    if not len(outcomes) == len(drawn) == len(target):
        raise ValueError("need the same number of values, of chances and of wanted chances")
    if not ((drawn > 0) & (drawn < np.inf)).all():
        raise ValueError("a row that was sampled has a finite chance above zero")
    if not ((target >= 0) & (target < np.inf)).all():
        raise ValueError("wanted has an entry that is negative, missing or infinite")
    counts = target > 0
    if not np.isfinite(outcomes[counts]).all():
        raise ValueError("a wanted row has no finite value")
    ratios = target[counts] / drawn[counts]
    largest = ratios.max(initial=0.0)
    if largest == 0:
        raise ValueError("there are no rows, or none is wanted")
    weights = ratios / largest  # neither result changes, and no square over- or underflows
    return {
        "mean": float((weights * outcomes[counts]).sum() / weights.sum()),
        "effective_sample_size": float(weights.sum() ** 2 / (weights**2).sum()),
    }
    ### END SOLUTION


# %% check="importance-estimate" points=4

# %% check="importance-estimate" hidden=true points=6

# %%
# Try it: 600 flights, half of them from rainy hours. The plain mean, the weighted one, the truth,
# and how many fair rows the 600 are worth.
#
# from worlds.flights import load
#
# weather = load("weather")[["origin", "time_hour", "precip"]]
# flights = load().dropna(subset=["arr_delay"]).merge(weather, on=["origin", "time_hour"])
# late, rain = flights["arr_delay"] >= 15, flights["precip"] > 0
# drawn_with = np.where(rain, 0.5 / rain.sum(), 0.5 / (~rain).sum())
# rows = np.random.default_rng(0).choice(len(flights), 600, p=drawn_with)
# estimate = importance_estimate(late.iloc[rows], drawn_with[rows], np.ones(600))
# print(f"plain mean {late.iloc[rows].mean():.1%}, weighted {estimate['mean']:.1%}, "
#       f"truth {late.mean():.1%}")
# print(f"600 rows are worth {estimate['effective_sample_size']:.0f}")

# %% [markdown]
# ## 3. Labels by rules
#
# From here on the desk asks *why* a flight was late, because that decides what to do about it.
# There are three causes: 0, the **carrier** (crew, maintenance, an aircraft that came late);
# 1, the **weather**; 2, **air traffic** control.
# No table holds the cause, but those who know the airports can write down *rules*:
# "it snowed at the origin, so it was the weather".
# A rule is cheap, it labels a million flights as fast as ten, and it can be read, argued about and versioned.
# It is also often wrong, and mostly it has nothing to say: then it must **abstain**, which is not a class.
#
# Before anyone combines the votes, three shares tell which rules deserve attention.
# The *coverage* of a rule is how often it votes, its *overlap* how often it votes and another rule does as well,
# its *conflict* how often it votes and another rule votes for something else.


# %% exercise="apply-rules"
def apply_rules(
    rules: Mapping[str, Callable[[dict[str, Any]], int | None]],
    flights: pd.DataFrame,
    n_classes: int,
) -> tuple[np.ndarray, pd.DataFrame]:
    """Ask every rule about every flight: the matrix of votes, and a summary of each rule.

    Arguments:
        rules: from the name of a rule, a string of letters, digits, hyphens and spaces
            (promise), to a function. The function takes one flight as a dict, column names to
            values, and returns a vote: a class 0, 1, ... n_classes - 1 as an `int` or a NumPy
            integer of any width, or None to abstain. A rule may change the dict it is given;
            neither another rule nor `flights` may notice. A rule says the same of a flight
            whenever it is asked (promise), so how often and in which order you ask is yours.
        flights: n rows, one a flight. Column names are distinct strings, one at least; index
            labels may repeat. Values are texts, numbers, times (with a time zone or without) or
            missing (promise), and reach the rules so: a text as `str`, a time as `pd.Timestamp`,
            a missing number as NaN, a missing text as None or NaN, a missing time as NaT; whether
            a number arrives as an int or a float, as Python's or NumPy's, does not matter to a
            rule (promise). In the checks n times the number of rules is at most 3,000.
        n_classes: how many classes there are, a whole number from 2 to 100 (promise).

    Returns:
        A tuple of two:
        votes: an array of integers of shape (n, number of rules): rows in the order of
            `flights`, columns in the order of `rules`, -1 where a rule abstained. No flights
            give shape (0, number of rules).
        summary: a DataFrame with one row a rule, its index (which has no name) the names in the
            order of `rules`, and exactly the float columns "coverage", "overlap", "conflict" in this order. Each
            is a share of all n flights, for rule j those on which
            coverage: j votes;
            overlap: j votes and at least one other rule votes, for whatever class;
            conflict: j votes and at least one other rule votes for another class than j.
            An abstention is no vote, and is never in conflict. No flights give 0.0 everywhere.

    Raises:
        ValueError: there are no rules; or a rule raises any `Exception`, with a text of its own
            or with none; or it returns anything but a class as above or None: True, False or their NumPy kin, a class
            below 0 or above n_classes - 1, a fraction, NaN, a text. The message contains the
            name of the rule (if several are at fault, of any of them). A float that is whole,
            such as 1.0, or an array is never returned (promise).

    >>> flights = pd.DataFrame({"precip": [0.2, 0.0, 0.1], "hour": [7, 17, 18]}, index=[4, 4, 9])
    >>> rules = {
    ...     "rain": lambda flight: 1 if flight["precip"] > 0 else None,
    ...     "evening peak": lambda flight: 2 if flight["hour"] >= 17 else None,
    ... }
    >>> votes, summary = apply_rules(rules, flights, n_classes=3)
    >>> votes
    array([[ 1, -1],
           [-1,  2],
           [ 1,  2]])
    >>> summary.round(2)
                  coverage  overlap  conflict
    rain              0.67     0.33      0.33
    evening peak      0.67     0.33      0.33
    """
    ### BEGIN SOLUTION
    if not rules:
        raise ValueError("there are no rules")
    abstains = -1
    rows = flights.to_dict("records")
    votes = np.full((len(rows), len(rules)), abstains)
    for j, (name, rule) in enumerate(rules.items()):
        for i, flight in enumerate(rows):
            try:
                vote = rule(dict(flight))
            except Exception as error:
                raise ValueError(f"the rule {name!r} failed on flight {i}: {error!r}") from error
            if vote is None:
                continue
            # To Python True is the integer 1: a rule that forgot to abstain would vote.
            if not isinstance(vote, int | np.integer) or isinstance(vote, bool):
                raise ValueError(f"the rule {name!r} returned {vote!r}, which is no class")
            if not 0 <= vote < n_classes:
                raise ValueError(f"the rule {name!r} returned {vote}, of {n_classes} classes")
            votes[i, j] = vote

    voted = votes != abstains
    # pair[i, j, l]: on flight i both j and l voted, and they are not the same rule.
    others = ~np.eye(len(rules), dtype=bool)
    pair = voted[:, :, np.newaxis] & voted[:, np.newaxis, :] & others
    differ = votes[:, :, np.newaxis] != votes[:, np.newaxis, :]
    happens = {
        "coverage": voted,
        "overlap": pair.any(axis=2),
        "conflict": (pair & differ).any(axis=2),
    }
    n = max(len(rows), 1)
    shares = {column: where.sum(axis=0) / n for column, where in happens.items()}
    return votes, pd.DataFrame(shares, index=[*rules])
    ### END SOLUTION


# %% check="apply-rules" points=5

# %% check="apply-rules" hidden=true points=7

# %%
# Try it: three rules about the flights that were late on 8 and 9 February 2013, in a blizzard.
#
# from worlds.flights import load
#
# rules = {
#     "bad weather": lambda f: 1 if f["precip"] > 0 or f["visib"] < 3 else None,
#     "left on time": lambda f: 2 if f["dep_delay"] < 5 else None,
#     "clear sky, left late": lambda f: 0 if f["visib"] >= 10 and f["dep_delay"] >= 30 else None,
# }
# flights = load().merge(load("weather").drop(columns=["year", "month", "day", "hour"]),
#                        on=["origin", "time_hour"])
# storm = flights[(flights["month"] == 2) & flights["day"].isin([8, 9])
#                 & (flights["arr_delay"] >= 15)]
# votes, summary = apply_rules(rules, storm, n_classes=3)
# print(summary.round(2))

# %% [markdown]
# ## 4. Labels by hand, from people who disagree
#
# Six people read the logs of late flights and write down a cause.
# A majority vote treats them as equals.
# They are not: the best are right about nine times in ten, one blames the weather for three quarters of what air traffic did,
# one does not read the logs at all.
# Nobody knows which is which, and yet their skill can be worked out without a single true label:
# whoever agrees with the others, where the others agree among themselves, is probably good.
#
# Dawid and Skene (1979) made that precise.
# If the truth were known, each person's *confusion matrix* could be counted;
# if the confusion matrices were known, the truth would follow by Bayes' rule.
# So start from the shares of the votes and do both in turn.
# This is expectation-maximisation (EM), and with $T_{it}$ the current belief that item $i$ is of class $t$, $s$ a small smoothing count,
# $C$ classes and $n$ items, one round is:
#
# $$\text{prior}_t = \frac{s + \sum_i T_{it}}{sC + n}, \qquad
#   \text{confusion}_{jtv} = \frac{s + \sum_{i:\ j \text{ voted } v \text{ on } i} T_{it}}
#                              {sC + \sum_{i:\ j \text{ voted on } i} T_{it}}$$
#
# $$T_{it} \ \propto\ \text{prior}_t \prod_{j \text{ voted on } i} \text{confusion}_{j,\,t,\,\text{vote}_{ij}},
#   \qquad \sum_t T_{it} = 1$$
#
# A rule is a voter like any other: the votes of exercise 3 have the form that this function takes,
# and columns of rules and columns of people may stand side by side in one matrix.
#
# Two warnings.
# A product over a thousand votes is zero in floating point, for every class: add logarithms, and subtract the largest before you go back.
# And EM knows classes only by their numbers: begun from chance it may call the weather "0" and the carrier "1".
# Begun from the votes it does not.


# %% exercise="dawid-skene"
def dawid_skene(
    votes: ArrayLike, n_classes: int, n_iter: int, smoothing: float = 0.01
) -> dict[str, np.ndarray]:
    """Estimate true labels and the confusion matrix of every voter by EM (Dawid and Skene 1979).

    The belief starts as T[i, t] = share of class t among the votes on item i, or 1 / n_classes
    for every t where nobody voted on i. Then n_iter rounds follow. Each first computes the prior
    and all confusion matrices from the current T, by the formulas above, and then the new T from
    these; all items and voters at once. An abstention enters no sum and no product, but an item
    without votes counts in the prior like any other.

    Arguments:
        votes: of shape (n, m), a list of lists or an array of any integer dtype, all whole
            numbers (promise): row i holds the votes on item i, column j those of voter j; a
            class from 0 to n_classes - 1, or -1 where the voter abstained. n and m are at least
            1. In the checks n * m is at most 5,000, n * m * n_iter at most 100,000, and m * C * C
            at most 25,000; m may be a thousand or more.
        n_classes: C, how many classes there are, a whole number of 2 or more. A class may have
            no vote at all.
        n_iter: how many rounds, a whole number of 1 or more, in the checks at most 60. There is
            no stopping earlier.
        smoothing: s, a finite number above 0; where it is that, it is from 1e-9 to 1e6 (promise).

    Returns:
        A dict with exactly these entries, all arrays of floats:
            "posterior": shape (n, C): T after the last round; every row adds up to 1, also where
                a thousand people voted or nobody did.
            "confusion": shape (m, C, C): [j, t, v] is the estimated chance that voter j votes v
                when the true class is t, as computed in the last round.
            "prior": shape (C,): as computed in the last round.
        In this exercise a float is right when it is off by no more than 1e-6 (absolute). Where
        two classes are tied, EM can blow up a rounding error from round to round, until no two
        programs agree. The checks have no such votes: changing every starting T by one part in
        10**12 moves no result by 1e-6 (promise).

    Raises:
        ValueError: `votes` is not 2-D, or has no row or no column; a vote is not -1 and not a
            class; n_classes is below 2; n_iter is below 1; smoothing is not finite or not above
            0.

    >>> votes = [[0, 0, 0], [0, 0, 0], [1, 1, 0], [1, -1, 1]]
    >>> estimate = dawid_skene(votes, n_classes=2, n_iter=1)
    >>> estimate["prior"].round(3)
    array([0.583, 0.417])
    >>> estimate["confusion"][2].round(3)  # the third voter, who says 0 too readily
    array([[0.996, 0.004],
           [0.401, 0.599]])
    >>> estimate["posterior"].round(3)
    array([[1.   , 0.   ],
           [1.   , 0.   ],
           [0.07 , 0.93 ],
           [0.001, 0.999]])
    """
    ### BEGIN SOLUTION
    given = np.asarray(votes)
    if given.ndim != 2 or given.size == 0:
        raise ValueError(f"votes must have shape (n, m) with n, m >= 1, not {given.shape}")
    if n_classes < 2 or n_iter < 1:
        raise ValueError(f"need 2 classes and 1 round at least: {n_classes}, {n_iter}")
    if not 0 < smoothing < math.inf:
        raise ValueError(f"smoothing must be finite and above 0, not {smoothing}")
    if not ((given >= -1) & (given < n_classes)).all():
        raise ValueError(f"a vote is neither -1 nor one of the {n_classes} classes")

    # chose[i, j, v] is 1 where voter j gave item i the vote v; an abstention is a row of zeros.
    chose = (given[:, :, np.newaxis] == np.arange(n_classes)).astype(float)
    counts = chose.sum(axis=1)
    n_votes = (given >= 0).sum(axis=1, keepdims=True)
    nothing_known = np.full(counts.shape, 1 / n_classes)
    posterior = np.divide(counts, n_votes, out=nothing_known, where=n_votes > 0)
    for _ in range(n_iter):
        expected = smoothing + posterior.sum(axis=0)
        prior = expected / expected.sum()
        expected = smoothing + np.einsum("it,ijv->jtv", posterior, chose)
        confusion = expected / expected.sum(axis=2, keepdims=True)
        log_joint = np.log(prior) + np.einsum("ijv,jtv->it", chose, np.log(confusion))
        likelihood = np.exp(log_joint - log_joint.max(axis=1, keepdims=True))
        posterior = likelihood / likelihood.sum(axis=1, keepdims=True)
    return {"posterior": posterior, "confusion": confusion, "prior": prior}
    ### END SOLUTION


# %% check="dawid-skene" points=6

# %% check="dawid-skene" hidden=true points=8

# %%
# Try it: the six people of the desk, and 600 late flights whose causes only the simulator knows.
# Who is good? And how many causes does the model get right that a majority vote does not?
#
# from worlds.annotators import CAUSES, cast_votes, desk_panel, draw_truth
#
# truth = draw_truth(600, [0.45, 0.25, 0.30], seed=0)
# votes = cast_votes(truth, desk_panel(), seed=0)
# estimate = dawid_skene(votes, n_classes=3, n_iter=50)
# for annotator, matrix in zip(desk_panel(), estimate["confusion"], strict=True):
#     right = ", ".join(f"{cause} {p:.2f}" for cause, p in zip(CAUSES, matrix.diagonal()))
#     print(f"{annotator.name:12} is right about {right}")
# majority = np.stack([(votes == cause).sum(axis=1) for cause in range(3)], axis=1).argmax(axis=1)
# print(f"majority vote {np.mean(majority == truth):.1%} right, "
#       f"Dawid and Skene {np.mean(estimate['posterior'].argmax(axis=1) == truth):.1%}")

# %% [markdown]
# ## 5. Labels by waiting
#
# Whether a flight was late needs no annotator: nature tells, if you wait.
# But the model is trained at some instant, and at that instant some flights have landed without the news having reached the desk,
# some are in the air, and some will never arrive, of which nobody is told.
# Taking "no report yet" for "on time" poisons the youngest rows, which are the ones a model needs most.
# Dropping every flight without a report is no better: a flight that is three hours overdue is *more* likely late than one that has landed.
#
# So the desk agrees on a window.
# A flight that is not reported when the window after its scheduled arrival is over counts as late.
# If the news comes later still, the label is revised, because a report is always worth more than silence.
# A label therefore has a date: *late, as of 1 February at noon*.
# Week 1 labelled a finished table (`late_labels(flights, cancelled="late")`); long after the last report both functions agree.
# Before that, this one answers NaN where it is too early to speak.
#
# Everything here is an instant, not a clock: noon in New York and 17:00 in UTC are the same moment,
# and whoever compares their wall clocks is five hours off: news that came is hidden, or, the other way round, news is seen that has not come.


# %% exercise="labels-as-of"
def labels_as_of(flights: pd.DataFrame, now: pd.Timestamp, window: pd.Timedelta) -> pd.Series:
    """Label each flight with what was known at `now`: 1.0 (late), 0.0 (on time), NaN (unknown).

    A flight is *reported* when its `reported_at` is `now` or earlier.
        Reported: its label is 1.0 when `arrived_at` is 15 minutes or more after
            `scheduled_arrival`, else 0.0, however long the report took.
        Not reported, and `now` is `scheduled_arrival + window` or later: 1.0.
        Not reported, and `now` is earlier than that: NaN.
    Nothing that was reported after `now` has any influence.

    Arguments:
        flights: one row a flight, in any order, with the columns
            `scheduled_arrival`: an instant, never missing (promise);
            `arrived_at`: when it arrived, NaT if it never did; a flight that was cancelled or
                diverted has none;
            `reported_at`: when the desk heard of that; not before `arrived_at`, and missing
                exactly where `arrived_at` is (promise).
            Each has a dtype datetime64[unit, zone], also when the table is empty, or, where the
            zone is missing, datetime64[unit] (promise); units and zones may differ. All instants
            lie in the years 1990 to 2100 (promise). Other columns may be there and are not
            needed. The table was written long after `now`: instants later than `now` are in it.
        now: a time with a time zone, not always that of a column; from 1990 to 2100 (promise).
        window: how long silence is waited for, a `pd.Timedelta`; one below 15 minutes is an
            error, and none is above 365 days (promise).

    Returns:
        A Series of dtype float64, named "late", whose index has the labels and the name of that of
        `flights`, in the same order. Index labels may repeat; rows are matched by position, never by label. No flights
        give an empty Series of the same dtype and name.

    Raises:
        ValueError: one of the three columns is missing, or holds timestamps without a time zone;
            `now` has no time zone; `window` is below 15 minutes, because until then a flight
            may still be on time. These errors are raised for an empty table too.

    >>> utc = lambda *clocks: pd.to_datetime(["2013-02-01 " + c if c else None for c in clocks],
    ...                                      utc=True)
    >>> flights = pd.DataFrame({
    ...     "scheduled_arrival": utc("15:00", "16:00", "16:30", "13:00"),
    ...     "arrived_at": utc("15:15", "16:55", "16:20", None),
    ...     "reported_at": utc("15:20", "17:05", "16:25", None),
    ... })
    >>> noon = pd.Timestamp("2013-02-01 12:00", tz="America/New_York")  # 17:00 in UTC
    >>> labels_as_of(flights, noon, pd.Timedelta(hours=2)).tolist()
    [1.0, nan, 0.0, 1.0]
    """
    ### BEGIN SOLUTION
    for column in ("scheduled_arrival", "arrived_at", "reported_at"):
        if column not in flights:
            raise ValueError(f"flights has no column {column!r}")
        if not isinstance(flights[column].dtype, pd.DatetimeTZDtype):
            raise ValueError(f"the column {column!r} has no time zone")
    if now.tzinfo is None:
        raise ValueError("now has no time zone")
    limit = pd.Timedelta(minutes=15)
    if window < limit:
        raise ValueError(f"after {window} a flight may still be on time")
    due = flights["scheduled_arrival"]
    reported = flights["reported_at"] <= now  # False where the report never comes
    late = flights["arrived_at"] - due >= limit
    overdue = due + window <= now
    label = np.where(reported, late, np.where(overdue, 1.0, np.nan))
    return pd.Series(label, index=flights.index, name="late")
    ### END SOLUTION


# %% check="labels-as-of" points=5

# %% check="labels-as-of" hidden=true points=7

# %%
# Try it: it is 1 February 2013, noon. How late were the flights due in the last two hours, by
# three ways of labelling, and what will the same flights turn out to be?
#
# from worlds.arrivals import load
#
# flights = load()
# noon = pd.Timestamp("2013-02-01 12:00", tz="America/New_York")
# since_due = noon - flights["scheduled_arrival"]
# recent = flights[(since_due > pd.Timedelta(0)) & (since_due <= pd.Timedelta(hours=2))]
# labels = labels_as_of(recent, noon, pd.Timedelta(hours=1))
# final = labels_as_of(recent, noon + pd.Timedelta(days=7), pd.Timedelta(hours=1))
# reported = recent["reported_at"] <= noon
# print(f"{len(recent)} flights were due, {reported.sum()} are reported, {labels.count()} labelled")
# print(f"silence dropped:        {final[reported].mean():.1%} late")
# print(f"silence is on time:     {(final * reported).mean():.1%} late")
# print(f"an hour's silence late: {labels.mean():.1%} late")
# print(f"a week later:           {final.mean():.1%} late")

# %% [markdown]
# ## 6. Which rows should people read next?
#
# A person reads a log in about two minutes, so a day buys 200 labels, and there are 900 flights.
# A row teaches a model most where the model does not know: where its probability is near a half.
# But the 200 least certain rows of a stormy evening are the same row 200 times.
# So take the rows in order of uncertainty, and pass over each that lies too near to one already taken.
#
# Two rows with the same uncertainty must come out in the same order on every machine,
# or the training set cannot be built again.
# And when the pool runs out of rows that differ, a short list is the honest answer:
# filling it up with near duplicates spends the budget on nothing.


# %% exercise="choose-for-labelling"
def choose_for_labelling(
    probabilities: ArrayLike, embeddings: ArrayLike, k: int, min_distance: float
) -> np.ndarray:
    """Choose up to k rows to label: the least certain first, none too near to another.

    Go through the rows in order of |probability - 0.5|, smallest first; of rows that are equally
    far from 0.5, the one with the lower row number first. Take a row unless its Euclidean
    distance to one of the rows already taken is below `min_distance`; a distance of exactly
    `min_distance` is far enough. Stop when k rows are taken or the pool is exhausted.

    Arguments:
        probabilities: array-like of n numbers, each from 0 to 1, both included. One that is
            valid is a whole multiple of 1/1024 (promise), so that differences from 0.5 are exact,
            and 0.25 and 0.75 are exactly equally far.
        embeddings: array-like of numbers of shape (n, d), d >= 1: a list of lists or an array.
            In the checks n is at most 400 and d at most 8.
        k: how many rows are wanted, a whole number; it may exceed n.
        min_distance: a finite number, 0 or above. With 0 no row is ever too near, not even to
            its own duplicate.
            Coordinates and `min_distance`, where they are valid, are whole multiples of 1/8 below
            10,000 in size (promise): in float64 squares of distances are exact, however you
            compute them.

    Returns:
        A 1-D array of integers: row numbers, in the order in which they were taken, without
        repetition; fewer than k where the pool is exhausted. k = 0 or n = 0 gives an empty array
        of integers; an empty pool has no probabilities, and an array of shape (0, d) as its
        `embeddings`.

    Raises:
        ValueError: k is negative; `min_distance` is negative, NaN or infinite; `embeddings` is
            not 2-D, has d = 0, or has another number of rows than there are probabilities; a
            probability is NaN or outside [0, 1]; a coordinate is NaN or infinite. All of this is
            checked for k = 0 and for an empty pool too.

    Row 1 is the least certain, row 3 is too near to it, and rows 0 and 2 are equally uncertain:

    >>> probabilities = [0.75, 0.5, 0.25, 0.5625, 0.875]
    >>> embeddings = [[0, 5], [0, 0], [4, 0], [0, 1], [9, 9]]
    >>> choose_for_labelling(probabilities, embeddings, k=3, min_distance=2.0)
    array([1, 0, 2])
    """
    ### BEGIN SOLUTION
    scores = np.asarray(probabilities)
    points = np.asarray(embeddings, dtype=float)
    if k < 0:
        raise ValueError(f"cannot choose {k} rows")
    if not 0 <= min_distance < math.inf:
        raise ValueError(f"min_distance must be finite and not negative, not {min_distance}")
    if points.ndim != 2 or points.shape[1] == 0 or len(points) != len(scores):
        raise ValueError(f"{len(scores)} probabilities and embeddings of shape {points.shape}")
    if not ((scores >= 0) & (scores <= 1)).all():
        raise ValueError("a probability is missing or outside [0, 1]")
    if not np.isfinite(points).all():
        raise ValueError("a coordinate is missing or infinite")
    taken: list[int] = []
    for row in np.argsort(np.abs(scores - 0.5), kind="stable"):
        if len(taken) == k:
            break
        distances = np.linalg.norm(points[taken] - points[row], axis=1)
        if (distances >= min_distance).all():
            taken.append(int(row))
    return np.array(taken, dtype=int)
    ### END SOLUTION


# %% check="choose-for-labelling" points=5

# %% check="choose-for-labelling" hidden=true points=7

# %%
# Try it: a crude score (the share of late flights by scheduled hour) on the flights of
# 1 February. Without a distance the list is one hour over and over; with it, it
# reaches from late morning to the night, and from Boston to Honolulu.
#
# from worlds.arrivals import load
#
# flights = load()
# known = flights.dropna(subset=["arr_delay"])
# rate = (known["arr_delay"] >= 15).groupby(known["hour"]).mean()
# departure = flights["scheduled_departure"].dt.tz_convert("America/New_York")
# day = flights[departure.dt.date == pd.Timestamp("2013-02-01").date()]
# score = (day["hour"].map(rate).fillna(0) * 1024).round() / 1024
# minutes = (day["scheduled_arrival"] - day["scheduled_departure"]).dt.total_seconds() / 60
# where = np.column_stack([day["hour"] * 60, minutes])
# for distance in (0, 200):
#     rows = choose_for_labelling(score, where, 8, distance)
#     print(f"at least {distance:3} minutes apart: hours {day['hour'].iloc[rows].tolist()}, "
#           f"to {' '.join(day['dest'].iloc[rows])}")

# %%
# Try it: your own functions of exercises 1, 4 and 6, put together. Five of the six people have read 600
# late flights, and the dispatcher, who is right about nine times in ten, has time for 60 of them.
# How many of the 600 are then rightly called "weather" or "not weather"? One run may say anything
# about so small a difference as the fair 60 make: this is the mean of twenty.
#
# from worlds.annotators import cast_votes, desk_panel, draw_truth
#
# dispatcher, *others = desk_panel()
# right = {"none of them": [], "a fair 60": [], "the least certain 60": []}
# for seed in range(20):
#     truth = draw_truth(600, [0.45, 0.25, 0.30], seed)
#     votes = cast_votes(truth, others, seed)
#     weather = dawid_skene(votes, n_classes=3, n_iter=20)["posterior"][:, 1]
#     says_weather = cast_votes(truth, [dispatcher], seed)[:, 0] == 1
#     asked = {
#         "none of them": [],
#         "a fair 60": reservoir_sample(iter(range(600)), 60, seed),
#         "the least certain 60": choose_for_labelling(
#             (weather * 1024).round() / 1024, np.zeros((600, 1)), 60, 0
#         ),
#     }
#     for which, rows in asked.items():
#         decided = weather > 0.5
#         decided[rows] = says_weather[rows]
#         right[which].append(np.mean(decided == (truth == 1)))
# for which, shares in right.items():
#     print(f"the dispatcher reads {which:21}{np.mean(shares):.1%} right")

# %% [markdown]
# ## 7. What undersampling does to a probability
#
# Three of four flights are on time.
# To train faster, and to let the model see as many late flights as punctual ones, the team keeps every late flight
# and only a share of the punctual ones, drawn at random.
# The ranking survives. The probabilities do not: to such a model the world is late half of the time,
# and the threshold of week 1, read off a probability, makes the desk act far too often.
#
# If negatives were kept with rate $r$ and all positives were kept, the odds of being late are too high by exactly $1/r$, for every flight.
# So the true odds are $r$ times those the model gives; go back from odds to a probability and you are done.
# A probability of 0.8 does not become $0.8\,r$.
#
# The correction is exact for what sampling did, and repairs nothing else.
# A number outside $[0, 1]$ is a bug upstream, and clipping it into range would only hide that.


# %% exercise="correct-for-sampling"
def correct_for_sampling(p: ArrayLike, keep_rate: float) -> np.ndarray:
    """Restore probabilities that were learnt from data with undersampled negatives.

    The model was trained on all the positives, and on each negative with probability
    `keep_rate`, independently of everything else. By that, the odds p / (1 - p) are too high by
    the factor 1 / `keep_rate`.

    Arguments:
        p: array-like of n probabilities of the positive class as the model gives them, each from
            0 to 1, both included. None lies between 0 and 1e-150 (promise).
        keep_rate: the share of negatives that was kept, a number above 0 and at most 1. None lies
            between 0 and 1e-100 (promise).

    Returns:
        A 1-D array of n floats, in the order of p: the probabilities in the world as it was. 0
        stays 0.0 and 1 stays 1.0, and nothing between them is cut off: results have nine right
        digits, also far below 1e-9. No probabilities give an empty array of floats.

    Raises:
        ValueError: `keep_rate` is NaN, 0 or below, or above 1; an entry of p is NaN, below 0 or
            above 1, were it by 1e-15. A bad `keep_rate` is an error for an empty p too.

    Another data set than the week's: one flight in five was late, and half of those kept are,
    because only a quarter of the punctual ones were kept:

    >>> correct_for_sampling([0.5, 0.0, 0.8, 1.0], keep_rate=0.25)
    array([0.2, 0. , 0.5, 1. ])
    """
    ### BEGIN SOLUTION
    given = np.asarray(p, dtype=float)
    if not 0 < keep_rate <= 1:
        raise ValueError(f"keep_rate must be above 0 and at most 1, not {keep_rate}")
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("p has an entry that is missing or outside [0, 1]")
    # The odds p / (1 - p) would be infinite at 1: multiply through instead of dividing.
    return keep_rate * given / (keep_rate * given + (1 - given))
    ### END SOLUTION


# %% check="correct-for-sampling" points=4

# %% check="correct-for-sampling" hidden=true points=6

# %%
# Try it: learn the late rate of each hour from flights of which a fifth of the punctual ones
# was kept, and compare with the rates of all flights, before and after the correction.
# The last line is for the memo: how many late flights there are to label in a quarter.
#
# from worlds.flights import load
#
# flights = load().dropna(subset=["arr_delay"])
# late = (flights["arr_delay"] >= 15).to_numpy()
# kept = late | (np.random.default_rng(0).random(len(late)) < 0.2)
# table = pd.DataFrame({
#     "all flights": pd.Series(late).groupby(flights["hour"].to_numpy()).mean(),
#     "undersampled": pd.Series(late[kept]).groupby(flights["hour"].to_numpy()[kept]).mean(),
# })
# table["corrected"] = correct_for_sampling(table["undersampled"], 0.2)
# print(table.iloc[::3].round(3))
# quarter = (flights["month"] - 1) // 3 + 1
# print("late flights in each quarter:", flights[late].groupby(quarter).size().to_dict())

# %% [markdown]
# ## Memo: a labelling plan
#
# The desk wants to act on the *cause* of a delay, and asks you for labels.
# Write about 400 to 700 words to the head of operations, who pays the annotators and has not read this notebook.
# Plan one quarter of labelling, for one of the causes or for all three.
# Use figures from your own work above; where you must assume one, say so.
#
# The memo is graded by hand against this table, by counting what is on the page, so that two graders agree.
# Each section earns 4 points if (a), (b) and (c) are all there, 2 points if exactly two of them are, and 0 points if one or none is.
# Elegance earns nothing; a missing number costs something.
#
# | Section | What is counted | It is *not* there if |
# |---|---|---|
# | **What is labelled** | (a) the question an annotator answers, word for word, and the list of allowed answers, "cannot tell" or the like among them; (b) an example that two careful people would answer differently, with the rule that settles it; (c) when the label becomes known, and what stands in for it until then | (a) there is no way to abstain; (b) the example has no rule, or the rule does not say which answer is right here; (c) one of the two is missing |
# | **Sampling** | (a) the number of rows, and the design by which each part of them is drawn; (b) what one of these designs biases, with one number (one from another sample will do, if the memo says from which); (c) how the chance of each row is recorded, and one estimate in which it is used: name the estimate and its formula (a value is not needed) | (a) a part has no number, or "a sample" is all it says; (b) there is no number; (c) there is no formula, rows that were not drawn at random enter the estimate, or the chance is only said to be "known" |
# | **Budget** | (a) minutes or money for one label, with where the figure comes from; (b) how many people label each row; (c) the total: rows times people times the price of a label, summed over the parts if they differ; rows read to test or train annotators are a part, or the memo says that they are left out | (a) no source, and it is not said to be assumed; (b) "several"; (c) the sum does not come out to within 1 % |
# | **Agreement target** | (a) a measure of agreement or of skill, by name; (b) the number that it must reach, and for which people or classes; (c) what happens to the guideline, the annotator or the labels when it is not reached | (a) "agreement" is all it says; (b) no number; (c) it is only "looked into" or "discussed" |
# | **Feedback loop** | (a) a way in which the model, or the desk acting on it, changes later labels or which rows are labelled, step by step; (b) a check of it, with the number at which it sounds; (c) rows that the model does not choose, with their share of all rows to be labelled (rows that test or train annotators counted or not, as the memo says) | (a) no step leads back to a label; (b) no number; (c) no share, or the model has a say in drawing them |
#
# Of two figures that contradict each other, neither counts.
# A figure that is assumed counts if the page says that it is.
# A memo of more than 800 words (headings do not count), or without the five headings, loses 2 points, and 2 in all if both are so.
# From 700 to 800 words nothing is lost, and a short memo loses nothing but what it leaves out.

# %% [markdown] memo="labelling-memo" points=20
# # Memo: a labelling plan for the causes of delay
#
# ## What is labelled
#
# ### BEGIN SOLUTION
# **To:** the head of operations. **About:** labels for the causes of delay, one quarter.
#
# For a flight that arrived 15 or more minutes late, an annotator reads its log and answers one question:
# *which cause, had it been absent, would have brought the flight in on time?*
# The answers are carrier, weather, air traffic, and "cannot tell", which is stored as an abstention and never as a class.
#
# Careful people will differ on a flight that waits for an aircraft which snow held in Chicago.
# The rule: name the first cause in the chain, so this is weather; a crew that then runs out of hours does not change it.
#
# The cause becomes known when the log is closed, on the third working day.
# Until then the flight has the vote of our rules, or no label; silence is never read as "carrier".
# ### END SOLUTION
#
# ## Sampling
#
# ### BEGIN SOLUTION
# We label 3,000 flights: 1,800 chosen each day by the model's uncertainty, with a minimum distance between them,
# 600 from hours with rain or snow, and 600 by a reservoir over all late flights.
# The first two biase every plain average: drawing half of the rows from rain raised the share of late flights from 24.5 % to about 36 % in our trial on 2013.
# For the two random parts the expected count of a row, the sum of its chances in both, is stored with it when it is drawn.
# Shares of causes are estimated from these 1,200 alone: with the weight w = 1 / expected count, the share of weather is the sum of w over
# the rows labelled weather divided by the sum of w over all 1,200. It is reported with its effective sample size;
# the rows chosen by uncertainty train the model and enter no share.
# ### END SOLUTION
#
# ## Budget
#
# ### BEGIN SOLUTION
# A label takes 2 minutes, which I assume after timing twenty logs.
# Three people read each row: 3,000 rows times 3 votes times 2 minutes is 18,000 minutes, or 300 hours.
# At an assumed 40 dollars an hour that is 12,000 dollars for the quarter.
# The rows on which annotators are tested are left out of this total.
# A third vote is worth its price: with two votes a disagreement tells us that somebody is wrong, but not who.
# ### END SOLUTION
#
# ## Agreement target
#
# ### BEGIN SOLUTION
# Every week we estimate each annotator's confusion matrix by Dawid and Skene's method and read its diagonal.
# Each entry must reach 0.75 for each of the three causes.
# In a simulation of 600 flights and six people of known skill this named exactly the three it should:
# a contractor who does not read (0.05 on air traffic), a trainee who calls air traffic weather (0.15), and a gate agent who is right in six cases of ten.
# Whoever falls below is shown twenty rows on which they differ from the posterior; if half the panel falls below on the same cause,
# the guideline is at fault: it is rewritten, and that week's rows of that cause are read again.
# ### END SOLUTION
#
# ## Feedback loop
#
# ### BEGIN SOLUTION
# Two loops threaten us.
# The desk acts on a forecast, the flight then arrives on time, and its prevented delay becomes a label "not late".
# And the model chooses what people read, so it is never corrected where it is confidently wrong.
# The 600 rows of the reservoir, 20 % of all, are drawn without regard to the model and are never dropped, whatever the pressure.
# Each week we compare the model's log loss on these rows with its log loss on those it chose when they were last labelled;
# if the error on the reservoir rises by more than 10 % over four weeks while the other falls, choosing by uncertainty stops until the cause is found.
# Flights on which the desk acted carry a mark, and a random 5 % of alarms is withheld from the desk, so that we see what happens without action.
# ### END SOLUTION
