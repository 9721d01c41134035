# %% [markdown]
# # Week 9. Continual learning and experiments
#
# **How do we learn from production without harming it?**
#
# Week 8 told **the delay desk** when the world had moved. Now the desk wants to answer: with a new model, a new threshold, a new text of the alert.
# Whether the answer is any good, only production can say.
# The held-out year knows how well a model predicts; it does not know what dispatchers do with the prediction,
# nor what happens to the next flight of an aircraft that was held for the last one's passengers.
# So the new version has to run, on real flights, before anybody knows that it is better.
# Whoever lets it run learns something, and pays for it with those flights.
# You build the eight parts that make the lesson true and the price small:
# how many units it takes, who gets what, whether the split can be trusted, how to see more with the same rows, how to look every day without fooling oneself,
# how to pull back from what does badly, how to ask the old log about a new policy, and when to turn the new version off.
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
#          |                        v                       |
#          v                  [ evaluate ] ---> [ serve:  stable | CANDIDATE ]
#      [ train ] week 5         week 6            week 7  |            |
#          ^                                              v            v
#          |    retrain                               [   decision log    ]
#          +---------------------- [ monitor ] <---------+         |
#                                    week 8                        v
#                                                          [ EXPERIMENT ]
#                                                             this week
#
#   Inside EXPERIMENT; the numbers are this week's exercises:
#
#      before    [ 1 how many units? ] ---> [ 2 who gets what ]
#                                                   |
#      while     [ 8 turn it off?    ] <--- the decision log ---> [ 3 is the split right? ]
#      it runs   [ 6 which arm next? ] <------------+
#                                                   |
#      the       [ 4 less noise      ] <------------+----> [ 5 may be read every day ]
#      answer    [ 7 another policy, from the old log ]
# ```
#
# The flights are real, but nobody ever experimented on them.
# Where an effect must be known, it is planted in simulated rows, or in real ones of which a random half is called treated.
#
# ## How to work
#
# - Read the lecture first: `make site`, then open `build/site/w09_experimentation.html`.
# - Run the cells from the top.
#   Replace each `raise NotImplementedError` by your code, then run the cell below it:
#   `check("sample-size")` answers at once with what is right, what is not, and your score.
# - The second check cell of each exercise stays quiet here.
#   Its tests run when the notebook is graded; they use other inputs, but demand nothing that the contract does not say.
# - Grading takes the exercise cells only.
#   Extra functions and imports that an exercise needs belong in that exercise's cell.
#   No exercise needs another one.
# - A cell that begins with `# Try it` shows what your function says about the real flights, or about simulated rows.
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
# - A *number* is an `int` or a `float`, Python's, or NumPy's `int64` or `float64`, never a `bool` or a text;
#   a *whole number* is an `int` of either.
#   Where a parameter is a number, callers keep to this, and it is missing only where the docstring speaks of that (promise).
# - *Array-like of numbers* means a list, a tuple, a NumPy array or a Series, 1-D; arrays and Series have any of NumPy's
#   integer or float dtypes (promise).
#   Items are paired by position, whatever index a Series carries. Compute in float64 whatever the dtype of the input.
# - *Missing* is NaN, where the docstring speaks of it; elsewhere nothing is missing (promise). `pd.NA` never occurs (promise).
#   No number is infinite (promise).
# - Where a result is a `float`, an `int` or a text, Python's or NumPy's will do, but `True` is not a number.
#   Where it is a tuple, a list, an array or a dict, exactly that type is expected at every level.
#   An *array* is a NumPy array; "of floats" allows any NumPy dtype of that kind.
# - The order of a dict's entries matters only where the docstring says so.
# - Floats are compared to about nine digits, or to twelve decimals where they are near 0.
#   Large terms never cancel so far that a sum in float64 is less exact than this (promise).
# - A cell may import what the set-up cell imports, anything of the standard library, NumPy, pandas, SciPy and scikit-learn.
#   All code cells of your notebook run when it is graded, your own too, from the top, and each check judges what is defined where it stands.
#   Two cells that define the same name share it, so name helpers apart.
# - Warnings cost nothing. Speed is not checked, but when your notebook is graded, calls that take longer than 20 seconds are cut off.
# - When your notebook is graded, it runs in a sandbox: it starts no other processes (`multiprocessing`, `subprocess`), reaches no network,
#   writes files in its own folder and in `/tmp` only, and nobody answers `input()` or a breakpoint.

# %% setup="imports"
import hashlib
import json
import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import accumulate
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from autograder import checker

check = checker("w09_experimentation")

# %% [markdown]
# ## 1. How many units?
#
# An experiment that is too small is not cheap. It costs flights, ends with "not significant", and is read as "no effect".
# So before anything runs somebody must say which effect would change the decision, and how sure they want to be of seeing it.
#
# Two shares are to be compared, $p$ without the change and $p + d$ with it, by a two-sided z-test at the level $\alpha$.
# To find a true difference $d$ with the chance called *power*, each arm needs
#
# $$n = \left(z_{\alpha/2} + z_{1-\text{power}}\right)^2 \, \frac{p\,(1-p) + (p+d)(1-p-d)}{d^2}$$
#
# rows, where $z_q$ is the number that a standard normal variable exceeds with chance $q$.
# The difference enters squared: to see half the effect you need four times the rows.
# The test is two-sided because the new version may be worse, and that is the case in which you most want to know.
#
# But rows are not what is drawn. If the model is switched by the day, all 900 flights of a day are in the same arm, and share its storm.
# When any two rows of the same unit have the correlation $\rho$ (the *intraclass correlation*), and a unit has $m$ rows,
# the variance of a mean is that of independent rows times the *design effect* $1 + (m - 1)\rho$.
# So many times more rows are needed, and they come $m$ at a time.


