"""Faults of calling: arguments, axes, copies, seeds, missing values, order and ties."""

import itertools
from collections.abc import Iterator

import libcst as cst

from autograder.audit.operators.operator import (
    Place,
    called,
    expression,
    in_parentheses,
    integer,
    keyword,
    last_word,
    operator,
    plain_arguments,
    renamed,
    respelt,
    root,
    with_arguments,
    with_value,
    without,
)

_ANY_ORDER = {"max", "min", "isclose", "allclose", "isinstance", "print", "gcd", "range", "agg",
              "minimum", "maximum", "getattr"}  # fmt: skip
"""Functions whose arguments may be swapped, or cannot be swapped by mistake."""
_ONE_SIDED = (cst.Subtract, cst.Divide, cst.FloorDivide, cst.Modulo, cst.Power)
_GENERATORS = {"default_rng", "Random", "RandomState", "SeedSequence"}
_SEEDS = {"seed", "random_state", "rng"}
_EXTREMES = {
    "min": "max", "argmin": "argmax", "idxmin": "idxmax", "cummin": "cummax",
    "minimum": "maximum", "nsmallest": "nlargest", "head": "tail", "first": "last",
    "bisect_left": "bisect_right", "bisect": "bisect_left", "insort": "insort_left",
}  # fmt: skip
_OPPOSITE = _EXTREMES | {other: word for word, other in _EXTREMES.items() if other != "bisect_left"}
_OPPOSITE["bisect_left"] = "bisect_right"
_SIDES = {"left": "right", "right": "left", "first": "last", "last": "first"}


