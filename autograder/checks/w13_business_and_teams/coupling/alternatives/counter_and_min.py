from collections import Counter
from itertools import product


def coupling(ownership, dependencies, largest):
    pairs = Counter()
    for a, b, weight in dependencies:
        for name in (a, b):
            if name not in ownership:
                raise ValueError("unowned: " + name)
        if weight <= 0:
            raise ValueError("weight below 1")
        pairs[frozenset((a, b))] += int(weight)

    def count(owner):
        teams = Counter()
        for pair, weight in pairs.items():
            names = tuple(sorted({owner[part] for part in pair}))
            if len(names) == 2:
                teams[names] += weight
        return teams

    now = count(ownership)
    size = Counter(ownership.values())
    candidates = [(sum(now.values()), None)]
    for part, team in sorted(product(ownership, size)):
        if size[team] < largest:
            changed = dict(ownership)
            changed[part] = team
            candidates.append((sum(count(changed).values()), (part, team)))
    after, move = min(candidates, key=lambda candidate: candidate[0])
    return {"handoffs": sum(now.values()), "between": dict(now), "best_move": move, "after": after}
