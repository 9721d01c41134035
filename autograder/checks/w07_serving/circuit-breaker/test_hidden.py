"""The checks of exercise 7 of week 7 that stay with the grader."""

from autograder.testing import assert_each, exercise, once_per_seed


def still():
    """A clock that stands still."""
    return 0


def by_journal(failures, cool_down, steps):
    """The answers of a breaker that keeps a journal of its states, and all outcomes in each."""
    journal, now = [("closed", 0, [])], [0]  # state, since when, outcomes that count

    def enter(state):
        journal.append((state, now[0], []))

    def take(step):
        now[0], ending, takes, inside = (*step, 0, ())[:4]
        state, since, _ = journal[-1]
        if state == "open" and now[0] >= since + cool_down:
            enter("half-open")
        elif state != "closed":
            return ("refused", []) if inside else "refused"
        page = len(journal)
        heard = [take(inner) for inner in inside]
        now[0] += takes
        if page == len(journal):
            state, _, outcomes = journal[-1]
            outcomes.append(ending)
            row = (["ok", *outcomes])[::-1].index("ok")
            if state == "half-open":
                enter("closed" if ending == "ok" else "open")
            elif row >= failures:
                enter("open")
        answer = "returned" if ending == "ok" else "raised"
        return (answer, heard) if inside else answer

    return [take(step) for step in steps]


def draw(rng, now, depth):
    """A random step, with steps inside, and the time at which it ends."""
    start, inside = now + int(rng.integers(0, 9)), []
    now = start
    while depth < 3 and rng.random() < 0.35:
        step, now = draw(rng, now, depth + 1)
        inside.append(step)
    takes = int(rng.integers(0, 3)) * 4
    return (start, "ok" if rng.random() < 0.4 else "error", takes, inside), now + takes


@once_per_seed
def random_histories(rng):
    cases = []
    for failures, cool_down in ((1, 12), (2, 7), (2, 25), (3, 0), (4, 15)):
        steps, now = [], -50
        for _ in range(30):
            step, now = draw(rng, now, 0)
            steps.append(step)
        call = (failures, cool_down, steps)
        cases.append((call, by_journal(*call), f"{failures} failures, cool-down {cool_down} s."))
    return cases


@exercise("circuit-breaker")
def test_random_histories_agree_with_a_journal(submission, rng):
    """Random calls, some inside others, are answered as by a breaker that keeps a journal."""
    submission.CircuitBreaker(1, 1, still)
    assert_each(submission.replay_breaker, random_histories(rng))
