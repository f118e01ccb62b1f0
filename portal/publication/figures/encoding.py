"""How a document becomes JSON, always the same bytes for the same content, and its digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from portal.time.months import MonthRange

KNOWN_TO_JSON = frozenset({str, int, float, bool, type(None)})


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
    """Return ``value`` as what JSON knows: dicts, lists, text, numbers, booleans and None.

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
