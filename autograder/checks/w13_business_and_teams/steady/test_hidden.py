"""The checks of `steady` that the grader keeps."""

import math

from autograder.testing import assert_each, exercise, once_per_seed


def slow(predictions, threshold, margin):
    """Both displays by looking back, for each place, for the last prediction that decided it."""
    known = [i for i, p in enumerate(predictions) if not math.isnan(p)]
    first = known[0] if known else None
    shown, plain = [], []
    for place in range(len(predictions)):
        before = [i for i in known if i <= place]
        plain.append(bool(before) and predictions[before[-1]] >= threshold)
        steady = False
        for i in reversed(before):
            p = predictions[i]
            if i == first or p >= threshold + margin or p < threshold - margin:
                steady = p >= threshold
                break
        shown.append(steady)
    gaps = [abs(predictions[i] - threshold) for i in known if shown[i] != plain[i]]
    return {
        "shown": shown,
        "flips": sum(a != b for a, b in zip(shown[1:], shown, strict=False)),
        "plain_flips": sum(a != b for a, b in zip(plain[1:], plain, strict=False)),
        "worst_gap": max(gaps, default=0.0),
    }


@once_per_seed
def walks(rng):
    """Random walks of multiples of 1/1024, some predictions missing."""
    cases = []
    for _ in range(12):
        steps = rng.integers(-150, 151, int(rng.integers(1, 25)))
        values = (512 + steps.cumsum()).clip(0, 1024) / 1024
        values[rng.random(len(values)) < 0.2] = math.nan
        threshold, margin = int(rng.integers(300, 700)) / 1024, int(rng.integers(0, 200)) / 1024
        arguments = (values.tolist(), threshold, margin)
        cases.append((arguments, slow(*arguments), "As reckoned by looking back."))
    return cases


@exercise("steady")
def test_random_walks_agree_with_looking_back(submission, rng):
    """Random walks give what looking back for the deciding prediction gives."""
    assert_each(submission.steady, walks(rng))
