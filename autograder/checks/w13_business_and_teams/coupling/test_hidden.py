"""The checks of `coupling` that the grader keeps."""

from autograder.testing import assert_each, exercise, once_per_seed


def slow(ownership, dependencies, largest):
    """Everything counted anew for every move."""

    def crossing(owner):
        return sum(weight for a, b, weight in dependencies if owner[a] != owner[b])

    between = {}
    for a, b, weight in dependencies:
        pair = tuple(sorted((ownership[a], ownership[b])))
        if pair[0] != pair[1]:
            between[pair] = between.get(pair, 0) + weight
    now = crossing(ownership)
    moves = []
    for part, owner in ownership.items():
        for team in set(ownership.values()):
            size = sum(other == team for other in ownership.values())
            after = crossing(ownership | {part: team})
            if team != owner and size + 1 <= largest and after < now:
                moves.append((after, part, team))
    best = min(moves, default=None)
    return {
        "handoffs": now,
        "between": between,
        "best_move": best[1:] if best else None,
        "after": best[0] if best else now,
    }


@once_per_seed
def structures(rng):
    """Random parts, teams and dependencies."""
    cases = []
    for _ in range(8):
        parts = [f"part {i}" for i in range(int(rng.integers(2, 12)))]
        teams = [f"team {i}" for i in range(int(rng.integers(1, 5)))]
        ownership = {part: str(rng.choice(teams)) for part in rng.permutation(parts).tolist()}
        dependencies = [
            (*rng.choice(parts, 2).tolist(), int(rng.integers(1, 9)))
            for _ in range(int(rng.integers(0, 25)))
        ]
        arguments = (ownership, dependencies, int(rng.integers(1, 8)))
        cases.append((arguments, slow(*arguments), "As counted anew for every move."))
    return cases


@exercise("coupling")
def test_random_structures_agree_with_counting_every_move(submission, rng):
    """Random teams and dependencies give what counting anew for every move gives."""
    assert_each(submission.coupling, structures(rng))
