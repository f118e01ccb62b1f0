"""What a request may carry: forms, except where a view says that it reads JSON."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TypeVar, cast

from flask import Flask, current_app, request
from werkzeug.exceptions import UnsupportedMediaType

View = TypeVar("View", bound=Callable[..., Any])
FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
JSON_TYPE = "application/json"
METHODS_WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# What machines and tablets send is three levels deep.
MOST_LEVELS = 16


class JsonUnreadable(ValueError):
    """A text is no JSON, or nested deeper than anything that is read here."""


def reads_json(view: View) -> View:
    """Mark ``view`` as one that reads JSON and no form."""
    cast(Any, view).reads_json = True
    return view


def is_json_endpoint() -> bool:
    """Return whether the view of the current request reads JSON."""
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "reads_json", False))


def read_json(text: bytes | str) -> Any:
    """Return the value of JSON from outside.

    :raises JsonUnreadable: for anything that is no JSON, is nested deeper than 16 levels, or
        holds NaN, an infinity or half a character.
    """
    try:
        found = json.loads(text, parse_constant=_refuse_constant)
        _check(found)
    except (ValueError, RecursionError) as error:
        raise JsonUnreadable("not readable as JSON") from error
    return found


def json_body() -> Any:
    """Return the JSON that the current request carries; None when it cannot be read."""
    try:
        return read_json(request.get_data())
    except JsonUnreadable:
        return None


def install_bodies(app: Flask) -> None:
    """Refuse a body whose type the view does not read, before anything reads it."""
    app.url_value_preprocessor(_refuse_other_types)


def _refuse_other_types(endpoint: str | None, values: object) -> None:
    if request.method not in METHODS_WITH_BODY:
        return
    taken = {JSON_TYPE} if is_json_endpoint() else FORM_TYPES
    is_empty = not request.mimetype and not request.content_length
    if request.mimetype not in taken and not is_empty:
        raise UnsupportedMediaType


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _check(found: object) -> None:
    """Refuse what is nested too deep or holds half a character; looks level by level."""
    level: list[object] = [found]
    for _ in range(MOST_LEVELS):
        for each in level:
            if isinstance(each, str):
                each.encode()
        level = [inner for each in level for inner in _inside(each)]
        if not level:
            return
    raise ValueError("nested too deep")


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.keys()
        yield from value.values()
    elif isinstance(value, list):
        yield from value
