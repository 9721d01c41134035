# %% [markdown]
# # Week 13. Business, teams and the interview
#
# **Who owns it, does it pay, and can you defend the design?**
#
# Twelve weeks build **the delay desk**: it ingests, labels, learns, serves, watches and experiments.
# What is left are the questions that stop more projects than any model does.
# Is there a person for the cases that the model had better not decide?
# Does a year of it bring in more than it costs, and how sure is that?
# Which team owns which part, who is woken, and can the people in the room follow why it was built in this way?
# None of this is soft. Each question has quantities, and a function that gets them wrong costs money in silence.
# You build the seven parts with which a team lead defends the desk.
#
# ## Where we are
#
# ```text
#   schedules, messages, weather, planes             the operations desk
#              |                                            ^
#              v                                            |  act, or stay silent
#         [ ingest ] -> [ label ] -> [ train ] -> ... -> [ decide ]
#           week 2       week 3       week 5               week 1
#
#   OWNERS AND MONEY, this week, stand around all of it.
#   The numbers are this week's exercises:
#
#      a forecast ----> [ 1 which cases go to people? ] ----> people, as many as there are
#               \-----> [ 3 keep the display steady   ] ----> passengers and gates
#
#      a plan --------> [ 2 does it pay, how surely?  ] \
#      an experiment -> [ 5 whom does it help?        ]  }--> keep, change or stop it
#      an org chart --> [ 4 who waits for whom?       ] /
#      alerts --------> [ 6 who is woken, how often?  ]
#
#      a design ------> [ 7 would the answer convince? ]
# ```
#
# ## How to work
#
# - Read the lecture first: `make site`, then open `build/site/w13_business_and_teams.html`.
# - Run the cells from the top.
#   Replace each `raise NotImplementedError` by your code, then run the cell below it:
#   `check("defer")` answers at once with what is right, what is not, and your score.
# - The second check cell of each exercise stays quiet here.
#   Its tests run when the notebook is graded; they use other inputs, but demand nothing that the contract does not say.
# - Grading takes the exercise cells only.
#   Extra functions and imports that an exercise needs belong in that exercise's cell.
#   No exercise needs another one.
# - A cell that begins with `# Try it` shows what your function says about the real flights, or about this course.
#   It is commented out so that the notebook runs before you have written anything:
#   once the check passes, select the lines below its first paragraph, press Ctrl and `/`, and run it.
# - Seven exercises earn 80 points, the memo at the end 20.
#   Plan about five hours: half an hour for each exercise, and an hour and a half for the memo.
#
# ## How to read a contract
#
# The docstring is the contract, and the checks hold you to it and to nothing else.
# These conventions apply throughout, so that the docstrings can stay short:
#
# - A *promise* is something the caller guarantees. You need not verify it.
# - `ValueError` is demanded only where the docstring says so.
#   Its wording is yours, unless the contract asks that it name something (then the name stands in the message, as `str(error)` shows it; of several, any one);
#   where two errors apply, raise either.
# - No function changes its arguments.
# - A *number* is an `int` or a `float`, Python's or NumPy's of 64 bits, never a `bool` or a text, finite unless said otherwise;
#   a *whole number* is an `int` or a NumPy integer of 64 bits. Where a parameter, or a part of one, is a number, callers keep to this (promise).
# - *Array-like of numbers* means a list, a tuple, a NumPy array (any integer or float dtype) or a Series (NumPy dtypes only, promise), 1-D.
#   Items are paired by position, whatever index a Series carries. Compute in float64 whatever the dtype of the input.
# - A column of a DataFrame has a NumPy dtype, or that of pandas for texts: `bool` for bools, 64 bits for numbers, and none of its values is missing unless said otherwise.
#   The index of a DataFrame has no name, its labels mean nothing and may repeat (promises).
# - A *column of times* has a datetime64 dtype of any unit with a time zone, which may differ from column to column; no time is missing unless said otherwise (promises).
#   Equal instants are equal in every zone.
# - Where a result is a `float` or an `int`, Python's or NumPy's will do, but `True` is not a number, and a bool is Python's or NumPy's.
#   Where it is a tuple, a list, an array, a dict or a DataFrame, exactly that type is expected at every level (a `Counter` is not a dict here).
#   An *array* is a NumPy array; "of integers" allows any NumPy integer dtype.
# - Floats are compared to about nine digits.
# - A cell may import what the set-up cell imports, anything of the standard library, NumPy, pandas, SciPy and scikit-learn;
#   names that the set-up cell defines are there when it is graded.
#   All code cells of your notebook run when it is graded, your own too, from the top, and each check judges what is defined where it stands.
#   Two cells that define the same name share it, so name helpers apart.
# - Warnings cost nothing. Speed is not checked, but when your notebook is graded, calls that take longer than 20 seconds are cut off.
# - When your notebook is graded, it runs in a sandbox: it starts no other processes (`multiprocessing`, `subprocess`), reaches no network,
#   writes files in its own folder and in `/tmp` only, and nobody answers `input()` or a breakpoint.

# %% setup="imports"
import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from autograder import checker

check = checker("w13_business_and_teams")

