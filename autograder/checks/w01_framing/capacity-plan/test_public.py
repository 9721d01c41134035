"""The checks of `capacity-plan` that a student of week 1 sees."""

import math

from autograder.testing import assert_each, assert_same, exercise, rejects_each

from ..cases import LOAD, SERVICE, entry


def replicas(plan):
    return entry(plan, "replicas")


@exercise("capacity-plan")
def test_the_peak_decides_how_many_requests_are_in_progress(submission):
    """The peak rate is the mean rate times `peak_to_mean`; busy slots follow by Little's law."""
    plan = submission.capacity_plan(LOAD, SERVICE)
    assert_same(
        entry(plan, "peak_requests_per_second"),
        50.0,
        why="864,000 requests a day are 10 a second on average, and 5 times that at peak.",
    )
    assert_same(
        entry(plan, "busy_slots"), 15.0, why="50 arrivals a second that stay 0.3 seconds each."
    )
    plan = submission.capacity_plan({**LOAD, "requests_per_day": 129_600}, SERVICE)
    assert_same(
        entry(plan, "peak_requests_per_second"),
        7.5,
        why="129,600 requests a day are 1.5 a second on average: a rate need not be whole.",
    )


@exercise("capacity-plan")
def test_replicas_leave_headroom_and_a_spare(submission):
    """Replicas round up, keep the slots below `max_utilisation` at peak, and include the spares."""
    full = {**SERVICE, "max_utilisation": 1, "spare_replicas": 0}
    half = {**SERVICE, "slots_per_replica": 4.0, "max_utilisation": 0.5, "spare_replicas": 1.0}
    cases = [
        (
            (LOAD, SERVICE),
            15,
            "15 busy slots at 2 * 0.6 = 1.2 per replica need 12.5, so 13 replicas, and 2 spares.",
        ),
        ((LOAD, full), 8, "15 busy slots at 2 per replica need 7.5, so 8."),
        ((LOAD, half), 9, "4.0 slots and 1.0 spare are whole numbers as well."),
    ]
    assert_each(submission.capacity_plan, cases, of=replicas)


@exercise("capacity-plan")
def test_an_exact_fit_buys_no_further_replica(submission):
    """When the load fits exactly, rounding error buys no machine; a real excess does."""
    load = {**LOAD, "requests_per_day": 86_400, "peak_to_mean": 1}
    cases = []
    for seconds, slots, share, expected in (
        (2.1, 1, 0.7, 3),
        (4.2, 2, 0.7, 3),
        (4, 2, 1, 2),
        (1.0000000005, 1, 1, 1),
        (3.0000000005, 1, 1, 3),
        (3.0000000015, 1, 1, 4),
        (3.0001, 1, 1, 4),
    ):
        service = {"seconds_per_request": seconds, "slots_per_replica": slots}
        service |= {"max_utilisation": share, "spare_replicas": 0}
        why = f"One request a second holds {seconds:.11g} slots, and a replica offers "
        why += f"{slots * share:g}. Within 1e-9 of a whole number, that number is enough."
        cases.append(((load, service), expected, why))
    assert_each(submission.capacity_plan, cases, of=replicas)


@exercise("capacity-plan")
def test_there_is_a_replica_even_without_load(submission):
    """At least one replica is kept, plus the spares, however small the load."""
    loads = [{**LOAD, "requests_per_day": requests} for requests in (0, 1e-9, 200)]
    cases = [((load, SERVICE), 3, "One replica for the load, and two spares.") for load in loads]
    assert_each(submission.capacity_plan, cases, of=replicas)


@exercise("capacity-plan")
def test_storage_is_in_gigabytes_and_egress_in_megabits(submission):
    """Storage is the mean load over 365 days in GB; egress is the peak in megabits a second.

    The plan has exactly the five entries of the contract.
    """
    plan = submission.capacity_plan(LOAD, SERVICE)
    expected = {
        "peak_requests_per_second": 50.0,
        "busy_slots": 15.0,
        "replicas": 15,
        "storage_gb_per_year": 315.36,
        "egress_mbit_per_second": 1.2,
    }
    assert_same(
        plan,
        expected,
        why="864,000 kilobytes a day for 365 days; 50 times 3,000 bytes of 8 bits a second.",
    )


@exercise("capacity-plan")
def test_entries_that_make_no_sense_are_refused(submission):
    """A missing, misnamed, out-of-range, NaN, infinite or unduly fractional entry is a ValueError.

    The limits themselves are allowed.
    """
    unusable = {
        "requests_per_day": (-1,),
        "peak_to_mean": (0.99,),
        "stored_bytes_per_request": (-1,),
        "response_bytes": (-1,),
        "seconds_per_request": (0,),
        "slots_per_replica": (0, 2.5),
        "max_utilisation": (0, 1.01),
        "spare_replicas": (-1, 0.5),
    }
    calls = [
        (dict(list(LOAD.items())[1:]), SERVICE),
        (LOAD, dict(list(SERVICE.items())[:-1])),
        ({"response_kilobytes": 3, **LOAD}, SERVICE),
        (LOAD, {"seconds": 0.3, **SERVICE}),
    ]
    for position, (name, bad) in enumerate(unusable.items()):
        extra = ((math.nan,), (), (math.inf,), (math.nan,))[position % 4]
        for value in (*bad, *extra):
            load = {**LOAD, name: value} if name in LOAD else LOAD
            service = {**SERVICE, name: value} if name in SERVICE else SERVICE
            calls.append((load, service))
    rejects_each(submission.capacity_plan, calls)
    lowest = {"requests_per_day": 0, "peak_to_mean": 1}
    lowest |= {"stored_bytes_per_request": 0, "response_bytes": 0}
    single = {"seconds_per_request": 0.1, "slots_per_replica": 1}
    single |= {"max_utilisation": 1, "spare_replicas": 0}
    plan = submission.capacity_plan(lowest, single)
    assert_same(entry(plan, "replicas"), 1, why="These entries are at their limits, and allowed.")
