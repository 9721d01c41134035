"""The checks of exercise 3 that the grader keeps."""

import hashlib
import json
import math

from autograder.testing import (
    assert_each,
    assert_same,
    exercise,
    once_per_seed,
)


def named(params, data):
    """The name of a run, written out from its canonical text."""

    def text(value):
        if isinstance(value, dict):
            entries = (f"{json.dumps(key)}:{text(value[key])}" for key in sorted(value))
            return "{" + ",".join(entries) + "}"
        if isinstance(value, list):
            return "[" + ",".join(map(text, value)) + "]"
        return json.dumps(value)

    return hashlib.sha256(text({"data": data, "params": params}).encode()).hexdigest()[:16]


def record(params, data, **metrics):
    """What the log holds of a run."""
    return {"params": params, "data": data, "metrics": metrics}


def draw(rng, depth=0):
    """A random dict of plain data."""
    settings = {}
    for key in rng.permutation(["lr", "depth", "name", "Größe", "list", "model"]).tolist():
        kind = int(rng.integers(5 if depth < 2 else 4))
        number = int(rng.integers(-5, 100))
        settings[key] = (
            number,
            number / 7,
            f"Tür {number}",
            [None, True, number],
            draw(rng, depth + 1) if kind == 4 else None,
        )[kind]
    return settings


@once_per_seed
def random_names(rng):
    settings = [draw(rng) for _ in range(6)]
    return [((each, "Flüge"), named(each, "Flüge"), "Nested settings.") for each in settings]


@exercise("run-log")
def test_random_settings_are_named_by_their_canonical_text(submission, rng):
    """Random nested settings, not in ASCII alone, have the name that their text gives."""
    assert_each(submission.run_id, random_names(rng))


def its_own(params):
    return {"loss": float(params["n"] % 3), "n": params["n"]}


@once_per_seed
def calls_on_a_log(rng):
    """Three calls, each with the log that the one before should give, and what they give."""
    numbers = rng.permutation(20)[:9].tolist()
    expected, calls = {}, []
    for data, part in (("a", numbers[:4]), ("b", numbers[2:6]), ("a", numbers[3:])):
        configs = [{"n": n, "tags": [[n]]} for n in part]
        log = json.loads(json.dumps(expected))
        for each in configs:
            expected.setdefault(named(each, data), record(each, data, **its_own(each)))
        calls.append(((log, configs, data, its_own), dict(expected)))
    return calls


@exercise("run-log")
def test_a_log_that_was_read_from_a_file_goes_on(submission, rng):
    """A log grows over several calls, with other data too, and after it was written as JSON."""
    for answer, (_, expected) in zip(
        submission.track.each(arguments for arguments, _ in calls_on_a_log(rng)),
        calls_on_a_log(rng),
        strict=True,
    ):
        log = answer()
        assert_same(log, expected, why="The same settings with other data are another run.")
        assert_same(list(log), list(expected), why="Runs stand in the order of their first time.")


def alone(params):
    params.clear()
    return {"loss": math.nan, "late": math.inf}


@exercise("run-log")
def test_a_run_that_diverged_is_kept_and_repeated(submission):
    """Infinity and NaN are recorded as they are, and a repetition of them is the same run."""
    params = {"lr": 1e6}
    name = named(params, "d")
    expected = {name: record(params, "d", loss=math.nan, late=math.inf)}
    log = submission.track({}, [params, params], "d", alone)
    assert_same(log, expected)
    assert_same(submission.track(log, [params], "d", alone), expected)


@once_per_seed
def random_logs(rng):
    cases = []
    for n, sign_of_all in ((1, 1), (5, 1), (30, -1)):
        values = (sign_of_all * rng.integers(1, 4, n)).tolist()
        kinds = [0, 0, *rng.integers(0, 3, n).tolist()][:n]  # 0: NaN or no such metric
        log = {}
        for i, (value, kind) in enumerate(zip(values, kinds, strict=True)):
            metrics = {"loss": float(value)} if kind else {} if i % 2 else {"loss": math.nan}
            log[f"run{i}"] = record({}, "d", other=9.0, **metrics)
        for mode, sign in (("max", -1), ("min", 1)):
            ranked = sorted((sign * values[i], i) for i in range(n) if kinds[i])
            best = f"run{ranked[0][1]}" if ranked else None
            cases.append(((log, "loss", mode), best, f"{n} runs were sorted."))
    return cases


@exercise("run-log")
def test_the_best_of_random_logs_is_the_first_of_a_sorted_list(submission, rng):
    """Random logs with ties, NaN and gaps have the best run that sorting gives."""
    assert_each(submission.best_run, random_logs(rng))