# %% exercise="sample-size"
def sample_size(
    base_rate: float,
    lift: float,
    alpha: float = 0.05,
    power: float = 0.8,
    rows_per_unit: int = 1,
    icc: float = 0.0,
) -> int:
    """How many units each arm needs, so that a test of two shares finds `lift` with chance `power`.

    n is the number of rows by the formula above, with p = `base_rate` and d = `lift`. The answer is
    n * (1 + (rows_per_unit - 1) * icc) / rows_per_unit, rounded up to a whole number. Before it is
    rounded it is 10**6 at most, and at least 1e-4 away from every whole number (promise).

    Arguments:
        base_rate: the share without the change, a number.
        lift: what the change adds to the share, a number; it is a difference of shares (0.02 is two
            points), and negative where the share is to fall. `base_rate + lift` is at least 1e-4
            away from 0 and from 1, unless both numbers are whole multiples of 1/1024 (promise).
        alpha: the level of the two-sided test, a number; never above 0 and below 1e-6 (promise).
        power: the chance to find the lift, a number; never below 1 and above 1 - 1e-6 (promise).
        rows_per_unit: m, how many rows each unit brings, a whole number.
        icc: the correlation of two rows of the same unit, a number.

    Returns:
        Units per arm, a whole number.

    Raises:
        ValueError: `base_rate`, `base_rate + lift`, `alpha` or `power` is not above 0 and below 1;
            `lift` is 0; `power` is not above `alpha`; `rows_per_unit` is below 1; `icc` is below 0
            or above 1.

    >>> sample_size(0.25, -0.02)
    7155
    >>> sample_size(0.25, -0.02, rows_per_unit=900, icc=0.1)
    723
    """
    ### BEGIN SOLUTION
    changed = base_rate + lift
    if not all(0 < chance < 1 for chance in (base_rate, changed, alpha, power)):
        raise ValueError("shares, level and power lie between 0 and 1")
    if lift == 0 or power <= alpha:
        raise ValueError("need an effect to look for, and a power above the level")
    if rows_per_unit < 1 or not 0 <= icc <= 1:
        raise ValueError(f"cannot use {rows_per_unit=}, {icc=}")
    normal = NormalDist()
    z = normal.inv_cdf(1 - alpha / 2) + normal.inv_cdf(power)
    variance = base_rate * (1 - base_rate) + changed * (1 - changed)
    rows = z**2 * variance / lift**2
    return math.ceil(rows * (1 + (rows_per_unit - 1) * icc) / rows_per_unit)
    ### END SOLUTION


# %% check="sample-size" points=4

# %% check="sample-size" hidden=true points=6

# %%
# Try it: how long must the desk switch between two models to see the late rate fall by 1, 2 or 4
# points? Once the arm is drawn for each flight, once for each day. (A design effect of about 105 for
# days of 900 flights is measured in the lecture of week 8, so the correlation is 104 / 899.)
#
# for points in (1, 2, 4):
#     flights = sample_size(0.25, -points / 100)
#     days = sample_size(0.25, -points / 100, rows_per_unit=900, icc=104 / 899)
#     print(f"{points} points: {flights:6,} flights an arm, or {2 * flights / 900:5.1f} days for both;"
#           f" drawn by the day {2 * days:6,} days, or {2 * days / 365:.1f} years")

# %% [markdown]
# ## 2. Who gets what
#
# Nobody keeps a list of who is in which arm. The list would have to be read at every request, on every server, and be right.
# A *hash* needs no list: it turns the name of a unit into a number that looks random, and is the same on every server and on every day.
# Cut the numbers into as many parts as there are arms, and each server knows the arm of each unit.
#
# Three properties are wanted, and each has been lost in some company.
#
# *It is stable.* Python's own `hash` of a text changes with every process, and a random draw with every request.
#
# *Experiments are independent.* If only the unit is hashed, those who get the new model are also those who get the new alert text, and no analysis can part the two again.
# So the name of the experiment goes into the hash. It must be told apart from the name of the unit: glued together, experiment "ab" with unit "c" is experiment "a" with unit "bc".
#
# *It can be ramped up.* One starts with one percent and goes on to ten. Units that have the new version should keep it.
# With arms as intervals on one fixed line, the first arm of the dict only ever gains units when its share grows.


# %% exercise="assign"
def assign(unit: str, experiment: str, weights: Mapping[str, int]) -> str:
    """The arm of a unit in an experiment, by a stable hash.

    The bucket: `json.dumps([experiment, unit])`, with no other arguments, is encoded in UTF-8 and
        hashed with SHA-256. The first 8 bytes of the digest, read as a whole number, most
        significant byte first, modulo 10,000 are the bucket, from 0 to 9,999.
    The arm: let W be the sum of all weights, and C(a) the sum of the weights of the arm a and of
        all arms before it in the order of the dict. The unit gets the first arm with
        bucket * W < 10,000 * C(a).

    Arguments:
        unit, experiment: texts, of any characters; they may be empty.
        weights: from the name of each arm, a text, to its weight, a whole number; they need not add
            up to 100. Their order counts. Weights are below 10**6 in size (promise).

    Returns:
        The name of the arm.

    Raises:
        ValueError: a weight is negative; no weight is above 0, or there are no arms.

    >>> [assign(f"N{i}", "new-alert", {"new": 10, "old": 90}) for i in range(8)]
    ['old', 'old', 'old', 'old', 'old', 'old', 'old', 'old']
    >>> [assign(f"N{i}", "new-model", {"new": 10, "old": 90}) for i in range(8)]
    ['old', 'old', 'old', 'old', 'old', 'new', 'old', 'new']
    """
    ### BEGIN SOLUTION
    total = sum(weights.values())
    if total <= 0 or min(weights.values()) < 0:
        raise ValueError("weights are 0 or more, and not all of them 0")
    digest = hashlib.sha256(json.dumps([experiment, unit]).encode()).digest()
    bucket = int.from_bytes(digest[:8], "big") % 10_000
    ends = zip(weights, accumulate(weights.values()), strict=True)
    return next(arm for arm, end in ends if bucket * total < 10_000 * end)
    ### END SOLUTION


# %% check="assign" points=4

# %% check="assign" hidden=true points=6

# %%
# Try it: every aircraft of 2013 in two experiments, and then in one that is ramped up from 10 to 30
# percent. Are the two independent? Does an aircraft ever lose the new version while it is ramped up?
#
# import pandas as pd
#
# from worlds.flights import load
#
# tails = load()["tailnum"].dropna().unique()
# half = {"new": 1, "old": 1}
# arms = pd.DataFrame({name: [assign(t, name, half) for t in tails] for name in ("model", "alert")})
# print(pd.crosstab(arms["model"], arms["alert"]))
# steps = [{t for t in tails if assign(t, "ramp", {"new": w, "old": 100 - w}) == "new"} for w in (10, 20, 30)]
# print("with the new version:", [len(step) for step in steps],
#       "| lost it:", [len(a - b) for a, b in zip(steps, steps[1:])])

