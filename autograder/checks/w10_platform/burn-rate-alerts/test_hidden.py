"""The checks of exercise 7 of week 10 that stay with the grader."""

from fractions import Fraction

from autograder.testing import assert_each, exercise, once_per_seed


def slow_alerts(requests, failures, budget, rules):
    """Minute by minute, in fractions; `budget` is the share that may fail."""
    alerts = {name: [] for name, *_ in rules}
    for name, found in alerts.items():
        for t in range(len(requests)):
            on = False
            for other, long, short, factor in rules:
                rates = []
                for window in (long, short):
                    first = max(0, t - window + 1)
                    came, failed = sum(requests[first : t + 1]), sum(failures[first : t + 1])
                    rates.append(Fraction(failed, came) / budget if came else 0)
                on = on or (other == name and min(rates) > factor)
            if on and found and found[-1][1] == t - 1:
                found[-1] = (found[-1][0], t)
            elif on:
                found.append((t, t))
    return alerts


@once_per_seed
def random_incidents(rng):
    cases = []
    for _ in range(4):
        budget = Fraction(1, int(2 ** rng.integers(2, 6)))
        chance = float(budget) * rng.choice([0.3, 1, 4], 8).repeat(5)
        requests = rng.poisson(rng.choice([0, 6, 40], 8).repeat(5)).tolist()
        failures = [int(rng.binomial(n, min(p, 1))) for n, p in zip(requests, chance, strict=True)]
        rules = []
        for name in ("page", "page", "ticket"):
            short = int(rng.integers(1, 5))
            rules.append((name, short + int(rng.integers(0, 9)), short, int(rng.integers(1, 4))))
        expected = slow_alerts(requests, failures, budget, rules)
        why = f"The rules are {rules}."
        cases.append(((requests, failures, 1 - float(budget), rules), expected, why))
    return cases


@exercise("burn-rate-alerts", weight=2)
def test_random_incidents_agree_with_fractions(submission, rng):
    """Random incidents under random rules agree with fractions, minute by minute."""
    assert_each(submission.burn_rate_alerts, random_incidents(rng))


@once_per_seed
def large_counts(rng):
    first = int(rng.integers(3, 30))
    requests, failures = [999_999_999] * 60, [0] * 60
    failures[first : first + 5] = [999_999_999] * 5
    rules = [("page", 5, 1, 14.4)]
    why = "Nearly a milliard of requests came in each minute, and all failed for five minutes."
    return [((requests, failures, 0.999, rules), {"page": [(first, first + 4)]}, why)]


@exercise("burn-rate-alerts")
def test_counts_may_be_large(submission, rng):
    """Nearly a milliard of requests a minute are counted like ten."""
    assert_each(submission.burn_rate_alerts, large_counts(rng))
