import math
from collections import defaultdict


def slice_report(frame, slices, metric, day, min_size, alpha):
    if len(slices) == 0:
        raise ValueError("no columns")
    if not (alpha > 0 and alpha < 1):
        raise ValueError("alpha")
    for name in [*slices, metric, day]:
        if name not in frame:
            raise ValueError(f"no column {name}")
    xs, days = frame[metric].tolist(), frame[day].tolist()
    known = [i for i in range(len(frame)) if not math.isnan(xs[i])]
    n_days = len({days[i] for i in known})
    result = []
    for name in slices:
        column = frame[name].tolist()
        for value in sorted({column[i] for i in known}):
            inside = [i for i in known if column[i] == value]
            rest = [i for i in known if column[i] != value]
            row = {
                "slice": name,
                "value": value,
                "rows": len(inside),
                "difference": math.nan,
                "p_value": math.nan,
                "adjusted": math.nan,
                "found": False,
            }
            result.append(row)
            if not rest:
                continue
            here = math.fsum(xs[i] for i in inside) / len(inside)
            there = math.fsum(xs[i] for i in rest) / len(rest)
            row["difference"] = here - there
            if len(inside) < min_size or len(rest) < min_size or n_days < 2:
                continue
            u = defaultdict(float)
            for i in inside:
                u[days[i]] += (xs[i] - here) / len(inside)
            for i in rest:
                u[days[i]] -= (xs[i] - there) / len(rest)
            se = math.sqrt(sum(part**2 for part in u.values()) * n_days / (n_days - 1))
            if se > 1e-12:
                row["p_value"] = math.erfc(abs(here - there) / se / math.sqrt(2))
    family = [row for row in result if not math.isnan(row["p_value"])]
    family.sort(key=lambda row: row["p_value"])
    before = 0.0
    for place, row in enumerate(family):
        left = len(family) - place
        before = row["adjusted"] = min(1.0, max(before, left * row["p_value"]))
        row["found"] = row["adjusted"] <= alpha
    return result
