# %% [markdown]
# # Week 11. Responsible ML
#
# **Who could be harmed, how would we know, and what do we owe them?**
#
# So far **the delay desk** was judged by those who pay for it.
# This week belongs to everybody else: the passenger whose trip is in the table and who never asked to be there,
# the airport whose flights are misjudged more often than others, the applicant who is refused by a model like ours,
# the competitor who would like our model to be wrong.
# None of them can be seen in a loss curve.
# Each of the words of this week, *private*, *fair*, *robust*, has several definitions, which disagree;
# what they have in common is that they can be computed, and that somebody can be shown the number.
# You build nine such computations, small enough to be checked by hand.
#
# ## Where we are
#
# ```text
#   people, flights, applicants                      decisions about people
#              |                                            ^
#              v                                            |
#         [ ingest ] -> [ label ] -> [ train ] -> ... -> [ decide ]
#           week 2       week 3       week 5               week 1
#
#   RESPONSIBILITY, this week, stands around all of it.
#   The numbers are this week's exercises:
#
#      what leaves the house:   [ 1 a count      ] [ 2 a model trained ] [ 3 a table    ]
#                               [   with noise   ] [   in private      ] [   of rows    ]
#
#      what a model gives away: [ 4 who was in the training set?       ]
#
#      what it does to groups:  [ 5 report by group ] -> [ 6 equalise the errors ]
#
#      who may fool it:         [ 7 at prediction   ]    [ 8 at training         ]
#
#      what we write down:      [ 9 a model card, checked by a program ]
# ```
#
# The flights are real, but no row of theirs is a person. Where people are needed they come from a simulator of loan applicants,
# `worlds.lending`, in which the cause of every difference between the groups is known.
#
# ## How to work
#
# - Read the lecture first: `make site`, then open `build/site/w11_responsible_ml.html`.
# - Run the cells from the top.
#   Replace each `raise NotImplementedError` by your code, then run the cell below it:
#   `check("private-count")` answers at once with what is right, what is not, and your score.
# - The second check cell of each exercise stays quiet here.
#   Its tests run when the notebook is graded; they use other inputs, but demand nothing that the contract does not say.
# - Grading takes the exercise cells only.
#   Extra functions and imports that an exercise needs belong in that exercise's cell.
#   No exercise needs another one.
# - A cell that begins with `# Try it` shows what your function says about real flights or simulated people.
#   It is commented out so that the notebook runs before you have written anything:
#   once the check passes, select the lines below its first paragraph, press Ctrl and `/`, and run it.
# - Nine exercises earn 80 points, the memo at the end 20.
#   Plan about five hours: less than half an hour for each exercise, and an hour for the memo.
#
# ## How to read a contract
#
# The docstring is the contract, and the checks hold you to it and to nothing else.
# These conventions apply throughout, so that the docstrings can stay short:
#
# - A *promise* is something the caller guarantees. You need not verify it.
# - `ValueError` is demanded only where the docstring says so.
#   Its wording is yours; where two errors apply, raise either.
# - No function changes its arguments, except that a random generator, `rng`, moves on when it is drawn from.
# - A *number* is an `int` or a `float`, Python's, or NumPy's of 64 bits, never a `bool` or a text;
#   a *whole number* is an `int` of either.
#   Where a parameter is a number, callers keep to this, and it is missing or infinite only where the docstring speaks of that (promise).
# - *Array-like of numbers* means a list, a tuple, a NumPy array (any integer or float dtype) or a Series
#   (NumPy dtypes only, promise), 1-D unless said otherwise, never ragged (promise).
#   *Array-like of texts* means a list, a tuple, a NumPy array (dtype `object` or of fixed width) or a Series (dtype `object` or `str`).
#   Items are paired by position, whatever index a Series carries. Compute in float64 whatever the dtype of the input.
# - *Missing* is NaN in numbers, and None or NaN in texts; `pd.NA` never occurs (promise).
#   It occurs only where the docstring speaks of it, and so do infinite numbers (promise).
# - Where a result is a `float`, an `int` or a `bool`, Python's or NumPy's will do, but `True` is not a number.
#   Where it is a tuple, a list, an array, a dict or a DataFrame, exactly that type is expected at every level.
#   An *array* is a NumPy array; "of floats" allows any NumPy dtype of that kind.
# - Floats are compared to about nine digits, or to twelve decimals where they are near 0;
#   sums and differences never cancel so far that rounding would show there (promise).
# - A cell may import what the set-up cell imports, anything of the standard library, NumPy, pandas, SciPy and scikit-learn;
#   names that the set-up cell defines are there when it is graded.
#   All code cells of your notebook run when it is graded, your own too, from the top, and each check judges what is defined where it stands.
#   Two cells that define the same name share it, so name helpers apart.
# - Warnings cost nothing. Speed is not checked, but when your notebook is graded, calls that take longer than 20 seconds are cut off.
# - When your notebook is graded, it runs in a sandbox: it starts no other processes (`multiprocessing`, `subprocess`), reaches no network,
#   writes files in its own folder and in `/tmp` only, and nobody answers `input()` or a breakpoint.

# %% setup="imports"
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.optimize import linprog

from autograder import checker

check = checker("w11_responsible_ml")


def replay(total: Sequence[float], messages: Sequence[Sequence[Any]]) -> list[Any]:
    """What a new `PrivacyBudget(*total)` of exercise 1 answers to each message, in order.

    A message is a method's name and its arguments, such as ("spend", 0.1, 0.0) or ("left",); the
    answer is what the method returns, or "refused" where it raises a ValueError. The checks use
    this, and so may you.
    """
    budget = PrivacyBudget(*total)
    answers = []
    for name, *arguments in messages:
        try:
            answers.append(getattr(budget, name)(*arguments))
        except ValueError:
            answers.append("refused")
    return answers


# %% [markdown]
# ## 1. A count that may be published
#
# How many passengers were rebooked yesterday? Publish the exact number before and after somebody joins the table, and the difference is about that person.
# *Differential privacy* promises that nobody can tell from what is published whether one person's rows were there:
# whatever comes out, it comes out at most $e^\varepsilon$ times as often with them as without.
# For a count, noise from the Laplace distribution does it, with
#
# $$\text{scale} = \frac{\text{sensitivity}}{\varepsilon}$$
#
# where the *sensitivity* is how much one **person** can change the count.
# If every person has one row, that is 1. A frequent flyer has forty rows, and then it is 40, or whatever the contract limits it to.
# It must not be read from the data ("nobody has more than 7 rows today"): the noise itself would then depend on one person.
# So each person's rows are *clipped* to a number that was fixed before anybody looked.
#
# A promise about one number is soon worth little, since the same question comes again tomorrow and noise averages out.
# Losses add up: releases of $(\varepsilon_i, \delta_i)$ together are $(\sum \varepsilon_i, \sum \delta_i)$, which is *basic composition*.
# Hence a budget that is shared by all who ask, kept by a program, which refuses.
# Where k releases of the same $(\varepsilon, \delta)$ are made, *advanced composition* (Dwork, Rothblum and Vadhan, 2010; theorem 3.20 of Dwork and Roth, 2014) promises for any slack $\delta' > 0$
#
# $$\varepsilon_\text{total} = \varepsilon\sqrt{2k \ln(1/\delta')} + k\,\varepsilon\,(e^\varepsilon - 1),
#   \qquad \delta_\text{total} = k\,\delta + \delta'$$
#
# which grows with $\sqrt{k}$ as long as $\varepsilon$ is small, and is worse than adding up when it is not, or when $k$ is small (below some $2\ln(1/\delta')$).
#
# (A system that publishes must not draw its noise as we do here: the gaps between floating-point numbers give it away, as Mironov showed in 2012. Use a library that was made for it.)


