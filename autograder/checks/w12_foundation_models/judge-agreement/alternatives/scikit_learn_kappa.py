from sklearn.metrics import cohen_kappa_score


def judge_agreement(people, shown_ab, shown_ba):
    both = [*zip(shown_ab, shown_ba)]  # without pairs, scikit-learn raises a ValueError
    twice = {("first", "second"): "A", ("second", "first"): "B", ("tie", "tie"): "tie"}
    verdicts = [twice.get(pair, "tie") for pair in both]
    said = shown_ab + shown_ba
    return {
        "agreement": float(np.mean([v == p for v, p in zip(verdicts, people)])),
        "kappa": float(cohen_kappa_score(people, verdicts)),
        "consistency": float(np.mean([pair in twice for pair in both])),
        "position_bias": (said.count("first") - said.count("second")) / len(said),
    }
