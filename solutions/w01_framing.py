# %% [markdown]
# # Week 1. Framing
#
# **Who wants what from this system, and what would make it worth building?**
#
# You have joined **the delay desk** of New York's three airports: Newark, Kennedy and LaGuardia.
# Two hours before each scheduled departure the desk is to answer one question:
# *how likely is this flight to arrive 15 or more minutes late?*
# The operations desk acts on the answer: it holds a connection, rebooks passengers, calls in a crew, or does nothing.
# No model exists yet, and this week you do not train one.
# You build what must be agreed before anyone trains: what "late" means, what a mistake costs, when to act,
# which options deserve a discussion, what a model has to beat, how large the service would be,
# and whether the design document holds together.
#
# ```text
#   schedules, weather, planes                     the operations desk
#              |                                            ^
#              v                                            |  act, or stay silent
#         [ ingest ]                                 [ DECIDE: costs, ]
#          |      |                                  [   threshold    ]   <-- this week
#          v      v                                         ^
#   [ LABELS ]  [ features ]                                |  probability
#          |      |                                         |
#          v      v                                         |
#         [ train ] ---> [ evaluate ] ---> [ serve ] -------+
#              ^               ^               ^
#        [ BASELINE ]    [ TRADE-OFFS ]   [ CAPACITY ]                    <-- this week
#
#         all of it is held together by the [ DESIGN DOCUMENT ]           <-- this week
# ```
#
# The data are real: all 336,776 flights that were scheduled to leave the three airports in 2013.
#
# ## How to work
#
# - Read the lecture first: `make site`, then open `build/site/w01_framing.html`.
# - Run the cells from the top.
#   Replace each `raise NotImplementedError` by your code, then run the cell below it:
#   `check("late-labels")` answers at once with what is right, what is not, and your score.
# - The second check cell of each exercise stays quiet here.
#   Its tests run when the notebook is graded; they use other inputs, but demand nothing that the contract does not say.
# - Grading takes the exercise cells only.
#   Extra functions and imports that an exercise needs belong in that exercise's cell.
#   It may also call the function of an earlier exercise, and is then only as right as that one.
# - A cell that begins with `# Try it` shows what your function says about the real flights.
#   It is commented out so that the notebook runs before you have written anything:
#   once the check passes, select the lines, press Ctrl and `/`, and run it.
# - Seven exercises earn 80 points, the memo at the end 20.
#   Plan about five hours: half an hour for each exercise, a little more for 3 and 5, and an hour for the memo.
#
# ## How to read a contract
#
# The docstring is the contract, and the checks hold you to it and to nothing else.
# These conventions apply throughout, so that the docstrings can stay short:
#
# - A *promise* is something the caller guarantees. You need not verify it.
# - `ValueError` is demanded only where the docstring says so.
#   Its wording is yours, unless the contract asks that it name something (then the name stands in `str(error)`); where two errors apply, raise either.
# - No function changes its arguments.
# - A *number* is an `int` or a `float`, Python's, or NumPy's of 64 bits, never a `bool` or a text;
#   a *whole number* is an `int` of either.
#   Where a parameter is a number, callers keep to this, and it is missing or infinite only where the docstring speaks of that (promise).
# - *Array-like of numbers* means a list, a tuple, a NumPy array (any integer or float dtype) or a Series
#   (NumPy dtypes only, promise), 1-D unless said otherwise, never ragged (promise).
#   Items are paired by position, whatever index a Series carries. Compute in float64 whatever the dtype of the input.
# - A column of numbers or of bools has a NumPy dtype, a column of texts is `object` or `str` (promise).
# - *Missing* is NaN in numbers, None or NaN in a column of texts; `pd.NA` never occurs (promise).
# - Where a result is a `float` or an `int`, Python's or NumPy's will do, but `True` is not a number.
#   A whole number is a fine `float`, but 9.0 is no `int`.
#   Where it is a list, an array, a dict or a Series, exactly that type is expected at every level (a `Counter` is not a dict here).
#   An *array* is a NumPy array; "of integers" allows any NumPy dtype of that kind.
# - Floats are compared to about nine digits, or to twelve decimals where they are near 0.
# - A cell may import what the set-up cell imports, anything of the standard library, NumPy, pandas, SciPy and scikit-learn;
#   the names that the set-up cell defines are there when it is graded.
#   All code cells of your notebook run when it is graded, your own too, from the top, and each check judges what is defined where it stands.
#   Two cells that define the same name share it, so name helpers apart.
# - An exercise may call a function of an earlier one; it then meets your version of it.
# - Warnings cost nothing. Speed is checked in exercise 3 only, but when your notebook is graded, calls that take longer than 20 seconds are cut off.
# - When your notebook is graded, it runs in a sandbox: it starts no other processes (`multiprocessing`, `subprocess`), reaches no network,
#   writes files in its own folder and in `/tmp` only, and nobody answers `input()` or a breakpoint.

# %% setup="imports"
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from autograder import checker

check = checker("w01_framing")

# %% [markdown]
# ## 1. What does "late" mean?
#
# The label is the first design decision, and it is rarely discussed.
# The US Department of Transportation counts a flight as late from 15 minutes after its scheduled arrival,
# and 2,470 flights of 2013 arrived at minute 15 exactly, so `>` or `>=` is a question worth 0.7 % of the data.
# Worse, 9,430 flights never arrived where they should have: they were cancelled or diverted, and have no arrival delay.
# To a passenger those are the latest flights of all.
# To a model they are silently whatever the code makes of a missing value, and in most languages `NaN >= 15` is false: *on time*.
# Your function makes the choice explicit.