# %% [markdown]
# ## 1. Which cases go to people
#
# The desk has two duty managers. In the time until a flight leaves, the two can look at a few dozen of the day's 900.
# A manager who looks is right more often than the model, and costs money as well: eleven dollars of working time, say.
# Which cases are worth it?
#
# "Those of which the model is least sure" is the usual answer, and it is wrong twice.
# What a case is worth does not depend on how unsure the model is, but on *what its error would cost*:
# where a miss costs 6,000 and a false alarm 1,500, the case in which acting and staying silent are about equally expensive has a probability of 0.25, not of 0.5.
# And a case that a person can hardly improve should not be looked at, even if somebody is free.
#
# Write $p$ for the probability that the flight is late, and four costs as in week 1. Then
#
# $$\text{act}(p) = p\,c_\text{correct alarm} + (1 - p)\,c_\text{false alarm}, \qquad
#   \text{silent}(p) = p\,c_\text{miss} + (1 - p)\,c_\text{correct silence},$$
#
# the model alone pays $\min(\text{act}, \text{silent})$, and a person who decides rightly with probability $a$, whatever the case, pays on average
#
# $$a \left[ p\,\min(c_\text{correct alarm}, c_\text{miss}) + (1-p)\,\min(c_\text{correct silence}, c_\text{false alarm}) \right]
#  + (1 - a) \left[ p\,\max(c_\text{correct alarm}, c_\text{miss}) + (1-p)\,\max(c_\text{correct silence}, c_\text{false alarm}) \right] + c_\text{review}.$$


# %% exercise="defer"
def defer(
    probabilities: ArrayLike,
    capacity: int,
    costs: Mapping[str, float],
    review_cost: float,
    person_right: float,
) -> np.ndarray:
    """Choose the cases that a person should decide in the model's place.

    The gain of a case is what the model alone pays for it minus what a person pays for it, both
    as above. A case is worth looking at if its gain is above 0. Of those, the `capacity` with
    the largest gains go to people, or all of them if there are fewer; of equal gains the
    case that stands first goes.

    Arguments:
        probabilities: array-like of n numbers, the probability of each case that it is late. n may
            be 0.
        capacity: how many cases people can take, a whole number.
        costs: a dict with the four numbers "correct_alarm", "false_alarm", "miss" and
            "correct_silence", each 0 or more; it may have other entries, which mean nothing.
        review_cost: what it costs that a person looks, a number, 0 or more.
        person_right: the probability that a person decides rightly, a number.
        Gains of two cases are equal only where their probabilities are, and otherwise differ by
            more than 1e-6; no gain lies within 1e-6 of 0 (promises).

    Returns:
        An array of integers: the positions of the chosen cases, ascending. It may be empty.

    Raises:
        ValueError: a probability is missing (NaN) or outside [0, 1]; `capacity` is negative;
            `person_right` is below 0.5 or above 1; one of the four costs is not in the dict (the
            message names it).

    A miss is dear, so the case at 0.3 is worth more than the one at 0.5:

    >>> costs = {"correct_alarm": 1500, "false_alarm": 1500, "miss": 6000, "correct_silence": 0}
    >>> defer([0.5, 0.9, 0.3, 0.01], 1, costs, review_cost=100, person_right=1.0)
    array([2])
    >>> defer([0.5, 0.9, 0.3, 0.01], 4, costs, review_cost=100, person_right=1.0)
    array([0, 1, 2])
    """
    ### BEGIN SOLUTION
    p = np.asarray(probabilities, dtype=float)
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("a probability is missing or outside [0, 1]")
    if capacity < 0:
        raise ValueError(f"nobody can take {capacity} cases")
    if not 0.5 <= person_right <= 1:
        raise ValueError(f"a person is right with probability 0.5 to 1, not {person_right}")
    for name in ("correct_alarm", "false_alarm", "miss", "correct_silence"):
        if name not in costs:
            raise ValueError(f"there is no cost {name!r}")
    late = costs["correct_alarm"], costs["miss"]
    punctual = costs["correct_silence"], costs["false_alarm"]
    act = p * costs["correct_alarm"] + (1 - p) * costs["false_alarm"]
    silent = p * costs["miss"] + (1 - p) * costs["correct_silence"]
    right = p * min(late) + (1 - p) * min(punctual)
    wrong = p * max(late) + (1 - p) * max(punctual)
    person = person_right * right + (1 - person_right) * wrong + review_cost
    gain = np.minimum(act, silent) - person
    order = np.argsort(-gain, kind="stable")
    return np.sort(order[gain[order] > 0][:capacity])
    ### END SOLUTION


# %% check="defer" points=5

# %% check="defer" hidden=true points=7

# %%
# Try it: the forecasts of a day as a table by hour and carrier gives them, and 30 looks for the crews'
# desk. Which probabilities do people see, and which would they see if they took the least sure?
#
# from worlds.flights import load
#
# flights = load().dropna(subset=["arr_delay"])
# late = flights["arr_delay"] >= 15
# rate = late.groupby([flights["carrier"], flights["hour"]]).transform("mean")
# day = (flights["month"] == 12) & (flights["day"] == 10)
# p = rate[day].to_numpy()
# costs = {"correct_alarm": 1500, "false_alarm": 1500, "miss": 6000, "correct_silence": 0}
# chosen = defer(p, 30, costs, review_cost=11, person_right=0.9)
# unsure = np.argsort(np.abs(p - 0.5), kind="stable")[:30]
# for name, rows in (("by gain", chosen), ("least sure", unsure)):
#     print(f"{name:11}{len(rows)} cases, probabilities {p[rows].min():.2f} to {p[rows].max():.2f}")

# %% [markdown]
# ## 2. Does it pay?
#
# "It saves 300 dollars a flight" is not an argument until three things are beside it:
# what it costs to build and to run, when the money comes, and how sure all that is.
#
# Money that comes later is worth less. With a discount rate $r$ (0.1 for ten per cent a year), an amount at the end of year $t$ counts $1/(1+r)^t$ of itself today.
# What is paid to build is paid today. The gains and running costs of the first year lie at *its end*, so they are discounted once already.
#
# And nobody knows the gain. Draw it, many times, from what is believed possible, and look at the distribution of the *net present value*:
# its mean, how bad it can be, and the chance that the project loses money.
# Some projects fail whatever they would have brought: the data are not there, nobody uses it.
# A project that fails is stopped after its first year, with that year's running cost paid and nothing gained.


