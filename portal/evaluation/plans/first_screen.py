"""What features above plans put on the first screen of performance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.rules.states import PlanState

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


def waiting_for(session: Session, around: AroundViewer) -> int:
    """Return how many things wait for somebody: plans, and what the parts of the screen count.

    A part counts with its property ``waiting``; one without it counts nothing.
    """
    own = around.own_plan
    plans = sum(line.waits_for_superior for line in around.people())
    plans += own is not None and own.state is PlanState.RETURNED
    found = screen_parts(session, around)
    return plans + sum(int(getattr(values, "waiting", 0)) for _, values in found)
