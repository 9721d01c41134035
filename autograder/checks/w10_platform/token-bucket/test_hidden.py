"""The checks of exercise 2 of week 10 that stay with the grader."""

from autograder.testing import assert_each, exercise, once_per_seed


def midnight():
    """A clock that stands still."""
    return 0.0


def slow_answers(rate, capacity, steps):
    """In drops, of which 4096 make a token; each 64th of a second brings as many."""
    full = capacity * 4096
    level, then, answers = full, None, []
    for step in steps:
        if not isinstance(step, tuple):
            for _ in range(0 if then is None else int((step - then) * 64)):
                level = min(full, level + rate * 64)
            then = step
            answers.append(None)
        elif step[1] > capacity:
            answers.append("ValueError")
        else:
            passes = step[1] * 4096 <= level
            level -= step[1] * 4096 * passes
            answers.append(bool(passes))
    return answers


@once_per_seed
def random_hours(rng):
    cases = []
    for rate, capacity in ((0.5, 4.0), (2, 3.5), (1 / 64, 0.25), (16, 40)):
        now, steps = float(rng.integers(-99, 99)), []
        for _ in range(30):
            steps.append(now)
            for _ in range(rng.integers(1, 4)):
                steps.append(("allow", float(rng.integers(1, 1.1 * capacity * 64)) / 64))
            now += float(rng.integers(0, 64 * capacity / max(rate, 0.25))) / 64
        why = "Every 64th of a second brings its drops, and a bucket that is full runs over."
        expected = slow_answers(rate, capacity, steps)
        cases.append((("TokenBucket", (rate, capacity), steps), expected, why))
    return cases


@exercise("token-bucket")
def test_random_hours_agree_with_a_bucket_filled_drop_by_drop(submission, rng):
    """Random requests at random times agree with a bucket that is filled drop by drop."""
    submission.TokenBucket(1, 1, midnight)
    assert_each(submission.replay, random_hours(rng))


@once_per_seed
def twins(rng):
    cost = float(rng.integers(33, 64)) / 64
    messages = [("allow", cost), ("allow", cost)]
    why = "The second bucket is not the first."
    return [(("TokenBucket", (1, 1), messages), [True, False], why)] * 2


@exercise("token-bucket")
def test_each_client_has_a_bucket_of_its_own(submission, rng):
    """What one bucket gave away is not missing in another."""
    submission.TokenBucket(1, 1, midnight)
    assert_each(submission.replay, twins(rng))