# %% exercise="private-count"
def private_count(
    persons: ArrayLike, per_person: int, epsilon: float, rng: np.random.Generator
) -> float:
    """The number of rows, each person's at most `per_person`, with Laplace noise.

    The result is the clipped count plus one draw. The clipped count adds up, over the different
    persons, the smaller of their number of rows and `per_person`. The draw is that of one call
    `rng.laplace(0.0, scale)`, with the scale that makes the result epsilon-private when a person
    comes or goes with all of their rows; nothing else is drawn. The result is neither rounded nor
    kept above 0.

    Arguments:
        persons: array-like of texts: whose row it is, for each row. It may be empty.
        per_person: how many rows of a person count at most, a whole number.
        epsilon: a number; it may be missing or infinite, and above 0 it is 1e-6 at least (promise).
        rng: a NumPy generator.

    Raises:
        ValueError: per_person is below 1; epsilon is missing, infinite, or not above 0.

    Ann has four rows, of which two count:

    >>> rows = ["ann", "ann", "bo", "ann", "ann"]
    >>> round(private_count(rows, 2, 0.5, np.random.default_rng(7)), 6)
    4.151747
    """
    ### BEGIN SOLUTION
    if per_person < 1 or not 0 < epsilon < math.inf:
        raise ValueError(f"cannot use {per_person=}, {epsilon=}")
    count = sum(min(rows, per_person) for rows in Counter(persons).values())
    return float(count + rng.laplace(0.0, per_person / epsilon))
    ### END SOLUTION


class PrivacyBudget:
    """What may still be published, by basic composition, of a total (epsilon, delta).

    A sum of losses that passes its total by no more than a billionth of the total counts as equal
    to it, to be safe from rounding; none passes it by 1e-10 to 1e-8 of the total (promise).
    Totals that are finite are at most 10**6 (promise).
    """

    def __init__(self, epsilon: float, delta: float = 0.0) -> None:
        """A budget of which nothing is spent.

        Arguments are numbers; they may be missing or infinite. ValueError if epsilon is missing,
        infinite, or not above 0; if delta is missing, below 0, or not below 1.
        """
        ### BEGIN SOLUTION
        if not 0 < epsilon < math.inf or not 0 <= delta < 1:
            raise ValueError(f"no budget of {epsilon=}, {delta=}")
        self.total = (epsilon, delta)
        self.spent = (0.0, 0.0)
        ### END SOLUTION

    def spend(self, epsilon: float, delta: float = 0.0) -> None:
        """Take the losses of one release from the budget, before it is made.

        The loss may be 0, or any larger number; it may be missing or infinite. ValueError, and
        nothing is spent of either, if a loss is missing or below 0, or if with it the sum of what
        was spent would pass the total in epsilon or in delta.
        """
        ### BEGIN SOLUTION
        after = (self.spent[0] + epsilon, self.spent[1] + delta)
        allowed = all(now <= most * (1 + 1e-9) for now, most in zip(after, self.total, strict=True))
        if epsilon < 0 or delta < 0 or not allowed:
            raise ValueError(f"cannot spend {epsilon=}, {delta=}")
        self.spent = after
        ### END SOLUTION

    def left(self) -> tuple[float, float]:
        """What is left of epsilon and of delta, a tuple of two floats, neither below 0.

        >>> budget = PrivacyBudget(1.0, 1e-6)
        >>> budget.spend(0.25)
        >>> budget.spend(0.5, 1e-6)
        >>> budget.left()
        (0.25, 0.0)
        """
        ### BEGIN SOLUTION
        epsilon, delta = (
            max(most - now, 0.0) for most, now in zip(self.total, self.spent, strict=True)
        )
        return epsilon, delta
        ### END SOLUTION


def advanced(k: int, epsilon: float, delta: float, slack: float) -> tuple[float, float]:
    """The total (epsilon, delta) of k releases by advanced composition, as above.

    Arguments:
        k: how many releases, a whole number of 1 or more (promise).
        epsilon, delta: what each of them loses, numbers; epsilon is 0 or from 1e-6 to 10, delta
            from 0 to 1 (promise).
        slack: the number that the formula calls delta with a prime; it may be missing, and above 0
            it is 1e-100 at least (promise).

    Returns:
        A tuple of two floats.

    Raises:
        ValueError: slack is missing, not above 0, or not below 1.

    >>> total = advanced(365, 0.01, 0.0, 1e-6)
    >>> round(total[0], 6), total[1]
    (1.04094, 1e-06)
    """
    ### BEGIN SOLUTION
    if not 0 < slack < 1:
        raise ValueError(f"the slack lies between 0 and 1, not at {slack}")
    spread = epsilon * math.sqrt(2 * k * math.log(1 / slack))
    return spread + k * epsilon * math.expm1(epsilon), k * delta + slack
    ### END SOLUTION


# %% check="private-count" points=4

# %% check="private-count" hidden=true points=5

# %%
# Try it: the late flights of each airline on one day, an aircraft counting as a "person" with at most
# three flights. Then a year of daily releases: what each may lose if all together may lose 1.
#
# from worlds.flights import load
#
# flights = load()
# day = flights[(flights["month"] == 7) & (flights["day"] == 10)].dropna(subset=["tailnum"])
# late = day[day["arr_delay"] >= 15]
# rng = np.random.default_rng(0)
# for carrier, rows in late.groupby("carrier"):
#     noisy = [private_count(rows["tailnum"], 3, epsilon, rng) for epsilon in (0.1, 1.0)]
#     print(f"{carrier}: {len(rows):3} late; published {noisy[0]:7.1f} at 0.1, {noisy[1]:6.1f} at 1")
# for k in (1, 10, 100, 365):
#     low, high = 0.0, 1.0
#     for _ in range(50):
#         middle = (low + high) / 2
#         low, high = (middle, high) if advanced(k, middle, 0, 1e-6)[0] <= 1 else (low, middle)
#     print(f"{k:3} releases: {1 / k:.4f} each by adding up, {low:.4f} by advanced composition")

# %% [markdown]
# ## 2. A model that does not remember anybody
#
# A gradient is computed from people's rows, and a model is nothing but many gradients added up.
# *Differentially private SGD* (Abadi and others, 2016) limits what one person can do to each step, and hides the rest in noise:
#
# 1. clip **each example's** gradient to an L2 norm of at most `clip`;
# 2. add them up, so that one example can move the sum by at most `clip`;
# 3. add Gaussian noise of standard deviation `noise * clip` to every coordinate of the sum;
# 4. divide by the batch size.
#
# Clip the mean instead, and one outlier can still decide its whole direction: noise that is made for one example's share is then too small by the size of the batch.
#
# The batch size in step 4 is the one that was **planned**.
# The proof needs batches in which every example takes part by its own toss of a coin, so the true number varies;
# it is a secret as well, for it depends on whether you took part. Even a batch into which nobody was drawn makes a step, of noise alone.


# %% exercise="dp-sgd-step"
def dp_sgd_step(
    gradients: ArrayLike, clip: float, noise: float, batch_size: int, rng: np.random.Generator
) -> np.ndarray:
    """The private mean gradient of a batch, by the four steps above.

    A gradient whose norm is at most `clip` stays as it is; a longer one is scaled to norm `clip`,
    its direction kept. The noise is that of one call `rng.normal(0.0, noise * clip, size=d)`, and
    nothing else is drawn; with noise 0 the call may be left out.

    Arguments:
        gradients: array-like of numbers, of shape (n, d): one row an example. As a list of lists
            it has n of 1 or more; as a 2-D array n may be 0. d is 1 or more (promise). Numbers are
            0 or from 1e-100 to 1e100 in size, or missing or infinite.
        clip: a number above 0 and at most 10**6 (promise).
        noise: a number; it may be missing, and is at most 10**6 (promise).
        batch_size: how many examples a batch has as planned, a whole number; n may be any other.
        rng: a NumPy generator.

    Returns:
        An array of d floats.

    Raises:
        ValueError: noise is missing or below 0; batch_size is below 1; an entry of a gradient is
            missing or infinite (to clip it is impossible, and to drop it would go unnoticed).

    Of norms 5 and 1, the first is scaled to 2:

    >>> gradients = [[3.0, -4.0], [0.0, 1.0]]
    >>> dp_sgd_step(gradients, clip=2.0, noise=0.0, batch_size=2, rng=np.random.default_rng(0))
    array([ 0.6, -0.3])
    >>> dp_sgd_step(gradients, 2.0, 0.5, 4, np.random.default_rng(0)).round(6)
    array([ 0.331433, -0.183026])
    """
    ### BEGIN SOLUTION
    rows = np.asarray(gradients, dtype=float)
    if not noise >= 0 or batch_size < 1 or not np.isfinite(rows).all():
        raise ValueError(f"cannot use {noise=}, {batch_size=}, or a gradient that is not finite")
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    clipped = rows * (clip / np.maximum(norms, clip))
    total = clipped.sum(axis=0) + rng.normal(0.0, noise * clip, size=rows.shape[1])
    return total / batch_size
    ### END SOLUTION


