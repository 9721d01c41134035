"""The checks of exercise 5 of week 10 that stay with the grader."""

from autograder.testing import assert_each, exercise, is_a, once_per_seed

TRANSIENT = {"TimeoutError", "ConnectionError", "ConnectionAbortedError", "BrokenPipeError"}


def story(told):
    """What happened, but for the keys."""
    is_a(told, dict)
    return {name: value for name, value in told.items() if name != "keys"}


def slow_story(script, policy, shares, start):
    """What should happen, try by try."""
    now, tries, draws, slept = start, [], [], []
    told = {"result": None, "error": None}
    limit = float(policy["base"])
    for number, (seconds, outcome) in enumerate(script, 1):
        tries.append(now)
        now += seconds
        kind = outcome.partition(": ")[0]
        if kind == outcome:
            told["result"] = outcome
            break
        told["error"] = outcome
        if kind not in TRANSIENT or number == policy["tries"]:
            break
        draws.append((0.0, min(limit, float(policy["cap"]))))
        pause = shares[number - 1] * draws[-1][1]
        limit *= 2
        if now + pause > start + policy["deadline"]:
            break
        told["error"] = None
        slept.append(pause)
        now += pause
    return {**told, "tries": tries, "draws": draws, "slept": slept, "end": now}


@once_per_seed
def random_calls(rng):
    errors = sorted(TRANSIENT)
    cases = []
    for _ in range(24):
        script = []
        for k in range(7):
            kind = errors[int(rng.integers(4))] if rng.random() < 0.9 else "LookupError"
            script.append((float(rng.integers(0, 96)) / 64, f"{kind}: try {k}"))
        script[int(rng.integers(2, 7))] = (0.5, "done")
        policy = {
            "tries": int(rng.integers(1, 8)),
            "base": float(rng.integers(1, 25)) / 16,
            "cap": float(rng.integers(16, 80)) / 16,
            "deadline": float(rng.integers(64, 1000)) / 64,
        }
        start = float(rng.integers(0, 9999)) / 64
        shares = [float(share) / 4 for share in rng.integers(0, 5, 7)]
        why = f"The policy is {policy}."
        expected = slow_story(script, policy, shares, start)
        cases.append(((script, policy, shares, start), expected, why))
    return cases


@exercise("retry", weight=2)
def test_random_calls_agree_with_a_walk_try_by_try(submission, rng):
    """Random scripts, policies and draws agree with a walk from try to try."""
    assert_each(submission.rehearse, random_calls(rng), of=story)


@once_per_seed
def strangers(rng):
    kinds = ["InterruptedError", "BlockingIOError", "RuntimeError", "StopIteration", "SystemExit"]
    policy = {"tries": 4, "base": 1, "cap": 4, "deadline": 99}
    cases = []
    for kind in kinds:
        error = f"{kind}: {int(rng.integers(999))}"
        script = [(1.0, "TimeoutError: x"), (1.0, error), (1.0, "done")]
        expected = slow_story(script, policy, [0.5] * 3, 0.0)
        cases.append(((script, policy), expected, "This is no broken connection."))
    return cases


@exercise("retry")
def test_other_errors_of_the_system_are_permanent(submission, rng):
    """Errors of the system that are no broken connection and no time-out are permanent."""
    assert_each(submission.rehearse, strangers(rng), of=story)
