import copy


def behaviour_tests(predict, rows, suite):
    if not len(suite) or not len(rows):
        raise ValueError("nothing to test")

    def passes(kind, before, after, limit):
        if kind == "same":
            return before - limit <= after <= before + limit
        if kind == "not lower":
            return after >= before - limit
        if kind == "not higher":
            return after <= before + limit
        if kind == "at least":
            return after >= limit
        return after <= limit

    before = [float(p) for p in predict(rows)]
    report = {}
    for test in suite:
        name, kind = test["name"], test["kind"]
        if name in report:
            raise ValueError(f"two tests are called {name}")
        if kind not in ("same", "not lower", "not higher", "at least", "at most"):
            raise ValueError(f"{name}: no kind {kind}")
        changed = test["change"](copy.deepcopy(rows))
        if changed.shape[0] != rows.shape[0]:
            raise ValueError(f"{name}: rows were lost or added")
        after = [float(p) for p in predict(changed)]
        report[name] = [
            i
            for i in range(len(before))
            if not passes(kind, before[i], after[i], test["limit"])
        ]
    return report
