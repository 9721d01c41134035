"""The checks of exercise 3 that a student sees."""

import math

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once,
    rejects,
    rejects_each,
    spy,
)


@once
def equal_runs():
    deep = {"model": {"depth": 3, "bins": [2, 1]}, "lr": 0.1}
    turned = {"lr": 0.1, "model": {"bins": [2, 1], "depth": 3}}
    return [
        (({"lr": 0.1, "epochs": 5}, "flights-2013"), "954444200901477e", "The worked example."),
        (({"epochs": 5, "lr": 0.1}, "flights-2013"), "954444200901477e", "Its keys turned round."),
        ((deep, "flights-2013"), "a7e1cd693365dcf8", "Settings inside settings."),
        ((turned, "flights-2013"), "a7e1cd693365dcf8", "Their keys turned round, inside too."),
        (({}, ""), "7f867843e28cc4bf", "No settings, and data without a name."),
    ]


@exercise("run-log")
def test_a_run_is_named_by_what_went_into_it(submission):
    """The same settings and data have the same name; the order of keys, at any depth, is nothing.

    The name is the beginning of the SHA-256 digest of the text that the contract describes.
    """
    assert_each(submission.run_id, equal_runs())


@once
def other_runs():
    return [
        (
            ({"lr": 0.1, "epochs": 5}, "flights-2012"),
            "fdfebdb99e95f467",
            "The data are part of the name.",
        ),
        (
            ({"model": {"depth": 3, "bins": [1, 2]}, "lr": 0.1}, "flights-2013"),
            "5d015f2bb7d7975d",
            "The order of a list matters.",
        ),
        (({"lr": 1}, "d"), "cf120d28bed43fe2", "1 is an int."),
        (({"lr": 1.0}, "d"), "b9b7d503dd019575", "1.0 is a float."),
        (({"lr": True}, "d"), "2d783d78de9f2e83", "True is neither."),
        (({"lr": "1"}, "d"), "f5b91109655f13e2", 'And "1" is a text.'),
        (({"ziel": "Zürich"}, "é"), "b29ce25b1b2b2d10", "json.dumps writes é as backslash u00e9."),
    ]


@exercise("run-log")
def test_other_settings_or_other_data_have_another_name(submission):
    """Other data, the order of a list, 1, 1.0, True and "1" all make a difference."""
    assert_each(submission.run_id, other_runs())


FIRST, SECOND = {"lr": 0.1}, {"lr": 0.2, "layers": [8, 4]}
# The names of these runs, with the data "d":
FIRST_NAME, SECOND_NAME = "ea85718059bf6996", "214b2a1552eb99bc"


def doubled(params):
    return {"loss": 2 * params["lr"]}


def record(params, data, **metrics):
    """What the log holds of a run."""
    return {"params": params, "data": data, "metrics": metrics}


@exercise("run-log")
def test_each_run_is_recorded_under_its_name(submission):
    """The log has a record for each run, below those it had: settings, data and metrics."""
    old = {"0123456789abcdef": record({"lr": 7}, "old", auc=0.5)}
    new = {
        FIRST_NAME: record(FIRST, "d", loss=0.2),
        SECOND_NAME: record(SECOND, "d", loss=0.4),
    }
    log = assert_unchanged(submission.track, old, [FIRST, SECOND], "d", train=doubled)
    assert_same(log, {**old, **new}, why="One old record and two new ones.")
    assert_same(list(log), [*old, *new], why="Old runs stay first; new ones follow in order.")
    assert_same(submission.track({}, [], "d", doubled), {}, why="Nothing was trained.")


@exercise("run-log")
def test_every_configuration_is_trained_once_in_order(submission):
    """`train` is called once for each configuration, in order, also for one that was run before."""
    seen = []

    def train(params):
        seen.append(params)
        return {"loss": 1.0}

    log = submission.track({}, [SECOND, FIRST], "d", spy(train))
    assert_same(seen, [SECOND, FIRST], why="These are the settings `train` was called with.")
    is_a(log, dict)
    assert_same(list(log), [SECOND_NAME, FIRST_NAME], why="New runs follow in this order.")
    del seen[:]
    log = {FIRST_NAME: record(FIRST, "d", loss=1)}
    assert_same(
        submission.track(log, [FIRST, FIRST], "d", spy(train)),
        log,
        why="A repetition with the same metrics, 1 and 1.0, changes nothing.",
    )
    assert_same(seen, [FIRST, FIRST], why="A run that is in the log is trained again.")


def takes_apart(params):
    lr = params.pop("lr")
    params["layers"].append(0)
    params["model"]["depth"] += 1
    return {"loss": lr}


@exercise("run-log")
def test_training_may_take_its_settings_apart(submission):
    """What `train` does to the dict that it is given shows neither in the log nor in `configs`.

    It may pop an entry, and change what is nested in it.
    """
    params = {"lr": 0.5, "layers": [8], "model": {"depth": 3}}
    log = assert_unchanged(submission.track, {}, [params], "d", train=takes_apart)
    assert_same(log, {"33d41c0dc8049c51": record(params, "d", loss=0.5)})