# %% check="dp-sgd-step" points=4

# %% check="dp-sgd-step" hidden=true points=5

# %%
# Try it: who will repay a loan? A logistic model of score and area, trained by private steps with more
# and more noise. What does it cost here, where 20,000 applicants share the work?
#
# from worlds.lending import simulate
#
# rows = simulate("none", seed=1)
# x = np.column_stack([np.ones(len(rows)), rows["score"], rows["area"]])
# y = rows["repaid"].to_numpy()
# for noise in (0.0, 1.0, 10.0, 100.0):
#     rng = np.random.default_rng(0)
#     weights = np.zeros(3)
#     for _ in range(200):
#         taken = rng.random(len(y)) < 0.02
#         errors = 1 / (1 + np.exp(-x[taken] @ weights)) - y[taken]
#         weights -= 0.5 * dp_sgd_step(errors[:, None] * x[taken], 1.0, noise, 400, rng)
#     accuracy = np.mean((x @ weights >= 0) == y)
#     print(f"noise {noise:5}: weights {weights.round(2)}, accuracy {accuracy:.3f}")

# %% [markdown]
# ## 3. A table that may be handed over
#
# Researchers ask for rows, not counts. Names are removed, and everybody is still there:
# whoever knows three or four harmless things about you, an age, a postcode, a date, finds the one row that fits, and reads the rest.
# Such columns are *quasi-identifiers*. A table is *k-anonymous* (Sweeney, 2002) if every combination of their values occurs in at least k rows.
#
# Values are made coarser until it is: an hour becomes a part of the day, then any time at all.
# Each column has a ladder of such levels, and here a whole column always stands on one rung (*full-domain generalisation*).
# A few odd rows would force everything up the ladder; leaving these out (*suppression*) is allowed, up to a limit.
# But it is a decision about people, and it is nearly always the rare ones who vanish.
# So the function says which rows it left out, and how much information the table lost.
#
# What k-anonymity does not do: if all k rows of a combination have the same diagnosis, everybody learns yours.
# And two releases of the same rows, each k-anonymous, may not be so together: nothing composes here, and under differential privacy it does.


# %% exercise="k-anonymise"
def k_anonymise(
    frame: pd.DataFrame,
    ladders: Mapping[str, Sequence[Mapping[str, str]]],
    k: int,
    max_suppressed: int,
) -> dict[str, Any]:
    """Generalise the columns of `ladders` as little as k-anonymity allows, and say what it cost.

    A column at level 0 keeps its values; at level j of 1 or more, each original value v becomes
    ladders[column][j - 1][v]. A choice gives each of these columns a level, from 0 to the length
    of its ladder. Under a choice, rows form groups with equal values in all these columns, and
    the rows in groups of fewer than k rows are suppressed. A choice is possible if it suppresses
    at most `max_suppressed` rows.

    Of the possible choices the one with the smallest sum of levels is taken; of several such, the
    one that suppresses the fewest rows; of several still, the one whose levels, in the order of
    `ladders`, are the smallest as Python compares tuples.

    Arguments:
        frame: a table of n rows, at least one; index labels may be anything, and may repeat. The
            columns of `ladders` hold texts of letters, digits and `*`, none missing; it may have
            other columns; names of columns are texts and do not repeat (promise).
        ladders: a dict with one entry at least: for each column to generalise its ladder, a list
            or tuple of at least one dict, each from every original value in the column to such a
            text (promise). In the checks there are at most 4 columns, 100 choices and 300 rows.
        k: a whole number.
        max_suppressed: a whole number, 0 or more (promise); n or more allows all rows to go.

    Returns:
        A dict with exactly these entries:
            "released": a DataFrame of the rows that are not suppressed, in their order, with all
                columns of `frame` in their order, those of `ladders` generalised (their dtypes do
                not matter); its index labels are 0, 1, 2, ..., because the old ones would lead
                back to the rows.
            "levels": a dict from each column of `ladders` to its level, an int.
            "suppressed": a list of the positions of the suppressed rows in `frame`, counted from
                0, in order.
            "lost": a float, the mean over all n rows and all columns of `ladders` of: 1 for a
                suppressed row, else the level of the column divided by the length of its ladder.

    Raises:
        ValueError: k is below 1; no choice is possible.

    >>> trips = pd.DataFrame({"hour": ["7", "8", "19", "7"], "to": ["BOS", "BOS", "BOS", "LAX"],
    ...                       "late": [1, 0, 0, 1]})
    >>> parts = {"7": "morning", "8": "morning", "19": "evening"}
    >>> ladders = {"hour": [parts, dict.fromkeys(parts, "*")], "to": [{"BOS": "*", "LAX": "*"}]}
    >>> result = k_anonymise(trips, ladders, k=2, max_suppressed=1)
    >>> result["released"]
          hour to  late
    0  morning  *     1
    1  morning  *     0
    2  morning  *     1
    >>> result["levels"], result["suppressed"], result["lost"]
    ({'hour': 1, 'to': 1}, [2], 0.8125)
    """
    ### BEGIN SOLUTION
    if k < 1:
        raise ValueError(f"groups of {k} rows hide nobody")
    rungs = {}  # for each column its values at every level
    for column, ladder in ladders.items():
        values = frame[column].tolist()
        rungs[column] = [values, *([rung[value] for value in values] for rung in ladder)]
    possible = {}  # the suppressed rows of each possible choice, by its rank
    for levels in product(*(range(len(rung)) for rung in rungs.values())):
        chosen = [rung[level] for rung, level in zip(rungs.values(), levels, strict=True)]
        keys = list(zip(*chosen, strict=True))
        sizes = Counter(keys)
        suppressed = [row for row, key in enumerate(keys) if sizes[key] < k]
        if len(suppressed) <= max_suppressed:
            possible[sum(levels), len(suppressed), levels] = suppressed
    if not possible:
        raise ValueError(f"no choice of levels hides everybody among {k}")
    best = min(possible)
    suppressed, levels = possible[best], dict(zip(rungs, best[2], strict=True))
    coarse = {column: rungs[column][level] for column, level in levels.items()}
    kept = np.delete(np.arange(len(frame)), suppressed)
    shares = [level / len(ladders[column]) for column, level in levels.items()]
    gone = len(suppressed) / len(frame)
    return {
        "released": frame.assign(**coarse).take(kept).reset_index(drop=True),
        "levels": levels,
        "suppressed": suppressed,
        "lost": float(gone + (1 - gone) * np.mean(shares)),
    }
    ### END SOLUTION


# %% check="k-anonymise" points=4

# %% check="k-anonymise" hidden=true points=6

