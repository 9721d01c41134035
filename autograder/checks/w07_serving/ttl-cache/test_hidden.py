"""The checks of exercise 4 of week 7 that stay with the grader."""

from autograder.testing import assert_each, exercise, once, once_per_seed


def still():
    """A clock that stands still."""
    return 0


def by_history(capacity, ttl, messages):
    """Answers from a table of all that was ever put."""
    table, answers = [], []  # rows: key, value, time put, number of the last use
    for number, (now, method, *arguments) in enumerate(messages):
        table = [row for row in table if now - row[2] < ttl]
        if method == "len":
            answers.append(len(table))
            continue
        rows = [row for row in table if row[0] == arguments[0]]
        if method == "get":
            for row in rows:
                row[3] = number
            answers.append(rows[0][1] if rows else (*arguments, None)[1])
            continue
        table = [row for row in table if row[0] != arguments[0]]
        table.append([*arguments, now, number])
        table = sorted(table, key=lambda row: -row[3])[:capacity]
        answers.append(None)
    return answers


@once_per_seed
def random_messages(rng):
    cases = []
    for capacity, ttl in ((1, 9), (2, 999), (4, 999), (4, 6), (6, 2.5)):
        now, messages = -20.0, []
        for n in range(80):
            now += int(rng.integers(0, 8)) / 4
            key = int(rng.integers(capacity + 2))
            kinds = [("put", key, n), ("get", key), ("get", key, "default"), ("len",)]
            messages.append((now, *kinds[rng.choice(4, p=[0.45, 0.3, 0.15, 0.1])]))
        call = (capacity, ttl, messages)
        cases.append((call, by_history(*call), f"Room for {capacity}, alive for {ttl} s."))
    return cases


@exercise("ttl-cache")
def test_random_messages_agree_with_a_table_of_all_entries(submission, rng):
    """Random messages are answered as by a table of all entries with their ages and last uses."""
    submission.TTLCache(1, 1, still)
    assert_each(submission.replay_cache, random_messages(rng))


@once
def two_caches():
    messages = [(0, "len"), (0, "put", "a", 1), (1, "put", "b", 2), (1, "get", "a"), (1, "len")]
    case = ((1, 60, messages), [0, None, None, None, 1], "A new cache is empty.")
    return [case, case]


@exercise("ttl-cache")
def test_each_cache_has_entries_of_its_own(submission):
    """A new cache is empty, whatever others hold."""
    submission.TTLCache(1, 1, still)
    assert_each(submission.replay_cache, two_caches())
