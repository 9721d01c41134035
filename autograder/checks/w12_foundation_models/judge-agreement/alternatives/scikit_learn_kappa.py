import warnings

import numpy as np
from sklearn.metrics import accuracy_score, cohen_kappa_score


def judge_agreement(people, shown_ab, shown_ba):
    if len(people) == 0:
        raise ValueError("no pairs")
    verdicts, same = [], 0
    for ab, ba in zip(shown_ab, shown_ba):
        if (ab, ba) == ("first", "second"):
            verdicts.append("A")
        elif (ab, ba) == ("second", "first"):
            verdicts.append("B")
        else:
            verdicts.append("tie")
        same += (ab, ba) in {("first", "second"), ("second", "first"), ("tie", "tie")}
    if set(people) == set(verdicts) and len(set(people)) == 1:
        kappa = np.nan
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            kappa = cohen_kappa_score(list(people), verdicts)
    said = list(shown_ab) + list(shown_ba)
    return {
        "agreement": float(accuracy_score(list(people), verdicts)),
        "kappa": float(kappa),
        "consistency": same / len(people),
        "position_bias": (said.count("first") - said.count("second")) / len(said),
    }
