"""The checks of exercise 1 of week 10 that stay with the grader."""

import hashlib

from autograder.testing import assert_each, exercise, once_per_seed


def position(text):
    """The first eight bytes, one by one."""
    number = 0
    for byte in hashlib.sha256(text.encode()).digest()[:8]:
        number = number * 256 + byte
    return number


def slow_node(nodes, virtual, key):
    """The node of the nearest point going round, by its distance."""
    place = position(key)
    points = [
        ((position(f"{node}#{i}") - place) % 2**64, node) for node in nodes for i in range(virtual)
    ]
    return min(points)[1]


@once_per_seed
def random_rings(rng):
    cases = []
    for virtual in (1, 2, 5, 9):
        names = [f"shard-{k}" for k in rng.integers(0, 10**6, 4)]
        nodes, messages, expected = names[:2], [], []
        for step in (
            [],
            ["add", names[2]],
            ["remove", names[0]],
            ["add", names[3]],
            ["remove", names[2]],
        ):
            if step:
                messages.append(tuple(step))
                expected.append(None)
                nodes = (
                    [*nodes, step[1]] if step[0] == "add" else [n for n in nodes if n != step[1]]
                )
            for key in rng.integers(0, 10**9, 6):
                messages.append(("node", f"flight é{key}"))
                expected.append(slow_node(nodes, virtual, f"flight é{key}"))
        why = "Nodes come and go, and each key belongs to the nearest point behind it."
        cases.append((("HashRing", (names[:2], virtual), messages), expected, why))
    return cases


@exercise("hash-ring", weight=2)
def test_random_rings_agree_with_distances_going_round(submission, rng):
    """Random rings, whose nodes come and go, agree with a search for the nearest point."""
    submission.HashRing(["a"], 1)
    assert_each(submission.replay, random_rings(rng))