# %%
# Try it: one evening of flights, in the hands of somebody who knows carrier, hour and destination of
# one of them. How much must be given up for groups of 2, 5 and 20? Which rows go first?
#
# from worlds.flights import load
#
# flights = load()
# rows = flights[(flights["month"] == 3) & (flights["day"] == 5) & (flights["hour"] >= 17)]
# rows = rows[["carrier", "hour", "dest", "distance", "arr_delay"]].astype({"hour": str})
# far = {dest: "far" if d > 1000 else "near" for dest, d in zip(rows["dest"], rows["distance"])}
# ladders = {
#     "carrier": [dict.fromkeys(rows["carrier"], "*")],
#     "hour": [{h: "late" if int(h) >= 20 else "early" for h in rows["hour"]},
#              dict.fromkeys(rows["hour"], "*")],
#     "dest": [far, dict.fromkeys(far, "*")],
# }
# rows = rows.drop(columns="distance")
# print(f"{len(rows)} rows, {(rows.groupby(list(ladders)).size() == 1).sum()} of them alone")
# for k in (2, 5, 20):
#     for most in (0, 15):
#         result = k_anonymise(rows, ladders, k, most)
#         gone = rows.iloc[result["suppressed"]]["carrier"].value_counts().to_dict()
#         print(f"k {k:2}, at most {most:2}: {result['levels']}, lost {result['lost']:.2f}, gone {gone}")

# %% [markdown]
# ## 4. Was this person in the training set?
#
# A model that has learnt its rows by heart is more sure of them than of any others.
# So whoever knows a person's row and can ask the model computes its loss, and says "was in the training set" if that is small (Yeom and others, 2018).
# Of a hospital's model, that alone may be a diagnosis.
#
# How well does that work? Take losses of rows that were in, and of rows that were not.
# Saying "in" whenever the loss is at or below t, let TPR be the share of rows that were in for which this is said, and FPR the share of the others.
# The *membership advantage* is the largest $\text{TPR} - \text{FPR}$ over all t. 0 means: no better than a coin.
# (An area under the curve is another number: it averages over thresholds that no attacker would choose.)
#
# And an average over persons says little to the one who is sure to be found.
# An attack that names ten persons, and is right each time, has hardly any advantage, and is a leak nevertheless.
# So the TPR at a small FPR is reported as well, as Carlini and others (2022) demand.


# %% exercise="membership-advantage"
def membership_advantage(
    losses_in: ArrayLike, losses_out: ArrayLike, max_fpr: float = 0.01
) -> dict[str, float]:
    """How well a threshold on the loss tells rows of the training set from others.

    The thresholds t are minus infinity, at which "in" is never said, and every loss that occurs in
    either sample. Rows with a loss at or below t are called "in"; TPR and FPR are as above.
    Two thresholds with the same TPR - FPR are tied. Rounding may make them differ: what is less
    than 1e-9 apart is the same (the samples are too small for anything else, promise).

    Arguments:
        losses_in, losses_out: array-likes of numbers, the losses of rows that were in the training
            set and of rows that were not, in any order; they may be missing, or plus infinity, the
            log loss of a certainty that was wrong. In the checks at most 1,000 in either.
        max_fpr: a number, from 0 to 1 (promise). No FPR lies within 1e-9 of it, unless both are
            whole multiples of 1/1024 (promise).

    Returns:
        A dict with exactly these entries, all floats:
            "advantage": the largest TPR - FPR over all thresholds.
            "threshold": the smallest threshold with this advantage; minus infinity (-math.inf)
                where no threshold is better than never saying "in".
            "tpr_at_max_fpr": the largest TPR over all thresholds whose FPR is at most `max_fpr`.

    Raises:
        ValueError: one of the two is empty, or both are; a loss is missing.

    >>> membership_advantage([0.1, 0.1, 0.4, 0.9], [0.1, 0.5, 0.9, 2.0], max_fpr=0.25)
    {'advantage': 0.5, 'threshold': 0.4, 'tpr_at_max_fpr': 0.75}
    """
    ### BEGIN SOLUTION
    inside, outside = np.sort(np.asarray(losses_in)), np.sort(np.asarray(losses_out))
    losses = np.unique(np.concatenate([inside, outside]))
    if 0 in (len(inside), len(outside)) or np.isnan(losses).any():
        raise ValueError("need losses on both sides, none of them missing")
    thresholds = np.concatenate([[-math.inf], losses])
    hits = np.searchsorted(inside, thresholds, side="right")
    false = np.searchsorted(outside, thresholds, side="right")
    gaps = hits * len(outside) - false * len(inside)  # whole numbers, so ties are ties
    return {
        "advantage": float(gaps.max() / len(inside) / len(outside)),
        "threshold": float(thresholds[gaps.argmax()]),
        "tpr_at_max_fpr": float(hits[false / len(outside) <= max_fpr].max() / len(inside)),
    }
    ### END SOLUTION


# %% check="membership-advantage" points=4

# %% check="membership-advantage" hidden=true points=4

# %%
# Try it: trees that may grow as they like, and trees with large leaves, on the same flights. Accuracy on
# new flights tells which one to ship. Does it tell which one gives its training set away?
# The last column says whether anybody is found for sure, which is another question.
#
# from sklearn.ensemble import RandomForestClassifier
#
# from worlds.flights import load
#
# flights = load().dropna(subset=["arr_delay"]).sample(4000, random_state=0)
# x = pd.get_dummies(flights[["hour", "month", "day", "distance", "origin", "carrier"]]).to_numpy(float)
# y = (flights["arr_delay"] >= 15).to_numpy()
# for leaf in (1, 3, 10, 50, 200):
#     forest = RandomForestClassifier(50, min_samples_leaf=leaf, random_state=0).fit(x[:2000], y[:2000])
#     p = np.clip(forest.predict_proba(x)[:, 1], 1e-6, 1 - 1e-6)
#     losses = -np.log(np.where(y, p, 1 - p))
#     attack = membership_advantage(losses[:2000], losses[2000:])
#     right = np.mean((p >= 0.5)[2000:] == y[2000:])
#     print(f"leaf {leaf:3}: right on new flights {right:.3f}, advantage {attack['advantage']:.3f}, "
#           f"found at 1 % false {attack['tpr_at_max_fpr']:.3f}")

# %% [markdown]
# ## 5. The same threshold, for everybody
#
# A lender earns 300 dollars on a loan that is repaid and loses 700 on one that is not, so it grants where the chance of repayment is 0.7 or more.
# It is the same rule for everybody. Is that fair?
# Look at it by group, and ask of each number whom it protects:
#
# - the *selection rate*, the share that is granted, is what a group sees from outside;
# - the *true-positive rate* (TPR) is the chance of somebody who would repay; the *false-positive rate* (FPR) that of somebody who would not;
# - the *precision* is what the lender sees: of those granted, the share that repay;
# - the *calibration gap* is what the probabilities claim, minus what happened.
#
# Where the *base rates* differ, precision and both error rates cannot all be equal, unless the model is perfect (Kleinberg and others, 2016; Chouldechova, 2017).
# A report that shows one of them has chosen for its reader. So it shows all, and the base rates first.
#
# Most damage is done where a number does not exist.
# A group in which nobody repaid has no TPR. Write 0 for it, and the group looks mistreated; leave the group out of the comparison, and all looks fair.
# It is NaN, and so is each comparison that would need it: what could not be judged was not judged.
# For the same reason nobody granted anywhere is not "a ratio of 1".


