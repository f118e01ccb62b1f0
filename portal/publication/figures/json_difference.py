"""Names the first value in which two JSON texts differ, by the path that leads to it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

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