# %% exercise="late-labels"
def late_labels(
    flights: pd.DataFrame, late_after: float = 15, cancelled: str = "exclude"
) -> pd.Series:
    """Label each flight 1.0 (late), 0.0 (on time) or NaN (no label).

    Arguments:
        flights: one row a flight, with a column `arr_delay` of dtype float64 or int64: minutes
            between the scheduled and the actual arrival, negative when early, NaN when the
            flight was cancelled or diverted. Other columns may or may not be there; none is needed.
        late_after: a flight is late when `arr_delay >= late_after`. Any number of minutes, also
            zero, negative or fractional.
        cancelled: a text, the label of a flight whose `arr_delay` is missing, cancelled and
            diverted alike: "exclude" gives NaN, "late" gives 1.0, "on_time" gives 0.0.

    Returns:
        A Series of dtype float64, named "late", whose index equals that of `flights`, labels,
        order and names of the levels. Index labels may repeat; rows are matched by position,
        never by label. No flights give an empty Series of the same dtype and name.

    Raises:
        ValueError: `cancelled` is none of the three words, compared exactly, also when no
            delay is missing (the message contains the word that was given, never an empty
            one); or `flights` has no column `arr_delay`.

    >>> flights = pd.DataFrame({"arr_delay": [15.0, 14.0, -3.0, np.nan]}, index=[7, 3, 3, 9])
    >>> late_labels(flights)
    7    1.0
    3    0.0
    3    0.0
    9    NaN
    Name: late, dtype: float64
    >>> late_labels(flights, late_after=-3, cancelled="late").tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    ### BEGIN SOLUTION
    label_of_missing = {"exclude": np.nan, "late": 1.0, "on_time": 0.0}
    if cancelled not in label_of_missing:
        raise ValueError(f"cancelled must be one of {list(label_of_missing)}, not {cancelled!r}")
    if "arr_delay" not in flights:
        raise ValueError("flights has no column 'arr_delay'")
    delay = flights["arr_delay"]
    # NaN >= 15 is False, which would read as "on time": missing delays are labelled apart.
    labels = np.where(delay.isna(), label_of_missing[cancelled], delay >= late_after)
    return pd.Series(labels, index=flights.index, name="late", dtype="float64")
    ### END SOLUTION


# %% check="late-labels" points=4

# %% check="late-labels" hidden=true points=6

# %%
# Try it: three honest answers to "how often are flights late?", from the same year of flights.
#
# from worlds.flights import load
#
# for choice in ("exclude", "late", "on_time"):
#     labels = late_labels(load(), cancelled=choice)
#     print(f"{choice:8}{labels.mean():7.2%} late of {labels.count():,} labelled flights")

# %% [markdown]
# ## 2. What does a mistake cost?
#
# Accuracy treats a missed connection and a needless phone call as the same error.
# The desk does not.
# When it acts on a flight that turns out late, it still pays for the crew and for the rebooking, but saves the rest;
# when it acts for nothing, it pays and gains nothing;
# when it misses, passengers sleep at the airport.
# Suppose finance and operations have agreed on these costs, in dollars a flight:
#
# | | the flight is late | the flight is on time |
# |---|---|---|
# | the desk **acts** | `correct_alarm` 150 | `false_alarm` 120 |
# | the desk **stays silent** | `miss` 600 | `correct_silence` 0 |
#
# A correct alarm is not free. That is the entry most often forgotten, and forgetting it makes acting look too good.


# %% exercise="expected-cost"
def expected_cost(
    y_true: ArrayLike, y_prob: ArrayLike, threshold: float, costs: Mapping[str, float]
) -> float:
    """Return the mean cost in dollars per flight of acting whenever `y_prob >= threshold`.

    Arguments:
        y_true: n labels, array-like of numbers or of bools, each 1 (late) or 0 (on time).
        y_prob: n scores, array-like of numbers, each from 0 to 1, both included. They need not
            be calibrated. A score of any dtype is compared as the float64 that it equals.
        threshold: the desk acts when `y_prob >= threshold`. Any number but NaN:
            `math.inf` means never act, 0 or less means always act.
        costs: a dict of dollars per flight for exactly the entries "correct_alarm" (acted,
            late), "false_alarm" (acted, on time), "miss" (silent, late) and "correct_silence"
            (silent, on time). Any finite number below 10**9 in size, cents included; a
            negative cost is a gain.

    Returns:
        The mean over all n flights, silent ones included, as a float.

    Raises:
        ValueError: the lengths differ; there are no flights; a label is neither 0 nor 1 (NaN
            included); a score is NaN or outside [0, 1] (infinite included); the threshold is
            NaN; an entry of `costs` is missing, has an unknown name, or is NaN or infinite.

    >>> costs = {"correct_alarm": 150, "false_alarm": 120, "miss": 600, "correct_silence": 0}
    >>> expected_cost([1, 0, 1, 0], [0.9, 0.6, 0.4, 0.1], 0.6, costs)
    217.5
    >>> expected_cost([1, 0, 1, 0], [0.9, 0.6, 0.4, 0.1], math.inf, costs)
    300.0
    """
    ### BEGIN SOLUTION
    labels = np.asarray(y_true, dtype=float)
    scores = np.asarray(y_prob, dtype=float)
    entries = {"correct_alarm", "false_alarm", "miss", "correct_silence"}
    if len(labels) != len(scores) or len(labels) == 0:
        raise ValueError(f"need as many labels as scores: {len(labels)} and {len(scores)}")
    if not np.isin(labels, [0, 1]).all():
        raise ValueError("y_true has a label that is neither 0 nor 1")
    if not ((scores >= 0) & (scores <= 1)).all():
        raise ValueError("y_prob has a score that is missing or outside [0, 1]")
    if math.isnan(threshold):
        raise ValueError("the threshold is NaN")
    if set(costs) != entries or not all(math.isfinite(cost) for cost in costs.values()):
        raise ValueError(f"costs needs a finite number for each of {sorted(entries)}")
    late = labels == 1
    cost_if_acting = np.where(late, costs["correct_alarm"], costs["false_alarm"])
    cost_if_silent = np.where(late, costs["miss"], costs["correct_silence"])
    return float(np.where(scores >= threshold, cost_if_acting, cost_if_silent).mean())
    ### END SOLUTION


# %% check="expected-cost" points=4

# %% check="expected-cost" hidden=true points=6

# %%
# Try it: the two policies that need no model. Any model has to beat the cheaper one.
#
# from worlds.flights import load
#
# desk_costs = {"correct_alarm": 150, "false_alarm": 120, "miss": 600, "correct_silence": 0}
# y_true = late_labels(load()).dropna()
# no_score = np.zeros(len(y_true))
# for policy, threshold in {"always act": 0.0, "never act": math.inf}.items():
#     cost = expected_cost(y_true, no_score, threshold, desk_costs)
#     print(f"{policy:12} {cost:6.2f} dollars a flight")

# %% [markdown]
# ## 3. When should the desk act?
#
# If the scores were true probabilities, algebra would give the answer:
# act when the expected cost of acting is at most that of silence,
# which for the costs above means $p \ge 120 / (120 + 450) \approx 0.21$.
# Scores are seldom true probabilities, least of all from a model that was trained in September and is read in December.
# The desk has a year of outcomes, so it can simply find the threshold that *would have been* cheapest.
# Only finitely many thresholds behave differently: each distinct score, and "never act".
# Equal scores are acted on together, because a threshold cannot tell them apart.
#
# A day at the desk is short: do this by sorting once.
# Computing the cost afresh for each of 100,000 distinct scores would take many minutes.


# %% exercise="best-threshold"
def best_threshold(y_true: ArrayLike, y_prob: ArrayLike, costs: Mapping[str, float]) -> float:
    """Return the threshold with the lowest `expected_cost` on these flights, exactly.

    The candidates are every distinct value of `y_prob`, and `math.inf` for "never act". The
    lowest score is the candidate for "always act". Nothing between two scores is a candidate.

    Arguments:
        y_true, y_prob, costs: as for `expected_cost`; at most 100,000 flights. Further
            promise: a finite cost is a whole number of dollars (as an int or a float), below a
            million in size.

    Returns:
        The cheapest candidate, as a float; among equally cheap candidates the highest, so
        that the desk acts no more often than it has to. `math.inf` is the highest of all.
        The value equals one of the scores as given, to the last digit of float64: not a
        rounded or shifted one.

    Raises:
        ValueError: whenever `expected_cost` would raise it for the same `y_true`, `y_prob`
            and `costs`.

    Costs in whole dollars add up exactly in float64 (not in float32, which holds no whole
    number above 16,777,216 for sure), so thresholds that cost the same tie exactly, as long as
    you compare sums: a product of rates may be off in the last digit.

    Time: O(n log n). For 100,000 distinct scores a sort takes a fraction of a second, also in
    plain Python. The call is cut off after three seconds, which is too short for pricing each
    threshold afresh.

    >>> costs = {"correct_alarm": 150, "false_alarm": 120, "miss": 600, "correct_silence": 0}
    >>> best_threshold([1, 0, 1, 0], [0.9, 0.6, 0.4, 0.1], costs)
    0.4
    >>> best_threshold([0, 0, 0], [0.9, 0.6, 0.4], costs)
    inf
    """
    ### BEGIN SOLUTION
    labels = np.asarray(y_true, dtype=float)
    scores = np.asarray(y_prob, dtype=float)
    entries = {"correct_alarm", "false_alarm", "miss", "correct_silence"}
    if len(labels) != len(scores) or len(labels) == 0:
        raise ValueError(f"need as many labels as scores: {len(labels)} and {len(scores)}")
    if not np.isin(labels, [0, 1]).all():
        raise ValueError("y_true has a label that is neither 0 nor 1")
    if not ((scores >= 0) & (scores <= 1)).all():
        raise ValueError("y_prob has a score that is missing or outside [0, 1]")
    if set(costs) != entries or not all(math.isfinite(cost) for cost in costs.values()):
        raise ValueError(f"costs needs a finite number for each of {sorted(entries)}")
    # Written out rather than borrowed from `expected_cost`, so that each exercise stands alone.
    change_if_late = costs["correct_alarm"] - costs["miss"]
    change_if_on_time = costs["false_alarm"] - costs["correct_silence"]
    highest_first = np.argsort(-scores)
    scores, labels = scores[highest_first], labels[highest_first]
    change = np.cumsum(np.where(labels == 1, change_if_late, change_if_on_time))
    # A threshold takes in a whole run of equal scores: only the end of a run is a candidate.
    ends = np.append(scores[1:] != scores[:-1], True)
    candidates = np.append(math.inf, scores[ends])
    totals = np.append(0, change[ends])  # counted from the cost of never acting
    return float(candidates[np.argmin(totals)])  # the first minimum has the highest threshold
    ### END SOLUTION


# %% check="best-threshold" points=6

# %% check="best-threshold" hidden=true points=6

# %%
# Try it: the later in the day a flight leaves, the likelier it is late. Read the scheduled hour
# as a crude score. From which hour on should the desk act, and what does that save?
#
# from worlds.flights import load
#
# desk_costs = {"correct_alarm": 150, "false_alarm": 120, "miss": 600, "correct_silence": 0}
# flights = load()
# y_true = late_labels(flights).dropna()
# y_prob = flights.loc[y_true.index, "hour"] / 24
# threshold = best_threshold(y_true, y_prob, desk_costs)
# cost = expected_cost(y_true, y_prob, threshold, desk_costs)
# print(f"act from {threshold * 24:.0f}:00 on: {cost:.2f} dollars a flight")

# %% [markdown]
# ## 4. Which options deserve a discussion?
#
# Finance wants few false alarms, passengers few misses, and the on-call engineer a service that answers fast.
# No single number ranks their options, and adding up weighted scores only hides who lost.
# Decoupling the objectives starts with an honest step:
# strike out every option that another one beats or matches on *everything*, and discuss the rest.
# What remains is the Pareto front.
# An option that is worst on two counts and best on the third stays, because someone may care about the third.


# %% exercise="pareto-front"
def pareto_front(options: ArrayLike, senses: Sequence[str]) -> np.ndarray:
    """Return the indices of the options that no other option dominates.

    Option a dominates option b when a is at least as good as b on every objective and
    strictly better on at least one. Equal rows therefore never dominate each other: duplicates
    of a front option are all in the front.

    Arguments:
        options: array-like of numbers, of shape (n, m): one row an option, one column an
            objective; m >= 1. A list or tuple of rows, or an array of any integer or float
            dtype (an unsigned one has no negative numbers), integers below 2**53 in size
            (promise). Infinite values are allowed and compare as usual. Values are compared
            exactly, without a tolerance. n is at most 200, so comparing every pair will do.
        senses: a list or tuple of texts, m of them: "min" where less is better and "max" where
            more is better.

    Returns:
        A 1-D array of integers: row numbers, ascending. n = 0, an array of shape (0, m), gives
        an empty array of integers.

    Raises:
        ValueError: `options` is not 2-D (`[]` is 1-D), has m = 0 (as `[[]]` has), or contains
            NaN; the number of senses is not m; a sense is neither "min" nor "max". This holds
            for n = 0 as well.

    Cost per flight (min) and share of late flights caught (max); option 2 is beaten by 0:

    >>> options = [[90.0, 0.60], [120.0, 0.80], [95.0, 0.60], [90.0, 0.60]]
    >>> pareto_front(options, ["min", "max"])
    array([0, 1, 3])
    """
    ### BEGIN SOLUTION
    values = np.asarray(options, dtype=float)
    if values.ndim != 2 or values.shape[1] == 0:
        raise ValueError(f"options must have shape (n, m) with m >= 1, not {values.shape}")
    if np.isnan(values).any():
        raise ValueError("options contains NaN")
    if len(senses) != values.shape[1]:
        raise ValueError(f"{len(senses)} senses for {values.shape[1]} objectives")
    for sense in senses:
        if sense not in ("min", "max"):
            raise ValueError(f"a sense is 'min' or 'max', not {sense!r}")
    to_minimise = values * np.where(np.asarray(senses) == "min", 1.0, -1.0)
    dominated = np.zeros(len(values), dtype=bool)
    for row, option in enumerate(to_minimise):
        as_good = (to_minimise <= option).all(axis=1)
        better = (to_minimise < option).any(axis=1)
        dominated[row] = (as_good & better).any()
    return np.flatnonzero(~dominated)
    ### END SOLUTION


# %% check="pareto-front" points=5

# %% check="pareto-front" hidden=true points=7

# %%
# Try it: sixteen carriers judged by how often they are late, how often they cancel or divert,
# and how many flights they offer. Who is beaten on all three?
#
# from worlds.flights import load
#
# flights = load()
# by_carrier = (
#     flights.assign(late=late_labels(flights), lost=flights["arr_delay"].isna())
#     .groupby("carrier")
#     .agg(late=("late", "mean"), lost=("lost", "mean"), flights=("lost", "size"))
# )
# front = pareto_front(by_carrier.to_numpy(dtype=float), ["min", "min", "max"])
# print(by_carrier.iloc[front].round(3))

# %% [markdown]
# ## 5. What must a model beat?
#
# "AUC 0.78" says nothing until you know what a table of averages achieves.
# The oldest forecast in operations is: *how often was this route late before?*
# It needs no training run, no feature store and nobody on call, and a surprising number of models do not beat it.
#
# Its one difficulty is thin history.
# A carrier that flew from Newark at 21:00 three times, late each time, is not certain to be late.
# So each rate is pulled towards the rate of the wider group around it, as if that group had contributed
# `prior_strength` flights of its own, and the wider group towards a wider one still, up to the rate of the whole history.
# A group without a single labelled flight simply keeps the rate of the wider one: the forecast *backs off*.
#
# For `keys = ["origin", "carrier"]` and strength $m$, with $n$ labelled flights in a group of which $s$ were late:
#
# $$r_{\text{all}} = \frac{s_{\text{all}}}{n_{\text{all}}}, \qquad
#   r_{\text{EWR}} = \frac{s_{\text{EWR}} + m\, r_{\text{all}}}{n_{\text{EWR}} + m}, \qquad
#   r_{\text{EWR, UA}} = \frac{s_{\text{EWR, UA}} + m\, r_{\text{EWR}}}{n_{\text{EWR, UA}} + m}$$


# %% exercise="baseline-rates"
def baseline_rates(
    train: pd.DataFrame, test: pd.DataFrame, keys: Sequence[str], prior_strength: float
) -> pd.Series:
    """Forecast each test flight by the smoothed late rate of its group in the history.

    The keys go from the widest group to the narrowest. The rate of a group given by values of
    the first k keys is `(late + m * parent) / (n + m)`, where n counts its labelled train
    flights, `late` those with label 1.0, m is `prior_strength`, and `parent` is the smoothed
    rate of the group given by the first k - 1 of those values. For k = 0 the rate is the plain
    mean of all known labels, without smoothing. A group with n = 0 has its parent's rate, also
    when m = 0.

    Arguments:
        train: the history: every key column, and a column "late" of float32 or float64 with
            1.0, 0.0 or NaN. Rows with label NaN count nowhere. Its index has no meaning, and
            its labels may repeat.
        test: the flights to forecast: every key column. A column "late" may be there, and
            must not influence the result.
        keys: names of distinct columns, widest first: a list or tuple of texts, any texts but
            "late", so also "n", "rate" or "index". In train and test alike a key holds texts,
            numbers, bools, or categoricals of the same categories (promise); the dtypes may
            differ within the kind, as `int64` and `float64` do: 6 and 6.0 are one value. Two
            flights are in the same group exactly when their values are equal one by one:
            "EW", "RUA" and "EWR", "UA" are two groups. No keys: every flight gets the overall
            rate.
        prior_strength: m, in flights; any finite number from 0 up. With m = 0 a group with
            n > 0 has its raw rate.

    A missing key value (None or NaN; the text "nan" is not missing) belongs to no group. A
    train row whose k-th key is the first missing one counts in its groups of fewer than k keys
    and in the overall rate, and in no narrower group. A test row stops at the same place: it
    gets the rate of the group given by its keys before the missing one, even when later keys
    are known.

    Returns:
        A Series of dtype float64, named "late_rate", whose index equals that of `test`, labels
        and order (labels may repeat), without NaN. No test flights give an empty such Series.

    Raises:
        ValueError: train has no column "late"; a key is no column of train or none of test, or
            is "late" itself; a label is not 1.0, 0.0 or NaN; train has no known label;
            `prior_strength` is negative, NaN or infinite.

    >>> train = pd.DataFrame({"origin": ["EWR", "EWR", "EWR", "JFK"],
    ...                       "carrier": ["UA", "UA", "B6", "B6"],
    ...                       "late": [1.0, 1.0, 0.0, 0.0]})
    >>> test = pd.DataFrame({"origin": ["EWR", "EWR", "LGA"], "carrier": ["UA", "AA", "UA"]})
    >>> baseline_rates(train, test, ["origin", "carrier"], prior_strength=2).tolist()
    [0.8, 0.6, 0.5]

    Overall 2/4 = 0.5; EWR (2 + 2 * 0.5) / (3 + 2) = 0.6; EWR and UA (2 + 2 * 0.6) / (2 + 2)
    = 0.8. EWR with AA was never seen and takes EWR's rate; LGA takes the overall rate.
    """
    ### BEGIN SOLUTION
    if "late" not in train:
        raise ValueError("train has no column 'late'")
    for key in keys:
        if key == "late" or key not in train or key not in test:
            raise ValueError(f"{key!r} cannot be a key: it is the label, or not in both tables")
    if not (math.isfinite(prior_strength) and prior_strength >= 0):
        raise ValueError(f"prior_strength must be finite and not negative: {prior_strength}")
    known = train[train["late"].notna()]
    if known.empty:
        raise ValueError("train has no known label")
    if not known["late"].isin([0.0, 1.0]).all():
        raise ValueError("a label of train is not 1.0, 0.0 or NaN")

    # A group is the tuple of its key values, so its parent is the tuple without the last one.
    # Distinct rows are few, however many flights there are: those are counted, then their groups.
    distinct = Counter(zip(*(known[key] for key in keys), known["late"], strict=True))
    flights: Counter[tuple[Any, ...]] = Counter()
    late: Counter[tuple[Any, ...]] = Counter()
    for (*values, label), count in distinct.items():
        for depth in range(len(keys) + 1):
            if depth and pd.isna(values[depth - 1]):
                break
            flights[tuple(values[:depth])] += count
            late[tuple(values[:depth])] += int(label) * count

    def back_off(values: tuple[Any, ...]) -> float:
        rate = late[()] / flights[()]
        for depth in range(1, len(values) + 1):
            group = values[:depth]
            if group not in flights:  # never seen, or ending in a missing key
                break
            rate = (late[group] + prior_strength * rate) / (flights[group] + prior_strength)
        return rate

    rows = zip(*(test[key] for key in keys), strict=True) if keys else [()] * len(test)
    forecasts = [back_off(values) for values in rows]
    return pd.Series(forecasts, index=test.index, name="late_rate", dtype="float64")
    ### END SOLUTION


# %% check="baseline-rates" points=6

# %% check="baseline-rates" hidden=true points=6

# %%
# Try it: learn from January to September, forecast October to December, and choose the threshold
# on the history, never on the flights it is judged by. Compare with "always" and "never" there.
#
# from worlds.flights import load
#
# desk_costs = {"correct_alarm": 150, "false_alarm": 120, "miss": 600, "correct_silence": 0}
# flights = load()
# flights = flights.assign(late=late_labels(flights)).dropna(subset=["late"])
# train, test = flights[flights["month"] <= 9], flights[flights["month"] >= 10]
# keys = ["origin", "hour", "carrier"]
# threshold = best_threshold(train["late"], baseline_rates(train, train, keys, 50), desk_costs)
# rates = baseline_rates(train, test, keys, 50)
# for policy, cut in {"baseline": threshold, "always act": 0.0, "never act": math.inf}.items():
#     cost = expected_cost(test["late"], rates, cut, desk_costs)
#     print(f"{policy:12} {cost:6.2f} dollars a flight")

# %% [markdown]
# ## 6. How large would it be?
#
# Before a meeting about clusters, do the arithmetic.
# The three airports scheduled 923 flights a day in 2013, which a telephone could serve.
# But the desk's answer is also shown on departure boards and in apps, which ask for it all day long, and hardest when snow falls.
# Three habits keep such an estimate honest: size for the **peak**, not the mean;
# leave **headroom**, because queues grow without bound as utilisation nears one;
# and keep a **spare**, because a replica will be down when you need it.
#
# Little's law gives the number of requests in progress at once: $L = \lambda W$,
# arrivals per second times seconds each stays.
# It assumes nothing about the distribution of either, which is why it fits on the back of an envelope.
# Units live in the names, since a wrong unit is the commonest mistake of all:
# networks are sold in mega*bits* per second, disks in giga*bytes*.


# %% exercise="capacity-plan"
def capacity_plan(load: Mapping[str, float], service: Mapping[str, float]) -> dict[str, float]:
    """Estimate replicas, storage and egress of a service from its load.

    Arguments:
        load: what is asked of the service, with exactly these entries:
            "requests_per_day" (mean over the year, >= 0),
            "peak_to_mean" (peak rate divided by mean rate, >= 1),
            "stored_bytes_per_request" (kept for every request, >= 0),
            "response_bytes" (sent for every request, >= 0).
        service: what a replica can do, with exactly these entries:
            "seconds_per_request" (time a request holds a slot, > 0),
            "slots_per_replica" (requests a replica works on at once, whole, >= 1),
            "max_utilisation" (share of the slots that may be busy at peak, > 0 and <= 1),
            "spare_replicas" (kept on top of what the peak needs, whole, >= 0).
        Both are dicts of numbers; every finite one is below 10**15 (promise). A value that must
        be whole may be an int or a float such as 4.0. Integers are Python's: NumPy's, which wrap
        around beyond 9.2e18 without an error, are not given (promise).

    Returns:
        A dict with exactly these entries:
            "peak_requests_per_second" (float): requests_per_day / 86,400 times peak_to_mean.
            "busy_slots" (float): slots in use at peak on average, by Little's law.
            "replicas" (int, so 9 and not 9.0, also where the spares are 1.0): the smallest
                whole number r >= 1 for which
                busy_slots <= r * slots_per_replica * max_utilisation, plus spare_replicas.
                Rounding error buys no machine: when busy_slots divided by
                (slots_per_replica * max_utilisation) lies within 1e-9 of a whole number
                >= 1, r is that number. (That quotient is below a million, and its distance
                from a whole number is never between 0.9e-9 and 1.1e-9: promise.)
            "storage_gb_per_year" (float): all that is stored in 365 days at the mean rate, in
                gigabytes of 10**9 bytes.
            "egress_mbit_per_second" (float): sent at peak, in megabits of 10**6 bits.

    Raises:
        ValueError: an entry is missing or has an unknown name (a wrong name is mostly a wrong
            unit), or a value is NaN, infinite or outside the range given above, or is not
            whole where that is asked.

    >>> load = {"requests_per_day": 8_640_000, "peak_to_mean": 3,
    ...         "stored_bytes_per_request": 500, "response_bytes": 2_000}
    >>> service = {"seconds_per_request": 0.05, "slots_per_replica": 4,
    ...            "max_utilisation": 0.5, "spare_replicas": 1}
    >>> for name, value in capacity_plan(load, service).items():
    ...     print(name, value)
    peak_requests_per_second 300.0
    busy_slots 15.0
    replicas 9
    storage_gb_per_year 1576.8
    egress_mbit_per_second 4.8

    15 busy slots over 4 * 0.5 = 2 per replica is 7.5, so 8 replicas, and 1 spare.
    """
    ### BEGIN SOLUTION
    ranges = {
        "load": {
            "requests_per_day": lambda x: x >= 0,
            "peak_to_mean": lambda x: x >= 1,
            "stored_bytes_per_request": lambda x: x >= 0,
            "response_bytes": lambda x: x >= 0,
        },
        "service": {
            "seconds_per_request": lambda x: x > 0,
            "slots_per_replica": lambda x: x >= 1 and x == int(x),
            "max_utilisation": lambda x: 0 < x <= 1,
            "spare_replicas": lambda x: x >= 0 and x == int(x),
        },
    }
    for argument, given in (("load", load), ("service", service)):
        if set(given) != set(ranges[argument]):
            raise ValueError(f"{argument} needs exactly the entries {list(ranges[argument])}")
        for name, in_range in ranges[argument].items():
            if not (math.isfinite(given[name]) and in_range(given[name])):
                raise ValueError(f"{name} is out of range: {given[name]}")

    seconds_per_day = 24 * 60 * 60
    peak = load["requests_per_day"] / seconds_per_day * load["peak_to_mean"]
    busy_slots = peak * service["seconds_per_request"]
    needed = busy_slots / (service["slots_per_replica"] * service["max_utilisation"])
    whole = round(needed) if abs(needed - round(needed)) <= 1e-9 else math.ceil(needed)
    stored = load["requests_per_day"] * 365 * load["stored_bytes_per_request"]
    return {
        "peak_requests_per_second": float(peak),
        "busy_slots": float(busy_slots),
        "replicas": max(1, whole) + int(service["spare_replicas"]),
        "storage_gb_per_year": float(stored / 10**9),
        "egress_mbit_per_second": float(peak * load["response_bytes"] * 8 / 10**6),
    }
    ### END SOLUTION


# %% check="capacity-plan" points=5

# %% check="capacity-plan" hidden=true points=7

# %%
# Try it: how much busier than the mean is the busiest hour of 2013? Then let 10,000 screens ask
# about every flight, and change one number at a time. Which one hurts?
#
# from worlds.flights import load
#
# per_hour = load()["scheduled_departure"].dt.floor("h").value_counts()
# peak_to_mean = per_hour.max() / (per_hour.sum() / (365 * 24))
# asked = {"requests_per_day": 923 * 10_000, "peak_to_mean": peak_to_mean,
#          "stored_bytes_per_request": 400, "response_bytes": 1_500}
# replica = {"seconds_per_request": 0.05, "slots_per_replica": 4,
#            "max_utilisation": 0.7, "spare_replicas": 1}
# print(capacity_plan(asked, replica))

# %% [markdown]
# ## 7. Does the design hold together?
#
# Design documents are reviewed by tired people, who look for what is wrong with what is there, and overlook what is not there.
# The gaps that hurt later are dull ones: stage budgets that add up to more than the promise to the user,
# an objective that nobody measures, a metric that can be gamed because nothing guards it,
# no answer for the day the model is down, nobody to call.
# A machine finds those every time, if the document has a form a machine can read.
#
# This is the form. Every section and every field may be missing: that is what the review is for.
#
# ```python
# design = {
#     "owner": "delay-desk team",
#     "objectives": [{"name": "fewer-missed-connections", "metric": "misses-per-1000"}],
#     "metrics": [{"name": "misses-per-1000", "guardrail": "false alarms below 80 per 1000"}],
#     "latency": {"slo_ms": 150, "stages_ms": {"features": 60, "model": 40, "network": 50}},
#     "fallback": "the historical rate of the route",
#     "rollback": "serve the previous model; one command, five minutes",
# }
# ```


# %% exercise="review-design"
def review_design(design: Mapping[str, Any]) -> list[str]:
    """List every violation in a design document, sorted; an empty list means it passes.

    Something is *absent* when its key is not there, or its value is None, a text that is empty
    or only white space (what `str.strip` removes), or an empty list or dict, whatever type is
    asked for there: `"slo_ms": ""` and `"metric": []` are absent. The number 0 is not absent.
    A section that holds something is there, even if all it holds is absent or ignored.

    The violations, with the exact string for each:
        "owner/missing", "fallback/missing", "rollback/missing": that section is absent.
        "objectives/missing": the list of objectives is absent.
        "objectives/NAME/no-metric": the objective called NAME has its "metric" absent.
        "objectives/NAME/unknown-metric": its "metric" is there, but is not the name of any
            entry of "metrics" (names are compared exactly; with "metrics" absent, every
            metric is unknown).
        "metrics/missing": the list of metrics is absent.
        "metrics/NAME/no-guardrail": the metric called NAME has its "guardrail" absent.
        "latency/missing": the section "latency" is absent.
        "latency/no-slo": the section is there, but its "slo_ms" is absent. (So
            `"latency": {"note": "soon"}` has this violation and the next.)
        "latency/no-stages": the section is there, but its "stages_ms" is absent.
        "latency/over-slo": both are there, and the stage budgets add up to more than the SLO.
            Equal is allowed.

    Arguments:
        design: a dict of the form shown above. What is not absent is well formed (promise):
            owner, fallback, rollback, metric and guardrail are texts; "latency" is a dict
            with "slo_ms", an int, and "stages_ms", a dict from stage names to ints, all in
            milliseconds; "objectives" and "metrics" are lists of dicts. Each of these may be
            absent, "stages_ms" too. Never absent are the entries of the two lists, the "name"
            of each (a text that is not blank and does not repeat in its list), and the ints
            in "stages_ms". Other keys may be there and are ignored, at every level.

    Returns:
        A list of strings in the order of Python's `sorted`. Every violation is listed, not
        only the first; a missing section never hides the others and never raises. `{}` has
        the six violations "SECTION/missing".

    >>> hurried = {
    ...     "owner": "delay-desk team",
    ...     "objectives": [{"name": "punctual", "metric": "late-share"}, {"name": "cheap"}],
    ...     "metrics": [{"name": "late-share", "guardrail": "alarms per shift below 40"}],
    ...     "latency": {"slo_ms": 150, "stages_ms": {"features": 90, "model": 80}},
    ...     "fallback": "  ",
    ...     "rollback": "serve the previous model",
    ... }
    >>> review_design(hurried)
    ['fallback/missing', 'latency/over-slo', 'objectives/cheap/no-metric']
    """

    ### BEGIN SOLUTION
    def read(section: Mapping[str, Any], key: str) -> Any:
        """The value under `key`, or None for every kind of absence."""
        value = section.get(key)
        blank = isinstance(value, str) and not value.strip()
        return None if blank or value in ([], {}) else value

    sections = ("owner", "objectives", "metrics", "latency", "fallback", "rollback")
    found = [f"{section}/missing" for section in sections if read(design, section) is None]

    metrics = read(design, "metrics") or []
    for metric in metrics:
        if read(metric, "guardrail") is None:
            found.append(f"metrics/{metric['name']}/no-guardrail")

    known_metrics = {metric["name"] for metric in metrics}
    for objective in read(design, "objectives") or []:
        measured_by = read(objective, "metric")
        if measured_by is None:
            found.append(f"objectives/{objective['name']}/no-metric")
        elif measured_by not in known_metrics:
            found.append(f"objectives/{objective['name']}/unknown-metric")

    latency = read(design, "latency")
    if latency is not None:
        slo, stages = read(latency, "slo_ms"), read(latency, "stages_ms")
        if slo is None:
            found.append("latency/no-slo")
        if stages is None:
            found.append("latency/no-stages")
        if slo is not None and stages is not None and sum(stages.values()) > slo:
            found.append("latency/over-slo")
    return sorted(found)
    ### END SOLUTION


# %% check="review-design" points=5

# %% check="review-design" hidden=true points=7

# %%
# Try it: a design that was written in a hurry. Repair it until the list is empty.
#
# hurried = {
#     "objectives": [{"name": "fewer-missed-connections", "metric": "AUC"}, {"name": "cheaper"}],
#     "metrics": [{"name": "auc"}],
#     "latency": {"slo_ms": 100, "stages_ms": {"features": 60, "model": 40, "network": 50}},
#     "fallback": "",
# }
# for violation in review_design(hurried):
#     print(violation)

# %% [markdown]
# ## Memo: frame the delay desk for one stakeholder
#
# Choose **one** stakeholder: a connecting passenger, the operations desk, crew planning, finance, or the airport.
# Write 400 to 700 words to the person who decides whether the desk gets a budget.
# That person has ten minutes and has not read this notebook.
# Use figures from your own work above; where you must assume one, say so.
#
# The memo is graded by hand against this table.
# Each row earns 0, 2 or 4 points by counting what is on the page, so that two graders agree.
# Elegance earns nothing; a missing number costs something.
#
# | Section | 4 points | 2 points | 0 points |
# |---|---|---|---|
# | **Objective** | names (a) the stakeholder, (b) the decision they take and when, (c) what a miss *and* a false alarm cost them, each with a figure and unit | two of the three | one or none |
# | **Metric** | gives (a) a business metric in the stakeholder's unit, with its value today or under a model-free policy, (b) a model metric, (c) a concrete case in which the model metric improves and the business metric does not | two of the three | one or none |
# | **Guardrail** | gives (a) a quantity other than the metric, (b) the number at which it is breached, (c) whom it protects and what happens on a breach | two of the three | one or none |
# | **Framing alternatives** | names the chosen framing and two others (classification, regression, ranking, survival, a rule, no system), and for *each* of the two one thing it would make easier and one reason it was not chosen | this much for one other, whatever is said of the second | for no other framing both a thing it makes easier and a reason |
# | **Kill criterion** | gives (a) a measurable condition with a number, (b) the date or amount of evidence at which it is judged, (c) who decides and what the desk returns to | two of the three | one or none |
#
# Of two figures that contradict each other, neither counts.
# A memo of more than 800 words, or without the five headings, loses 2 points; a shorter one loses nothing but what it leaves out.

# %% [markdown] memo="framing-memo" points=20
# # Memo: the delay desk
#
# ## Objective
#
# ### BEGIN SOLUTION
# **To:** the director of operations. **About:** the delay desk, framed for the operations desk.
#
# The stakeholder is the operations desk.
# Two hours before each scheduled departure its shift lead decides whether to act on a flight:
# hold the connection, rebook, or call in a crew.
# Acting on a flight that is then on time costs 120 dollars (crew call and agent time).
# Staying silent on a flight that is then late costs 600 dollars (vouchers, hotel, overtime).
# Acting on a flight that is late still costs 150 dollars.
# These are the figures agreed with finance for planning; I treat them as assumptions until we have booked costs of one quarter.
# ### END SOLUTION
#
# ## Metric
#
# ### BEGIN SOLUTION
# The business metric is mean cost per flight in dollars.
# On the flights of 2013 that arrived, of which 24.5 % were late,
# never acting costs 146.82 dollars a flight and always acting 127.34.
# So the bar is 127.34, not zero, and a model that does not go below it is worth nothing to this desk.
# For the model we track the log loss, because the threshold is read off its probabilities.
# The two can part:
# a model that moves punctual flights from 0.10 to 0.05 has a better log loss,
# but they were below the threshold of about 0.21 before, so no decision changes and nothing is saved.
# We therefore ship on cost and only debug with log loss.
# ### END SOLUTION
#
# ## Guardrail
#
# ### BEGIN SOLUTION
# The desk can handle alarms only while people believe them.
# The guardrail is the share of alarms that turn out on time, measured per shift.
# It will never be small, because a miss costs five times a false alarm:
# from October to December the historical rate of origin, hour and carrier had 72 % on its alarms, and still paid.
# If the share passes 75 % in three consecutive shifts, alarms go to the shift lead alone instead of to the gates,
# until the cause is found.
# This protects gate agents and the passengers they would rebook for nothing.
# ### END SOLUTION
#
# ## Framing alternatives
#
# ### BEGIN SOLUTION
# We frame the task as classification: the probability of arriving 15 or more minutes late.
# It matches the decision, which is to act or not, and prices can be applied to it after training.
# *Regression* on minutes would make it easier to plan how long to hold a connection, and would survive a change of the 15-minute rule.
# We did not choose it because the few delays of many hours dominate a squared error, while the desk's decision turns near minute 15,
# and because cancelled flights have no minutes at all.
# *Ranking* the next two hours of flights would make it easy to respect a fixed number of crews.
# We did not choose it because a rank cannot say "none of these deserves a crew today", and on a calm day that is the right answer.
# ### END SOLUTION
#
# ## Kill criterion
#
# ### BEGIN SOLUTION
# We run in shadow from 1 October, choosing the threshold only on earlier flights.
# If by 31 December, or about 80,000 flights, the model's cost is not at least 5 dollars a flight below
# the better of two references on the same flights (always acting, and the smoothed historical rate of origin, hour and carrier), we stop.
# The director of operations decides, on a report that finance has countersigned.
# The desk then keeps the historical rate, which costs 113.91 dollars a flight on October to December 2013
# (always acting: 126.89), and needs no training and nobody on call.
# ### END SOLUTION
