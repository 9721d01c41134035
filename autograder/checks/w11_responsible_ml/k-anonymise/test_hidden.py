"""The checks of exercise 3 of week 11 that the grader keeps."""

import pandas as pd

from autograder.testing import assert_each, exercise, is_a, once_per_seed


def released(result):
    """The whole result, the table as a list of columns."""
    is_a(result, dict)
    table = result.get("released")
    is_a(table, pd.DataFrame)
    columns = {str(name): table[name].tolist() for name in table.columns}
    return {**result, "released": [columns, table.index.tolist()]}


def slowly(rows, ladders, k, most):
    """Every choice tried, with groups counted by comparing rows with rows."""
    names = list(ladders)
    choices = [()]
    for name in names:
        choices = [(*c, level) for c in choices for level in range(len(ladders[name]) + 1)]
    found = []
    for levels in choices:
        coarse = []
        for row in rows:
            cells = []
            for name, level in zip(names, levels, strict=True):
                cells.append(ladders[name][level - 1][row[name]] if level else row[name])
            coarse.append(cells)
        gone = [i for i, cells in enumerate(coarse) if coarse.count(cells) < k]
        if len(gone) <= most:
            found.append((sum(levels), len(gone), levels, gone, coarse))
    _, _, levels, gone, coarse = min(found)
    kept = [i for i in range(len(rows)) if i not in gone]
    lost = 0.0
    for i in range(len(rows)):
        for name, level in zip(names, levels, strict=True):
            lost += 1.0 if i in gone else level / len(ladders[name])
    columns = {name: [coarse[i][j] for i in kept] for j, name in enumerate(names)}
    return {
        "released": [{**columns, "late": [rows[i]["late"] for i in kept]}, list(range(len(kept)))],
        "levels": dict(zip(names, levels, strict=True)),
        "suppressed": gone,
        "lost": lost / len(rows) / len(names),
    }


@once_per_seed
def drawn(rng):
    cases = []
    for k, share in ((2, 0.1), (3, 0.3)):
        n = int(rng.integers(8, 13))
        rows = [
            {
                "zip": str(rng.integers(10, 14)),
                "age": str(rng.integers(5)),
                "late": int(rng.integers(100)),
            }
            for _ in range(n)
        ]
        zips = {str(i): str(i // 2) for i in range(10, 14)}
        ages = {str(i): "young" if i < 3 else "old" for i in range(5)}
        ladders = {
            "age": (ages, dict.fromkeys(ages, "*")),
            "zip": [zips, dict.fromkeys(zips, "1"), dict.fromkeys(zips, "*")],
        }
        most = int(share * n)
        table = pd.DataFrame(rows, index=rng.integers(3, size=n))
        arguments = (table, ladders, k, most)
        cases.append((arguments, slowly(rows, ladders, k, most), f"k is {k}, {most} may go."))
    return cases


@exercise("k-anonymise")
def test_random_tables_agree_with_every_choice_tried(submission, rng):
    """Random tables give the levels, rows and loss that trying every choice gives.

    Labels that repeat mean nothing, and a ladder may be a tuple.
    """
    assert_each(submission.k_anonymise, drawn(rng), of=released)
