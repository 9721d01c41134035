"""The one comparison that checks use: it demands type, shape, dtype kind and finiteness.

Plain assertions are not enough. `np.allclose([], x)` is true, NaN passes `not abs(x - y) > tol`,
and an object that compares equal to everything passes `==`.
"""

from autograder.brief import brief, brief_pair, fits
from autograder.difference import Difference, difference, what
from autograder.words import a, name_of


class Mismatch(AssertionError):
    """A value that is not what the contract says.

    problem: one sentence; expected, received: short texts of both sides; fault: what is wrong in
    words that are the same for any input, as for a result of another type; else empty.
    """

    def __init__(
        self, problem: str, expected: str = "", received: str = "", fault: str = ""
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.expected = expected
        self.received = received
        self.fault = fault


def assert_same(
    received: object,
    expected: object,
    *,
    rtol: float = 1e-9,
    atol: float = 1e-12,
    why: str = "",
) -> None:
    """Demand that `received` is the value `expected`, of the same kind.

    Numbers may be Python's or NumPy's. An integer is a fine float, a bool is no number.
    Floats agree within `atol + rtol * |expected|`; a NaN agrees only with a NaN.
    `why` is one sentence for the student on what a difference means.
    """
    found = difference(received, expected, rtol, atol)
    if found:
        problem = f"{why} ({found})" if why else str(found)
        fault = str(found) if found.in_kind else ""
        raise Mismatch(problem, *_sides(received, expected, found), fault)


def _sides(received: object, expected: object, found: Difference) -> tuple[str, str]:
    """Short texts of what was expected and received, which show the difference.

    Both values if they can be shown whole, else the two parts of them that differ.
    """
    place = ", ".join(part for part in ("there" if found.path else "", found.where) if part)
    if not place:
        return brief_pair(expected, received)
    if fits(expected) and fits(received):
        whole = brief_pair(expected, received)
        if whole[0] != whole[1]:
            return whole
    wanted, got = brief_pair(found.expected, found.received)
    return f"{place}: {wanted}", f"{place}: {got}"


def is_a(received: object, kind: type | tuple[type, ...]) -> None:
    """Demand that `received` is exactly of one of the given types (no subclass)."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if type(received) not in kinds:
        problem = f"The result is {what(received)}, not {a(name_of(kinds[0]))}."
        raise Mismatch(
            problem,
            " or ".join(map(name_of, kinds)),
            f"{name_of(type(received))}: {brief(received, 200)}",
            fault=problem,
        )
