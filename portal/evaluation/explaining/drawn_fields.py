"""Label, hint and explanation of a form's field, drawn once a language instead of once a page."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

from portal.web.formatting import language

PARTS = "evaluation/parts.html"
MOST_DRAWN = 4096


@dataclass(frozen=True, slots=True)
class FieldFrame:
    """What a field shows around its input while nothing is wrong with it.

    :ivar said: the words that it is made from; held so that no others take their place in memory.
    :ivar hint: the attribute by which the input names its hint; empty without one.
    """

    said: tuple[Any, ...]
    head: Markup
    hint: Markup
    why: Markup


_drawn: dict[tuple[str, str, int, int, int], FieldFrame] = {}


def frame_of(field: Any) -> FieldFrame:
    """Return the frame of a field in the reader's language.

    A form's words are made once a process, so that the same words are the same things. What a
    form makes for one page only is drawn for it and soon forgotten.
    """
    said = (field.label.text, field.description, getattr(field, "why", None))
    key = (language(), field.id, *map(id, said))
    found = _drawn.get(key)
    if found is None:
        if len(_drawn) >= MOST_DRAWN:
            _drawn.clear()
        found = _drawn[key] = _draw(field, said)
    return found


def _draw(field: Any, said: tuple[Any, ...]) -> FieldFrame:
    macros: Any = current_app.jinja_env.get_template(PARTS).module
    return FieldFrame(
        said,
        head=macros.head(field),
        hint=macros.hinted(field),
        why=macros.why(field) if said[2] else Markup(),
    )


def install_explaining(app: Flask) -> None:
    """Give the evaluation's templates the frames of fields."""
    app.jinja_env.globals["frame_of"] = frame_of