# %% exercise="return-on-investment"
def return_on_investment(plan: Mapping[str, Any], n: int, seed: int) -> dict[str, float]:
    """Draw n futures of a plan, and summarise their net present value.

    One generator is made, `np.random.default_rng(seed)`, and draws twice: first its
    `uniform(low, high, n)` gives the yearly gain at full adoption in each future, then its
    `random(n)` gives a number for each future, which fails if that is below the chance of failure.

    In a future that does not fail, the amount at the end of year t is
    adoption[t - 1] * gain - yearly_cost, for t = 1, 2, ... len(adoption). In one that fails it is
    -yearly_cost at the end of year 1, and there are no further years. The net present value is the
    sum over its years of the amount / (1 + discount_rate) ** t, minus `build_cost`.

    Arguments:
        plan: a dict with these entries and no other (promise); amounts in dollars:
            "build_cost", "yearly_cost": numbers, 0 or more;
            "yearly_gain": a tuple (low, high) of numbers, low at most high;
            "adoption": a list of one number a year, each from 0 to 1; at least one is above 0
                (promise);
            "discount_rate": a number, 0 or more (promise);
            "chance_of_failure": a number.
        n: how many futures, a whole number; in the checks at most 5,000.
        seed: a whole number, 0 or more (promise).

    Returns:
        A dict with exactly these entries, all floats:
            "mean": the mean of the n net present values;
            "low", "high": their 5 % and 95 % quantiles, as `np.quantile` gives them;
            "chance_of_loss": the share of futures whose net present value is below 0. None lies
                within 1e-6 of 0 (promise);
            "break_even_gain": the yearly gain at which a future that does not fail has a net
                present value of 0.

    Raises:
        ValueError: n is below 1; `adoption` is empty; low is above high; `chance_of_failure` is
            below 0 or above 1.

    A sure gain, two years, half adopted in the first:

    >>> plan = {"build_cost": 100, "yearly_cost": 20, "yearly_gain": (200, 200),
    ...         "adoption": [0.5, 1.0], "discount_rate": 0.25, "chance_of_failure": 0}
    >>> value = return_on_investment(plan, n=10, seed=0)
    >>> round(value["mean"], 2), round(value["break_even_gain"], 2), value["chance_of_loss"]
    (79.2, 123.85, 0.0)
    """
    ### BEGIN SOLUTION
    low, high = plan["yearly_gain"]
    adoption = np.asarray(plan["adoption"])
    if n < 1:
        raise ValueError(f"cannot draw {n} futures")
    if len(adoption) == 0:
        raise ValueError("the plan has no years")
    if not 0 <= plan["chance_of_failure"] <= 1:
        raise ValueError("the chance of failure is between 0 and 1")
    rng = np.random.default_rng(seed)
    gains = rng.uniform(low, high, n)  # which refuses a low above high
    fails = rng.random(n) < plan["chance_of_failure"]
    today = (1 + plan["discount_rate"]) ** -np.arange(1.0, len(adoption) + 1)
    full_years = (adoption * today).sum()
    paid = plan["build_cost"] + plan["yearly_cost"] * today.sum()
    lost = plan["build_cost"] + plan["yearly_cost"] * today[0]
    values = np.where(fails, -lost, gains * full_years - paid)
    bottom, top = np.quantile(values, [0.05, 0.95])
    return {
        "mean": float(values.mean()),
        "low": float(bottom),
        "high": float(top),
        "chance_of_loss": float((values < 0).mean()),
        "break_even_gain": float(paid / full_years),
    }
    ### END SOLUTION


# %% check="return-on-investment" points=5

# %% check="return-on-investment" hidden=true points=7

# %%
# Try it: a desk for one airport's crews. It may save between 100,000 and 900,000 dollars a year (our
# assumption), takes three people half a year to build, and one person and a server to run.
#
# plan = {"build_cost": 300_000, "yearly_cost": 220_000, "yearly_gain": (100_000, 900_000),
#         "adoption": [0.3, 0.8, 1.0], "discount_rate": 0.1, "chance_of_failure": 0.3}
# for name, change in (("as planned", {}), ("sure to work", {"chance_of_failure": 0.0}),
#                      ("one year more", {"adoption": [0.3, 0.8, 1.0, 1.0]})):
#     value = return_on_investment(plan | change, 5_000, seed=1)
#     print(f"{name:14}" + "  ".join(f"{k} {v:,.2f}" if k == "chance_of_loss" else f"{k} {v:,.0f}"
#                                    for k, v in value.items()))

# %% [markdown]
# ## 3. A steady display
#
# The forecast of a flight is refreshed every half hour, and the board at the gate shows "likely late" above a threshold.
# A probability that wanders around the threshold flips the board back and forth.
# Each flip is honest, and after the third nobody believes the board.
#
# *Hysteresis* is the remedy of every thermostat: the display changes only when the forecast has passed the threshold by a margin.
# The price is that the display is at times not what the newest forecast says.
# How wrong can it be? Only while the forecast lies inside the margin: so the price is bounded by the margin, and can be stated.


