import numpy as np


def judge_agreement(people, shown_ab, shown_ba):
    if not people:
        raise ValueError("no pairs")
    sign_people = np.array([{"A": 1, "B": -1, "tie": 0}[x] for x in people])
    code = {"first": 1, "second": -1, "tie": 0}
    ab = np.array([code[x] for x in shown_ab])
    ba = np.array([code[x] for x in shown_ba])
    verdict = np.where(ab == -ba, ab, 0)
    o = np.mean(verdict == sign_people)
    e = sum(np.mean(verdict == v) * np.mean(sign_people == v) for v in (1, -1, 0))
    one = len(set(verdict.tolist()) | set(sign_people.tolist())) == 1
    return {
        "agreement": float(o),
        "kappa": float("nan") if one else float((o - e) / (1 - e)),
        "consistency": float(np.mean(ab == -ba)),
        "position_bias": float(np.mean(np.concatenate([ab, ba]))),
    }
