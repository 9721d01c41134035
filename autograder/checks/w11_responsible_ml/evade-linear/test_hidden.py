"""The checks of exercise 7 of week 11 that the grader keeps."""

import math

import numpy as np

from autograder.testing import assert_each, exercise, is_a, once_per_seed, require


def slowly(w, b, x, norm):
    """Score, radius and change, feature by feature."""
    score = b + sum(one * other for one, other in zip(w, x, strict=True))
    if norm == "l1":
        place = max(range(len(w)), key=lambda i: (abs(w[i]), -i))
        change = [0.0] * len(w)
        change[place] = -score / w[place]
        return score, abs(change[place]), change
    if norm == "l2":
        squares = sum(one * one for one in w)
        return score, abs(score) / math.sqrt(squares), [-score * one / squares for one in w]
    radius = abs(score) / sum(map(abs, w))
    way = -1 if score > 0 else 1
    return score, radius, [way * radius * ((one > 0) - (one < 0)) for one in w]


@once_per_seed
def drawn(rng):
    cases = []
    for norm in ("l1", "l2", "linf") * 3:
        d = int(rng.integers(1, 8))
        w = (rng.integers(-8, 9, d) / 4).tolist()
        w[int(rng.integers(d))] = 2.25
        x = rng.integers(-9, 10, d).tolist()
        b = int(rng.integers(-5, 6)) + 0.125
        score, radius, change = slowly(w, b, x, norm)
        budget = radius * float(rng.choice([0.5, 0.9, 1.1, 2.0]))
        wanted = {
            "score": score,
            "radius": radius,
            "change": np.array(change),
            "flips": budget > radius,
        }
        cases.append(((w, b, x, budget, norm), wanted, f"{d} features, {norm}."))
    return cases


@exercise("evade-linear")
def test_random_models_agree_with_sums_by_feature(submission, rng):
    """Random models give the score, radius and change that sums feature by feature give."""
    assert_each(submission.evade_linear, drawn(rng))


SIZES = {
    "l1": lambda change: float(np.abs(change).sum()),
    "l2": lambda change: math.sqrt(float((change**2).sum())),
    "linf": lambda change: float(np.abs(change).max()),
}


@exercise("evade-linear")
def test_the_change_is_as_large_as_the_radius(submission, rng):
    """The change, measured in its own norm, has the size of the radius, and brings s to 0."""
    w, x = rng.normal(size=5), rng.normal(size=5)
    b = 4.0 + float(np.abs(w @ x))
    answers = submission.evade_linear.each([(w, b, x, 1.0, norm) for norm in SIZES])
    for answer, (norm, size) in zip(answers, SIZES.items(), strict=True):
        result = answer()
        is_a(result, dict)
        change, radius = result.get("change"), result.get("radius")
        is_a(change, np.ndarray)
        is_a(radius, (float, np.float64))
        require(change.shape == (5,) and change.dtype.kind == "f", "One float for each feature.")
        require(
            abs(size(change) - radius) < 1e-9,
            f"In {norm} the change has another size than the radius.",
            expected=f"{radius:.9f}",
            received=f"{size(change):.9f}",
        )
        left = float(w @ (x + change) + b)
        require(abs(left) < 1e-9, "After the change the score is not 0.", received=f"{left:.9f}")