# %% [markdown]
# ## 3. Is the split the one we ordered?
#
# Half the units were to get the new version, and 50.3 % did. Is that chance?
# Of 1,000 units it is; of a million it is not, and then no other figure of the experiment means anything.
# Something loses units of one arm: a redirect that is too slow, a crash before the first log line, a filter that throws out the flights the new version has changed.
# Units were dealt wrongly or lost, and those that are lost are seldom a random part. This is the *sample ratio mismatch*, and it is the first thing to look at, before any result.
#
# The test is Pearson's. With $O_a$ the units counted in arm $a$, $N$ their sum, and $E_a = N\,w_a / \sum_b w_b$ as many as were ordered,
#
# $$X^2 = \sum_a \frac{(O_a - E_a)^2}{E_a}$$
#
# follows, if the split is right, the chi-square distribution with one degree of freedom fewer than there are arms.
# The p-value is the chance that it exceeds $X^2$.
#
# An arm that was to get units and got none is the loudest mismatch of all, and it is not in the table of counts, because no row has its name.
# And what is counted must be what was drawn. If aircraft were assigned and flights are counted, a few busy aircraft look like a broken split.


# %% exercise="sample-ratio-mismatch"
def sample_ratio_mismatch(counts: Mapping[str, int], weights: Mapping[str, float]) -> float:
    """The p-value of the hypothesis that units were dealt to the arms in proportion to the weights.

    It is that of X^2 above, over all arms with a weight above 0; one of them that does not occur in
    `counts` has 0 units. Any other arm, with the weight 0 (it was turned off) or with none, is left
    out if it has no units.

    Arguments:
        counts: from the name of each arm to how many units it got, a whole number, not negative
            (promise). They add up to at most 10**9 (promise).
        weights: from the name of each arm to its weight, a number, from 1e-6 to 10**6 in size
            unless it is 0 (promise); they need not add up to 1, and their order may be another one
            than that of `counts`.

    Returns:
        The p-value, a float. However small it is, it is compared to nine digits, without the twelve
        decimals: 1e-20 is not 0. X^2 is at most 500 (promise).

    Raises:
        ValueError: a weight is negative; fewer than two arms have a weight above 0; there are no
            units; an arm has units, but the weight 0 or none.

    >>> round(sample_ratio_mismatch({"old": 497, "new": 503}, {"old": 1, "new": 1}), 4)
    0.8495
    >>> p = sample_ratio_mismatch({"old": 497_000, "new": 503_000}, {"old": 1, "new": 1})
    >>> f"{p:.4g}"
    '1.973e-09'
    """
    ### BEGIN SOLUTION
    total, units = sum(weights.values()), sum(counts.values())
    ordered = {arm: units * weight / total for arm, weight in weights.items() if weight}
    if len(ordered) < 2 or min(weights.values()) < 0 or units == 0:
        raise ValueError("need two arms with weights above 0, and units")
    if any(count and arm not in ordered for arm, count in counts.items()):
        raise ValueError("an arm without a weight has units")
    statistic = sum((counts.get(arm, 0) - e) ** 2 / e for arm, e in ordered.items())
    return float(chdtrc(len(ordered) - 1, statistic))
    ### END SOLUTION


# %% check="sample-ratio-mismatch" points=4

# %% check="sample-ratio-mismatch" hidden=true points=6

# %%
# Try it: aircraft are dealt to two arms by a fair coin, two hundred times. How often does the test
# see a mismatch at 5 %, if aircraft are counted, and if their flights are? Then an experiment
# whose new arm loses the flights that are cancelled, because its table is made from arrivals.
#
# from worlds.flights import load
#
# flights = load().dropna(subset=["tailnum"])
# per_tail = flights["tailnum"].value_counts().to_numpy()
# half, p_values = {"old": 1, "new": 1}, {"aircraft": [], "flights": []}
# for seed in range(200):
#     new = np.random.default_rng(seed).random(len(per_tail)) < 0.5
#     counts = {"aircraft": (new.sum(), (~new).sum()), "flights": (per_tail[new].sum(), per_tail[~new].sum())}
#     for what, (a, b) in counts.items():
#         p_values[what].append(sample_ratio_mismatch({"new": int(a), "old": int(b)}, half))
# for what, found in p_values.items():
#     print(f"counting {what:8}: {sum(p <= 0.05 for p in found):3} of 200 fair splits look broken")
# coin = np.random.default_rng(0).random(len(flights)) < 0.5
# kept = (coin & flights["arr_delay"].notna()).sum()
# print("lost the cancelled:", sample_ratio_mismatch({"new": int(kept), "old": int((~coin).sum())}, half))

# %% [markdown]
# ## 4. The same rows, less noise
#
# Some aircraft are always late. Which arm they fall into is chance, and this chance is noise that was known beforehand.
# But that they are always late was known *before* the experiment, so it can be taken out.
# CUPED (Deng, Xu, Kohavi and Walker, 2013) does it with one line. With $y$ the metric of a unit, and $x$ a covariate from before, for instance the same metric of last month,
#
# $$y_\text{adjusted} = y - \theta\,(x - \bar{x}), \qquad
#   \theta = \frac{\sum (x - \bar{x})(y - \bar{y})}{\sum (x - \bar{x})^2}$$
#
# If $x$ and $y$ have the correlation $r$, the variance falls by the share $r^2$: at $r = 0.7$ half of the rows do.
#
# Two things can go wrong. If the covariate was measured *after* the change began, it holds a part of the effect, and the adjustment takes that out as well.
# And if each arm is adjusted around its own mean of $x$, nothing has been adjusted: that the arms have different means of $x$ is exactly what was to be taken out.
# So $\bar{x}$ and $\theta$ are those of **all** units, of both arms together.
#
# Units that are new have no past. They are no reason to throw rows away: where $x$ is missing, nothing is subtracted.


