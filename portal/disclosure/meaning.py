"""Meanings of the fields of a public document, for numbers of people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias, Union


class Sort(StrEnum):
    """Whether a field tells something of numbers of people."""

    CONSTRAINT = "constraint"
    """``constraints_of`` reads it."""
    HARMLESS = "harmless"
    """It tells nothing beyond the constraints; the reason says why."""
    LABEL = "label"
    """It names what other fields are about."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The declared meaning of one field; ``why`` is said of every sort."""

    sort: Sort
    why: str


Schema: TypeAlias = Union[Meaning, "Fields", "Many", "NamedMeaning"]


@dataclass(frozen=True, slots=True)
class Fields:
    """An object and the meaning of each of its fields."""

    fields: Mapping[str, Schema]


@dataclass(frozen=True, slots=True)
class Many:
    """A list whose items all mean the same."""

    item: Schema


@dataclass(frozen=True, slots=True)
class NamedMeaning:
    """An object whose names are words of the data, each with the same meaning."""

    item: Schema


def constraint(why: str) -> Meaning:
    """Return the meaning of a field that ``constraints_of`` reads."""
    return Meaning(Sort.CONSTRAINT, why)


def harmless(why: str) -> Meaning:
    """Return the meaning of a field that tells nothing more, for a reason."""
    return Meaning(Sort.HARMLESS, why)


def label(why: str) -> Meaning:
    """Return the meaning of a field that names something."""
    return Meaning(Sort.LABEL, why)


def fields(**schemas: Schema) -> Fields:
    """Return an object's schema; a trailing underscore of a name is dropped (``open_``)."""
    return Fields({name.removesuffix("_"): schema for name, schema in schemas.items()})


def undeclared(value: Any, schema: Schema, *, path: str = "") -> Iterator[str]:
    """Give the path of every field of ``value`` (decoded JSON) without a declared meaning.

    Null needs no meaning of its own: the field that is null has one. A declared leaf may hold a
    list of texts or numbers, never an object.
    """
    if value is None:
        return
    if isinstance(schema, Fields):
        yield from _undeclared_fields(value, schema, path=path)
    elif isinstance(schema, Many | NamedMeaning):
        yield from _undeclared_items(value, schema, path=path)
    elif any(isinstance(each, dict) for each in (value if isinstance(value, list) else [value])):
        yield path


def _undeclared_items(value: Any, schema: Many | NamedMeaning, *, path: str) -> Iterator[str]:
    if not isinstance(value, list if isinstance(schema, Many) else dict):
        yield path
        return
    for each in value.values() if isinstance(value, dict) else value:
        yield from undeclared(each, schema.item, path=f"{path}[]")


def _undeclared_fields(value: Any, schema: Fields, *, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield path
        return
    for name, inner in value.items():
        where = f"{path}.{name}" if path else name
        if name in schema.fields:
            yield from undeclared(inner, schema.fields[name], path=where)
        else:
            yield where
