"""The checks of exercise 7 of week 9 that stay with the grader."""

from fractions import Fraction

from autograder.testing import assert_each, exercise, is_a, once_per_seed

ACTIONS = ("alert", "silence", "call")


def whole(result):
    """The result, which has to be a dict."""
    is_a(result, dict)
    return result


def robust(result):
    """The doubly robust estimate, whatever the others are."""
    return whole(result).get("doubly_robust", "There is no such entry.")


def shares(context):
    """The chances of the new policy, in sixteenths; it never calls in an even context."""
    first = (3 * context + 1) % 14
    if context % 2:
        return {"call": first / 16, "alert": 2 / 16, "silence": (14 - first) / 16}
    return {"silence": (first + 2) / 16, "alert": (14 - first) / 16}


def expected(context, action):
    """What the model says, in quarters."""
    return ((5 * context + 3 * len(action)) % 11 - 4) / 4


def slow(log, clip):
    """All four entries, in fractions."""
    n, ips, clipped, robust, weights = len(log), 0, 0, 0, []
    for one in log:
        chance_of, x = shares(one["context"]), one["context"]
        w = Fraction(chance_of.get(one["action"], 0)) / Fraction(one["propensity"])
        r = Fraction(one["reward"])
        ips += w * r
        clipped += min(w, Fraction(clip)) * r
        for action in ACTIONS:
            robust += Fraction(chance_of.get(action, 0)) * Fraction(expected(x, action))
        robust += w * (r - Fraction(expected(x, one["action"])))
        weights.append(w)
    squares = sum(w * w for w in weights)
    return {
        "ips": float(ips / n),
        "clipped": float(clipped / n),
        "doubly_robust": float(robust / n),
        "effective_sample_size": float(sum(weights) ** 2 / squares) if squares else 0.0,
    }


def random_log(rng, n):
    return [
        {
            "context": int(rng.integers(0, 9)),
            "action": ACTIONS[rng.integers(3)],
            "reward": int(rng.integers(-8, 40)) / 8,
            "propensity": int(rng.integers(1, 65)) / 64,
        }
        for _ in range(n)
    ]


@once_per_seed
def random_logs(rng):
    cases = []
    for n in (1, 5, 12, 20):
        log, clip = random_log(rng, n), int(rng.integers(1, 30)) / 8
        cases.append(((log, shares, expected, clip), slow(log, clip), f"{n} rows, clip {clip}."))
    return cases


@exercise("off-policy-value")
def test_random_logs_agree_with_fractions(submission, rng):
    """Random logs, policies and models agree with sums in fractions."""
    assert_each(submission.off_policy_value, random_logs(rng), of=whole)


@once_per_seed
def perfect(rng):
    value = total = 0
    while abs(value - total) < 1e-3:  # the policies must earn different rewards
        log, value, total = random_log(rng, 12), 0, 0
        for one in log:
            one["reward"] = expected(one["context"], one["action"])
            total += one["reward"]
            value += sum(p * expected(one["context"], a) for a, p in shares(one["context"]).items())
    wrong = [{**one, "propensity": int(rng.integers(1, 65)) / 64} for one in log]
    why = "The model is right in every row."
    return [((rows, shares, expected, 2.0), value / 12, why) for rows in (log, wrong)]


@exercise("off-policy-value")
def test_with_a_perfect_model_propensities_do_not_matter(submission, rng):
    """Where the model is right in every row, wrong propensities do not move the robust estimate."""
    assert_each(submission.off_policy_value, perfect(rng), of=robust)
