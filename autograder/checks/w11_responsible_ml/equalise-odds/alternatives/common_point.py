import numpy as np
from scipy.optimize import linprog


def equalise_odds(y_true, y_pred, group):
    """The variables are the common rates, and two chances a group."""
    y = np.asarray(y_true)
    said = np.asarray(y_pred)
    who = np.asarray(group)
    names = list(dict.fromkeys(group))
    equations = []
    for place, name in enumerate(names):
        for outcome in (0, 1):
            rows = (who == name) & (y == outcome)
            rate = said[rows].mean()  # NaN of no rows: linprog raises a ValueError
            equation = np.zeros(2 + 2 * len(names))
            equation[outcome] = -1
            equation[2 + 2 * place] = 1 - rate
            equation[3 + 2 * place] = rate
            equations.append(equation)
    share = y.mean()
    cost = np.zeros(2 + 2 * len(names))
    cost[:2] = 1 - share, -share
    found = linprog(cost, A_eq=equations, b_eq=[0] * len(equations), bounds=[(0, 1)] * len(cost))
    fpr, tpr = found.x[:2]
    return {
        "chances": {
            name: (float(found.x[2 + 2 * i]), float(found.x[3 + 2 * i]))
            for i, name in enumerate(names)
        },
        "tpr": float(tpr),
        "fpr": float(fpr),
        "loss": float((1 - share) * fpr + share * (1 - tpr)),
    }