# %% exercise="fairness-report"
def fairness_report(
    y_true: ArrayLike, y_prob: ArrayLike, group: ArrayLike, threshold: float
) -> dict[str, dict[str, dict[str, float]]]:
    """The rates of each group under one threshold, and how far they lie apart.

    A row is selected when its probability is at or above `threshold`.

    Arguments:
        y_true: array-like of numbers, one a row: 1 where the outcome was good (repaid), else 0.
        y_prob: array-like of numbers of the same length: the probability that it would be.
        group: array-like of texts of the same length. Rows whose group is missing are a group of
            their own, named "missing"; no text is "missing" (promise).
        threshold: a number; it may lie below 0 or above 1.

    Returns:
        A dict with exactly two entries.
        "groups": a dict from the name of each group to a dict with exactly these entries:
            "size": how many rows it has, a whole number; all others are floats:
            "base_rate": the share of its rows with a good outcome.
            "selection_rate": the share of its rows that is selected.
            "tpr": among its rows with a good outcome, the share that is selected.
            "fpr": among its other rows, the share that is selected.
            "precision": among its selected rows, the share with a good outcome.
            "calibration_gap": the mean of its probabilities minus its base rate.
            A share of no rows is NaN.
        "gaps": a dict with exactly the entries "selection_rate", "tpr", "fpr" and "precision",
            each a dict with exactly these entries, both floats:
            "difference": the largest of the groups' values minus the smallest.
            "ratio": the smallest divided by the largest; NaN if the largest is 0.
            Both are NaN if the value of any group is.

    Raises:
        ValueError: the lengths differ; there are fewer than two groups (none to compare with);
            an entry of y_true is missing, or neither 0 nor 1; a probability is missing, below 0
            or above 1.

    >>> report = fairness_report([1, 0, 1, 0], [0.75, 0.5, 0.625, 0.25], ["a", "a", "b", "b"], 0.5)
    >>> report["groups"]["a"]["fpr"], report["groups"]["b"]["calibration_gap"]
    (1.0, -0.0625)
    >>> report["gaps"]["precision"]
    {'difference': 0.5, 'ratio': 0.5}
    """
    ### BEGIN SOLUTION
    good, prob = np.asarray(y_true, dtype=float), np.asarray(y_prob, dtype=float)
    names = np.array(["missing" if pd.isna(name) else name for name in group])
    if not len(good) == len(prob) == len(names) or len(set(names)) < 2:
        raise ValueError("need as many of each, and two groups")
    if not np.isin(good, [0, 1]).all() or not ((prob >= 0) & (prob <= 1)).all():
        raise ValueError("outcomes are 0 or 1, probabilities from 0 to 1")
    selected = prob >= threshold

    def share(of: np.ndarray, among: np.ndarray) -> float:
        return float(of[among].mean()) if among.any() else math.nan

    groups: dict[str, dict[str, float]] = {}
    for name in np.unique(names):
        member = names == name
        base_rate = share(good, member)
        groups[str(name)] = {
            "size": int(member.sum()),
            "base_rate": base_rate,
            "selection_rate": share(selected, member),
            "tpr": share(selected, member & (good == 1)),
            "fpr": share(selected, member & (good == 0)),
            "precision": share(good, member & selected),
            "calibration_gap": share(prob, member) - base_rate,
        }
    gaps = {}
    for measure in ("selection_rate", "tpr", "fpr", "precision"):
        values = np.array([rates[measure] for rates in groups.values()])
        low, high = float(values.min()), float(values.max())  # both NaN if one is
        gaps[measure] = {"difference": high - low, "ratio": low / high if high else math.nan}
    return {"groups": groups, "gaps": gaps}
    ### END SOLUTION


# %% check="fairness-report" points=4

# %% check="fairness-report" hidden=true points=5

# %%
# Try it: four worlds, in each of which another thing differs between the groups, and a lender that
# knows the chances as well as its score allows. Which column would have told you the cause?
#
# from worlds.lending import simulate
#
# for cause in ("none", "noise", "gap", "bar"):
#     rows = simulate(cause, seed=3)
#     report = fairness_report(rows["repaid"], rows["y_prob"], rows["group"], 0.7)
#     print(cause)
#     print(pd.DataFrame(report["groups"]).T.round(3).to_string())
#     print("   ", {name: round(gap["ratio"], 2) for name, gap in report["gaps"].items()})
# rows = simulate("bar", seed=3)
# seen = rows[rows["granted"]]
# report = fairness_report(seen["recorded"], seen["y_prob"], seen["group"], 0.7)
# print("of the last, what the old desk recorded")
# print(pd.DataFrame(report["groups"]).T.round(3).to_string())

# %% [markdown]
# ## 6. Equal errors, by tossing coins
#
# Suppose it is decided that the groups shall have equal TPR and equal FPR: *equalised odds* (Hardt, Price and Srebro, 2016).
# The model is given, a box that says 0 or 1. What can be done behind it?
#
# Mix its answers with coins: in group g, say 1 with chance $p_{g0}$ where the model said 0, and with chance $p_{g1}$ where it said 1. Then
#
# $$\text{TPR}_g = p_{g1}\,t_g + p_{g0}\,(1 - t_g), \qquad \text{FPR}_g = p_{g1}\,f_g + p_{g0}\,(1 - f_g)$$
#
# where $t_g$ and $f_g$ are the rates of the model itself. Both are linear in the chances, and so is the share of rows that is wrong:
# a *linear programme*. The smallest share of wrong rows under equal rates is found by `scipy.optimize.linprog`.
#
# Look at the answer before you admire it. It can always be done, by the same chance for everybody, without looking at anyone.
# The better served group may be made worse until it meets the other.
# And two equal applicants of one group are now told different things by a coin: whoever signs this has to explain it to them.


# %% exercise="equalise-odds"
def equalise_odds(y_true: ArrayLike, y_pred: ArrayLike, group: ArrayLike) -> dict[str, Any]:
    """Chances that equalise TPR and FPR over the groups with the fewest wrong rows, on average.

    The TPR of a group after mixing is as above, and so is its FPR. All groups must have the same
    TPR and the same FPR after mixing. Of all chances with which they have, those are returned with
    the smallest loss: the share of all rows (each counting once) that is expected to be wrong,
    which says 1 where the outcome is 0, or 0 where it is 1.

    Arguments:
        y_true: array-like of numbers, each 0 or 1 (promise): the outcomes.
        y_pred: array-like of numbers, each 0 or 1 (promise), of the same length (promise): what
            the model said.
        group: array-like of texts, none missing, of the same length (promise). In the checks there
            are at most 4 groups and 400 rows.

    Returns:
        A dict with exactly these entries:
            "chances": a dict from the name of each group to a tuple of two floats: the chance to
                say 1 where the model said 0, and where it said 1.
            "tpr", "fpr": the rates that all groups have after mixing, floats.
            "loss": the expected share of wrong rows, a float.
        All that counts is that chances lie from 0 to 1, that every group has the rates "tpr" and
        "fpr", and that "loss" is the loss of these chances and no larger than the smallest
        possible; each to 1e-6. Where several solutions are as good, any of them will do.

    Raises:
        ValueError: there are no rows; in a group every outcome is 0, or every outcome is 1 (it has
            no TPR or no FPR to equalise).

    The model never errs about group a, and about half the time about b. One group can be brought
    down to the other; the other cannot be brought up:

    >>> outcomes, said = [1, 1, 0, 0] + [1, 1, 0, 0], [1, 1, 0, 0] + [1, 0, 1, 0]
    >>> result = equalise_odds(outcomes, said, ["a"] * 4 + ["b"] * 4)
    >>> round(result["loss"], 6), round(result["tpr"] - result["fpr"], 6)
    (0.5, 0.0)
    """
    ### BEGIN SOLUTION
    outcomes, said, names = np.asarray(y_true), np.asarray(y_pred), np.asarray(group)
    labels = np.unique(names).tolist()
    rates, wrong = [], []  # by group: [FPR, TPR] as sums over both chances; rows wrong by each
    for label in labels:
        table = np.array(
            [
                [((names == label) & (outcomes == y) & (said == v)).sum() for v in (0, 1)]
                for y in (0, 1)
            ]
        )
        rates.append(table / table.sum(axis=1, keepdims=True))
        wrong.extend((table[0] - table[1]) / len(outcomes))
    size = 2 * len(labels)
    equal = np.zeros((size, size))
    for i, own in enumerate(rates):
        equal[2 * i : 2 * i + 2, :2] = rates[0]
        equal[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] -= own
    # A rate of no rows is NaN, which `linprog` refuses with a ValueError, as it does no rows at all.
    best = linprog(wrong, A_eq=equal, b_eq=np.zeros(size), bounds=(0, 1))
    chances = best.x.reshape(len(labels), 2).tolist()
    fpr, tpr = rates[0] @ chances[0]
    return {
        "chances": {label: tuple(pair) for label, pair in zip(labels, chances, strict=True)},
        "tpr": float(tpr),
        "fpr": float(fpr),
        "loss": float(best.fun + np.mean(outcomes)),
    }
    ### END SOLUTION


