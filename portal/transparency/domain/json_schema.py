"""JSON Schemas of published documents, read from the dataclasses that they are made of."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from portal.publication.figures.encoding import json_name
from portal.time.months import Month, MonthRange

Schema = dict[str, Any]
REFERENCE = "#/components/schemas/"
SPAN = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}(/\d{4}-\d{2})?$",
    "description": "A month, or the first and last of several, both inclusive.",
}
PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Decimal: {"type": "number"},
    date: {"type": "string", "format": "date"},
    NoneType: {"type": "null"},
    Month: {"type": "string"},
    MonthRange: SPAN,
    Any: {},
}


def schemas_of(*roots: type) -> dict[str, Schema]:
    """Return a schema for every dataclass that ``roots`` are made of, themselves included."""
    found: dict[str, Schema] = {}
    waiting = list(roots)
    while waiting:
        kind = waiting.pop()
        if kind.__name__ not in found:
            found[kind.__name__] = _object(kind)
            waiting.extend(_parts(kind))
    return dict(sorted(found.items()))


def _object(kind: Any) -> Schema:
    """Return the schema of one dataclass; every field is always there, if only as null."""
    hints = get_type_hints(kind)
    properties = {json_name(field.name): schema_of(hints[field.name]) for field in fields(kind)}
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def schema_of(hint: Any) -> Schema:
    """Return the schema of a type as fields of documents use it."""
    if hint in PLAIN:
        return PLAIN[hint]
    if get_origin(hint) is UnionType:
        return {"anyOf": [schema_of(part) for part in get_args(hint)]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": schema_of(get_args(hint)[0])}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"type": "string", "enum": [str(member.value) for member in hint]}
    return {"$ref": f"{REFERENCE}{hint.__name__}"}


def _parts(kind: Any) -> Iterator[type]:
    """Give the dataclasses among the types of a dataclass's fields."""
    for hint in get_type_hints(kind).values():
        for part in (hint, *get_args(hint)):
            if isinstance(part, type) and is_dataclass(part) and part is not MonthRange:
                yield part