# %% exercise="steady"
def steady(predictions: ArrayLike, threshold: float, margin: float) -> dict[str, Any]:
    """Show "late" or not for a series of forecasts of one flight, without flip-flops.

    A plain display shows late exactly where the prediction is `threshold` or more. The steady one
    begins as the plain one does, at the first prediction that is not missing. After that it changes
    to late at a prediction of `threshold + margin` or more, and back at one that is below
    `threshold - margin`; otherwise it stays as it was. Where a prediction is missing, both displays
    stay as they were, and before the first prediction both show "not late".

    Arguments:
        predictions: array-like of n numbers from 0 to 1 in the order of time, NaN where there was
            no forecast. n may be 0.
        threshold, margin: numbers.
        All numbers are multiples of 1/1024 (promise), so that sums and differences are exact.

    Returns:
        A dict with exactly these entries:
            "shown": a list of n bools, the steady display at each prediction;
            "flips" (int): how often it differs from the one before it; a display that begins as
                "not late", for want of a prediction, and then shows late has flipped;
            "plain_flips" (int): the same for the plain display;
            "worst_gap" (float): the largest distance of a prediction from the threshold where
                the two displays differ; 0.0 where they never do. A missing prediction has none.

    Raises:
        ValueError: `margin` is negative; a prediction is outside [0, 1].

    >>> result = steady([0.5, 0.375, 0.5, 0.375, 0.25, 0.625], threshold=0.5, margin=0.125)
    >>> result["shown"], result["flips"], result["plain_flips"], result["worst_gap"]
    ([True, True, True, True, False, True], 2, 4, 0.125)
    """
    ### BEGIN SOLUTION
    if margin < 0:
        raise ValueError("the margin is negative")
    shown: list[bool] = []
    plain: list[bool] = []
    started, worst = False, 0.0
    for p in predictions:
        now = (shown[-1], plain[-1]) if shown else (False, False)
        if not math.isnan(p):
            if not 0 <= p <= 1:
                raise ValueError(f"{p} is no probability")
            late = bool(p >= threshold)
            if not started:
                now = late, late
            elif p >= threshold + margin:
                now = True, late
            elif p < threshold - margin:
                now = False, late
            else:
                now = now[0], late
            started = True
            if now[0] != now[1]:
                worst = max(worst, abs(float(p) - threshold))
        shown.append(now[0])
        plain.append(now[1])
    return {
        "shown": shown,
        "flips": int(np.diff(shown).sum()),
        "plain_flips": int(np.diff(plain).sum()),
        "worst_gap": float(worst),
    }
    ### END SOLUTION


# %% check="steady" points=4

# %% check="steady" hidden=true points=6

# %%
# Try it: a forecast that wanders, 1,000 flights, each refreshed eight times. What does each margin
# save in flips, and how far off is the display at the worst?
#
# rng = np.random.default_rng(13)
# walks = np.clip(0.4 + rng.normal(0, 0.05, (1000, 8)).cumsum(axis=1), 0, 1)
# walks = np.round(walks * 1024) / 1024
# for margin in (0, 32, 64, 128):
#     results = [steady(walk, 410 / 1024, margin / 1024) for walk in walks]
#     print(f"margin {margin / 1024:.3f}: {sum(r['flips'] for r in results) / 1000:.2f} flips a flight, "
#           f"worst gap {max(r['worst_gap'] for r in results):.3f}")

# %% [markdown]
# ## 4. Who waits for whom
#
# "Organizations which design systems are constrained to produce designs which are copies of the communication structures of these organizations", wrote Melvin Conway in 1968.
# Read the other way round it is a budget: every change that touches two parts owned by two teams needs a meeting, a ticket and a release that waits.
#
# Which two parts change together is written in the history of the repository.
# Count the changes that touched both, call that the weight of the dependency, and add up the weights that cross a border between teams:
# that is how many *hand-offs* the structure causes.
# Then ask for the cheapest reorganisation there is: one part moves to another team that has room for it.


# %% exercise="coupling"
def coupling(
    ownership: Mapping[str, str],
    dependencies: Sequence[tuple[str, str, int]],
    largest: int,
) -> dict[str, Any]:
    """Count the hand-offs between teams, and find the single move of a part that saves most.

    A dependency (a, b, weight) says that `weight` changes touched both parts. It has no direction,
    several of one pair add up, and one of a part with itself means nothing. The hand-offs are the
    sum of the weights of all dependencies between parts of different teams. Errors come first: a
    part that nobody owns is one also where it depends on itself.

    A move gives one part to another of the teams that own something now. It is allowed if that
    team then owns at most `largest` parts. The best move is the allowed one after which there
    are the fewest hand-offs, if these are fewer than now. Of several equally good ones it is the
    one whose (part, team) comes first in the order in which Python sorts tuples of texts.

    Arguments:
        ownership: a dict from each part to the team that owns it; texts. It may be empty.
        dependencies: a list of tuples (part, part, weight); weights are whole numbers.
        largest: a whole number; a team may own more than that already.
        In the checks there are at most 40 parts, 8 teams and 200 dependencies.

    Returns:
        A dict with exactly these entries:
            "handoffs" (int): as things are;
            "between": a dict from each pair of teams with hand-offs between them, a tuple of the
                two names in ascending order, to their sum of weights (int);
            "best_move": a tuple (part, team), or None;
            "after" (int): the hand-offs after the best move; as "handoffs" if there is none.

    Raises:
        ValueError: a dependency names a part that nobody owns (the message names it); a weight is
            below 1.

    >>> ownership = {"features": "data", "ingest": "data", "train": "science", "serve": "platform"}
    >>> dependencies = [("features", "train", 9), ("features", "ingest", 4), ("serve", "features", 2)]
    >>> result = coupling(ownership, dependencies, largest=2)
    >>> result["handoffs"], result["best_move"], result["after"]
    (11, ('features', 'science'), 6)
    >>> result["between"] == {("data", "science"): 9, ("data", "platform"): 2}
    True
    """
    ### BEGIN SOLUTION
    for a, b, weight in dependencies:
        for part in (a, b):
            if part not in ownership:
                raise ValueError(f"nobody owns {part!r}")
        if weight < 1:
            raise ValueError(f"the weight of {a!r} and {b!r} is {weight}")

    def between(owner: Mapping[str, str]) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for a, b, weight in dependencies:
            if owner[a] != owner[b]:
                pair = (min(owner[a], owner[b]), max(owner[a], owner[b]))
                found[pair] = found.get(pair, 0) + int(weight)
        return found

    now = between(ownership)
    total = sum(now.values())
    owned = list(ownership.values())
    moves = [
        (sum(between({**ownership, part: team}).values()), part, team)
        for part in ownership
        for team in set(owned)
        if owned.count(team) < largest
    ]
    after, *move = min(moves, default=(total,))
    if after >= total:  # a part that stays with its team saves nothing
        after, move = total, None
    best = tuple(move) if move else None
    return {"handoffs": total, "between": now, "best_move": best, "after": after}
    ### END SOLUTION