# %% exercise="cuped"
def cuped(metric: ArrayLike, covariate: ArrayLike, arm: ArrayLike) -> tuple[float, float, float]:
    """The effect of a change on the mean of a metric, adjusted by a covariate from before it.

    The means of x and y, and theta, are those of all units of both arms whose covariate is not
    missing, by the formulas above; theta is 0 where all these covariates are equal, or there are
    none. The adjusted metric of a unit whose covariate is missing is its metric.

    Arguments:
        metric: array-like of numbers y, one a unit, below 1,000 in size (promise).
        covariate: array-like of numbers x, NaN where a unit has none. Those that are there are
            below 10**6 in size, and all equal, or their standard deviation is at least 0.001, and
            at least a hundredth of the largest of them in size (promise).
        arm: array-like of numbers or of bools: 1 or True for a unit with the change, 0 or False for
            one without.
        In one arm at least, the standard deviation of the metric, and that of the adjusted one, is
        at least 0.001 (promise).

    Returns:
        A tuple of three floats:
            the effect: the mean of the adjusted metric over the units with the change, minus that
                over the units without;
            its standard error, by Welch: the square root of the sum, over the two arms, of the
                variance of the adjusted metric (with n - 1 in the denominator) over n, its units;
            the variance reduction: 1 - a / b, where a is the square of this standard error, and b
                the same from the metric as it is. It may be negative.

    Raises:
        ValueError: the three lengths differ; an arm has fewer than two units; an entry of `arm` is
            neither 0 nor 1; a metric is missing.

    Aircraft with the change have 2.67 minutes less on average; but they used to have 3 minutes less:

    >>> effect, error, reduction = cuped([9, 14, 22, 7, 13, 17], [5, 10, 18, 4, 8, 12], [0, 0, 0, 1, 1, 1])
    >>> round(effect, 4), round(error, 4), round(reduction, 4)
    (0.4816, 0.6006, 0.9842)
    """
    ### BEGIN SOLUTION
    y, x, arms = (np.asarray(column, dtype=float) for column in (metric, covariate, arm))
    if not len(y) == len(x) == len(arms):
        raise ValueError("every unit has a metric, a covariate and an arm")
    if np.isnan(y).any() or not np.isin(arms, (0, 1)).all():
        raise ValueError("a metric is missing, or an arm is neither 0 nor 1")
    treated = arms == 1
    if min(treated.sum(), (~treated).sum()) < 2:
        raise ValueError("an arm has fewer than two units")
    known = ~np.isnan(x)
    adjusted = y
    if len(np.unique(x[known])) > 1:
        above = np.where(known, x - x[known].mean(), 0.0)
        adjusted = y - above * (above @ y) / (above @ above)

    def squared_error(values: np.ndarray) -> float:
        return sum(part.var(ddof=1) / len(part) for part in (values[treated], values[~treated]))

    effect = adjusted[treated].mean() - adjusted[~treated].mean()
    squared = squared_error(adjusted)
    return float(effect), math.sqrt(squared), float(1 - squared / squared_error(y))
    ### END SOLUTION


# %% check="cuped" points=4

# %% check="cuped" hidden=true points=6

# %%
# Try it: aircraft with the mean delay of their arrivals in the second half of 2013, and in the first
# half as the covariate. A random half is called treated, and arrives two minutes earlier. Then with
# a covariate from the wrong time: the second half itself, in every other row.
#
# from worlds.flights import load
#
# flights = load().dropna(subset=["arr_delay", "tailnum"]).reset_index(drop=True)
# half = {True: flights[flights["month"] > 6], False: flights[flights["month"] <= 6]}
# later = half[True].groupby("tailnum")["arr_delay"].agg(["mean", "size"]).query("size >= 20")["mean"]
# before = half[False].groupby("tailnum")["arr_delay"].mean().reindex(later.index)
# treated = np.random.default_rng(3).random(len(later)) < 0.5
# shown = later - 2 * treated
# print(f"{len(later)} aircraft, {before.isna().sum()} of them without a past; the true effect is -2")
# during = shown + np.random.default_rng(4).normal(0, 3, len(later))
# for name, x in {"no covariate": 0 * later, "first half": before, "same half": during}.items():
#     effect, error, reduction = cuped(shown, x, treated)
#     print(f"{name:12}: {effect:6.2f} +- {error:.2f} minutes, variance reduced by {reduction:.0%}")

# %% [markdown]
# ## 5. A p-value that may be looked at
#
# A p-value below 0.05 comes by chance in one experiment of twenty, *if it is computed once*, at the end that was planned.
# Nobody waits for the end. The figure is on a dashboard, somebody looks every morning, and stops when it is significant.
# After sixty days it has had sixty chances to be so, and the false alarms are not one in twenty but nearly one in three.
#
# One can forbid looking, or compute something that may be looked at.
# Let $x_1, x_2, \dots$ be one number a day: the mean of the new arm minus that of the old. Each is normal with the known variance $\sigma^2$, and if nothing changed, with the mean 0.
# Compare how likely the numbers are with some effect, and without.
# Which effect? All of them, weighed: *mix* over a normal distribution of effects with mean 0 and standard deviation $\tau$, the size of the effects one expects. After $n$ days with the sum $S_n$ the ratio of the likelihoods is
#
# $$\Lambda_n = \sqrt{\frac{\sigma^2}{\sigma^2 + n \tau^2}} \;
#   \exp\left( \frac{\tau^2 S_n^2}{2 \sigma^2 (\sigma^2 + n \tau^2)} \right)$$
#
# If nothing changed, $\Lambda$ is a fair game: its expectation stays 1, and the chance that it *ever* reaches $1/\alpha$ is at most $\alpha$ (Ville's inequality).
# So the smallest $1/\Lambda$ so far is a p-value on every day at once: stop on the first day on which it is at or below 0.05, whenever that is.
# This is the mixture sequential probability ratio test, in the form of Johari, Koomen, Pekelis and Walsh (2022), who trace it to Robbins (1970).
#
# The price is paid in days: looked at only once, at the end, the old test needs fewer.


# %% exercise="always-valid"
def always_valid(differences: ArrayLike, variance: float, tau: float) -> np.ndarray:
    """P-values of a stream, one a look, that are valid however often one looks.

    At each look n counts the numbers until then that are not missing, S is their sum, and the
    p-value is the smallest 1 / Lambda of this look and all looks before, but never above 1.

    Arguments:
        differences: array-like of numbers, in their order, one a look; NaN on a day on which
            nothing was measured: it is a look, but counts in neither n nor S. It may be empty.
            Numbers are below 10**6 in size (promise).
        variance: sigma^2, the known variance of one of the numbers, from 1e-3 to 10**6 (promise
            for the upper end, and for the lower one unless it is 0 or below).
        tau: the standard deviation of the effects that are mixed, a number from 1e-3 to 10**3
            (with the same promise).

    Returns:
        An array of floats, one for each entry of `differences`. A p-value that is too small for a
        float is 0.0; the exponent in Lambda may be far too large for one.

    Raises:
        ValueError: `variance` or `tau` is not above 0.

    >>> always_valid([1.0, 2.0, float("nan"), 3.0, -3.0], variance=1.0, tau=1.0).round(4)
    array([1.    , 0.3865, 0.3865, 0.0222, 0.0222])
    """
    ### BEGIN SOLUTION
    if variance <= 0 or tau <= 0:
        raise ValueError(f"cannot use {variance=}, {tau=}")
    x = np.asarray(differences, dtype=float)
    n, total = np.cumsum(~np.isnan(x)), np.nancumsum(x)
    spread = variance + n * tau**2
    log_ratio = np.log(variance / spread) / 2 + (tau * total) ** 2 / (2 * variance * spread)
    return np.exp(np.minimum.accumulate(np.minimum(-log_ratio, 0.0)))
    ### END SOLUTION


