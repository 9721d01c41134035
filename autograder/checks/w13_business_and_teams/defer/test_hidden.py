"""The checks of `defer` that the grader keeps."""

import numpy as np

from autograder.testing import assert_each, exercise, once_per_seed

NAMES = ("correct_alarm", "false_alarm", "miss", "correct_silence")


def slow(probabilities, capacity, costs, review, right):
    """Positions by gain, one case at a time; None if two gains are too close to tell apart."""
    gains = []
    for p in probabilities:
        act = p * costs["correct_alarm"] + (1 - p) * costs["false_alarm"]
        silent = p * costs["miss"] + (1 - p) * costs["correct_silence"]
        late = sorted((costs["correct_alarm"], costs["miss"]))
        punctual = sorted((costs["correct_silence"], costs["false_alarm"]))
        person = sum(
            chance * (p * late[wrong] + (1 - p) * punctual[wrong])
            for wrong, chance in ((0, right), (1, 1 - right))
        )
        gains.append(min(act, silent) - person - review)
    for i, a in enumerate(gains):
        if abs(a) < 1e-5:
            return None
        for j, b in enumerate(gains[:i]):
            if abs(a - b) < 1e-5 and probabilities[i] != probabilities[j]:
                return None
    worth = sorted((-gain, i) for i, gain in enumerate(gains) if gain > 0)
    return np.array(sorted(i for _, i in worth[:capacity]), dtype=int)


@once_per_seed
def days(rng):
    """Random days, with repeated probabilities, whose gains can be told apart."""
    cases = []
    while len(cases) < 12:
        n = int(rng.integers(1, 30))
        p = (rng.integers(0, 40, n) / 39.0).tolist()
        costs = {name: float(rng.integers(0, 3000)) for name in NAMES}
        if rng.random() < 0.7:
            costs["correct_silence"] = 0.0
        arguments = (p, int(rng.integers(0, n + 2)), costs, float(rng.uniform(0, 200)),
                     float(rng.choice([1.0, 0.95, 0.8, 0.6])))  # fmt: skip
        expected = slow(*arguments)
        if expected is not None:
            cases.append((arguments, expected, "As reckoned case by case."))
    return cases


@exercise("defer")
def test_random_days_agree_with_a_reckoning_case_by_case(submission, rng):
    """Random probabilities, costs and capacities give what a reckoning case by case gives."""
    assert_each(submission.defer, days(rng))
