import numpy as np


def behaviour_tests(predict, rows, suite):
    n = len(rows)
    if n == 0 or len(suite) == 0 or len({test["name"] for test in suite}) != len(suite):
        raise ValueError("no rows, no tests, or two of one name")
    before = np.asarray(predict(rows), dtype=np.float64)
    failures = {}
    for test in suite:
        changed = test["change"](rows.copy())
        after = np.asarray(predict(changed))
        limit = test["limit"]
        low, high = np.full(n, -np.inf), np.full(n, np.inf)
        match test["kind"]:
            case "same":
                low, high = before - limit, before + limit
            case "not lower":
                low = before - limit
            case "not higher":
                high = before + limit
            case "at least":
                low = np.full(n, limit)
            case "at most":
                high = np.full(n, limit)
            case other:
                raise ValueError(f"{test['name']}: {other}")
        if len(after) != n:
            raise ValueError(f"{test['name']}: {len(after)} rows instead of {n}")
        good = (low <= after) & (after <= high)
        failures[test["name"]] = [i for i in range(n) if not good[i]]
    return failures
