"""The checks of exercise 4 of week 10 that stay with the grader."""

import json

from autograder.testing import assert_each, exercise, once_per_seed


def total(*values):
    return sum(values)


def parity(*values):
    return sum(values) % 2


def slow_nights(runs):
    """Every night by a list of all that was ever done."""
    done, expected = [], []
    for dag, inputs in runs:
        values, called = dict(inputs), []
        for name, (version, needs, function) in dag.items():
            given = json.dumps([values[need] for need in needs])
            known = [result for old, before, result in done if (old, before) == (version, given)]
            if not known:
                known = [function(*json.loads(given))]
                done.append((version, given, known[0]))
                called.append(name)
            values[name] = known[0]
        expected.append(({name: values[name] for name in dag}, called))
    return expected


@once_per_seed
def random_nights(rng):
    cases = []
    for _ in range(3):
        names = [f"step {k}" for k in rng.permutation(9)[:6]]
        inputs = {"p": 1, "q": 2, "r": 3}
        dag, runs = {}, []
        for i, name in enumerate(names):
            near = [*inputs, *names[:i]]
            needs = [near[j] for j in rng.integers(0, len(near), 2)]
            dag[name] = (f"v{i}", needs, parity if rng.random() < 0.6 else total)
        for _ in range(5):
            runs.append((dict(dag), dict(inputs)))
            if rng.random() < 0.3:
                name = names[int(rng.integers(6))]
                dag[name] = (dag[name][0] + "+", *dag[name][1:])
            else:
                inputs["pqr"[int(rng.integers(3))]] += int(rng.integers(-1, 3))
        why = "What was done before with the same version and the same inputs is not done again."
        cases.append(((runs,), slow_nights(runs), why))
    return cases


@exercise("run-cached", weight=2)
def test_random_nights_do_only_what_is_new(submission, rng):
    """Random pipelines, whose inputs and code change, do what was never done, and nothing else."""
    submission.run_cached({}, {}, {})
    assert_each(submission.nights, random_nights(rng))


def deep(value):
    return {"rows": [value, {"of": value}], "é": None}


def emptied(table):
    table["rows"][1].clear()
    table["rows"].clear()
    return len(table)


def looked_at(table):
    return table["rows"]


@once_per_seed
def deep_values(rng):
    value = [float(rng.random()), "ü", int(rng.integers(99))]
    dag = {
        "deep": ("d", ["a"], deep),
        "emptied": ("e", ["deep"], emptied),
        "looked": ("l", ["deep"], looked_at),
    }
    outputs = {"deep": deep(value), "emptied": 2, "looked": [value, {"of": value}]}
    runs = [(dag, {"a": value}), lambda outputs: outputs["looked"].clear(), (dag, {"a": value})]
    expected = [(outputs, ["deep", "emptied", "looked"]), (outputs, [])]
    return [((runs, False), expected, "A step empties what it is given, at every depth.")]


@exercise("run-cached")
def test_nested_values_are_kept_as_they_were(submission, rng):
    """Values nested in others cannot be spoilt either, and come back as they were."""
    submission.run_cached({}, {}, {})
    assert_each(submission.nights, deep_values(rng))
