def k_anonymise(frame, ladders, k, max_suppressed):
    if k < 1:
        raise ValueError("k")
    names = list(ladders)
    columns = {name: list(frame[name]) for name in names}
    n = len(frame)

    def all_levels(total, left):
        if not left:
            return [()] if total == 0 else []
        found = []
        for level in range(min(total, len(ladders[left[0]])) + 1):
            found += [(level, *rest) for rest in all_levels(total - level, left[1:])]
        return found

    for total in range(sum(len(ladder) for ladder in ladders.values()) + 1):
        best = None
        for levels in all_levels(total, names):
            coarse = {
                name: [v if level == 0 else ladders[name][level - 1][v] for v in columns[name]]
                for name, level in zip(names, levels)
            }
            groups = {}
            for row in range(n):
                groups.setdefault(tuple(coarse[name][row] for name in names), []).append(row)
            gone = sorted(row for rows in groups.values() if len(rows) < k for row in rows)
            if len(gone) <= max_suppressed and (best is None or len(gone) < len(best[0])):
                best = gone, levels, coarse
        if best is not None:
            break
    else:
        raise ValueError("cannot be done")
    gone, levels, coarse = best
    kept = [row for row in range(n) if row not in set(gone)]
    released = frame.iloc[kept].copy()
    released.index = range(len(kept))
    for name in names:
        released[name] = [coarse[name][row] for row in kept]
    cells = len(gone) * len(names)
    for name, level in zip(names, levels):
        cells += len(kept) * level / len(ladders[name])
    return {
        "released": released,
        "levels": dict(zip(names, levels)),
        "suppressed": gone,
        "lost": cells / (n * len(names)),
    }