# %% check="always-valid" points=4

# %% check="always-valid" hidden=true points=6

# %%
# Try it: two thousand experiments of sixty days in which nothing happens, and two thousand in which
# the change is worth half a standard deviation of a day. Who stops, under three rules?
#
# rng = np.random.default_rng(0)
# z_limit = NormalDist().inv_cdf(0.975)
# days = np.arange(1, 61)
# for effect in (0.0, 0.5):
#     streams = effect + rng.normal(size=(2000, 60))
#     z = np.abs(streams.cumsum(axis=1)) / np.sqrt(days)
#     valid = np.array([always_valid(stream, 1.0, 0.5) for stream in streams]) <= 0.05
#     rules = {"on day 60 only": z[:, -1:] > z_limit, "z, every day": z > z_limit, "always valid": valid}
#     for name, stops in rules.items():
#         first = np.where(stops.any(axis=1), stops.argmax(axis=1) + 61 - stops.shape[1], 60)
#         print(f"effect {effect}: {name:14} stops {stops.any(axis=1).mean():6.1%} of them,"
#               f" after {np.median(first):.0f} days (median)")

# %% [markdown]
# ## 6. Which arm next?
#
# In an A/B test of three alert texts, two thirds of the flights get a text that is not the best, to the last day.
# A *bandit* looks while it runs, and sends more flights where it goes well.
#
# It must not simply take the arm that looks best so far. The best text may have had bad luck with its first five flights, and would never be tried again.
# *Thompson sampling* (1933) draws, for each arm, a success rate from what is believed of it, and takes the arm with the largest draw.
# An arm that is well known and bad is hardly ever drawn; one that is hardly known still may be.
# If an arm had $s$ successes and $f$ failures, and every rate was equally believable before, the belief is a beta distribution, $\text{Beta}(1 + s, 1 + f)$.
#
# Two details of production.
#
# *Not known yet.* Whether the alert helped is known when the flight has landed. Until then it is neither a success nor a failure.
# Counted as failures, flights that are under way would punish the arm that was pulled most recently: the best one.
#
# *The propensity.* Whoever wants to use the log afterwards (exercise 7) must know with which chance each action was taken. Nobody can reconstruct it later; it is written down when the arm is pulled.
# For two arms there is a formula, for more it is easiest to repeat the draw many times and to count.


# %% exercise="thompson"
def thompson(
    history: Mapping[str, ArrayLike], seed: int, rounds: int = 1000
) -> dict[str, str | dict[str, float]]:
    """The arm to pull next by Thompson sampling, and the chance with which each would be pulled.

    One generator, `np.random.default_rng(seed)`, is made. For each arm, in the order of the dict,
    `rounds` draws are taken from it by one call of its method `beta`, with the two parameters above
    and `size=rounds`. Round i consists of the i-th draw of each arm, and is won by the arm with
    the largest one. No two draws of a round are equal (promise).

    Arguments:
        history: from the name of each arm to its rewards so far, an array-like of numbers: 1 for a
            success, 0 for a failure, NaN where it is not known yet, which counts as neither. It is
            empty for an arm that was never pulled.
        seed: a whole number, not negative (promise).
        rounds: how many draws for each arm, a whole number; 10**5 at most (promise).

    Returns:
        A dict with exactly these entries:
            "arm": the name of the arm that wins the first round: this one is pulled;
            "propensities": a dict from the name of each arm to the share of all rounds, the first
                included, that it wins, a float.

    Raises:
        ValueError: there are no arms; a reward is neither 0, 1 nor missing; `rounds` is below 1.

    >>> history = {"short": [1, 0, 1, 1], "long": [0, 0, 1, float("nan")], "none": []}
    >>> thompson(history, seed=7, rounds=10)
    {'arm': 'short', 'propensities': {'short': 0.7, 'long': 0.1, 'none': 0.2}}
    """
    ### BEGIN SOLUTION
    if rounds < 1:
        raise ValueError(f"need a round, not {rounds}")
    generator = np.random.default_rng(seed)
    draws = []
    for rewards in history.values():
        given = np.asarray(rewards)
        wins, losses = (given == 1).sum(), (given == 0).sum()
        if wins + losses + np.isnan(given).sum() != len(given):
            raise ValueError("a reward is neither 0, 1 nor missing")
        draws.append(generator.beta(1 + wins, 1 + losses, size=rounds))
    # Where there are no arms NumPy refuses the empty list, with a ValueError of its own.
    winners = np.argmax(draws, axis=0)
    arms = list(history)
    shares = np.bincount(winners, minlength=len(arms)) / rounds
    return {
        "arm": arms[winners[0]],
        "propensities": dict(zip(arms, shares.tolist(), strict=True)),
    }
    ### END SOLUTION


# %% check="thompson" points=4

# %% check="thompson" hidden=true points=6

# %%
# Try it: three alert texts that help in 30, 36 and 45 of a hundred cases; 600 alerts, whose outcome
# is known 20 alerts later. How many does each text get, and what is lost against the best one?
#
# truth = {"short": 0.30, "long": 0.36, "with a reason": 0.45}
# for seed in range(3):
#     rng = np.random.default_rng(seed)
#     history, pending = {name: [] for name in truth}, []
#     for step in range(600):
#         arm = thompson(history, seed=1000 * seed + step, rounds=20)["arm"]
#         pending.append((arm, float(rng.random() < truth[arm])))
#         if len(pending) > 20:
#             known, reward = pending.pop(0)
#             history[known].append(reward)
#     pulls = {name: len(rewards) for name, rewards in history.items()}
#     lost = sum(n * (0.45 - truth[name]) for name, n in pulls.items())
#     print(f"seed {seed}: {pulls}, {lost:.0f} successes lost; equal shares lose {580 * (0.15 + 0.09) / 3:.0f}")

