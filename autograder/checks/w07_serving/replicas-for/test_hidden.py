"""The checks of exercise 6 of week 7 that stay with the grader."""

import math

from autograder.testing import assert_each, exercise, once_per_seed


def chance(servers, load, limit):
    """Erlang's C and the tail, by logarithms of the terms; the limit is in services."""
    terms = [k * math.log(load) - math.lgamma(k + 1) for k in range(servers + 1)]
    terms[servers] += math.log(servers / (servers - load))
    total = math.fsum(math.exp(term - max(terms)) for term in terms)
    return math.exp(terms[servers] - max(terms) - (servers - load) * limit) / total


@once_per_seed
def random_queues(rng):
    cases = []
    while len(cases) < 12:
        load = float(rng.choice([0.3, 3, 30, 200]) * rng.uniform(0.5, 1.5))
        service = 10.0 ** rng.uniform(-3, 1)
        servers = math.floor(load) + 1 + int(rng.integers(0, 4))
        limit = float(rng.choice([0, rng.uniform(0, 2)]))
        if 1e-4 < load % 1 < 1 - 1e-4:
            call = (servers, load / service, service, limit * service)
            cases.append((call, chance(servers, load, limit), f"Load {load:.3f}."))
    return cases


@exercise("replicas-for")
def test_random_queues_agree_with_a_sum_of_logarithms(submission, rng):
    """Random queues have the chance that the formula gives, computed with logarithms."""
    assert_each(submission.wait_probability, random_queues(rng), rtol=1e-8)


@once_per_seed
def random_plans(rng):
    cases = []
    while len(cases) < 10:
        load = float(rng.choice([0.3, 3, 30]) * rng.uniform(0.5, 1.5))
        service, limit = 10.0 ** rng.uniform(-3, 1), float(rng.choice([0, rng.uniform(0, 2)]))
        allowed = float(rng.choice([0.5, 0.1, 0.01, 0.001]) * rng.uniform(0.6, 1))
        chances, servers = [1.0], math.floor(load)
        while chances[-1] > allowed:
            servers += 1
            chances.append(chance(servers, load, limit))
        clear = min(abs(each - allowed) for each in chances) > 1e-7
        if clear and 1e-4 < load % 1 < 1 - 1e-4:
            call = (load / service, service, limit * service, 1 - allowed)
            why = f"Load {load:.3f}, {allowed:.4f} may wait {limit:.2f} services or longer."
            cases.append((call, servers, why))
    return cases


@exercise("replicas-for")
def test_random_plans_agree_with_a_search(submission, rng):
    """Random plans have the first number of servers that keeps the limit."""
    assert_each(submission.replicas_for, random_plans(rng))
