"""Faults of place: windows that begin or end one off, statements that are not there."""

from collections.abc import Iterator

import libcst as cst

from autograder.audit.operators.operator import (
    Place,
    called,
    operator,
    plain_arguments,
    shifted,
    whole,
    with_value,
)

_WINDOWS = {"range", "shift", "rolling", "head", "tail", "diff", "islice", "arange"}


def counts_places(place: Place) -> bool:
    """Whether what stands here is the end of a slice or the length of a window."""
    above = [node for node in reversed(place.above) if not isinstance(node, cst.UnaryOperation)]
    match above[:2]:
        case [cst.Slice(), *_]:
            return True
        case [cst.Arg(), cst.Call() as call]:
            return called(call) in _WINDOWS
    return False


@operator("window", "a slice, a range or a window begins or ends one place off")
def window(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    match node:
        case cst.Slice():
            for end in ("lower", "upper"):
                value = getattr(node, end)
                if value is not None:
                    for by in (1, -1):
                        if (whole(value), by) == (-1, 1):
                            yield node.with_changes(**{end: None})
                        else:
                            yield node.with_changes(**{end: shifted(value, by)})
        case cst.Call() if called(node) in _WINDOWS:
            for arg in plain_arguments(node)[:2]:
                for by in (1, -1):
                    yield with_value(node, arg, shifted(arg.value, by))


@operator("statement", "a statement is forgotten")
def statement(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    # The only statement of an `if` is dropped with its branch.
    if place.sole:
        return
    match node:
        case cst.AugAssign() | cst.Expr(value=cst.Call()) | cst.Raise() | cst.Del():
            yield cst.Pass()
        case cst.Break() | cst.Continue():
            yield cst.Pass()
        case cst.Return() if any(isinstance(above, cst.If | cst.For) for above in place.above):
            yield cst.Pass()
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
            if name in place.bound:  # or its next use would be a NameError that nobody hands in
                yield cst.Pass()
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Subscript() | cst.Attribute())]):
            yield cst.Pass()
