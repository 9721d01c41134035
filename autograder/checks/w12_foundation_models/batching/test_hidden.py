"""The checks of exercise 3 that stay with the grader."""

from autograder.testing import assert_each, exercise, once_per_seed


def draw(rng, n, apart, longest):
    """A random trace in random order, with requests of equal arrival and pauses."""
    arrivals = rng.integers(0, apart, n)
    return [(int(a), int(t)) for a, t in zip(arrivals, rng.integers(1, longest, n), strict=True)]


def waiting(trace, started, now):
    """Requests that have arrived and not begun, in the order of serving."""
    here = [i for i, (arrival, _) in enumerate(trace) if arrival <= now and i not in started]
    return sorted(here, key=lambda i: (trace[i][0], i))


def slow_continuous(trace, slots):
    """Step by step, token by token."""
    left, finished, started, now = {}, [0] * len(trace), set(), 0
    while len(started) < len(trace) or left:
        for i in waiting(trace, started, now)[: slots - len(left)]:
            left[i] = trace[i][1]
            started.add(i)
        now += 1
        for i in [*left]:
            left[i] -= 1
            if left[i] == 0:
                finished[i] = now
                del left[i]
    return finished


def slow_static(trace, slots):
    """Step by step, batch by batch."""
    finished, started, now = [0] * len(trace), set(), 0
    while len(started) < len(trace):
        batch = waiting(trace, started, now)[:slots]
        now += max((trace[i][1] for i in batch), default=1)
        for i in batch:
            finished[i] = now
        started.update(batch)
    return finished


SIZES = ((40, 30, 12, 3), (60, 400, 9, 4), (30, 15, 20, 40), (25, 5, 6, 1))


@once_per_seed
def traces(rng):
    return [(draw(rng, n, apart, longest), slots) for n, apart, longest, slots in SIZES]


@once_per_seed
def continuous(rng):
    return [(call, slow_continuous(*call), f"{call[1]} slots.") for call in traces(rng)]


@once_per_seed
def static(rng):
    return [(call, slow_static(*call), f"{call[1]} slots.") for call in traces(rng)]


@exercise("batching")
def test_random_traces_end_as_token_by_token(submission, rng):
    """Continuous batching of a random trace ends as when it is played token by token."""
    assert_each(submission.continuous_batching, continuous(rng))


@exercise("batching")
def test_random_traces_end_as_batch_by_batch(submission, rng):
    """Static batching of a random trace ends as when it is played batch by batch."""
    assert_each(submission.static_batching, static(rng))