# %% check="equalise-odds" points=4

# %% check="equalise-odds" hidden=true points=5

# %%
# Try it: lenders who grant from a chance of 0.5 and of 0.7 on, where group b is measured badly, and where
# it repays less often. What becomes of each group, and what does equality cost whom?
# At 0.7 fewer decisions are wrong than before in one of the worlds. Would the lender of exercise 5 agree?
#
# from worlds.lending import simulate
#
# for cause, bar in (("noise", 0.5), ("noise", 0.7), ("gap", 0.5), ("gap", 0.7)):
#     rows = simulate(cause, seed=3)
#     said = (rows["y_prob"] >= bar).astype(int)
#     result = equalise_odds(rows["repaid"], said, rows["group"])
#     before = np.mean(said != rows["repaid"])
#     print(f"{cause} from {bar} on: wrong {before:.3f} before, {result['loss']:.3f} after")
#     for name, part in rows.groupby("group"):
#         calls = said[part.index]
#         tpr, fpr = (calls[part["repaid"] == y].mean() for y in (1, 0))
#         print(f"   {name}: TPR {tpr:.3f} to {result['tpr']:.3f}, FPR {fpr:.3f} to {result['fpr']:.3f},",
#               "chances", tuple(round(chance, 3) for chance in result["chances"][name]))

# %% [markdown]
# ## 7. The smallest lie that changes the answer
#
# Somebody who knows the model changes the input, a little, until the answer suits them. How little is enough?
# For a linear score $s = w \cdot x + b$, with answer 1 where $s \ge 0$, it can be written down.
# A change $\delta$ moves the score by $w \cdot \delta$, and of all changes of the same size the best one depends on how size is measured:
#
# | norm of the change | what it limits | best change | moves the score by, per unit |
# |---|---|---|---|
# | `"l1"` | the sum of all changes | all in the feature with the largest weight | $\max_i \lvert w_i \rvert$ |
# | `"l2"` | the straight distance | along $w$ | $\lVert w \rVert_2$ |
# | `"linf"` | the change of each feature | every feature alike, by the sign of its weight | $\sum_i \lvert w_i \rvert$ |
#
# The last column is the *dual norm* of the first. The distance to the boundary, the *radius*, is $|s|$ divided by it.
# That one number has two readers. For the attacker it is the price.
# For the owner it is a *certificate*: no change smaller than this, made by whatever cleverness, changes this answer.
# With hundreds of features, changes too small to be seen in any one of them add up; that much of adversarial images a linear model already shows.


# %% exercise="evade-linear"
def evade_linear(
    weights: ArrayLike, bias: float, x: ArrayLike, budget: float, norm: str
) -> dict[str, Any]:
    """The smallest change of x that reaches the boundary of a linear model, and whether it is cheap.

    With s = w . x + b the model answers 1 where s is 0 or above, and 0 elsewhere. The smallest
    change, in the given norm, is the one by which s becomes 0. Where several are smallest in
    "l1", it is the one that changes only the first of the features whose weight is largest in
    size; in "linf" it is the one that leaves features of weight 0 as they are.

    Arguments:
        weights: array-like of numbers, w; weights that are not 0 are from 1e-6 to 10**6 in size
            (promise). Sizes of weights that are not equal differ by 1e-9 at least (promise).
        bias: a number, b; at most 10**6 in size (promise).
        x: array-like of numbers; at most 10**6 in size (promise).
        budget: the largest change that the attacker can afford, in this norm, a number. It does
            not lie within 1e-9 of the radius (promise).
        norm: a text.

    Returns:
        A dict with exactly these entries:
            "score": s, a float.
            "radius": the size of the smallest change in this norm, a float; math.inf if all
                weights are 0.
            "change": the smallest change, an array of floats, one a feature; zeros if all weights
                are 0.
            "flips": a bool: whether some change within the budget changes the answer, which it
                does exactly where the radius is below the budget.
        "score" and entries of "change" are right when they are off by no more than 1e-9, or by a
        billionth; the size of s is at least a thousandth of the largest of |b| and all |w_i x_i|, or
        these are whole numbers below 10**6 (promise).

    Raises:
        ValueError: weights and x differ in length, or are empty; norm is none of "l1", "l2" and
            "linf"; budget is below 0.

    >>> evade_linear([-3.0, 4.0], 1.0, [2.0, -1.0], budget=2.0, norm="l2")
    {'score': -9.0, 'radius': 1.8, 'change': array([-1.08,  1.44]), 'flips': True}
    >>> evade_linear([-3.0, 4.0], 1.0, [2.0, -1.0], budget=2.0, norm="l1")
    {'score': -9.0, 'radius': 2.25, 'change': array([0.  , 2.25]), 'flips': False}
    """
    ### BEGIN SOLUTION
    w = np.asarray(weights, dtype=float)
    if len(w) == 0 or budget < 0:
        raise ValueError(f"cannot use {len(w)} weights, or {budget=}")
    if norm == "l1":
        along = np.eye(len(w))[np.abs(w).argmax()]
    elif norm == "l2":
        along = w / (np.linalg.norm(w) or 1.0)
    elif norm == "linf":
        along = np.sign(w)
    else:
        raise ValueError(f"there is no norm {norm!r}")
    score = float(w @ np.asarray(x) + bias)  # other lengths raise a ValueError here
    per_unit = float(w @ along)  # the dual norm of the weights, in "l1" with the weight's sign
    step = -score / per_unit if per_unit else 0.0
    radius = abs(step) if per_unit else math.inf
    return {"score": score, "radius": radius, "change": step * along, "flips": radius < budget}
    ### END SOLUTION


# %% check="evade-linear" points=4

# %% check="evade-linear" hidden=true points=5

# %%
# Try it: a decision is spread over more and more features, with weights of the same length together.
# In which norm does an attack get cheaper, and in which dearer?
#
# rng = np.random.default_rng(0)
# for features in (1, 10, 100, 1000):
#     w = rng.choice([-1.0, 1.0], features) / math.sqrt(features)
#     radii = {norm: [] for norm in ("l1", "l2", "linf")}
#     for _ in range(200):
#         x = rng.normal(size=features)
#         for norm, found in radii.items():
#             found.append(evade_linear(w, 0.0, x, 1.0, norm)["radius"])
#     print(f"{features:4} features, median radius:", {n: round(float(np.median(r)), 3) for n, r in radii.items()})

# %% [markdown]
# ## 8. A mean that one liar cannot move
#
# Ten airports train a model together, and nobody sees another's rows: each sends an update, and the server takes the mean.
# One of them is broken, or bought. A mean can be moved anywhere by one of its values, however many there are.
#
# The *trimmed mean* (Yin and others, 2018) sorts each coordinate by itself, drops the m smallest values and the m largest, and averages the rest.
# Up to m liars, who may know everything and agree with each other, can do no more than push each coordinate within what honest ones sent.
# With more than m, they can do what they like: m is the *breakdown point*, and belongs beside the result.
#
# Whoever drops the m strangest **senders** instead, by the size of the whole update, leaves the door open:
# a lie in one coordinate of a thousand hardly changes the size.
#
# And NaN is not a large number. It sorts behind all others, so trimming removes it by accident, and uses up the trimming that was meant for liars.
# A sender with a value that is missing or infinite is broken: it is left out first, and named.


