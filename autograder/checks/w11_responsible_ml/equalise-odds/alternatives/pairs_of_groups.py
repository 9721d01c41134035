import numpy as np
import pandas as pd
from scipy.optimize import linprog


def equalise_odds(y_true, y_pred, group):
    rows = pd.DataFrame({"y": np.asarray(y_true), "v": np.asarray(y_pred), "g": np.asarray(group)})
    names = rows["g"].unique().tolist()
    rate, cost = {}, []
    for name in names:
        own = rows[rows["g"] == name]
        for y in (0, 1):
            said = own["v"][own["y"] == y]
            rate[name, y] = float((said == 1).mean())
        for v in (0, 1):
            cell = own["y"][own["v"] == v]
            cost.append(float((cell == 0).sum() - (cell == 1).sum()))
    matrix = []
    for i in range(1, len(names)):
        for y in (0, 1):
            line = [0.0] * len(cost)
            for place, sign in ((0, 1), (i, -1)):
                r = rate[names[place], y]
                line[2 * place], line[2 * place + 1] = sign * (1 - r), sign * r
            matrix.append(line)
    # A rate of no rows is NaN, and no rows make no programme: both raise a ValueError here.
    solution = linprog(cost, A_eq=matrix or None, b_eq=[0.0] * len(matrix), bounds=(0, 1))
    x = [min(max(float(value), 0.0), 1.0) for value in solution.x]
    first = names[0]
    fpr, tpr = (x[0] * (1 - rate[first, y]) + x[1] * rate[first, y] for y in (0, 1))
    share = float((rows["y"] == 1).mean())
    return {
        "chances": {name: (x[2 * i], x[2 * i + 1]) for i, name in enumerate(names)},
        "tpr": tpr,
        "fpr": fpr,
        "loss": (1 - share) * fpr + share * (1 - tpr),
    }
