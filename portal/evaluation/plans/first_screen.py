"""What features above plans put on the first screen of performance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from portal.evaluation.plans.overview import AroundViewer

PARTS = "performance_screen_parts"


class PartValues(Protocol):
    """Returns what a part shows to a viewer; None for nothing."""

    def __call__(self, session: Session, around: AroundViewer) -> Any:
        """Return what the part's template reads as ``part``."""


@dataclass(frozen=True, slots=True)
class ScreenPart:
    """A part of the first screen; its template reads what ``values`` returns as ``part``."""

    template: str
    values: PartValues


def add_screen_part(app: Flask, part: ScreenPart) -> None:
    """Show ``part`` on the first screen, after those added before."""
    app.extensions.setdefault(PARTS, []).append(part)


def screen_parts(session: Session, around: AroundViewer | None) -> list[tuple[str, Any]]:
    """Return the templates of the first screen with what each shows; none without a person."""
    if around is None:
        return []
    parts = cast(Sequence[ScreenPart], current_app.extensions.get(PARTS, ()))
    found = [(each.template, each.values(session, around)) for each in parts]
    return [(template, values) for template, values in found if values is not None]