# %% exercise="robust-mean"
def robust_mean(updates: ArrayLike, trim: float) -> dict[str, Any]:
    """The trimmed mean of each coordinate, and how many liars it withstands.

    Rows with an entry that is missing or infinite are rejected, and take no part in anything else.
    Of the n rows that are left, m = floor(trim * n) values are dropped at either end of each
    coordinate, whichever rows these are; the result is the mean of the others. To be safe from
    rounding, where trim * n is below a whole number by no more than 1e-9, m is that number; it is
    never below one by 1e-10 to 1e-8 (promise).

    Arguments:
        updates: array-like of numbers of shape (rows, d), d of 1 or more, as a list of lists or a
            2-D array: one row a sender. Entries are below 10**6 in size, missing or infinite. As
            an array it may have no rows.
        trim: a number; it may be missing, and does not lie between 0.499999 and 0.5 (promise).

    Returns:
        A dict with exactly these entries:
            "mean": an array of d floats.
            "rejected": a list of the positions of the rejected rows, counted from 0, in order.
            "tolerates": m, a whole number.

    Raises:
        ValueError: trim is missing, below 0, or not below 0.5; no row is left.

    The third sender lies in one coordinate, the last one is broken:

    >>> updates = [[1.0, 5.0], [2.0, 6.0], [3.0, -900.0], [4.0, 7.0], [float("nan"), 6.0]]
    >>> robust_mean(updates, trim=0.25)
    {'mean': array([2.5, 5.5]), 'rejected': [4], 'tolerates': 1}
    """
    ### BEGIN SOLUTION
    rows = np.asarray(updates, dtype=float)
    sound = np.isfinite(rows).all(axis=1)
    n = int(sound.sum())
    if not 0 <= trim < 0.5 or n == 0:
        raise ValueError(f"cannot trim {trim} of {n} rows")
    m = math.floor(trim * n + 1e-9)
    kept = np.sort(rows[sound], axis=0)[m : n - m]
    return {"mean": kept.mean(axis=0), "rejected": np.flatnonzero(~sound).tolist(), "tolerates": m}
    ### END SOLUTION


# %% check="robust-mean" points=4

# %% check="robust-mean" hidden=true points=4

# %%
# Try it: twenty honest senders and more and more liars, who all send the same small lie. How far does
# each mean move?
#
# rng = np.random.default_rng(0)
# honest = rng.normal(size=(20, 50))
# for liars in (0, 1, 3, 5, 8):
#     updates = np.vstack([honest, np.full((liars, 50), 10.0)])
#     result = robust_mean(updates, 0.2)
#     moved = [np.abs(m - honest.mean(axis=0)).mean() for m in (updates.mean(axis=0), result["mean"])]
#     print(f"{liars} liars, withstands {result['tolerates']}: the mean moves by {moved[0]:.2f}, "
#           f"the trimmed one by {moved[1]:.2f}")

# %% [markdown]
# ## 9. What we say about it
#
# A *model card* (Mitchell and others, 2019) says what a model is for, what it was made of and how good it is, for whom.
# Regulators ask for much the same. Most cards are written once, by one tired person, and never read until something has happened.
# Then two kinds of fault come out: what is **not there**, and what **contradicts** itself.
# Both can be found by a program, each time the card changes, as `review_design` did for designs in week 1.
#
# This is the form. Every section and every field may be absent: that is what the check is for.
#
# ```python
# card = {
#     "owner": "delay-desk team",
#     "intended_use": ["rank flights for the crew desk"],
#     "out_of_scope": ["compensation of passengers"],
#     "personal_data": "none",                      # or a sentence that says which, and why
#     "data": [
#         {"name": "flights-2013-q4", "role": "test", "until": "2013-12-31",
#          "columns": [{"name": "hour", "personal": False}, {"name": "tailnum", "personal": False}]},
#     ],
#     "groups": ["small airports"],                 # for whom it was evaluated
#     "metrics": [
#         {"name": "auc", "value": 0.69, "data": "flights-2013-q4", "date": "2014-01-10"},
#         {"name": "auc-small", "value": 0.68, "data": "flights-2013-q4", "date": "2014-01-10",
#          "group": "small airports"},
#     ],
# }
# ```


# %% exercise="model-card"
def model_card(facts: Mapping[str, Any]) -> list[str]:
    """List everything that is missing in a model card, or contradicts itself, sorted.

    Something is *absent* when its key is not there, or its value is None, a text that is empty or
    only white space, or an empty list. The number 0 is not absent, and neither is False.
    Where nothing else is said, texts are compared exactly.

    The faults, with the exact text for each:
        "SECTION/missing", for each SECTION of "owner", "intended_use", "out_of_scope",
            "personal_data", "data", "groups" and "metrics": that section is absent.
        "intended_use/USE/out-of-scope": the text USE stands in "intended_use" and in
            "out_of_scope".
        "personal_data/COLUMN/undeclared": "personal_data" is the text "none", in small or capital
            letters and with or without white space around it, and the column called COLUMN of
            some data set has "personal" True. A column that occurs in several data sets, or
            several times, is listed once.
        "metrics/NAME/no-value", "metrics/NAME/no-date", "metrics/NAME/no-data": the metric called
            NAME has that field ("value", "date", "data") absent.
        "metrics/NAME/unknown-data": its "data" is there, but is not the name of any data set.
        "metrics/NAME/training-data": its "data" is the name of a data set whose "role" is "train".
        "metrics/NAME/before-data": its "date" is there, its "data" is the name of a data set whose
            "until" is there, and the date is before that day. The same day is allowed.
        "groups/GROUP/unreported": the text GROUP stands in "groups", and no metric has it as its
            "group" with a "value" that is not absent.

    Arguments:
        facts: a mapping of the form shown above. What is there is well formed (promise): owner,
            personal_data, role, data, date, until and group of entries are texts, dates written
            as "2013-12-31"; intended_use, out_of_scope and groups are lists of texts that are not
            blank and do not repeat; data, metrics and columns are lists of dicts, each with a
            "name", a text that is not blank, and does not repeat among the data sets, nor among
            the metrics; value is a number; personal is a bool. Any of these may be absent, but
            for names; a blank text stands only for a text or a value, never for a list or a
            bool. Other keys may be there and are ignored, at every level.

    Returns:
        A list of texts in the order of Python's `sorted`, none of them twice. Every fault is
        listed, not only the first; what is absent never hides other faults and never raises.
        `{}` has the seven faults "SECTION/missing".

    >>> hurried = {
    ...     "owner": "delay-desk team",
    ...     "intended_use": ["rank flights"],
    ...     "out_of_scope": ["compensation", "rank flights"],
    ...     "personal_data": "None",
    ...     "data": [{"name": "q4", "role": "test", "until": "2013-12-31",
    ...               "columns": [{"name": "captain", "personal": True}]}],
    ...     "groups": [],
    ...     "metrics": [{"name": "auc", "value": 0.69, "data": "q4", "date": "2013-12-01"}],
    ... }
    >>> for fault in model_card(hurried):
    ...     print(fault)
    groups/missing
    intended_use/rank flights/out-of-scope
    metrics/auc/before-data
    personal_data/captain/undeclared
    """

    ### BEGIN SOLUTION
    def read(section: Mapping[str, Any], key: str) -> Any:
        """The value under `key`, or None for every kind of absence."""
        value = section.get(key)
        blank = isinstance(value, str) and not value.strip()
        return None if blank or value == [] else value

    sections = (
        "owner", "intended_use", "out_of_scope", "personal_data", "data", "groups", "metrics"
    )  # fmt: skip
    card = {name: read(facts, name) for name in sections}
    found = {f"{name}/missing" for name, value in card.items() if value is None}

    for use in card["intended_use"] or []:
        if use in (card["out_of_scope"] or []):
            found.add(f"intended_use/{use}/out-of-scope")

    sets = {entry["name"]: entry for entry in card["data"] or []}
    claim = card["personal_data"]
    if claim is not None and claim.strip().lower() == "none":
        for entry in sets.values():
            for column in read(entry, "columns") or []:
                if column.get("personal"):
                    found.add(f"personal_data/{column['name']}/undeclared")

    reported = set()
    for metric in card["metrics"] or []:
        value, date, data = (read(metric, field) for field in ("value", "date", "data"))
        of = sets.get(data, {})
        until = read(of, "until")
        faults = {
            "no-value": value is None,
            "no-date": date is None,
            "no-data": data is None,
            "unknown-data": data is not None and data not in sets,
            "training-data": of.get("role") == "train",
            "before-data": None not in (date, until) and date < until,
        }
        found |= {f"metrics/{metric['name']}/{fault}" for fault, there in faults.items() if there}
        if value is not None:
            reported.add(metric.get("group"))
    found |= {f"groups/{name}/unreported" for name in card["groups"] or [] if name not in reported}
    return sorted(found)
    ### END SOLUTION