@operator("swapped", "two arguments, or the two sides of `-` or `/`, change places")
def swapped(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    match node:
        case cst.BinaryOperation(operator=op) if isinstance(op, _ONE_SIDED):
            # `a - b - c` would need parentheses, and the sign does not matter to `abs(a - b)`.
            chained = isinstance(node.left, cst.BinaryOperation) and not node.left.lpar
            if not chained and not _is_of_abs(place):
                yield node.with_changes(left=node.right, right=node.left)
        case cst.Call() if called(node) not in _ANY_ORDER:
            plain = plain_arguments(node)
            for one, two in itertools.pairwise(plain):
                if one.value.deep_equals(two.value):
                    continue
                args = [two if arg is one else one if arg is two else arg for arg in node.args]
                yield with_arguments(node, args)


def _is_of_abs(place: Place) -> bool:
    match place.above[-2:]:
        case [cst.Call() as call, cst.Arg()]:
            return called(call) in ("abs", "fabs")
    return False


@operator("axis", "along the wrong axis: columns for rows")
def axis(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    if not isinstance(node, cst.Call):
        return
    for arg in node.args:
        if keyword(arg) != "axis":
            continue
        match arg.value:
            case cst.Integer(value="0"):
                yield with_value(node, arg, integer(1))
            case cst.Integer() | cst.UnaryOperation():
                yield with_value(node, arg, integer(0))
            case cst.SimpleString(evaluated_value="columns") as text:
                yield with_value(node, arg, respelt(text, "index"))
            case cst.SimpleString(evaluated_value="index") as text:
                yield with_value(node, arg, respelt(text, "columns"))
        yield without(node, arg)


@operator("copy", "works on the caller's own object instead of a copy")
def copy(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    match node:
        case cst.Assign(
            targets=[cst.AssignTarget(target=cst.Name() as target)],
            value=cst.BinaryOperation(left=left, operator=op, right=right),
        ):
            in_place = getattr(cst, f"{type(op).__name__}Assign", None)
            if in_place and left.deep_equals(target):
                yield cst.AugAssign(target, in_place(), right)
        case cst.Call(func=cst.Attribute(value=value, attr=cst.Name(value="copy")), args=[]):
            yield value
        case cst.Call(args=[arg, *options]) if _may_be_the_callers(arg, place):
            match called(node):
                case "copy" | "deepcopy" | "list" | "dict" | "set" if not options:
                    yield arg.value
                case "array" if isinstance(node.func, cst.Attribute):
                    yield node.with_changes(func=renamed(node.func, "asarray"))
                case "sorted" if isinstance(arg.value, cst.Name):
                    # `list.sort` returns None.
                    sort = cst.Call(cst.Attribute(arg.value, cst.Name("sort")))
                    sorting = with_arguments(sort, options)
                    yield in_parentheses(cst.BooleanOperation(sorting, cst.Or(), arg.value))
    if isinstance(node, cst.Call):
        for arg in node.args:
            if keyword(arg) == "copy" and last_word(arg.value) == "True":
                yield with_value(node, arg, cst.Name("False"))


def _may_be_the_callers(arg: cst.Arg, place: Place) -> bool:
    return not (arg.keyword or arg.star) and root(arg.value) in place.arguments


@operator("seed", "the seed is not used, or always the same")
def seed(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    if not isinstance(node, cst.Call):
        return
    if called(node) in _GENERATORS and node.args:
        yield node.with_changes(args=[])
        if not isinstance(node.args[0].value, cst.Integer):
            yield with_arguments(node, [cst.Arg(integer(0))])
        return
    for arg in node.args:
        if keyword(arg) in _SEEDS:
            yield without(node, arg)


@operator("missing", "missing values are not thought of")
def missing(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    if not isinstance(node, cst.Call):
        return
    word = called(node)
    match node.func:
        case cst.Attribute(value=value):
            if word in ("dropna", "fillna"):
                yield value
            elif word in ("isna", "notna", "isnull", "notnull"):
                other = {"isna": "notna", "notna": "isna", "isnull": "notnull"}
                yield node.with_changes(func=renamed(node.func, other.get(word, "isnull")))
            elif word.startswith("nan") and len(word) > 3:
                yield node.with_changes(func=renamed(node.func, word.removeprefix("nan")))
            elif word == "mask" and node.args:
                yield value
    if word == "isnan" and node.args:
        nothing = "np.zeros_like(x, dtype=bool)" if _is_numpy(node) else "False"
        yield (
            expression(nothing)
            if not _is_numpy(node)
            else with_value(
                call := cst.ensure_type(expression(nothing), cst.Call),
                call.args[0],
                node.args[0].value,
            )
        )
    if word == "isfinite" and node.args:
        # NaN is thought of, infinity is not; and neither is.
        isnan = node.with_changes(func=renamed(node.func, "isnan"))
        yield in_not(isnan, numpy=_is_numpy(node))
        isinf = node.with_changes(func=renamed(node.func, "isinf"))
        yield in_not(isinf, numpy=_is_numpy(node))
    for arg in node.args:
        if keyword(arg) in ("skipna", "dropna"):
            yield without(node, arg)


def _is_numpy(node: cst.Call) -> bool:
    match node.func:
        case cst.Attribute(value=cst.Name(value="np")):
            return True
    return False


def in_not(value: cst.BaseExpression, *, numpy: bool) -> cst.BaseExpression:
    """The contrary, in parentheses."""
    op: cst.BaseUnaryOp = cst.BitInvert() if numpy else cst.Not()
    return cst.UnaryOperation(op, value, lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


@operator("order", "sorted the wrong way or not at all, the wrong extreme, ties to the wrong one")
def order(node: cst.CSTNode, place: Place) -> Iterator[cst.CSTNode]:
    match node:
        case cst.Subscript(
            slice=[
                cst.SubscriptElement(
                    slice=cst.Slice(
                        lower=None,
                        upper=None,
                        step=cst.UnaryOperation(
                            operator=cst.Minus(), expression=cst.Integer(value="1")
                        ),
                    )
                )
            ]
        ):
            yield node.value
            return
    if not isinstance(node, cst.Call):
        return
    word = called(node)
    if word in _OPPOSITE:
        yield node.with_changes(func=renamed(node.func, _OPPOSITE[word]))
    if word in ("argmin", "argmax"):
        yield from _last_of_equals(node)
    turned = [arg for arg in node.args if keyword(arg) in ("reverse", "ascending")]
    if word in ("sorted", "sort", "sort_values", "sort_index") and not turned:
        flag = "reverse" if word in ("sorted", "sort") else "ascending"
        value = cst.Name(str(flag == "reverse"))
        tidy = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
        yield with_arguments(node, [*node.args, cst.Arg(value, cst.Name(flag), equal=tidy)])
    if word == "sorted" and node.args:
        yield with_arguments(node.with_changes(func=cst.Name("list")), node.args[:1])
    if word == "reversed" and node.args:
        yield node.args[0].value
    if word in ("sort_values", "sort_index") and isinstance(node.func, cst.Attribute):
        yield node.func.value
    for arg in node.args:
        match keyword(arg):
            case "reverse" | "ascending":
                yield without(node, arg)
            case "kind":
                yield without(node, arg)
            case "side" | "method" | "keep":
                match arg.value:
                    case cst.SimpleString() as text if text.evaluated_value in _SIDES:
                        other = _SIDES[str(text.evaluated_value)]
                        yield with_value(node, arg, respelt(text, other))


def _last_of_equals(node: cst.Call) -> Iterator[cst.CSTNode]:
    """`np.argmin(x)` finds the first of equals; this finds the last."""
    match node:
        case cst.Call(
            func=cst.Attribute(value=cst.Name(value="np"), attr=cst.Name(value=word)), args=[arg]
        ) if isinstance(arg.value, cst.Name):
            name = arg.value.value
            yield expression(f"(len({name}) - 1 - np.{word}({name}[::-1]))")
