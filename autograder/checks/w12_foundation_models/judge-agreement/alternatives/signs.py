def judge_agreement(people, shown_ab, shown_ba):
    if not people:
        raise ValueError("no pairs")
    sign = {"A": 1, "B": -1, "tie": 0, "first": 1, "second": -1}
    wanted, ab, ba = (np.array([sign[x] for x in said]) for said in (people, shown_ab, shown_ba))
    verdict = np.where(ab == -ba, ab, 0)
    o = np.mean(verdict == wanted)
    e = sum(np.mean(verdict == v) * np.mean(wanted == v) for v in (1, -1, 0))
    return {
        "agreement": float(o),
        "kappa": float((o - e) / (1 - e)),
        "consistency": float(np.mean(ab == -ba)),
        "position_bias": float(np.mean([ab, ba])),
    }
