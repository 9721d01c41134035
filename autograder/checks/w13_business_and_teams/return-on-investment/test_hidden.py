"""The checks of `return_on_investment` that the grader keeps."""

import numpy as np

from autograder.testing import assert_each, exercise, once_per_seed


def slow(plan, n, seed):
    """Every future year by year."""
    rng = np.random.default_rng(seed)
    low, high = plan["yearly_gain"]
    gains, lots = rng.uniform(low, high, n), rng.random(n)
    values = []
    for gain, lot in zip(gains, lots, strict=True):
        value = -plan["build_cost"]
        for year, share in enumerate(plan["adoption"], start=1):
            failed = lot < plan["chance_of_failure"]
            amount = (0 if failed else share * gain) - plan["yearly_cost"]
            value += amount / (1 + plan["discount_rate"]) ** year
            if failed:
                break
        values.append(value)
    today = [(1 + plan["discount_rate"]) ** -t for t in range(1, len(plan["adoption"]) + 1)]
    full = sum(a * d for a, d in zip(plan["adoption"], today, strict=True))
    return {
        "mean": float(np.mean(values)),
        "low": float(np.quantile(values, 0.05)),
        "high": float(np.quantile(values, 0.95)),
        "chance_of_loss": sum(value < 0 for value in values) / n,
        "break_even_gain": float((plan["build_cost"] + plan["yearly_cost"] * sum(today)) / full),
    }


@once_per_seed
def plans(rng):
    """Random plans of one to five years."""
    cases = []
    for _ in range(6):
        low = float(rng.uniform(0, 500))
        plan = {
            "build_cost": float(rng.uniform(0, 900)),
            "yearly_cost": float(rng.uniform(0, 200)),
            "yearly_gain": (low, low + float(rng.uniform(0, 900))),
            "adoption": rng.random(int(rng.integers(1, 6))).tolist(),
            "discount_rate": float(rng.choice([0.0, 0.05, 0.3])),
            "chance_of_failure": float(rng.random()),
        }
        arguments = (plan, int(rng.integers(1, 60)), int(rng.integers(10**6)))
        cases.append((arguments, slow(*arguments), "As reckoned year by year."))
    return cases


@exercise("return-on-investment")
def test_random_plans_agree_with_a_reckoning_year_by_year(submission, rng):
    """Random plans give what a reckoning of every future, year by year, gives."""
    assert_each(submission.return_on_investment, plans(rng))
