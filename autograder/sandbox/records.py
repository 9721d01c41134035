"""Structured values after they have crossed the wire: inert.

The attack: a class that lies.
A student's dataclass may define `__eq__` to be always true, or a property that reads the judge's
memory.
What arrives is only the names and the values of its fields, in a class of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any


class Record:
    """The fields of a dataclass or an enumeration's member, read as attributes, never changed.

    Two records are equal when name and fields are.
    """

    __slots__ = ("_fields_by_name", "_name")
    _fields_by_name: Mapping[str, Any]
    _name: str

    def __init__(self, name: str, fields: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_name", name)
        object.__setattr__(self, "_fields_by_name", MappingProxyType(dict(fields)))

    def __getattr__(self, attribute: str) -> Any:
        try:
            return self._fields_by_name[attribute]
        except KeyError:
            raise AttributeError(f"{self._name!r} has no field {attribute!r}") from None

    def __setattr__(self, attribute: str, value: object) -> None:
        raise AttributeError("a record that came from a submission cannot be changed")

    def __delattr__(self, attribute: str) -> None:
        raise AttributeError("a record that came from a submission cannot be changed")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        assert isinstance(other, Record)
        same_name = self._name == other._name
        return same_name and dict(self._fields_by_name) == dict(other._fields_by_name)

    def __hash__(self) -> int:
        return hash((self._name, tuple(self._fields_by_name.items())))

    def __reduce__(self) -> tuple[type[Record], tuple[str, dict[str, Any]]]:
        return type(self), (self._name, dict(self._fields_by_name))

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self._fields_by_name.items())
        return f"{self._name}({inside})"


class TupleRecord(Record):
    """The fields of a named tuple: also a sequence, and equal to a tuple of the same values."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Any]:
        return iter(tuple(self._fields_by_name.values()))

    def __len__(self) -> int:
        return len(self._fields_by_name)

    def __getitem__(self, index: int | slice) -> Any:
        return tuple(self._fields_by_name.values())[index]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, TupleRecord):
            return tuple(self) == tuple(other)
        if isinstance(other, tuple):
            return tuple(self) == other
        return NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))


def record_name(record: Record) -> str:
    """The name of the class that the record was made from."""
    return record._name


def record_fields(record: Record) -> Mapping[str, Any]:
    """The record's fields in order, read-only."""
    return record._fields_by_name
