"""Every mutation operator: what it makes of a line, and what it leaves alone."""

import pytest

from autograder.audit.mutants import Solution, mutants_of
from autograder.audit.operators import OPERATORS

EXAMPLES = [
    # operator, line, what it becomes
    ("boundary", "y = x < n", ["y = x <= n"]),
    ("boundary", "y = x >= n", ["y = x > n"]),
    ("boundary", "y = 0 < x <= n", ["y = 0 <= x <= n", "y = 0 < x < n"]),
    ("boundary", "y = x == n", []),
    ("comparison", "y = x < n", ["y = x > n"]),
    ("comparison", "y = x != n", ["y = x == n"]),
    ("comparison", "y = x in n", ["y = x not in n"]),
    ("comparison", "y = x is None", ["y = x is not None"]),
    ("boolean", "y = x and n", ["y = x or n"]),
    ("boolean", "y = (x == 1) & (n == 2)", ["y = (x == 1) | (n == 2)"]),
    ("boolean", "y = not x", ["y = x"]),
    ("boolean", "y = ~x", ["y = x"]),
    ("boolean", "y = (x > n).any(axis=1)", ["y = (x > n).all(axis=1)"]),
    ("boolean", "y = all(x)", ["y = any(x)"]),
    ("condition", "y = x or n", ["y = x", "y = n"]),
    ("condition", "y = (x > 0) & (n > 0)", ["y = (x > 0)", "y = (n > 0)"]),
    ("condition", "y = 0 < x <= 1", ["y = 0 < x", "y = x <= 1"]),
    ("branch", "y = x if n else 0", ["y = (x)", "y = (0)"]),
    ("branch", "y = [v for v in x if v]", ["y = [v for v in x if True]"]),
    ("branch", "if x:\n    n = 1", ["if False:", "if True:"]),
    ("branch", "if x:\n    raise ValueError", ["if False:"]),
    ("branch", "while x:\n    x -= 1", ["while False:"]),
    ("arithmetic", "y = x + n", ["y = x - n"]),
    ("arithmetic", "y = x / n", ["y = x * n", "y = x // n"]),
    ("arithmetic", "y = x ** n", ["y = x * n"]),
    ("arithmetic", "y = -x", ["y = x"]),
    ("arithmetic", "x += n", ["x -= n", "x = n"]),
    ("arithmetic", "y = 'a' + x", []),
    ("constant", "y = x * 365", ["y = x * 366", "y = x * 364"]),
    ("constant", "y = x * -1", ["y = x * 0", "y = x * -2"]),
    ("constant", "y = x > 1e-9", ["y = x > 1e-08", "y = x > 1e-10"]),
    ("constant", "y = 1.0", ["y = 0.0"]),
    ("constant", 'y = x["late"]', ['y = x["late_"]']),
    ("constant", "y = True", ["y = False"]),
    ("constant", "y = math.inf", ["y = -math.inf"]),
    ("constant", "y = np.nan", ["y = 0.0"]),
    ("constant", 'y = f"{x}/missing"', ['y = f"{x}/missing_"']),
    ("constant", "y = x[1:]", []),
    ("constant", "y = zip(x, n, strict=True)", []),
    ("default", "y = np.asarray(x, dtype=float)", ["y = np.asarray(x)"]),
    ("default", "y = zip(x, n, strict=True)", []),
    ("default", "y = lambda a=3: a", ["y = lambda a=4: a", "y = lambda a=2: a"]),
    ("rounding", "y = math.ceil(x)", ["y = math.floor(x)", "y = round(x)"]),
    ("rounding", "y = round(x)", ["y = x", "y = int(x)"]),
    ("aggregate", "y = x.mean()", ["y = x.sum()"]),
    ("aggregate", 'y = x.agg(["sum", "count"])', ['y = x.agg(["mean", "count"])',
                                                'y = x.agg(["sum", "size"])']),
    ("aggregate", "y = sum(x)", []),
    ("swapped", "y = f(x, n)", ["y = f(n, x)"]),
    ("swapped", "y = np.where(x, 1, 0)", ["y = np.where(1, x, 0)", "y = np.where(x, 0, 1)"]),
    ("swapped", "y = x - n", ["y = n - x"]),
    ("swapped", "y = max(x, n)", []),
    ("swapped", "y = abs(x - n)", []),
    ("axis", "y = x.any(axis=1)", ["y = x.any(axis=0)", "y = x.any()"]),
    ("axis", 'y = x.drop(n, axis="columns")', ['y = x.drop(n, axis="index")', "y = x.drop(n)"]),
    ("copy", "y = x.copy()", ["y = x"]),
    ("copy", "y = np.array(x)", ["y = np.asarray(x)"]),
    ("copy", "y = list(x)", ["y = x"]),
    ("copy", "y = list(made)", []),
    ("copy", "x = x + n", ["x += n"]),
    ("copy", "y = sorted(x, key=n)", ["y = (x.sort(key=n) or x)"]),
    ("copy", "y = x.astype(float, copy=True)", ["y = x.astype(float, copy=False)"]),
    ("seed", "y = np.random.default_rng(n)", ["y = np.random.default_rng()",
                                             "y = np.random.default_rng(0)"]),
    ("seed", "y = split(x, random_state=n)", ["y = split(x)"]),
    ("missing", "y = x.dropna()", ["y = x"]),
    ("missing", "y = x.fillna(0)", ["y = x"]),
    ("missing", "y = x.isna()", ["y = x.notna()"]),
    ("missing", "y = np.nanmean(x)", ["y = np.mean(x)"]),
    ("missing", "y = math.isnan(x)", ["y = False"]),
    ("missing", "y = np.isnan(x)", ["y = np.zeros_like(x, dtype=bool)"]),
    ("missing", "y = math.isfinite(x)", ["y = (not math.isnan(x))", "y = (not math.isinf(x))"]),
    ("missing", "y = x.sum(skipna=False)", ["y = x.sum()"]),
    ("window", "y = x[1:]", ["y = x[2:]", "y = x[0:]"]),
    ("window", "y = x[:-1]", ["y = x[:]", "y = x[:-2]"]),
    ("window", "y = x[:n]", ["y = x[:n + 1]", "y = x[:n - 1]"]),
    ("window", "y = range(n)", ["y = range(n + 1)", "y = range(n - 1)"]),
    ("window", "y = x.shift(1)", ["y = x.shift(2)", "y = x.shift(0)"]),
    ("statement", "x.append(n)", ["pass"]),
    ("statement", "x = n", ["pass"]),
    ("statement", "y = n", []),
    ("statement", "x['late'] = n", ["pass"]),
    ("statement", "if x:\n    x.append(n)", []),
    ("statement", "for v in x:\n    n.append(v)\n    break", ["pass", "pass"]),
    ("statement", "for v in x:\n    n.append(v)\n    return v", ["pass", "pass"]),
    ("order", "y = sorted(x)", ["y = sorted(x, reverse=True)", "y = list(x)"]),
    ("order", "y = sorted(n for n in x)",
     ["y = sorted((n for n in x), reverse=True)", "y = list(n for n in x)"]),
    ("order", "y = sorted(x, reverse=True)", ["y = list(x)", "y = sorted(x)"]),
    ("order", "y = min(x)", ["y = max(x)"]),
    ("order", "y = np.argmin(x)", ["y = np.argmax(x)",
                                  "y = (len(x) - 1 - np.argmin(x[::-1]))"]),
    ("order", "y = x[::-1]", ["y = x"]),
    ("order", 'y = np.searchsorted(x, n, side="left")',
     ['y = np.searchsorted(x, n, side="right")']),
    ("order", "y = bisect.bisect_left(x, n)", ["y = bisect.bisect_right(x, n)"]),
    ("order", "y = x.sort_values()", ["y = x.sort_values(ascending=False)", "y = x"]),
    ("order", 'y = np.argsort(x, kind="stable")', ["y = np.argsort(x)"]),
]  # fmt: skip