# %% check="coupling" points=5

# %% check="coupling" hidden=true points=7

# %%
# Try it: the desk as three teams own it. The weights are made up: the lecture counts real ones in a
# repository's history. Which move would you have proposed?
#
# ownership = {"ingest": "data", "labels": "data", "features": "data", "train": "science",
#              "evaluate": "science", "serve": "platform", "monitor": "platform"}
# dependencies = [("features", "train", 40), ("features", "serve", 25), ("train", "evaluate", 30),
#                 ("labels", "evaluate", 12), ("monitor", "features", 18), ("ingest", "features", 20),
#                 ("ingest", "labels", 15), ("serve", "monitor", 10)]
# for largest in (3, 4, 5):
#     print(largest, coupling(ownership, dependencies, largest))

# %% [markdown]
# ## 5. Whom does it help?
#
# The desk can hold a connection, and the question is for which flights.
# Most teams rank by the risk that the flight is late: the higher, the sooner they act.
# But who is at the highest risk is not who is *helped*. A flight in a closed airport is late whatever the desk does.
# What counts is the **uplift**: the outcome with the action minus the outcome without it.
# Nobody sees both for the same flight, so it takes an experiment (week 9) in which chance decides who is acted upon, and an average over a segment.
#
# An average has an error. With $n_1$ treated and $n_0$ untreated rows in a segment, means $m_1, m_0$ and variances $s_1^2, s_0^2$ (with $n - 1$ below the fraction),
#
# $$\text{effect} = m_1 - m_0, \qquad \text{interval} = \text{effect} \pm 1.96 \sqrt{s_1^2 / n_1 + s_0^2 / n_0}.$$
#
# The outcome here is a *cost*, so a negative effect helps.
# Three answers are possible: it helps, it harms, or we do not know, and "do not know" is not "no effect".


# %% exercise="uplift"
def uplift(
    rows: pd.DataFrame, segment: str, treated: str, cost: str, min_rows: int
) -> pd.DataFrame:
    """Say for each segment of an experiment what the treatment did to the cost, and what to do.

    The effect and its interval are those above; the factor is
    `NormalDist().inv_cdf(0.975)`, about 1.96. An arm of a segment is its treated, or its untreated
    rows. A segment with fewer than `min_rows` rows in one of its arms has no effect: there "effect",
    "low" and "high" are NaN.

    Arguments:
        rows: one row a case, in any order, with the three columns named below (promise) and
            perhaps others, whatever these are called.
        segment: the name of a column of texts, none missing (promise).
        treated: the name of a column of bools.
        cost: the name of a column of numbers, below 10**6 in size; none missing (promises).
        min_rows: a whole number.
        No end of an interval lies within 1e-9 of 0, unless all costs of both arms are one and the
            same whole number, when both ends are exactly 0 (promise).

    Returns:
        A DataFrame with one row a segment; its index holds the names of the segments in the order
        in which Python sorts texts, and its columns are, in this order,
            "treated", "untreated": the numbers of rows in the two arms, integers;
            "effect", "low", "high": floats;
            "decision": a text: "treat" if the whole interval is below 0, "spare" if it is above 0,
                "unsure" otherwise, also where there is no effect.
        Names of the index and of the columns' axis do not matter. No rows give a DataFrame without
        rows, with these columns; their dtypes then do not matter.

    Raises:
        ValueError: `min_rows` is below 2, for one row has no variance.

    >>> rows = pd.DataFrame({"hub": ["ATL"] * 6, "held": [True, True, True, False, False, False],
    ...                      "cost": [100.0, 110.0, 120.0, 300.0, 330.0, 300.0]})
    >>> uplift(rows, "hub", "held", "cost", min_rows=3).round(1)
         treated  untreated  effect    low   high decision
    ATL        3          3  -200.0 -222.6 -177.4    treat
    """
    ### BEGIN SOLUTION
    if min_rows < 2:
        raise ValueError("an arm needs two rows at least")
    factor = NormalDist().inv_cdf(0.975)
    found = {}
    for name, part in rows.groupby(segment):  # in the order of the names
        acted, amounts = part[treated].to_numpy(), part[cost].to_numpy()
        with_it, without = amounts[acted], amounts[~acted]
        effect = spread = math.nan
        if min(len(with_it), len(without)) >= min_rows:
            effect = with_it.mean() - without.mean()
            spread = math.sqrt(
                with_it.var(ddof=1) / len(with_it) + without.var(ddof=1) / len(without)
            )
        low, high = effect - factor * spread, effect + factor * spread
        decision = "treat" if high < 0 else "spare" if low > 0 else "unsure"
        found[name] = (len(with_it), len(without), effect, low, high, decision)
    columns = ["treated", "untreated", "effect", "low", "high", "decision"]
    return pd.DataFrame.from_dict(found, orient="index", columns=columns)
    ### END SOLUTION


# %% check="uplift" points=5

# %% check="uplift" hidden=true points=7