# %% [markdown]
# ## 7. What would another policy have done?
#
# The log knows what happened after the actions that were taken. A new policy would have taken others.
# If the logging policy drew its actions at random, with chances it wrote down, the log can answer all the same:
# an action that the new policy takes twice as often as the old one simply counts twice.
# With $p_i$ the propensity in the log, $\pi$ the new policy, and $r_i$ the reward of row $i$,
#
# $$w_i = \frac{\pi(a_i \mid x_i)}{p_i}, \qquad
#   \text{IPS} = \frac{1}{n} \sum_i w_i\, r_i$$
#
# is right on average (*inverse propensity scoring*), wherever the old policy had a chance to take what the new one takes.
# But a row with $p_i = 0.001$ that the new policy would surely take counts a thousand times, and the whole answer is that row.
#
# *Clipping* replaces $w_i$ by $\min(w_i, c)$: calmer, and biased: never upwards if no reward is negative.
#
# *Doubly robust* estimation (Dudík, Langford and Li, 2011) uses a model $q(x, a)$ of the reward as well. It asks the model what the new policy would earn, and corrects the answer by the rows in which the model was wrong:
#
# $$\text{DR} = \frac{1}{n} \sum_i \left[\, \sum_a \pi(a \mid x_i)\, q(x_i, a) \;+\; w_i \left( r_i - q(x_i, a_i) \right) \right]$$
#
# It is right on average if the propensities are right, *or* if the model is; and the better the model, the less the large weights have to multiply.
#
# The *effective sample size*, $(\sum w_i)^2 / \sum w_i^2$, says how many rows the answer rests on. If it is 12 of 100,000, do not answer.


# %% exercise="off-policy-value"
def off_policy_value(
    log: Sequence[Mapping[str, object]],
    policy: Callable[[Hashable], Mapping[str, float]],
    model: Callable[[Hashable, str], float],
    clip: float = 10.0,
) -> dict[str, float]:
    """The mean reward that a policy would earn, from the log of another one.

    Arguments:
        log: a list or a tuple of rows, dicts with these entries: "context", a text or a number;
            "action", a text; "reward", a number; "propensity", a number or NaN, the chance with
            which the policy that wrote the log took this action in this context. There may be
            other entries. At most 1,000 rows in the checks.
        policy: called with a context it returns a new dict from actions to the chances with which
            the new policy takes them, numbers, each 0 or at least 1e-4, that add up to 1 (promise).
            An action that does not occur in the dict has the chance 0. It may name actions that
            are not in the log.
        model: called with a context and an action it returns the reward it expects, a number. It
            knows every action of the log and of the policy, in every context of the log (promise).
            Both functions always give the same answer to the same question, as plain Python or as
            NumPy values, and may be called as often as you like.
        clip: c, the largest weight of the clipped estimate, a number.
        Rewards and answers of the model are below 1,000 in size, propensities at least 1e-4 unless
        they are 0 or below (promise).

    Returns:
        A dict with exactly these entries, all floats:
            "ips": IPS, with the weights as they are;
            "clipped": the same, with min(w, clip) for each weight w;
            "doubly_robust": DR, with the weights as they are;
            "effective_sample_size": as above; 0.0 if all weights are 0.

    Raises:
        ValueError: the log is empty; a propensity is missing, not above 0, or above 1; `clip` is
            not above 0.

    The old policy alerted rarely. The new one always does:

    >>> log = [
    ...     {"context": "storm", "action": "alert", "reward": 1.0, "propensity": 0.25},
    ...     {"context": "storm", "action": "silence", "reward": 0.0, "propensity": 0.75},
    ...     {"context": "clear", "action": "alert", "reward": 0.0, "propensity": 0.125},
    ...     {"context": "clear", "action": "silence", "reward": 1.0, "propensity": 0.875},
    ... ]
    >>> model = {"storm": 0.75, "clear": 0.25}
    >>> off_policy_value(log, lambda x: {"alert": 1.0}, lambda x, a: model[x], clip=2)
    {'ips': 1.0, 'clipped': 0.5, 'doubly_robust': 0.25, 'effective_sample_size': 1.8}
    """
    ### BEGIN SOLUTION
    propensities = np.array([row["propensity"] for row in log])
    if not len(log) or not ((propensities > 0) & (propensities <= 1)).all() or clip <= 0:
        raise ValueError("need rows with propensities above 0, and a clip above 0")
    rewards, chances, promised, modelled = [], [], [], []
    for row in log:
        context, action = row["context"], row["action"]
        chance_of = policy(context)
        rewards.append(row["reward"])
        chances.append(chance_of.get(action, 0.0))
        promised.append(sum(p * model(context, a) for a, p in chance_of.items()))
        modelled.append(model(context, action))
    weights = np.array(chances) / propensities
    earned = np.array(rewards)
    left = earned - np.array(modelled)
    squares = (weights**2).sum()
    return {
        "ips": float((weights * earned).mean()),
        "clipped": float((np.minimum(weights, clip) * earned).mean()),
        "doubly_robust": float((np.array(promised) + weights * left).mean()),
        "effective_sample_size": float(weights.sum() ** 2 / squares) if squares else 0.0,
    }
    ### END SOLUTION


# %% check="off-policy-value" points=4

# %% check="off-policy-value" hidden=true points=6

# %%
# Try it: a log of 1,000 decisions, drawn a hundred times, of a policy that alerts rarely. New policies
# alert more and more often. What do the estimates say, and how far do they spread? (The model is
# wrong by 0.1 everywhere.)
#
# truth = {("storm", "alert"): 0.7, ("storm", "silence"): 0.2, ("clear", "alert"): 0.3, ("clear", "silence"): 0.6}
# alerts = {"storm": 0.3, "clear": 0.02}  # how often the old policy alerts
# def drawn(seed, n=1000):
#     rng = np.random.default_rng(seed)
#     rows = []
#     for _ in range(n):
#         context = "storm" if rng.random() < 0.2 else "clear"
#         action = "alert" if rng.random() < alerts[context] else "silence"
#         propensity = alerts[context] if action == "alert" else 1 - alerts[context]
#         reward = float(rng.random() < truth[context, action])
#         rows.append({"context": context, "action": action, "reward": reward, "propensity": propensity})
#     return rows
# logs = [drawn(seed) for seed in range(100)]
# for share in (0.02, 0.2, 0.5, 1.0):
#     new = lambda x: {"alert": share, "silence": 1 - share}
#     value = sum(w * p * truth[x, a] for x, w in (("storm", 0.2), ("clear", 0.8)) for a, p in new(x).items())
#     found = [off_policy_value(log, new, lambda x, a: truth[x, a] + 0.1) for log in logs]
#     print(f"alerts always {share:4.0%}: truth {value:.3f}", *(
#         f"| {k} {np.mean([f[k] for f in found]):.3f} +- {np.std([f[k] for f in found]):.3f}"
#         for k in ("ips", "clipped", "doubly_robust")),
#         f"| rows {np.mean([f['effective_sample_size'] for f in found]):.0f}")

