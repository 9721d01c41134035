"""The checks of exercise 8 of week 10 that stay with the grader."""

import numpy as np

from autograder.testing import assert_each, exercise, once_per_seed

STAGES = ["none", "staging", "production", "archived"]
LEGAL = {(0, 1), (1, 2), (0, 3), (1, 3), (2, 3)}


class Shelf:
    """A slow registry: a list of stages by number, and a list of who stood before whom."""

    def __init__(self):
        self.at, self.before, self.log = [], [], []

    def put(self, who, version, place):
        self.log.append((who, version, STAGES[self.at[version - 1]], STAGES[place]))
        self.at[version - 1] = place

    def register(self, who):
        self.at.append(0)
        self.before.append(None)
        self.log.append((who, len(self.at), None, "none"))
        return len(self.at)

    def move(self, version, stage, who):
        if version > len(self.at) or (self.at[version - 1], STAGES.index(stage)) not in LEGAL:
            return "ValueError"
        if stage == "production" and 2 in self.at:
            self.before[version - 1] = self.at.index(2) + 1
            self.put(who, self.at.index(2) + 1, 3)
        return self.put(who, version, STAGES.index(stage))

    def rollback(self, who):
        if 2 not in self.at or self.before[self.at.index(2)] is None:
            return "ValueError"
        current = self.at.index(2) + 1
        self.put(who, current, 3)
        self.put(who, self.before[current - 1], 2)
        return self.before[current - 1]


@once_per_seed
def random_careers(rng):
    cases = []
    for _ in range(6):
        shelf, messages, expected = Shelf(), [], []
        for _ in range(45):
            who, draw = ["ana", "ben", "eva"][int(rng.integers(3))], rng.random()
            if draw < 0.2:
                message = ("register", who)
            elif draw < 0.3:
                message = ("rollback", who)
            else:
                version = int(rng.integers(1, len(shelf.at) + 2))
                near = (shelf.at[version - 1] + 1) % 4 if version <= len(shelf.at) else 0
                place = near if rng.random() < 0.7 else int(rng.integers(4))
                message = ("move", np.int64(version), STAGES[place], who)
            messages.append(message)
            expected.append(getattr(shelf, message[0])(*message[1:]))
        messages += [("trail",), ("production",)]
        expected += [shelf.log, shelf.at.index(2) + 1 if 2 in shelf.at else None]
        why = "Random calls, then the trail, and what is in production."
        cases.append((("Registry", (), messages), expected, why))
    return cases


@exercise("registry", weight=2)
def test_random_careers_agree_with_a_shelf(submission, rng):
    """Random calls, legal and not, agree with a list of stages that is kept by hand."""
    submission.Registry()
    assert_each(submission.replay, random_careers(rng))


@once_per_seed
def two_of_them(rng):
    who = f"person {int(rng.integers(99))}"
    messages = [("register", who), ("trail",)]
    return [(("Registry", (), messages), [1, [(who, 1, None, "none")]], "Each begins anew.")] * 2


@exercise("registry")
def test_each_registry_has_versions_of_its_own(submission, rng):
    """A second registry knows nothing of the first."""
    submission.Registry()
    assert_each(submission.replay, two_of_them(rng))