# %%
# Try it: a made-up experiment on four kinds of flights. The riskiest ones cannot be helped. Compare
# the decisions with those of somebody who acts where the untreated cost is highest.
#
# rng = np.random.default_rng(5)
# kinds = {"short, light delay": (200, -60), "connection at a hub": (500, -180),
#          "closed airport": (900, 0), "last flight of the day": (700, 40)}
# parts = [pd.DataFrame({"kind": kind, "held": rng.random(800) < 0.5}) for kind in kinds]
# rows = pd.concat(parts, ignore_index=True)
# base, effect = rows["kind"].map(lambda k: kinds[k][0]), rows["kind"].map(lambda k: kinds[k][1])
# rows["cost"] = base + effect * rows["held"] + rng.normal(0, 250, len(rows))
# print(uplift(rows, "kind", "held", "cost", min_rows=30).round(0).to_string())
# print(rows[~rows["held"]].groupby("kind")["cost"].mean().sort_values(ascending=False).round(0))

# %% [markdown]
# ## 6. Who is woken, and how often?
#
# A rota looks fair in a spreadsheet: everybody has a week in four.
# What wears people out is not weeks but *pages*, above all at night, and one bad week can drive an engineer away.
#
# Two details decide whether the count means anything.
# An incident that fires the same alert every minute wakes a person once: alerts of one service that follow a page within a quiet time belong to it.
# And "night" is night where the person sleeps, not in UTC, and not in the time zone of the server.


# %% exercise="page-load"
def page_load(
    alerts: pd.DataFrame, rota: pd.DataFrame, zone: str, quiet: pd.Timedelta
) -> tuple[pd.DataFrame, int]:
    """Count the pages of each person of a rota, those at night, and their worst seven days.

    Alerts become pages service by service, in the order of time: an alert is a page unless the
    last *page* of its service came less than `quiet` before it. Alerts in between start no new
    quiet time. With a `quiet` of zero every alert is a page, also several at one instant.

    The person on duty at a page is the one whose shift began at or before it and ends after it;
    shifts do not overlap (promise). A page to nobody counts as uncovered.
    A page is at night if the clock in `zone` shows 22:00 or later, or is before 07:00.
    A person's worst week is the largest number of their pages in any seven days: the pages that
    come from a page of theirs on, those of the same instant included, and less than 7 times 24
    hours after it, whatever the clocks do.

    Arguments:
        alerts: one row an alert, in any order, with a column of times "at" and a column of texts
            "service", and perhaps others. It may have no rows.
        rota: one row a shift, in any order, with columns of times "start" and "end" (the end is
            after the start, promise) and a column of texts "person".
        zone: a name of the time-zone database, such as "America/New_York".
        quiet: a Timedelta.
        In the checks there are at most 300 alerts and 60 shifts, in the years 2013 to 2025.

    Returns:
        A tuple of two: a DataFrame and the number of uncovered pages (int). The DataFrame has one
        row for each person of the rota, its index their names in the order in which Python sorts
        texts, and exactly the columns of integers "pages", "night", "worst_week", in this
        order. Names of the index and of the columns' axis do not matter.

    Raises:
        ValueError: `quiet` is negative; the rota has no shifts.

    Two alerts ten minutes apart are one page, at half past eleven in New York:

    >>> alerts = pd.DataFrame({"service": ["serve", "serve", "ingest"], "at": pd.to_datetime(
    ...     ["2013-02-09 04:30Z", "2013-02-09 04:40Z", "2013-02-09 15:00Z"])})
    >>> rota = pd.DataFrame({"person": ["ana", "bo"],
    ...     "start": pd.to_datetime(["2013-02-04 14:00Z", "2013-02-11 14:00Z"]),
    ...     "end": pd.to_datetime(["2013-02-11 14:00Z", "2013-02-18 14:00Z"])})
    >>> table, uncovered = page_load(alerts, rota, "America/New_York", pd.Timedelta(minutes=30))
    >>> table
         pages  night  worst_week
    ana      2      1           2
    bo       0      0           0
    >>> uncovered
    0
    """
    ### BEGIN SOLUTION
    if quiet < pd.Timedelta(0):
        raise ValueError("the quiet time is negative")
    if len(rota) == 0:
        raise ValueError("the rota has no shifts")
    shifts = list(zip(rota["start"], rota["end"], rota["person"], strict=True))
    last: dict[str, pd.Timestamp] = {}
    pages: dict[str, list[pd.Timestamp]] = {name: [] for name in sorted(rota["person"])}
    uncovered = 0
    for at, service in sorted(zip(alerts["at"], alerts["service"], strict=True)):
        if service in last and at - last[service] < quiet:
            continue
        last[service] = at
        on_duty = [person for start, end, person in shifts if start <= at < end]
        uncovered += len(on_duty) == 0
        for person in on_duty:  # at most one
            pages[person].append(at)
    week = pd.Timedelta(days=7)
    rows = {}
    for person, times in pages.items():
        hours = [at.tz_convert(zone).hour for at in times]
        night = sum(hour >= 22 or hour < 7 for hour in hours)
        worst = max((sum(first <= at < first + week for at in times) for first in times), default=0)
        rows[person] = (len(times), night, worst)
    columns = ["pages", "night", "worst_week"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns), uncovered
    ### END SOLUTION


# %% check="page-load" points=5

# %% check="page-load" hidden=true points=6

# %%
# Try it: alerts of a made-up quarter, four people in weekly shifts. Who had the worst week, and what
# would the table say if "night" were taken in UTC?
#
# rng = np.random.default_rng(6)
# begin = pd.Timestamp("2013-10-07 13:00", tz="UTC")
# hours = pd.to_timedelta(np.sort(rng.uniform(0, 12 * 7 * 24, 90)), unit="h")
# alerts = pd.DataFrame({"at": begin + hours, "service": rng.choice(["serve", "ingest", "label"], 90)})
# starts = begin + pd.to_timedelta(np.arange(12) * 7, unit="D")
# rota = pd.DataFrame({"person": ["ana", "bo", "cy", "di"] * 3, "start": starts,
#                      "end": starts + pd.Timedelta(days=7)})
# for zone in ("America/New_York", "UTC"):
#     print(zone)
#     print(page_load(alerts, rota, zone, pd.Timedelta(hours=1))[0].to_string())

