"""Sections that features above register with the pages of a year: notes, a look, a unit's."""

from collections.abc import Collection
from typing import Any, Protocol, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import Yearly

POINTS = "performance_signal_points"


class SignalPoints(Protocol):
    """Signs that somebody should look again, as far as the pages of a year ask for them."""

    def waiting(self, session: Session, year: Yearly, *, viewer_id: int | None) -> int:
        """Return how many notes wait: about a year, or about all people of the viewer."""

    def sent_on(self, session: Session, year: Yearly) -> None:
        """Look for signs among the forms of a year's appraiser, once it was sent on."""

    def of_unit(self, session: Session, cycle_id: int, *, person_ids: Collection[int]) -> Any:
        """Return what the head of these people reads; the unit's template shows it."""


class NoSignals:
    """Stands where nothing is registered."""

    def waiting(self, session: Session, year: Yearly, *, viewer_id: int | None) -> int:
        """Return that nothing waits."""
        return 0

    def sent_on(self, session: Session, year: Yearly) -> None:
        """Look for nothing."""

    def of_unit(self, session: Session, cycle_id: int, *, person_ids: Collection[int]) -> Any:
        """Return nothing to read."""
        return None


def set_signal_points(app: Flask, points: SignalPoints) -> None:
    """Let ``points`` answer what the pages of a year ask."""
    app.extensions[POINTS] = points


def signal_points() -> SignalPoints:
    """Return who answers."""
    return cast(SignalPoints, current_app.extensions.get(POINTS) or NoSignals())
