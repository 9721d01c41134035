"""Which global names a piece of code binds, and which it reads."""

import ast
import builtins
import symtable

ALWAYS_THERE = frozenset({*dir(builtins), "__name__", "__file__", "__doc__"})
"""Names that every module can read."""


def bound_and_read(text: str) -> tuple[set[str], set[str]]:
    """The global names that a cell binds, and those that it reads; none if it is not Python."""
    try:
        scopes = [symtable.symtable(text, "<cell>", "exec")]
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # a magic, say, or half a line
        return set(), set()
    binds: set[str] = set()
    reads: set[str] = set()
    for scope in scopes:
        for symbol in scope.get_symbols():
            if scope.get_type() == "module" or symbol.is_global():
                if symbol.is_assigned() or symbol.is_imported():
                    binds.add(symbol.get_name())
                if symbol.is_referenced():
                    reads.add(symbol.get_name())
        scopes.extend(scope.get_children())
    return binds, reads


def statements(text: str) -> list[tuple[ast.stmt, str]]:
    """The statements of a cell, each with its text: decorators too, comments above it not."""
    lines = text.splitlines()
    found = []
    for node in ast.parse(text).body:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
        found.append((node, "\n".join(lines[first - 1 : node.end_lineno])))
    return found