# %% [markdown]
# ## 7. Would the answer convince?
#
# A design interview, like a design review, is not won by talking most.
# What is listened for can be written down before anybody speaks: which steps an answer must cover, which sums must come out, which decisions exclude each other.
# The course's bank has twenty prompts with such rubrics; your function scores a structured answer by them.
#
# It scores what is there, and length earns nothing: ten sentences on the model do not make up for a missing guardrail.
# A sum counts only if the numbers agree *with each other*, to within the tolerance of an envelope.
# And an answer that promises nightly batches on one page and fresh features within a second on another is worse than one that says less.


# %% exercise="score-answer"
def score_answer(answer: Mapping[str, Any], rubric: Mapping[str, Any]) -> dict[str, Any]:
    """Score a structured answer to a design prompt by its rubric.

    Coverage: a step of the rubric is covered if the answer has it with at least one statement that
    is not blank (a text with at least one character besides white space, as `str.strip` sees it).
    It then earns its weight, however many statements there are.
    Sums: a sum (result, operation, terms) is right if the answer has the number `result` and all
    of `terms`, and |value - computed| <= tolerance * |computed|, where `value` is the number
    `result` of the answer, and `computed` what the operation makes of the terms: "add" adds all
    up, "multiply" multiplies all, "subtract" takes all others from the first, "divide" divides the
    first by all others in turn. A right sum earns its weight. Nothing divides by 0, and no
    difference lies within 1e-9 of its limit (promises).
    Contradictions: a pair of decisions of the rubric is a contradiction if the answer has both.
    Each takes `penalty` off.
    The score is the sum of the weights earned minus the penalties, and never below 0, over the
    sum of all weights of steps and sums.

    Arguments:
        answer: a dict with these entries, each of which may be absent, which is the same as empty:
            "steps": a dict from the name of a step to a list of statements, texts;
            "numbers": a dict from names to numbers;
            "decisions": a list of texts, perhaps with repeats.
            What the rubric does not name means nothing.
        rubric: a dict with exactly these entries (promise):
            "steps": a dict from the name of a step to its weight, a number above 0;
            "sums": a list of dicts with "result" (a text), "operation" (one of the four), "terms"
                (a list of two texts or more) and "weight" (a number above 0);
            "tolerance": a number, 0 or more;
            "conflicts": a list of tuples of two different texts; no pair stands there twice, in
                either order;
            "penalty": a number, 0 or more.

    Returns:
        A dict with exactly these entries:
            "score": a float from 0 to 1;
            "missing": the list of the steps that are not covered, in the order of the rubric;
            "unsupported": the list of the results of those sums whose result or a term is not
                among the numbers, in the order of the rubric, once for each such sum;
            "wrong": the same of those that are all there and not right;
            "contradictions": the list of the contradicting pairs, as tuples, in the order of the
                rubric.

    Raises:
        ValueError: the rubric has neither steps nor sums.

    >>> rubric = {"steps": {"metric": 2, "guardrail": 1}, "tolerance": 0.1, "penalty": 1,
    ...           "sums": [{"result": "per_second", "operation": "divide",
    ...                     "terms": ["per_day", "seconds"], "weight": 1}],
    ...           "conflicts": [("nightly batch", "features of the last minute")]}
    >>> answer = {"steps": {"metric": ["cost per flight", "and AUC beside it"], "guardrail": ["  "]},
    ...           "numbers": {"per_day": 864_000, "seconds": 86_400, "per_second": 10.5}}
    >>> score_answer(answer, rubric) == {"score": 0.75, "missing": ["guardrail"],
    ...     "unsupported": [], "wrong": [], "contradictions": []}
    True
    """
    ### BEGIN SOLUTION
    possible = sum(rubric["steps"].values()) + sum(entry["weight"] for entry in rubric["sums"])
    if not possible:
        raise ValueError("the rubric asks for nothing")
    steps = answer.get("steps", {})
    numbers = answer.get("numbers", {})
    decisions = set(answer.get("decisions", ()))

    def compute(operation: str, terms: list[float]) -> float:
        first, *others = terms
        if operation == "add":
            return first + sum(others)
        if operation == "subtract":
            return first - sum(others)
        product = math.prod(others)
        return first * product if operation == "multiply" else first / product

    missing = [
        name
        for name in rubric["steps"]
        if not any(statement.strip() for statement in steps.get(name, ()))
    ]
    earned = sum(weight for name, weight in rubric["steps"].items() if name not in missing)
    unsupported, wrong = [], []
    for entry in rubric["sums"]:
        if not {entry["result"], *entry["terms"]} <= set(numbers):
            unsupported.append(entry["result"])
            continue
        computed = compute(entry["operation"], [float(numbers[term]) for term in entry["terms"]])
        if abs(numbers[entry["result"]] - computed) <= rubric["tolerance"] * abs(computed):
            earned += entry["weight"]
        else:
            wrong.append(entry["result"])
    contradictions = [tuple(pair) for pair in rubric["conflicts"] if set(pair) <= decisions]
    score = max(0.0, earned - rubric["penalty"] * len(contradictions)) / possible
    return {
        "score": float(score),
        "missing": missing,
        "unsupported": unsupported,
        "wrong": wrong,
        "contradictions": contradictions,
    }
    ### END SOLUTION


# %% check="score-answer" points=5

# %% check="score-answer" hidden=true points=6

# %%
# Try it: a prompt of the course's bank, an answer that talks about the model only, and a plain one
# that says a sentence on everything.
#
# from textwrap import fill
#
# from worlds.interview import load
#
# prompt = load()[0]
# print(prompt.title)
# print(fill(prompt.text, 80))
# talker = {"steps": {"training pipeline": ["gradient boosting", "then a transformer", "then both"] * 5}}
# plain = {"steps": dict.fromkeys(prompt.rubric["steps"], ["one sentence"])}
# for name, answer in (("the talker", talker), ("the plain answer", plain)):
#     result = score_answer(answer, prompt.rubric)
#     print(f"{name}: {result['score']:.2f}; missing: {', '.join(result['missing']) or 'nothing'}")

