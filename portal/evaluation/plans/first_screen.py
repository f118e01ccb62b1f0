"""Parts that features above plans put on the first screen of performance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from portal.evaluation.plans.overview import AroundViewer
from portal.storage.joint_reading import Asking, answered

PARTS = "performance_screen_parts"


class PartValues(Protocol):
    """Asks for what a part shows to a viewer; None for nothing.

    It yields its queries and is sent their rows (``storage/joint_reading.py``), so that all parts
    together read the database in as many statements as the part with the most steps.
    """

    def __call__(self, around: AroundViewer) -> Asking[Any]:
        """Ask for what the part's template reads as ``part``."""


@dataclass(frozen=True, slots=True)
class ScreenPart:
    """A part of the first screen; its template reads what ``values`` returns as ``part``."""

    template: str
    values: PartValues


def add_screen_part(app: Flask, part: ScreenPart) -> None:
    """Show ``part`` on the first screen, after those added before."""
    app.extensions.setdefault(PARTS, []).append(part)


def screen_parts(session: Session, around: AroundViewer | None) -> list[tuple[str, Any]]:
    """Return templates with what each shows, what waits first; none without a person."""
    if around is None:
        return []
    parts = cast(Sequence[ScreenPart], current_app.extensions.get(PARTS, ()))
    found = answered(session, [each.values(around) for each in parts])
    pairs = zip((each.template for each in parts), found, strict=True)
    shown = [(template, values) for template, values in pairs if values is not None]
    return sorted(shown, key=lambda pair: not _waiting(pair[1]))


def waiting_for(session: Session, around: AroundViewer) -> int:
    """Return how many things wait for somebody: plans, and what the parts of the screen count.

    A part counts with its property ``waiting``; one without it counts nothing.
    """
    plans = around.is_own_returned + sum(line.waits_for_superior for line in around.people())
    found = screen_parts(session, around)
    return plans + sum(_waiting(values) for _, values in found)


def _waiting(values: Any) -> int:
    return int(getattr(values, "waiting", 0))
