"""Makes objects again of the plain values that ``encoding.plain`` turned them into."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from portal.publication.figures.encoding import json_name
from portal.time.months import MonthRange

GATHERED = (tuple, frozenset)
Kind = TypeVar("Kind")


class Unreadable(ValueError):
    """A text is not what it should have been written from."""


def read(kind: type[Kind], text: str) -> Kind:
    """Return the object of type ``kind`` that ``encoding.to_json`` wrote as ``text``.

    :raises Unreadable: when it wrote anything else.
    """
    try:
        found: Kind = restored(kind, json.loads(text))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    return found


def restored(kind: Any, value: Any) -> Any:
    """Return the object of type ``kind`` that ``value`` (decoded JSON) was made of.

    Types are dataclasses of text, whole numbers, truth values, dates, spans and enumerations of
    text, alone, optional, or in tuples, frozen sets and mappings of one type.

    :raises ValueError: or KeyError, TypeError, AttributeError where it was made of something else.
    """
    origin, parts = get_origin(kind), get_args(kind)
    if NoneType in parts:
        return None if value is None else restored(parts[0], value)
    if origin in GATHERED:
        return origin(restored(parts[0], each) for each in value)
    if origin is Mapping:
        of_key, of_value = parts
        return {restored(of_key, key): restored(of_value, each) for key, each in value.items()}
    if kind is MonthRange:
        return MonthRange.of(value)
    if is_dataclass(kind):
        return _dataclass(kind, value)
    return date.fromisoformat(value) if kind is date else _scalar(kind, value)


def _dataclass(kind: Any, value: Mapping[str, Any]) -> Any:
    """Restore field by field; one that was not written yet has its default."""
    return kind(
        **{
            field: restored(hint, value[name])
            for field, name, hint, has_default in _fields(kind)
            if name in value or not has_default
        }
    )


def _scalar(kind: Any, value: Any) -> Any:
    """Return a value that JSON knows; a key, which is always text there, as what it was."""
    if not isinstance(value, str | int):
        raise ValueError(f"{value!r} is no {kind.__name__}")
    return kind(value)


@cache
def _fields(kind: Any) -> tuple[tuple[str, str, Any, bool], ...]:
    hints = get_type_hints(kind)
    return tuple(
        (each.name, json_name(each.name), hints[each.name], each.default_factory is not MISSING)
        for each in fields(kind)
    )