# %% [markdown]
# ## Memo: a design document for a prompt you have not seen
#
# Draw a prompt: `load()[int(np.random.default_rng(DATE).integers(20))]` of `worlds.interview`, with today's date as an integer for `DATE` (20131210 for 10 December 2013), and keep the first one you get.
# Give yourself two hours and no help, as in an interview that you may prepare for.
# Write about 500 to 800 words for a reader who decides whether three people will build it for half a year.
#
# The memo is graded by hand against this table, by counting what is on the page, so that two graders agree.
# Each section earns 4 points if (a), (b) and (c) are all there, 2 points if exactly two of them are, and 0 points if one or none is.
# Elegance earns nothing; a missing number costs something.
#
# | Section | What is counted | It is *not* there if |
# |---|---|---|
# | **Problem and money** | (a) who decides what with the answer, and what one wrong answer of each kind costs, in money or minutes; (b) a business metric and a guardrail, each with a number that must be reached; (c) the yearly gain and the yearly cost, each with the sum that leads to it, and the result at which the project is stopped | (a) one kind of error only; (b) the guardrail has no number; (c) a figure without its sum |
# | **Formulation and data** | (a) one row of the training data: what it stands for, the label, and when the label is known; (b) one way in which the rows that are there differ from the cases to come, and what is done about it; (c) a baseline without a model, with the number it would reach or how it is measured | (a) the label's age is missing; (b) nothing is done; (c) "a simple model" |
# | **System** | (a) the path of one request, with a latency for each part that add up to less than the objective; (b) requests a second at the peak and the number of replicas that follow; (c) what answers when the model does not | (a) the parts do not add up; (b) the mean is used for the peak; (c) an error message |
# | **Evaluation and operation** | (a) the split, and why a random one would flatter; (b) two signals that are watched, one of them before labels come, each with a number at which somebody is told; (c) the first experiment: unit, duration, smallest effect that would change the decision | (a) no reason; (b) both need labels; (c) one is missing |
# | **People** | (a) which cases go to people, how many a day, and what that costs; (b) which team owns which part, and the hand-off that will hurt most; (c) who is harmed if it works as designed, and what they can do | (a) no number; (b) one team owns all, without a reason; (c) "nobody" |
#
# Of two figures that contradict each other, neither counts.
# A figure that is assumed counts if the page says that it is.
# A memo of more than 900 words (headings do not count), or without the five headings, loses 2 points, and 2 in all if both are so.
# From 800 to 900 words nothing is lost, and a short memo loses nothing but what it leaves out.

# %% [markdown] memo="design-memo" points=20
# # Memo: design document
#
# **Prompt and the date used to draw it:**
#
# ## Problem and money
#
# ### BEGIN SOLUTION
# Prompt: support tickets that will escalate, for a software firm; drawn with an assumed 20131210. All figures here are assumed unless a sum is given.
#
# A team of 40 agents reads 4,000 tickets a day. A shift lead decides which 100 of them a senior agent takes at once.
# A ticket that escalates unnoticed costs 220 dollars (two hours of two people, and now and then a customer); one that is taken early without need costs 15 dollars.
#
# Business metric: cost of escalations per 1,000 tickets, from 8,800 (4 % escalate) to 7,000. Guardrail: the median ticket must not wait longer than today's 3 hours.
# Gain: 1,800 dollars per 1,000 tickets times 4 a day times 250 days, 1.8 million a year at full adoption; cost 0.5 million (two people, servers). We stop if after three months fewer than 30 % of the escalations are among the 100.
# ### END SOLUTION
#
# ## Formulation and data
#
# ### BEGIN SOLUTION
# One row is a ticket as it stood ten minutes after it was opened. The label is whether it was escalated within seven days, so it is known after seven days.
# Tickets that a lead took early have often not escalated because of that. We record who was taken and why, and leave 2 % of the top tickets to their usual way, at random.
# Baseline: sort by the customer's contract and the number of tickets in the last week; on last year's tickets the top 100 of a day hold 22 % of the escalations.
# ### END SOLUTION
#
# ## System
#
# ### BEGIN SOLUTION
# New ticket, message to the scorer 50 ms, features from the ticket and a table of the customer 80 ms, model 20 ms, list 50 ms: 200 ms, and the objective is one second.
# 4,000 a day come in eight hours; the peak hour is 2.5 times the mean: 1,250 an hour, 0.35 a second. One replica would do for 20 a second; we run two so that one may fail.
# If the scorer does not answer, the list shows the baseline's order and says so.
# ### END SOLUTION
#
# ## Evaluation and operation
#
# ### BEGIN SOLUTION
# Learn from January to September, choose in October, test in November and December. Tickets of one outage share their words and their fate; a random split has seen them.
# Before labels: the share of tickets in a language or product never seen, told above 3 %. With labels: the share of escalations in the top 100, by week, told below 35 %.
# First experiment: shift leads are the unit, by week, eight weeks; we go on if the cost falls by 10 % or more, and would not notice less.
# ### END SOLUTION
#
# ## People
#
# ### BEGIN SOLUTION
# 100 tickets a day go to seniors, 6 minutes each: ten hours, 500 dollars a day.
# Support owns the list and the label, the data team features and training, the platform team the service. What will hurt is the customer table, which belongs to sales: every new column needs their release.
# Customers with small contracts may wait longer if the model learns who complains loudly. They can ask for a person in the ticket, and the waiting time by size of contract is on the first page of the weekly report.
# ### END SOLUTION