def solution(*lines):
    body = "\n".join(f"    {line}" for text in lines for line in text.split("\n"))
    return Solution("e", "reference", f"def f(x, n):\n{body}\n    return x, n\n")


def changes(text, operator):
    """The lines that an operator makes of a statement of a function of x and n."""
    found = mutants_of(solution(text)).kept
    return [mutant.now for mutant in found if mutant.operator == operator]


@pytest.mark.parametrize(("operator", "line", "expected"), EXAMPLES)
def test_an_operator_makes_these_changes_and_no_other(operator, line, expected):
    assert changes(line, operator) == expected


def test_every_operator_has_an_example_that_changes_something_and_names_its_fault():
    shown = {operator for operator, _, expected in EXAMPLES if expected}
    assert shown == set(OPERATORS)
    assert all(len(operator.fault.split()) >= 4 for operator in OPERATORS.values())


@pytest.mark.parametrize(
    "line",
    [
        '"""A docstring about 3 < 4."""',
        "y: tuple[int, 3]",
        'raise ValueError(f"{x} < {n + 1}")',
        "import math",
    ],
)
def test_text_that_no_contract_depends_on_is_left_alone(line):
    assert {m.operator for m in mutants_of(solution(line)).kept} <= {"statement"}


def test_mutants_with_the_bytecode_of_another_program_are_dropped():
    found = mutants_of(solution("y = 1 * 2 + x[0 - 1]"))
    texts = [mutant.text for mutant in found.kept]
    assert found.identical > 0  # 2 * 1 is folded to the same constant
    assert len(set(texts)) == len(texts)


def test_a_mutant_keeps_comments_and_shows_itself_as_a_diff():
    (mutant,) = mutants_of(solution("y = x < n  # a limit")).kept[:1]
    assert mutant.line == 2
    assert "# a limit" in mutant.text
    assert "-    y = x < n  # a limit\n+    y = x <= n  # a limit" in mutant.diff()


def test_the_key_of_a_mutant_changes_with_its_text_only():
    one, two = (mutants_of(solution("y = x < n")).kept[0] for _ in range(2))
    other = mutants_of(solution("y = x < n", "y = 7")).kept[0]
    assert one.key == two.key
    assert one.key != other.key