# %% [markdown]
# ## 8. When to turn it off
#
# A *canary* is a new version that serves a few percent of the requests, beside the stable one, to find out cheaply whether it does harm.
# It is not the experiment that shows a benefit: it is too small for that. It looks at *guardrails*, metrics that must not get worse by more than a limit: latency, errors, flights held.
#
# Somebody is to decide by rule, at any hour, between three answers: go on as it is, give it to everybody, or turn it off.
# The rule is easy while all numbers are there. Whether it is any good shows when they are not.
#
# *A request that times out has no latency.* The mean of those that are left looks better than ever. So the share of values that are missing is a guardrail of its own.
#
# *No data is no news, and not good news.* A canary without a metric has shown nothing, and must not be promoted for it.
# Too few values, because it has just begun, mean: wait. Many requests, but no values, mean that nobody is looking: turn it off, and look at the log.
#
# *The limit is a difference.* A latency of 180 ms says nothing; the stable version may be at 190 in the same hour, because the database is slow for both.
#
# And whoever is woken by the answer wants every reason, not the first.


# %% exercise="canary"
def canary(
    decision_log: Sequence[Mapping[str, object]], guardrails: Sequence[Mapping[str, object]]
) -> tuple[str, list[tuple[str, str]]]:
    """Whether to continue with a canary, promote it or roll it back, with every reason.

    Each guardrail is looked at by itself. Let the canary have R rows, of which V have a value of the
    metric, and the stable version v such values. The guardrail is
        "few" if V or v is below `min_values`;
        "blind" if R is at least `min_values`, and (R - V) / R is above `max_missing`;
        "breached" if V and v are at least `min_values`, and the canary is worse by more than
            `limit`: its mean value minus the stable version's where higher values are worse, the
            stable version's minus its own where lower values are.
    Of these none, one, or two may hold.

    Arguments:
        decision_log: a list or a tuple of rows, dicts with "arm", a text, and a value under the
            name of each metric that was measured, a number. A value is missing where its name
            does not occur, and where it is None or NaN. Rows whose arm is neither "canary" nor "stable"
            belong to somebody else and count nowhere. There may be other entries, and no rows.
        guardrails: a list or a tuple of dicts with exactly these entries:
            "metric", a text, not "arm"; "worse", a text; "limit", a number of 0 or more;
            "max_missing", a number from 0 to 1; "min_values", a whole number of 1 or more (all of
            this a promise, but for what is said under Raises).
        Values are below 10**6 in size. (R - V) / R never lies within 1e-9 of `max_missing`, unless
        both are the same whole multiple of 1/1024; the difference of the means never within 1e-6
        of `limit`, unless all values and both means are whole multiples of 1/1024 (promise).

    Returns:
        A tuple of two: the decision, and the list of the reasons. A reason is the tuple of the name
        of the metric and one of the three words above; they are listed in the order of
        `guardrails`, and those of one guardrail in the order in which the words stand above. Where
        two guardrails have the same metric, the same reason may be there twice.
        The decision is "roll back" if any guardrail is blind or breached, otherwise "continue" if
        any is few, and otherwise "promote".

    Raises:
        ValueError: there are no guardrails; "worse" is neither "higher" nor "lower".

    >>> rows = [{"arm": "stable", "ms": 180, "error": 0}, {"arm": "stable", "ms": 220, "error": 0},
    ...         {"arm": "canary", "ms": 190, "error": 0}, {"arm": "canary", "error": 1}]
    >>> slow = {"metric": "ms", "worse": "higher", "limit": 50, "max_missing": 0.1, "min_values": 1}
    >>> wrong = {"metric": "error", "worse": "higher", "limit": 0.01, "max_missing": 0, "min_values": 2}
    >>> canary(rows, [slow, wrong])
    ('roll back', [('ms', 'blind'), ('error', 'breached')])
    >>> canary(rows[:3], [slow, wrong])
    ('continue', [('error', 'few')])
    """
    ### BEGIN SOLUTION
    if not guardrails:
        raise ValueError("without guardrails nothing is looked at")
    reasons = []
    for guardrail in guardrails:
        if guardrail["worse"] not in ("higher", "lower"):
            raise ValueError(f"no value is worse when it is {guardrail['worse']!r}")
        name, needed = guardrail["metric"], guardrail["min_values"]
        of_arm = {"canary": [], "stable": []}
        for row in decision_log:
            if row["arm"] in of_arm:
                value = row.get(name)
                of_arm[row["arm"]].append(math.nan if value is None else float(value))
        rows = len(of_arm["canary"])
        new, old = ([v for v in of_arm[arm] if not math.isnan(v)] for arm in ("canary", "stable"))
        enough = min(len(new), len(old)) >= needed
        if not enough:
            reasons.append((name, "few"))
        if rows >= needed and (rows - len(new)) / rows > guardrail["max_missing"]:
            reasons.append((name, "blind"))
        if enough:
            higher = math.fsum(new) / len(new) - math.fsum(old) / len(old)
            if (higher if guardrail["worse"] == "higher" else -higher) > guardrail["limit"]:
                reasons.append((name, "breached"))
    words = {word for _, word in reasons}
    if words & {"blind", "breached"}:
        return "roll back", reasons
    return ("continue" if words else "promote"), reasons
    ### END SOLUTION


# %% check="canary" points=4

# %% check="canary" hidden=true points=6

# %%
# Try it: in a canary a share of the requests hangs and is cut off, so that it has no latency. What do
# the means say of the requests that are left, and what is decided after 100 requests and after 4,000?
#
# rails = [
#     {"metric": "ms", "worse": "higher", "limit": 25, "max_missing": 0.05, "min_values": 30},
#     {"metric": "held", "worse": "higher", "limit": 0.1, "max_missing": 0.0, "min_values": 30},
# ]
# for hanging in (0.0, 0.02, 0.2, 0.95):
#     rng = np.random.default_rng(1)
#     log = []
#     for i in range(4000):
#         arm = "canary" if rng.random() < 0.1 else "stable"
#         ms, cut_off = 100 + rng.exponential(60), rng.random() < hanging
#         row = {"arm": arm, "ms": ms, "held": int(rng.random() < 0.1)}
#         if arm == "canary" and cut_off:
#             row["ms"] = None
#         log.append(row)
#     means = {arm: np.mean([r["ms"] for r in log if r["arm"] == arm and r["ms"]]) for arm in ("stable", "canary")}
#     print(f"{hanging:.0%} hang; mean ms stable {means['stable']:.0f}, canary {means['canary']:.0f}")
#     print("    after 100:", canary(log[:100], rails), "\n    after 4000:", canary(log, rails))

