import math

from scipy.stats import norm


def slice_report(frame, slices, metric, day, min_size, alpha):
    lacking = [c for c in [*slices, metric, day] if c not in frame.columns]
    if lacking:
        raise ValueError("lacking: " + ", ".join(lacking))
    if not slices:
        raise ValueError("slices is empty")
    if not (alpha > 0 and alpha < 1):
        raise ValueError("alpha")
    xs = [float(v) for v in frame[metric]]
    keep = [i for i, v in enumerate(xs) if not math.isnan(v)]
    ts = list(frame[day])
    D = len({ts[i] for i in keep})
    out = []
    for column in slices:
        texts = list(frame[column])
        for value in sorted({texts[i] for i in keep}):
            S = [i for i in keep if texts[i] == value]
            R = [i for i in keep if texts[i] != value]
            gap, p = math.nan, math.nan
            if R:
                ms = math.fsum(xs[i] for i in S) / len(S)
                mr = math.fsum(xs[i] for i in R) / len(R)
                gap = ms - mr
                if len(S) >= min_size and len(R) >= min_size and D >= 2:
                    u = {}
                    for i in S:
                        u.setdefault(ts[i], []).append((xs[i] - ms) / len(S))
                    for i in R:
                        u.setdefault(ts[i], []).append(-(xs[i] - mr) / len(R))
                    se = math.sqrt(D / (D - 1) * math.fsum(math.fsum(v) ** 2 for v in u.values()))
                    if se > 1e-12:
                        p = 2 * float(norm.sf(abs(gap / se)))
            out.append([column, value, len(S), gap, p])
    ps = [row[4] for row in out]
    m = sum(p == p for p in ps)
    result = []
    for column, value, size, gap, p in out:
        adjusted = math.nan
        if p == p:
            # the running maximum: over every q <= p, q times how many were not below it
            adjusted = min(1.0, max(q * (m - sum(r < q for r in ps)) for q in ps if q <= p))
        result.append(
            {
                "slice": column,
                "value": value,
                "rows": size,
                "difference": gap,
                "p_value": p,
                "adjusted": adjusted,
                "found": adjusted <= alpha,
            }
        )
    return result
