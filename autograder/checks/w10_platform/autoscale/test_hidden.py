"""The checks of exercise 6 of week 10 that stay with the grader."""

import numpy as np

from autograder.testing import assert_each, exercise, once_per_seed


def slow_counts(trace, policy):
    """Each minute's need by counting up, and the most of the minutes before, one by one."""
    needs, counts = [], []
    for t, load in enumerate(trace):
        need = counts[-1] if counts else policy["start"]
        if load is not None:
            need = policy["min"]
            while need < policy["max"] and load > need * policy["per_replica"] * policy["target"]:
                need += 1
        needs.append(need)
        most = need
        for back in range(1, policy["cooldown"] + 1):
            most = max(most, needs[t - back] if back <= t else policy["start"])
        counts.append(most)
    return counts


@once_per_seed
def random_traces(rng):
    cases = []
    for _ in range(12):
        least = int(rng.integers(0, 4))
        policy = {
            "per_replica": int(rng.integers(1, 40)),
            "target": float(rng.integers(16, 65)) / 64,
            "min": least,
            "max": least + int(rng.integers(0, 20)),
            "start": least,
            "cooldown": int(rng.integers(0, 7)),
        }
        policy["start"] += int(rng.integers(0, policy["max"] - least + 1))
        level = policy["per_replica"] * np.repeat(rng.integers(0, 12, 6), 5)
        loads = rng.poisson(level).tolist()
        trace = [None if rng.random() < 0.15 else load for load in loads]
        cases.append(((trace, policy), slow_counts(trace, policy), "Each minute by itself."))
    return cases


@exercise("autoscale", weight=2)
def test_random_traces_agree_with_counting_up(submission, rng):
    """Random loads, with gaps, agree with a count that looks at every minute before."""
    assert_each(submission.autoscale, random_traces(rng))


@once_per_seed
def beginnings(rng):
    (trace, policy), counts, _ = random_traces(rng)[0]
    ends = (1, 7, 18)
    return [((trace[:end], policy), counts[:end], "These minutes come first.") for end in ends]


@exercise("autoscale")
def test_later_minutes_change_nothing(submission, rng):
    """What runs in a minute does not depend on the minutes that follow."""
    assert_each(submission.autoscale, beginnings(rng))
