"""The checks of `capacity-plan` that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import math
from fractions import Fraction

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once,
    once_per_seed,
    rejects_each,
)

from ..cases import LOAD, SERVICE, entry


@once_per_seed
def random_loads(rng):
    # Rate, tenths of peak to mean, hundredths of a second, twentieths of use, slots, spares, bytes.
    low, high = (1, 10, 1, 1, 1, 0, 0, 0), (50, 40, 100, 21, 9, 4, 5_000, 50_000)
    exact_fit = (21, 10, 10, 14, 1, 0, 10, 10)
    fixed = np.random.default_rng(0)
    sources = [rng] * 3 + [fixed] * 7
    cases = []
    for draw in (exact_fit, *(source.integers(low, high).tolist() for source in sources)):
        rate, tenths, hundredths, twentieths, slots, spare, stored, sent = draw
        load = {
            "requests_per_day": rate * 86_400,
            "peak_to_mean": tenths / 10,
            "stored_bytes_per_request": stored,
            "response_bytes": sent,
        }
        service = {
            "seconds_per_request": hundredths / 100,
            "slots_per_replica": slots,
            "max_utilisation": twentieths / 20,
            "spare_replicas": spare,
        }
        peak = Fraction(rate * tenths, 10)
        busy = peak * Fraction(hundredths, 100)
        expected = {
            "peak_requests_per_second": float(peak),
            "busy_slots": float(busy),
            "replicas": max(1, math.ceil(busy / (slots * Fraction(twentieths, 20)))) + spare,
            "storage_gb_per_year": float(Fraction(rate * 86_400 * 365 * stored, 10**9)),
            "egress_mbit_per_second": float(peak * sent * 8 / 10**6),
        }
        why = f"The load is {load}, the service {service}."
        cases.append(((load, service), expected, why))
    return cases


@exercise("capacity-plan")
def test_random_loads_agree_with_exact_arithmetic(submission, rng):
    """The plans of random loads are what arithmetic in fractions says."""
    assert_each(submission.capacity_plan, random_loads(rng))


@once_per_seed
def loads_cut_to_fit(rng):
    low, high = (1, 1, 1, 1), (200, 9, 300, 21)
    cases = []
    for draw in ((3, 1, 1, 14), *(rng.integers(low, high).tolist() for _ in range(5))):
        r, slots, rate, twentieths = draw
        seconds = float(Fraction(r * slots * twentieths, 20 * rate))
        for stretch, expected in ((1, r), (1.0001, r + 1)):
            load = {**LOAD, "requests_per_day": rate * 86_400, "peak_to_mean": 1}
            service = {"seconds_per_request": seconds * stretch, "slots_per_replica": slots}
            service |= {"max_utilisation": twentieths / 20, "spare_replicas": 0}
            why = f"The load needs {r * stretch:g} replicas of {slots} slots."
            cases.append(((load, service), expected, why))
    return cases


@exercise("capacity-plan")
def test_a_load_cut_to_fit_needs_exactly_that_many_replicas(submission, rng):
    """A load made for r replicas needs r, despite rounding error; a ten-thousandth more, r + 1."""
    assert_each(
        submission.capacity_plan, loads_cut_to_fit(rng), of=lambda plan: entry(plan, "replicas")
    )


@once
def numbers_from_tables():
    load = {name: np.float64(value) for name, value in LOAD.items()}
    service = {name: np.float64(value) for name, value in SERVICE.items()}
    plan = {
        "peak_requests_per_second": 50.0,
        "busy_slots": 15.0,
        "replicas": 15,
        "storage_gb_per_year": 315.36,
        "egress_mbit_per_second": 1.2,
    }
    return [((load, service), plan, "13 replicas for the load and 2.0 spares.")]


@exercise("capacity-plan")
def test_numbers_from_tables_are_numbers_too(submission):
    """NumPy's floats, and whole numbers written as floats, will do."""
    assert_each(submission.capacity_plan, numbers_from_tables())


@once
def entries_out_of_range():
    tiny = 1e-6
    calls = [(SERVICE, LOAD), ({**LOAD, **SERVICE}, SERVICE)]
    for changes in (
        {"requests_per_day": 0, "peak_to_mean": 1 - tiny},
        {"requests_per_day": 0, "response_bytes": -tiny},
        {"requests_per_day": 0, "stored_bytes_per_request": -tiny},
        {"requests_per_day": 0, "seconds_per_request": 0},
        {"seconds_per_request": -tiny},
        {"requests_per_day": 0, "slots_per_replica": 0},
        {"slots_per_replica": 1.5},
        {"slots_per_replica": 4 + tiny},
        {"max_utilisation": 1 + tiny},
        {"slots_per_replica": -1, "max_utilisation": -0.5},
        {"spare_replicas": 1 + tiny},
        {"peak_to_mean": -5, "requests_per_day": -864_000},
        {"requests_per_day": 0, "peak_to_mean": math.inf},
        {"response_bytes": -math.inf},
        {"seconds_per_request": math.nan, "requests_per_day": 0},
    ):
        load = {name: changes.get(name, value) for name, value in LOAD.items()}
        service = {name: changes.get(name, value) for name, value in SERVICE.items()}
        calls.append((load, service))
    return calls


@exercise("capacity-plan")
def test_each_entry_is_checked_for_its_own_range(submission):
    """Every entry is refused just outside its range, and where another entry could hide it."""
    rejects_each(submission.capacity_plan, entries_out_of_range())


@exercise("capacity-plan")
def test_load_and_service_are_left_alone(submission):
    """Neither mapping is changed by the call, so a plan can be made twice."""
    plan = assert_unchanged(submission.capacity_plan, dict(LOAD), dict(SERVICE))
    assert_same(entry(plan, "busy_slots"), 15.0)
