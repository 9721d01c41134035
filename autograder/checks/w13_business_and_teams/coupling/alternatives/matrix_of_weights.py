def coupling(ownership, dependencies, largest):
    parts, teams = sorted(ownership), sorted({*ownership.values()})
    place = {part: i for i, part in enumerate(parts)}
    weights = np.zeros((len(parts), len(parts)))
    for a, b, weight in dependencies:
        missing = [part for part in (a, b) if part not in place]
        if missing:
            raise ValueError(f"no team owns {missing[0]}")
        if weight < 1:
            raise ValueError("weights are 1 or more")
        if a != b:
            weights[place[a], place[b]] += weight
            weights[place[b], place[a]] += weight
    owner = np.array([teams.index(ownership[part]) for part in parts])
    # to_team[i, t]: the weight of part i towards the parts of team t.
    to_team = np.zeros((len(parts), len(teams)))
    for t in range(len(teams)):
        to_team[:, t] = weights[:, owner == t].sum(axis=1)
    between = {}
    for t, one in enumerate(teams):
        for u in range(t + 1, len(teams)):
            weight = int(to_team[owner == t, u].sum())
            if weight:
                between[one, teams[u]] = weight
    now = sum(between.values())
    best, saved = None, 0
    for i, part in enumerate(parts):
        for t, team in enumerate(teams):
            gain = int(to_team[i, t] - to_team[i, owner[i]])
            if (owner == t).sum() + 1 <= largest and gain > saved:
                best, saved = (part, team), gain
    return {"handoffs": now, "between": between, "best_move": best, "after": now - saved}
