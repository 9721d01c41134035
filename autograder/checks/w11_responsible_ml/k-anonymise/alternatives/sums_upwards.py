from itertools import product


def k_anonymise(frame, ladders, k, max_suppressed):
    if k < 1:
        raise ValueError("k")
    best = None
    for levels in sorted(product(*(range(len(ladders[name]) + 1) for name in ladders)), key=sum):
        if best is not None and sum(levels) > sum(best[1]):
            break
        coarse = {
            name: [v if level == 0 else ladders[name][level - 1][v] for v in frame[name]]
            for name, level in zip(ladders, levels)
        }
        groups = {}
        for row in range(len(frame)):
            groups.setdefault(tuple(coarse[name][row] for name in ladders), []).append(row)
        gone = sorted(row for rows in groups.values() if len(rows) < k for row in rows)
        if len(gone) <= max_suppressed and (best is None or len(gone) < len(best[0])):
            best = gone, levels, coarse
    if best is None:
        raise ValueError("cannot be done")
    gone, levels, coarse = best
    kept = [row for row in range(len(frame)) if row not in gone]
    released = frame.iloc[kept].reset_index(drop=True)
    cells = len(gone) * len(ladders)
    for name, level in zip(ladders, levels):
        released[name] = [coarse[name][row] for row in kept]
        cells += len(kept) * level / len(ladders[name])
    return {
        "released": released,
        "levels": dict(zip(ladders, levels)),
        "suppressed": gone,
        "lost": cells / (len(frame) * len(ladders)),
    }
