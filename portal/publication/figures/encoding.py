"""How a document becomes JSON, always the same bytes for the same content, and an object again."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import zip_longest
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from portal.time.months import Month, MonthRange

KNOWN_TO_JSON = frozenset({str, Month, int, float, bool, type(None)})


def to_json(document: Any) -> str:
    """Return ``document`` (a frozen dataclass) as compact JSON in the order of its fields.

    Decimals become JSON numbers with the digits they carry, dates ISO 8601, spans their text,
    and a leading ``is_`` or ``has_`` of a field is dropped: ``is_verified`` is ``verified``.
    """
    return json.dumps(plain(document), ensure_ascii=False, separators=(",", ":"))


def digest(body: str) -> str:
    """Return the SHA-256 of a document's text as 64 hexadecimal digits."""
    return hashlib.sha256(body.encode()).hexdigest()


def digest_of_all(digests: Mapping[str, str]) -> str:
    """Return one digest for a whole draft, from those of its documents by address."""
    return digest("\n".join(f"{address} {digests[address]}" for address in sorted(digests)))


def plain(value: Any) -> Any:
    """Return ``value`` as what JSON can hold: dicts, lists, text, numbers, booleans and None.

    A frozen set becomes a sorted list, so that its text is always the same.
    """
    if type(value) in KNOWN_TO_JSON:
        return value
    return str(value) if isinstance(value, MonthRange | date) else _plain(value)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        kind: Any = type(value)
        return {name: plain(getattr(value, field)) for field, name in _names(kind)}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, frozenset):
        return [plain(item) for item in sorted(value)]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value


def json_name(field: str) -> str:
    """Return what a field is called in documents: ``is_verified`` is ``verified``."""
    return field.removeprefix("is_").removeprefix("has_")


@cache
def _names(kind: Any) -> tuple[tuple[str, str], ...]:
    return tuple((field.name, json_name(field.name)) for field in fields(kind))


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
    """Return a value that JSON can hold; a key, which is always text there, as what it was."""
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


# What an item of a list is called by, where it has one of these.
OF_FIGURE = ("address", "element")
NAMES = ("officer_id", "field", "answer", "levels", "period", "n")
PLACES = ("place", "desk")
LONGEST = 100
NOTHING = object()


@dataclass(frozen=True, slots=True)
class JsonDifference:
    """Where two texts differ, such as ``rows[desks/kia-1].figure.value``, and both values."""

    path: str
    found: str
    expected: str


def first_difference(found: str, expected: str) -> JsonDifference | None:
    """Return the first value in which two JSON texts differ, or None when they are the same.

    Values come in the order of ``expected``. Texts that say the same in other characters differ
    in those.
    """
    if found == expected:
        return None
    try:
        decoded = json.loads(found)
    except ValueError:
        return JsonDifference("text", "no JSON", "JSON")
    values = _named(decoded), _named(json.loads(expected))
    return next(_apart(*values, path=""), None) or _in_text(found, expected)


def _named(value: Any) -> Any:
    """Return a table (``columns`` and ``rows``) with each value under its column's name."""
    if not isinstance(value, dict):
        return value
    columns, rows = value.get("columns"), value.get("rows")
    if not isinstance(columns, list) or not isinstance(rows, list):
        return value
    if not all(isinstance(row, list) and len(row) == len(columns) for row in rows):
        return value
    return {**value, "rows": [dict(zip(columns, row, strict=True)) for row in rows]}


def _apart(found: Any, expected: Any, *, path: str) -> Iterator[JsonDifference]:
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in (*expected, *(each for each in found if each not in expected)):
            inner = f"{path}.{key}" if path else key
            yield from _apart(found.get(key, NOTHING), expected.get(key, NOTHING), path=inner)
    elif isinstance(found, list) and isinstance(expected, list):
        pairs = zip_longest(found, expected, fillvalue=NOTHING)
        for position, (one, other) in enumerate(pairs):
            name = _name(one if other is NOTHING else other, position=position)
            yield from _apart(one, other, path=f"{path}[{name}]")
    elif (type(found), found) != (type(expected), expected):
        yield JsonDifference(path, _words(found), _words(expected))


def _name(item: Any, *, position: int) -> str:
    if not isinstance(item, dict):
        return str(position)
    place = next((item[each] for each in PLACES if isinstance(item.get(each), dict)), item)
    figure = [str(place[each]) for each in OF_FIGURE if place.get(each)]
    return " ".join(figure) or str(next((place[each] for each in NAMES if each in place), position))


def _words(value: Any) -> str:
    if value is NOTHING:
        return "nothing"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _in_text(found: str, expected: str) -> JsonDifference:
    pairs = enumerate(zip_longest(found, expected))
    position = next(place for place, (one, other) in pairs if one != other)
    near = slice(position, position + LONGEST)
    return JsonDifference(f"character {position}", found[near], expected[near])