# %% check="model-card" points=4

# %% check="model-card" hidden=true points=5

# %%
# Try it: the card of the lecture's own model, as it might have been filed on a Friday evening.
#
# friday = {
#     "owner": " ",
#     "intended_use": ["rank flights for the crew desk"],
#     "personal_data": "none",
#     "data": [
#         {"name": "jan-sep", "role": "train", "until": "2013-09-30",
#          "columns": [{"name": "hour", "personal": False}]},
#         {"name": "oct-dec", "role": "test", "until": "2013-12-31",
#          "columns": [{"name": "rebooked_passenger", "personal": True}]},
#     ],
#     "groups": ["small airports", "regional carriers"],
#     "metrics": [
#         {"name": "auc", "value": 0.69, "data": "oct-dec", "date": "2014-01-10"},
#         {"name": "auc-train", "value": 0.81, "data": "jan-sep", "date": "2014-01-10"},
#         {"name": "tpr-small", "value": 0.4, "group": "small airports", "data": "oct-dec"},
#         {"name": "tpr-regional", "group": "regional carriers", "data": "q4", "date": "2014-01-10"},
#     ],
# }
# print("\n".join(model_card(friday)))

# %% [markdown]
# ## Memo: an impact assessment
#
# A bank wants to grant loans by the model of exercises 5 and 6: whoever has a chance of repayment of 0.7 or more gets one, without a person looking at it.
# Group b was measured badly in the past (the world `noise` of `worlds.lending`).
# Write about 400 to 700 words to the board that has to decide whether this may go live.
# Use figures from your own work above; where you must assume one, say so.
#
# The memo is graded by hand against this table, by counting what is on the page, so that two graders agree.
# Each section earns 4 points if (a), (b) and (c) are all there, 2 points if exactly two of them are, and 0 points if one or none is.
# Elegance earns nothing; a missing number costs something.
#
# | Section | What is counted | It is *not* there if |
# |---|---|---|
# | **Who could be harmed** | (a) three kinds of people or more, one of whom never deals with the bank, or is in the data without being scored; (b) for each of them one harm, as something that happens to a person; (c) how many people a year one of these harms would meet, with the sum that gives it | (a) all are applicants; (b) one has no harm, or it is a metric; (c) no number, or no sum |
# | **What differs between the groups** | (a) base rate, selection rate and one error rate of both groups, as numbers; (b) the cause that these numbers support, and one that they rule out, with the number that does; (c) one measure of fairness that is given up, and who bears it | (a) a number of a group is lacking; (b) no cause is ruled out; (c) none is named |
# | **What we would do about it** | (a) a mitigation, with what it does to a rate of each group, as numbers; (b) what it costs, as a number, and who pays; (c) one alternative that is rejected, with the reason | (a) the numbers of one group are lacking; (b) no number or no payer; (c) no reason |
# | **What the model and its data give away** | (a) one attack on the data of the applicants, with a number that says how well it works, or a stated assumption; (b) one by which an applicant could change the answer, with how much it takes; (c) for one of the two what is done, with a limit that a program checks | (a), (b) no number; (c) the limit is not a number |
# | **What we owe them** | (a) what somebody who is refused is told, and by whom it can be changed, within how many days; (b) a figure that is watched after the start, with the value at which the model is switched off, and what decides then; (c) who answers for it by role, and a date on which the decision is taken again | (a) no days; (b) no value, or nothing takes over; (c) no role or no date |
#
# Of two figures that contradict each other, neither counts.
# A figure that is assumed counts if the page says that it is.
# A memo of more than 800 words (headings do not count), or without the five headings, loses 2 points, and 2 in all if both are so.
# From 700 to 800 words nothing is lost, and a short memo loses nothing but what it leaves out.

# %% [markdown] memo="impact-memo" points=20
# # Memo: impact assessment of automatic loans
#
# ## Who could be harmed
#
# ### BEGIN SOLUTION
# **To:** the board. **About:** granting loans by program, with 20,000 applicants a year, as in the simulated year I used (world `noise`, seed 3). I assume that real years are like it.
#
# Applicants who would have repaid and are refused: they stay in the flat, or without the tool they earn their living with.
# In group b these are 2,891 a year: 3,596 would repay, and 80 % of them are refused.
# Applicants who are granted a loan that they cannot repay: they end in collection, and with an entry that follows them for years.
# Guarantors, who never deal with us: they pay for somebody else's loan.
# Past borrowers, whose rows train the model: whoever finds them there learns that they once needed money.
# ### END SOLUTION
#
# ## What differs between the groups
#
# ### BEGIN SOLUTION
# | per group | base rate | granted | TPR | FPR | precision |
# |---|---|---|---|---|---|
# | a | 0.603 | 0.315 | 0.419 | 0.158 | 0.801 |
# | b | 0.601 | 0.161 | 0.196 | 0.108 | 0.732 |
#
# Both groups repay alike (0.603 and 0.601), which rules out that b is the worse risk.
# (In the world `gap`, where it is, the TPRs are much the same, 0.419 and 0.188, but the base rates are 0.603 and 0.487.)
# The probabilities are calibrated in both groups (gaps of -0.003 and 0.001). What differs is how well the score measures:
# a noisy one pulls each chance towards the average, 0.60, and the limit of 0.7 lies above it. Where it measures b as well as a (world `none`), the TPRs are 0.419 and 0.417.
#
# We give up equal TPRs. Those who bear it are the reliable applicants of b: had they the TPR of a, 801 more of them a year would get their loan.
# ### END SOLUTION
#
# ## What we would do about it
#
# ### BEGIN SOLUTION
# We ask group b for the two documents that its thin files lack, which makes its score as good as that of a: its TPR rises from 0.196 to about 0.417, and its FPR from 0.108 to 0.179. Group a stays at 0.419 and 0.158.
# I assume 15 dollars for each of 5,987 applicants, 90,000 a year. The bank pays, and gets 119,000 a year back by better decisions (300 for a loan repaid, -700 for one that fails); applicants pay with twenty minutes each.
#
# Rejected: equalised odds by coins. The programme's best answer is to grant everybody, with TPR and FPR of 1 in both groups. It counts a default like a refusal, so wrong decisions even fall, from 44.7 to 39.8 %; but 7,958 loans a year would fail instead of 1,135.
# Rejected as well: a lower limit for b (0.64). It lifts the TPR to 0.422, and grants 406 more loans a year that fail, for 811 that are repaid: 41,000 lost.
# ### END SOLUTION
#
# ## What the model and its data give away
#
# ### BEGIN SOLUTION
# Who was in the training set? A forest that had learnt its rows by heart gave an advantage of 0.40, one with leaves of 200 rows 0.01. I assume that our model, of four weights, lies at or below the latter.
# The release test computes the advantage on 2,000 rows of either kind, and stops a model above 0.05.
#
# Changing the answer: half of the refused in group a lack 1.04 of the score or less, and a quarter (24 %) lack less than 0.5. One item of the form, if it is only claimed, moves it by about as much (assumed).
# Counts by district, which the regulator wants monthly, go out with noise: one loan a person, a total epsilon of 1 a year, kept by a program that refuses the thirteenth release.
# ### END SOLUTION
#
# ## What we owe them
#
# ### BEGIN SOLUTION
# Whoever is refused is told the two items that weighed most, in words, with the name of a loan officer, who can reverse the decision within 10 working days. Nobody has to prove that the model is wrong; a missing document is enough.
#
# After the start we watch the TPR of both groups among loans that a random 2 % of refused applicants get nevertheless, since otherwise we would never see them.
# If the ratio of the TPRs is below 0.85 in a quarter, or cannot be computed, the model is switched off, and loan officers decide by the rules of last year.
#
# The head of consumer credit answers for it. The board decides again on 30 June 2027, with this page and the year's figures beside it.
# ### END SOLUTION
