"""Faults of reckoning: signs, constants, defaults, rounding, sums and means."""

from collections.abc import Iterator

import libcst as cst

from autograder.audit.operators.operator import (
    Place,
    called,
    expression,
    keyword,
    last_word,
    operator,
    plain_arguments,
    renamed,
    respelt,
    shifted,
    without,
)
from autograder.audit.operators.places import counts_places

_OTHER: dict[type[cst.CSTNode], tuple[type[cst.CSTNode], ...]] = {
    cst.Add: (cst.Subtract,),
    cst.Subtract: (cst.Add,),
    cst.Multiply: (cst.Divide,),
    cst.Divide: (cst.Multiply, cst.FloorDivide),
    cst.FloorDivide: (cst.Divide,),
    cst.Modulo: (cst.FloorDivide,),
    cst.Power: (cst.Multiply,),
    cst.AddAssign: (cst.SubtractAssign, cst.AssignEqual),
    cst.SubtractAssign: (cst.AddAssign, cst.AssignEqual),
    cst.MultiplyAssign: (cst.DivideAssign, cst.AssignEqual),
    cst.DivideAssign: (cst.MultiplyAssign, cst.AssignEqual),
}
_AGGREGATE = {
    "mean": "sum", "sum": "mean", "median": "mean", "std": "var", "var": "std",
    "count": "size", "size": "count", "nunique": "count",
    "nanmean": "nansum", "nansum": "nanmean",
}  # fmt: skip
_OWNED = {"axis", "random_state", "seed", "reverse", "ascending", "side", "kind", "skipna",
          "dropna", "copy"}  # fmt: skip
"""Keywords that belong to another operator."""
_HARMLESS = {"strict"}
"""Keywords that guard against one's own slips and change no result."""


@operator("arithmetic", "the wrong operation: `+` for `-`, `/` for `*`, a sign too few")
def arithmetic(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    match node:
        case cst.BinaryOperation():
            if not (_is_text(node.left) or _is_text(node.right)):
                for kind in _OTHER.get(type(node.operator), ()):
                    yield node.with_changes(operator=kind())
        case cst.AugAssign():
            for kind in _OTHER.get(type(node.operator), ()):
                if kind is cst.AssignEqual:
                    target = cst.AssignTarget(node.target)
                    yield cst.Assign([target], node.value)
                else:
                    yield node.with_changes(operator=kind())
        case cst.UnaryOperation(operator=cst.Minus(), expression=value):
            if not isinstance(value, cst.Integer | cst.Float):
                yield value


def _is_text(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.SimpleString | cst.FormattedString)


def _other_constants(node: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    match node:
        case cst.Integer() | cst.UnaryOperation(operator=cst.Minus(), expression=cst.Integer()):
            for by in (1, -1):
                yield shifted(node, by)
        case cst.Float():
            number = float(node.evaluated_value)
            if number in (0.0, 1.0):
                yield cst.Float(repr(1.0 - number))
            else:
                yield cst.Float(repr(number * 10))
                yield cst.Float(repr(number / 10))
        case cst.SimpleString() if isinstance(text := node.evaluated_value, str):
            if text not in _AGGREGATE:
                yield respelt(node, node.raw_value + "_")
        case cst.Name(value="True"):
            yield cst.Name("False")
        case cst.Name(value="False"):
            yield cst.Name("True")
        case cst.Attribute(attr=cst.Name(value="inf")):
            yield cst.UnaryOperation(cst.Minus(), node)
        case cst.Attribute(attr=cst.Name(value="nan")):
            yield expression("0.0")


@operator("constant", "a wrong number or word: 366 for 365, a misspelt key")
def constant(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    match place.parent:
        case cst.UnaryOperation(operator=cst.Minus(), expression=cst.Integer()):
            return  # changed together with its sign
        case cst.Param() | cst.Attribute():
            return
        case cst.Arg() as arg if keyword(arg) in _OWNED | _HARMLESS:
            return
    if counts_places(place):
        return
    if isinstance(node, cst.FormattedStringText):
        yield node.with_changes(value=node.value + "_")
    else:
        yield from _other_constants(node)


@operator("default", "a default that is not asked for, or an option left at its default")
def default(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    match place.parent:
        case cst.Param(default=value) if value is node:
            yield from _other_constants(node)
    if isinstance(node, cst.Call):
        for arg in node.args:
            if arg.keyword and keyword(arg) not in _OWNED | _HARMLESS:
                yield without(node, arg)


@operator("rounding", "rounded up for down, to the nearest, or not at all")
def rounding(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    if not isinstance(node, cst.Call) or not plain_arguments(node):
        return
    word = called(node)
    if word in ("ceil", "floor"):
        yield node.with_changes(func=renamed(node.func, "floor" if word == "ceil" else "ceil"))
        yield node.with_changes(func=cst.Name("round"))
    elif word == "round":
        yield node.args[0].value if isinstance(node.func, cst.Name) else node
        if len(node.args) == 1:
            yield node.with_changes(func=cst.Name("int"))


@operator("aggregate", "another summary: a sum for a mean, a count with gaps for one without")
def aggregate(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    match node:
        case cst.Call() if last_word(node.func) in _AGGREGATE:
            word = _AGGREGATE[last_word(node.func)]
            if isinstance(node.func, cst.Attribute):
                yield node.with_changes(func=renamed(node.func, word))
        case cst.SimpleString() if node.evaluated_value in _AGGREGATE:
            yield respelt(node, _AGGREGATE[str(node.evaluated_value)])