# %% [markdown]
# ## Memo: an experiment plan
#
# The desk could retrain its model every week instead of every month. In a replay of 2013 that saves the crews a little.
# You are to find out whether it does so at the desk, in one quarter.
# Write about 400 to 700 words to the head of operations, whose flights you need, and to the colleague who will run the experiment while you are away:
# what is compared, on how many units, who gets what, what stops it, and what is then decided.
# Use figures from your own work above; where you must assume one, say so.
#
# The memo is graded by hand against this table, by counting what is on the page, so that two graders agree.
# Each section earns 4 points if (a), (b) and (c) are all there, 2 points if exactly two of them are, and 0 points if one or none is.
# Elegance earns nothing; a missing number costs something.
#
# | Section | What is counted | It is *not* there if |
# |---|---|---|
# | **What is compared** | (a) the two versions, each with what it does differently for one flight; (b) one metric that decides, with its unit and the day on which its value for one flight is known; (c) what the two arms share, so that one can spoil the other, with an example from the desk | (a) it is only said that one is new; (b) there are two deciding metrics, or no day; (c) it is said that there is nothing, without a reason |
# | **How many units** | (a) the unit that is drawn, and one that was rejected, with the reason; (b) the smallest effect that would change the decision, and why not a smaller one; (c) the number of units an arm and the days that takes, with the figures that went into the sum | (a) no other unit is named; (b) there is no reason; (c) another person could not repeat the sum |
# | **Who gets what** | (a) how a unit gets its arm, so that another server comes to the same answer; (b) a check before the first result is read, with its limit, and what happens if it fails; (c) a way to see more with the same units, and from which dates its data come | (a) "at random" is all it says; (b) no limit, or nothing happens; (c) the data are from the experiment itself |
# | **What stops it** | (a) two guardrails or more, each with its limit and the number of values needed; (b) what happens while a guardrail has no data; (c) who may stop it alone, at any hour, and how long it then takes until all flights are back with the old version | (a) a number is lacking; (b) it is treated as if all were well; (c) no person or role, or no time |
# | **What is decided** | (a) how often the result is read, and the rule that makes this harmless; (b) what is done in each of three cases: better, worse, cannot be told; (c) what the log of this experiment keeps of each decision, so that the next policy can be judged from it | (a) no rule; (b) a case is lacking; (c) no propensity, or only "everything" |
#
# Of two figures that contradict each other, neither counts.
# A figure that is assumed counts if the page says that it is.
# A memo of more than 800 words (headings do not count), or without the five headings, loses 2 points, and 2 in all if both are so.
# From 700 to 800 words nothing is lost, and a short memo loses nothing but what it leaves out.

# %% [markdown] memo="experiment-memo" points=20
# # Memo: an experiment plan
#
# ## What is compared
#
# ### BEGIN SOLUTION
# **To:** the head of operations, and my deputy. **About:** 1 January to 31 March 2014.
#
# Both versions are the same model with the same features and the same threshold. Monthly uses the one that was trained on the first of the month, weekly the one of last Monday.
# In a replay of 2013 weekly cost the crews half a percent less; a replay knows nothing of what dispatchers do with the answer, so it is no result.
#
# The metric that decides: the share of flights whose crew is replaced in the last hour. It is known at noon of the next day. Today it is 6 % (assumed).
#
# The arms share aircraft and crews. A crew that is called in for a flight of one arm is not there for the next one of the other, and part of a delay is carried to the aircraft's next flight.
# ### END SOLUTION
#
# ## How many units
#
# ### BEGIN SOLUTION
# The unit is one airport on one day: three a day. I rejected the flight: both arms would meet in the same aircraft, and the delay carried over would make them look alike.
#
# The smallest effect that counts is a fall of 1.2 points, from 6 % to 4.8 %. A smaller one would be worth money as well, but 0.6 points needs more than four times the days, and by then the schedule is another one.
#
# At 5 %, two-sided, with a power of 80 % in a single look, independent flights would need 5,565 an arm.
# An airport has about 300 flights a day, whose outcomes have a correlation of 0.02 (assumed), so the design effect is 7 and it takes 130 units an arm: 260 at three a day are 87 days. The quarter has 90.
# Read daily, by a test that allows it, the power is lower, nearer 60 % than 80 % (assumed from the lecture's figures), and a fall by a fifth is more than the replay promises. "Cannot be told" is the likely end, and worth the quarter only because the guardrails are learnt as well.
# ### END SOLUTION
#
# ## Who gets what
#
# ### BEGIN SOLUTION
# The arm is computed from a hash of the experiment's name "weekly-2014q1" and the unit, such as "EWR 2014-01-01", with the weights 1 and 1. Any server gets the same.
#
# Before a result is read, units are counted by arm every Monday. If the p-value of the split is below 0.001, nobody reads on: the experiment is stopped, and the lost units are looked for first.
#
# The covariate is the mean share of replaced crews at the same airport on the same weekday, October to December 2013. It is from before the first day; I expect it to remove a tenth of the variance (assumed).
# ### END SOLUTION
#
# ## What stops it
#
# ### BEGIN SOLUTION
# Two guardrails, on the difference between the arms, with 2,000 values in each:
# the share of crews called in for nothing must not be higher by more than 2 points, and the answer must not be slower by more than 30 ms on average.
# Values are missing in at most 1 % of the rows.
#
# While a guardrail has too few values, the experiment goes on as it is, and nobody promotes anything. If the rows are there and the values are not, weekly is turned off: we would not know.
#
# The shift lead on duty may turn it off alone, at any hour, with one switch. All flights have the monthly model within 5 minutes; nobody is asked before, and I am told afterwards.
# ### END SOLUTION
#
# ## What is decided
#
# ### BEGIN SOLUTION
# The result is read every morning. It shows the p-value of the mixture sequential test, with a mixing deviation of 1 point, and we stop when it is at or below 0.05; the figure of an ordinary test is not on the page.
#
# Better: weekly retraining goes to all airports, one a week. Worse: it is turned off, and the logs of the ten worst days are read. Cannot be told by 31 March: monthly stays, because it is less work, and the experiment is not repeated with this metric.
#
# Each decision is kept with the time, the features, the version, the probability, the action, and its propensity: one flight in fifty gets the other action at random, so that another threshold can be judged from this log.
# ### END SOLUTION
