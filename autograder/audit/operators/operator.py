"""What a mutation operator is: a small change to code that imitates a fault students make."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import libcst as cst


@dataclass(frozen=True)
class Place:
    """Where a node stands.

    above: the nodes around it, the innermost last; arguments: of the functions around it; bound:
    the names that have a value here, arguments included; sole: it is the only statement of an
    `if` body.
    """

    above: tuple[cst.CSTNode, ...] = ()
    arguments: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    sole: bool = False

    @property
    def parent(self) -> cst.CSTNode | None:
        return self.above[-1] if self.above else None


Edits = Callable[[cst.CSTNode, Place], Iterator[cst.CSTNode]]


@dataclass(frozen=True)
class Operator:
    """A kind of change.

    name: one word; fault: what a student did who wrote this; edits: for a node and its place,
    every node that may stand there instead.
    """

    name: str
    fault: str
    edits: Edits


OPERATORS: dict[str, Operator] = {}
"""Every operator by name, in the order in which they are defined."""


def operator(name: str, fault: str) -> Callable[[Edits], Edits]:
    """Register a function as the edits of an operator."""

    def register(edits: Edits) -> Edits:
        if name in OPERATORS:
            raise ValueError(f"there is an operator {name!r} already")
        OPERATORS[name] = Operator(name, fault, edits)
        return edits

    return register


def called(node: cst.CSTNode | None) -> str:
    """The last word of the name of the called function: `where` of `np.where(...)`; or ''."""
    if not isinstance(node, cst.Call):
        return ""
    return last_word(node.func)


def last_word(node: cst.CSTNode | None) -> str:
    """`where` of `np.where`, `sum` of `sum`, '' of anything else."""
    match node:
        case cst.Name(value=word) | cst.Attribute(attr=cst.Name(value=word)):
            return word
    return ""


def renamed(node: cst.BaseExpression, word: str) -> cst.BaseExpression:
    """The same name or attribute with another last word."""
    if isinstance(node, cst.Attribute):
        return node.with_changes(attr=cst.Name(word))
    return cst.Name(word)


def plain_arguments(call: cst.Call) -> list[cst.Arg]:
    """The positional arguments of a call, as far as none is starred."""
    if any(arg.star for arg in call.args):
        return []
    return [arg for arg in call.args if arg.keyword is None]


def keyword(arg: cst.Arg) -> str:
    """The keyword of an argument, '' of a positional one."""
    return arg.keyword.value if arg.keyword else ""


def with_arguments(call: cst.Call, args: Sequence[cst.Arg]) -> cst.Call:
    """The call with other arguments, its commas in order.

    A generator may stand without parentheses only where it is alone.
    """
    if len(args) > 1:
        args = [
            arg.with_changes(value=in_parentheses(arg.value))
            if isinstance(arg.value, cst.GeneratorExp) and not arg.value.lpar
            else arg
            for arg in args
        ]
    tidy = [
        arg.with_changes(
            comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
            if position < len(args) - 1
            else cst.MaybeSentinel.DEFAULT
        )
        for position, arg in enumerate(args)
    ]
    return call.with_changes(args=tidy)


def without(call: cst.Call, arg: cst.Arg) -> cst.Call:
    """The call without one of its arguments."""
    return with_arguments(call, [other for other in call.args if other is not arg])


def with_value(call: cst.Call, arg: cst.Arg, value: cst.BaseExpression) -> cst.Call:
    """The call with another value for one of its arguments."""
    new = arg.with_changes(value=value)
    return call.with_changes(args=[new if other is arg else other for other in call.args])


def shifted(value: cst.BaseExpression, by: int) -> cst.BaseExpression:
    """`value + by`, worked out if the value is a whole number."""
    number = whole(value)
    if number is not None:
        return integer(number + by)
    sign: cst.BaseBinaryOp = cst.Add() if by > 0 else cst.Subtract()
    if isinstance(value, cst.IfExp | cst.Lambda | cst.BooleanOperation | cst.Comparison):
        value = in_parentheses(value)
    return cst.BinaryOperation(value, sign, cst.Integer(str(abs(by))))


def whole(value: cst.BaseExpression) -> int | None:
    """The value of a whole number as it is written, with its sign."""
    match value:
        case cst.Integer():
            return int(value.evaluated_value)
        case cst.UnaryOperation(operator=cst.Minus(), expression=cst.Integer() as number):
            return -int(number.evaluated_value)
    return None


def integer(value: int) -> cst.BaseExpression:
    """A whole number as code."""
    number = cst.Integer(str(abs(value)))
    return number if value >= 0 else cst.UnaryOperation(cst.Minus(), number)


def root(node: cst.CSTNode) -> str:
    """The name at the bottom of an expression: `flights` of `flights["day"].to_numpy()`."""
    while isinstance(node, cst.Attribute | cst.Subscript | cst.Call):
        node = node.func if isinstance(node, cst.Call) else node.value
    return node.value if isinstance(node, cst.Name) else ""


def respelt(text: cst.SimpleString, words: str) -> cst.SimpleString:
    """A text literal with other words between the same quotes."""
    return text.with_changes(value=f"{text.prefix}{text.quote}{words}{text.quote}")


def in_parentheses(value: cst.BaseExpression) -> cst.BaseExpression:
    """The expression in parentheses of its own."""
    return value.with_changes(
        lpar=[cst.LeftParen(), *value.lpar], rpar=[*value.rpar, cst.RightParen()]
    )


def expression(code: str) -> cst.BaseExpression:
    """Code as an expression."""
    return cst.parse_expression(code)
