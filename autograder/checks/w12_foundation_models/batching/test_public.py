"""The checks of exercise 3 that a student sees: who is in the batch?"""

from autograder.testing import assert_each, exercise, once


@once
def batches():
    return [
        (([(0, 2), (0, 5), (1, 1), (9, 3)], 2), [5, 5, 6, 12], "The example of the contract."),
        (([(0, 3), (0, 7), (0, 2)], 3), [7, 7, 7], "All wait for the longest of their batch."),
        (([(0, 4), (0, 1), (0, 2), (0, 6)], 2), [4, 4, 10, 10], "Two batches, of 4 and 6 steps."),
    ]


@exercise("batching")
def test_a_static_batch_ends_with_its_longest_answer(submission):
    """In a static batch all answers are sent when the longest of them is written."""
    assert_each(submission.static_batching, batches())


@once
def not_waited_for():
    return [
        (([(0, 5), (1, 1), (2, 1)], 4), [5, 6, 6], "At step 0 one has arrived; it goes alone."),
        (([(0, 5), (5, 1), (6, 1)], 4), [5, 6, 7], "At step 5 one waits, and it goes alone."),
        (([(3, 2), (50, 1), (10**9, 4)], 2), [5, 51, 10**9 + 4], "The server is idle between."),
        (([], 3), [], "No requests."),
    ]


@exercise("batching")
def test_a_static_batch_takes_who_waits_and_waits_for_nobody(submission):
    """An idle server takes those that wait, also if slots stay empty; else it sleeps."""
    assert_each(submission.static_batching, not_waited_for())


@once
def slots_given_away():
    return [
        (([(0, 2), (0, 5), (1, 1), (9, 3)], 2), [2, 5, 3, 12], "The example of the contract."),
        (([(0, 3), (0, 7), (0, 2)], 3), [3, 7, 2], "Each leaves when its own answer is written."),
        (
            ([(0, 4), (0, 1), (0, 2), (0, 6)], 2),
            [4, 1, 3, 9],
            "The slot that is free at 1 is used.",
        ),
        (([(0, 2), (0, 2), (0, 1), (0, 1)], 1), [2, 4, 5, 6], "One slot, one after the other."),
    ]


@exercise("batching")
def test_a_slot_is_given_away_when_it_falls_free(submission):
    """With continuous batching whoever is done leaves, and who waits moves in at that very step."""
    assert_each(submission.continuous_batching, slots_given_away())


@once
def idle_slots():
    return [
        (([(0, 5), (1, 1), (2, 1)], 4), [5, 2, 3], "Slots are free, so nobody waits."),
        (([(0, 1), (7, 2), (7, 3), (7, 1)], 2), [1, 9, 10, 10], "At step 7 two slots are free."),
        (([(2, 2), (10**9, 4)], 1), [4, 10**9 + 4], "A slot is free long before it is needed."),
        (([], 1), [], "No requests."),
    ]


@exercise("batching")
def test_nobody_begins_before_arriving(submission):
    """A request begins at its arrival if a slot is free then, and never before."""
    assert_each(submission.continuous_batching, idle_slots())


@once
def orders():
    mixed = [(4, 1), (0, 3), (4, 2), (1, 4)]
    return [
        ((mixed, 1), [8, 3, 10, 7], "Served are (0, 3), (1, 4), then (4, 1) before (4, 2)."),
        (
            ([(0, 1), (5, 9), (5, 1)], 1),
            [1, 14, 15],
            "The first of the list goes first, not the short one.",
        ),
    ]


@once
def static_orders():
    return [
        (([(4, 1), (0, 3), (4, 2), (1, 4)], 1), [8, 3, 10, 7], "Served in the order of arrival."),
        (
            ([(9, 1), (0, 2), (9, 5), (9, 1)], 2),
            [14, 2, 14, 15],
            "Of three at step 9 the first two.",
        ),
    ]


@exercise("batching")
def test_requests_are_served_in_the_order_of_arrival(submission):
    """First come, first served, whatever the order of the list, which is that of the result."""
    assert_each(submission.continuous_batching, orders())
    assert_each(submission.static_batching, static_orders())
