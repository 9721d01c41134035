import numpy as np


def behaviour_tests(predict, rows, suite):
    if len(suite) == 0:
        raise ValueError("the suite is empty")
    n = len(rows)
    if n == 0:
        raise ValueError("there are no rows")
    passes = {
        "same": lambda before, after, limit: np.abs(after - before) <= limit,
        "not lower": lambda before, after, limit: after >= before - limit,
        "not higher": lambda before, after, limit: after <= before + limit,
        "at least": lambda before, after, limit: after >= limit,
        "at most": lambda before, after, limit: after <= limit,
    }
    seen = set()
    for test in suite:
        if test["name"] in seen:
            raise ValueError(f"two tests are called {test['name']}")
        seen.add(test["name"])
        if test["kind"] not in passes:
            raise ValueError(f"test {test['name']} has an unknown kind")

    before = np.asarray(predict(rows), dtype=np.float64)
    result = {}
    for test in suite:
        changed = test["change"](rows.copy())
        if len(changed) != n:
            raise ValueError(f"test {test['name']} changes the number of rows")
        after = np.asarray(predict(changed), dtype=np.float64)
        passed = passes[test["kind"]](before, after, test["limit"])
        result[test["name"]] = np.flatnonzero(~passed).tolist()
    return result
