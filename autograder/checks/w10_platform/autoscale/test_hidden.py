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
def numpy_traces(rng):
    loads = rng.integers(0, 300, 12)
    policy = {"per_replica": 25, "target": 0.625, "min": 1, "max": 15, "start": 1, "cooldown": 3}
    expected = slow_counts(loads.tolist(), policy)
    small = {name: np.int64(value) for name, value in policy.items() if name != "target"}
    return [(([*loads], {**small, "target": 0.625}), expected, "Whole numbers may be NumPy's.")]


@exercise("autoscale")
def test_whole_numbers_of_numpy_are_whole_numbers(submission, rng):
    """Loads and the numbers of a policy may be NumPy's whole numbers."""
    assert_each(submission.autoscale, numpy_traces(rng))