def one_dict_for_all(metrics):
    """A `train` that fills the same dict again and again."""

    def train(params):
        metrics["loss"] = params["lr"]
        metrics["calls"] = metrics.get("calls", 0) + 1
        return metrics

    return train


@exercise("run-log")
def test_the_metrics_of_a_run_stay_what_they_were(submission):
    """`train` may return the very same dict each time, with other contents."""
    log = submission.track({}, [{"lr": 1}, {"lr": 2}], "d", one_dict_for_all({}))
    assert_same(
        log,
        {
            "cf120d28bed43fe2": record({"lr": 1}, "d", loss=1, calls=1),
            "706f1d2203f99b65": record({"lr": 2}, "d", loss=2, calls=2),
        },
        why="The first run's metrics were filled before the second run changed the dict.",
    )


def next_of(*results):
    """A `train` that returns one result after another, whatever its settings are."""
    left = list(results)

    def train(params):
        return left.pop(0)

    return train


def repetitions():
    """Two of the same run, and seven that come out differently."""
    nan = math.nan
    base = {"loss": 0.25, "auc": nan}
    log = {FIRST_NAME: record(FIRST, "d", **base)}
    same = ({"auc": -nan, "loss": 0.25}, {"loss": 0.25, "auc": nan})
    others = (
        {"loss": 0.5, "auc": nan},
        {"loss": 0.25, "auc": 0.7},
        {"loss": nan, "auc": nan},
        {"loss": 0.25},
        {"loss": 0.25, "auc": nan, "n": 1},
        {"loss": 0.25, "AUC": nan},
    )
    calls = [(log, [FIRST], "d", next_of(metrics)) for metrics in (*same, *others)]
    at_once = next_of(base, {"loss": 0.25}, {"loss": 0.5})
    calls.append(({}, [SECOND, FIRST, FIRST], "d", at_once))
    return calls


@exercise("run-log")
def test_a_run_that_comes_out_differently_is_an_error(submission):
    """Nothing is overwritten: a repetition with other metrics is a ValueError naming the run.

    Names and values of the metrics must be the same. NaN is the same as NaN, and no number is.
    """
    expected = {FIRST_NAME: record(FIRST, "d", loss=0.25, auc=math.nan)}
    for number, answer in enumerate(submission.track.each(repetitions())):
        if number < 2:
            why = "The metrics are the same as before, NaN among them."
            assert_same(answer(), expected, why=why)
        else:
            rejects(answer, naming=FIRST_NAME)


def runs(*values, metric="loss"):
    """A log of runs a, b, c, ... with these values of a metric; None is a run without it."""
    return {
        name: record({}, "d", **({"n": 1} if value is None else {"n": 1, metric: value}))
        for name, value in zip("abcdefgh", values, strict=False)
    }


@once
def logs_with_a_best():
    return [
        ((runs(0.3, 0.1, 0.2), "loss", "max"), "a", "0.3 is the largest."),
        ((runs(0.3, 0.1, 0.2), "loss", "min"), "b", "0.1 is the smallest."),
        ((runs(1, 3, 3, 1, 3), "loss", "max"), "b", "Of three runs with 3, b is the first."),
        ((runs(3, 1, 3, 1), "loss", "min"), "b", "Of two runs with 1, b is the first."),
        ((runs(-5.0, -2, -9, metric="score"), "score", "max"), "b", "-2 is the largest."),
    ]


@exercise("run-log")
def test_the_best_run_has_the_largest_or_the_smallest_value(submission):
    """The best has the largest value for "max", the smallest for "min"; of equals, the first."""
    assert_each(submission.best_run, logs_with_a_best())


@once
def logs_with_gaps():
    nan, inf = math.nan, math.inf
    return [
        ((runs(nan, 0.3, nan, 0.1, nan), "loss", "min"), "d", "0.1 is the smallest number."),
        ((runs(nan, 0.3, nan, 0.1, nan), "loss", "max"), "b", "0.3 is the largest number."),
        ((runs(None, 0.3, None), "loss", "max"), "b", "Only b has the metric."),
        ((runs(None, -0.3, None), "loss", "min"), "b", "Only b has the metric."),
        ((runs(None, 7, 0), "loss", "min"), "c", "A run without it has no value, also not 0."),
        ((runs(nan, inf), "loss", "min"), "b", "Infinity is a number, and NaN is none."),
        ((runs(-inf, nan, -3), "loss", "max"), "c", "-3 is larger than minus infinity."),
        ((runs(nan, None), "loss", "max"), None, "No run can be the best."),
        (({}, "loss", "min"), None, "There are no runs."),
    ]


@exercise("run-log")
def test_a_run_without_a_value_is_never_the_best(submission):
    """NaN is never the best, nor is a run without the metric; infinity is a value like others.

    A mode that is neither "max" nor "min" is a ValueError, also while the log is empty.
    """
    assert_each(submission.best_run, logs_with_gaps())
    rejects_each(submission.best_run, ((runs(1), "loss", "lowest"), ({}, "loss", "lowest")))
