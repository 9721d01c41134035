"""Faults of comparing and deciding."""

from collections.abc import Iterator

import libcst as cst

from autograder.audit.operators.operator import (
    Place,
    called,
    expression,
    in_parentheses,
    last_word,
    operator,
    renamed,
)

_AT_THE_LIMIT: dict[type[cst.BaseCompOp], type[cst.BaseCompOp]] = {
    cst.LessThan: cst.LessThanEqual,
    cst.LessThanEqual: cst.LessThan,
    cst.GreaterThan: cst.GreaterThanEqual,
    cst.GreaterThanEqual: cst.GreaterThan,
}
_TURNED: dict[type[cst.BaseCompOp], type[cst.BaseCompOp]] = {
    cst.LessThan: cst.GreaterThan,
    cst.LessThanEqual: cst.GreaterThanEqual,
    cst.GreaterThan: cst.LessThan,
    cst.GreaterThanEqual: cst.LessThanEqual,
    cst.Equal: cst.NotEqual,
    cst.NotEqual: cst.Equal,
    cst.In: cst.NotIn,
    cst.NotIn: cst.In,
    cst.Is: cst.IsNot,
    cst.IsNot: cst.Is,
}


def _compared(
    node: cst.CSTNode, other: dict[type[cst.BaseCompOp], type[cst.BaseCompOp]]
) -> Iterator[cst.CSTNode]:
    if not isinstance(node, cst.Comparison):
        return
    for position, target in enumerate(node.comparisons):
        kind = other.get(type(target.operator))
        if kind is None:
            continue
        targets = list(node.comparisons)
        targets[position] = target.with_changes(operator=kind())
        yield node.with_changes(comparisons=targets)


@operator("boundary", "the limit itself is counted on the wrong side: `<` for `<=`")
def boundary(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    yield from _compared(node, _AT_THE_LIMIT)


@operator("comparison", "a comparison the wrong way round: `>` for `<`, `!=` for `==`")
def comparison(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    yield from _compared(node, _TURNED)


@operator("boolean", "`and` for `or`, `any` for `all`, a `not` too few")
def boolean(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    match node:
        case cst.BooleanOperation(operator=cst.And()):
            yield node.with_changes(operator=cst.Or())
        case cst.BooleanOperation(operator=cst.Or()):
            yield node.with_changes(operator=cst.And())
        case cst.BinaryOperation(operator=cst.BitAnd()):
            yield node.with_changes(operator=cst.BitOr())
        case cst.BinaryOperation(operator=cst.BitOr()):
            yield node.with_changes(operator=cst.BitAnd())
        case cst.UnaryOperation(operator=cst.Not() | cst.BitInvert()):
            yield node.expression
        case cst.Call() if called(node) in ("any", "all"):
            other = "all" if called(node) == "any" else "any"
            yield node.with_changes(func=renamed(node.func, other))


@operator("condition", "one of several conditions is forgotten")
def condition(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    match node:
        case cst.BooleanOperation():
            yield node.left
            yield node.right
        case cst.BinaryOperation(operator=cst.BitAnd() | cst.BitOr()):
            yield node.left
            yield node.right
        case cst.Comparison(comparisons=[first, second]):
            yield node.with_changes(comparisons=[first])
            yield node.with_changes(left=first.comparator, comparisons=[second])


@operator("branch", "a case is not told apart: one branch of an `if` is always, or never, taken")
def branch(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    match node:
        case cst.IfExp():
            for value in (node.body, node.orelse):
                yield in_parentheses(value)
            return
    parent = place.parent
    tests = isinstance(parent, cst.If | cst.While | cst.CompIf) and parent.test is node
    if not tests or last_word(node) in ("True", "False"):
        return
    # An endless loop or a function that always refuses imitates nobody.
    if isinstance(parent, cst.If | cst.While):
        yield expression("False")
    if isinstance(parent, cst.CompIf) or (isinstance(parent, cst.If) and not _refuses(parent)):
        yield expression("True")


def _refuses(test: cst.If) -> bool:
    """Whether the branch does nothing but raise."""
    match test.body:
        case cst.IndentedBlock(body=[cst.SimpleStatementLine(body=[cst.Raise()])]):
            return True
    return False
