"""The mutants of a solution: every way in which one operator applies at one place.

A mutant is made by replacing the text of one node, so everything else, comments included, stays
as it was, and a survivor can be shown as a diff.
Left alone are docstrings, annotations, decorators, imports and whatever only makes the text of an
error: no contract depends on them.
"""

import ast
import difflib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from types import CodeType

import libcst as cst
from libcst.metadata import MetadataWrapper, WhitespaceInclusivePositionProvider

from autograder.audit.digests import meaning
from autograder.audit.operators import OPERATORS, Place

REFERENCE = "reference"
"""The name of the solution from which a week is built."""


@dataclass(frozen=True)
class Solution:
    """A right solution of one exercise.

    name: `reference`, or that of the alternative; text: what stands in the exercise's cell.
    """

    exercise: str
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.exercise}/{self.name}"


@dataclass(frozen=True)
class Mutant:
    """A solution with one fault.

    operator: what kind of fault; line: of the solution's text, counted from 1; text: the whole
    cell; was and now: the lines that differ, without their indentation.
    """

    solution: Solution
    operator: str
    line: int
    text: str
    was: str
    now: str

    @cached_property
    def key(self) -> str:
        """A name that stays the same for as long as the program does, whatever its words say."""
        program = meaning(self.text, docstrings=False)
        digest = hashlib.sha256(program.encode()).hexdigest()[:10]
        return f"{self.solution}/{self.operator}/{digest}"

    def diff(self) -> str:
        """The mutant as a unified diff of its solution."""
        before = self.solution.text.splitlines()
        after = self.text.splitlines()
        return "\n".join(list(difflib.unified_diff(before, after, lineterm="", n=1))[2:])


@dataclass(frozen=True)
class Mutants:
    """What became of every possible change.

    kept: one for each different program; identical: how many changes were dropped because the
    bytecode is that of the solution, or of another mutant.
    """

    kept: tuple[Mutant, ...]
    identical: int


def mutants_of(solution: Solution) -> Mutants:
    """The mutants of a solution in the order of their places, each program once."""
    seen = {fingerprint(compile(solution.text, "cell", "exec"))}
    kept, identical = [], 0
    for mutant in _all(solution):
        program = fingerprint(compile(mutant.text, "cell", "exec"))
        if program in seen:
            identical += 1
            continue
        seen.add(program)
        kept.append(mutant)
    return Mutants(tuple(kept), identical)


def fingerprint(code: CodeType) -> tuple[object, ...]:
    """What a program does: its bytecode and constants, without lines, names of files, and text."""
    constants = tuple(
        fingerprint(value) if isinstance(value, CodeType) else (type(value).__name__, repr(value))
        for value in code.co_consts
    )
    return (
        code.co_code,
        code.co_exceptiontable,
        constants,
        code.co_names,
        code.co_varnames,
        code.co_cellvars,
        code.co_freevars,
        code.co_flags,
        code.co_argcount,
        code.co_kwonlyargcount,
    )


def _all(solution: Solution) -> Iterator[Mutant]:
    wrapper = MetadataWrapper(cst.parse_module(solution.text), unsafe_skip_copy=True)
    module = wrapper.module
    ranges = wrapper.resolve(WhitespaceInclusivePositionProvider)
    lines = solution.text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    for node, place in _places(module, Place()):
        for operator in OPERATORS.values():
            for new in operator.edits(node, place):
                span = ranges[node]
                begin = starts[span.start.line - 1] + span.start.column
                end = starts[span.end.line - 1] + span.end.column
                code = module.code_for_node(_as_parenthesised_as(node, new))
                text = solution.text[:begin] + code + solution.text[end:]
                ast.parse(text)  # an operator that writes no Python is broken
                was, now = _changed(solution.text, text)
                yield Mutant(solution, operator.name, span.start.line, text, was, now)


def _as_parenthesised_as(old: cst.CSTNode, new: cst.CSTNode) -> cst.CSTNode:
    """The new expression in the parentheses of the old one, which may be needed around it."""
    if (
        isinstance(old, cst.BaseExpression)
        and isinstance(new, cst.BaseExpression)
        and old.lpar
        and not new.lpar
    ):
        return new.with_changes(lpar=old.lpar, rpar=old.rpar)
    return new


def _changed(before: str, after: str) -> tuple[str, str]:
    """The lines that differ, on either side, stripped."""
    old, new = [], []
    for line in difflib.ndiff(before.splitlines(), after.splitlines()):
        if line.startswith("- "):
            old.append(line[2:].strip())
        elif line.startswith("+ "):
            new.append(line[2:].strip())
    return "\n".join(old), "\n".join(new)


# -- the places where an operator may apply


def _places(node: cst.CSTNode, place: Place) -> Iterator[tuple[cst.CSTNode, Place]]:
    """Every node that may be changed, with its place, in the order of the text."""
    match node:
        case cst.Annotation() | cst.Decorator() | cst.Import() | cst.ImportFrom():
            return
        case cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString()):
            return  # a docstring
        case cst.Raise():
            yield node, place
            return
    yield node, place
    above = (*place.above, node)
    for child in node.children:
        yield from _places(
            child,
            Place(above, _arguments(node, place), _bound(node, child, place), _sole(node, place)),
        )


def _sole(node: cst.CSTNode, place: Place) -> bool:
    """Whether a statement below `node` is the only one of a branch."""
    match node:
        case cst.SimpleStatementLine() if place.above:
            suite = place.above[-1]
            branch = place.above[-2] if len(place.above) > 1 else None
            return (
                isinstance(suite, cst.IndentedBlock)
                and len(suite.body) == 1
                and isinstance(branch, cst.If)
                and branch.body is suite
            )
        case cst.SimpleStatementSuite():
            return len(node.body) == 1
    return False


def _arguments(node: cst.CSTNode, place: Place) -> frozenset[str]:
    """The arguments of the functions around what stands below `node`."""
    if not isinstance(node, cst.FunctionDef):
        return place.arguments
    params = node.params
    every = (*params.posonly_params, *params.params, *params.kwonly_params)
    return place.arguments | {param.name.value for param in every}


def _bound(node: cst.CSTNode, child: cst.CSTNode, place: Place) -> frozenset[str]:
    """The names that have a value where `child` begins."""
    if isinstance(node, cst.FunctionDef):
        return _arguments(node, place)
    if isinstance(node, cst.BaseSuite):
        names: set[str] = set()
        for other in node.body:
            if other is child:
                break
            names |= _assigned(other)
        return place.bound | names
    return place.bound


def _assigned(node: cst.CSTNode) -> set[str]:
    """The names that are given a value anywhere in a statement."""
    names: set[str] = set()
    match node:
        case cst.AssignTarget(target=cst.Name(value=name)):
            names.add(name)
        case cst.AnnAssign(target=cst.Name(value=name)):
            names.add(name)
        case cst.AssignTarget(target=cst.Tuple(elements=elements)):
            names |= {e.value.value for e in elements if isinstance(e.value, cst.Name)}
        case cst.For(target=cst.Name(value=name)):
            names.add(name)
    for child in node.children:
        names |= _assigned(child)
    return names
