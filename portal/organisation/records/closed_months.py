"""Asks packages above in which months nothing can be changed any more."""

from collections.abc import Callable
from datetime import date

from flask import Flask, current_app
from sqlalchemy.orm import Session

from portal.organisation.places.arrangement import ClosedMonths, Effect, effect_of
from portal.time.months import Month

CLOSED_MONTHS = "portal_closed_months"
FindClosedMonths = Callable[[Session], ClosedMonths]


def install_closed_months(app: Flask, find: FindClosedMonths) -> None:
    """Let ``find`` say in which months figures rest on the organisation."""
    app.extensions[CLOSED_MONTHS] = find


def effect_now(session: Session, *, today: date, since: Month | None) -> Effect:
    """Return from when a change holds that is decided today.

    :param since: the month asked for, such as ``2026-11``; the next month when None.
    """
    find: FindClosedMonths = current_app.extensions[CLOSED_MONTHS]
    return effect_of(today, since=since, closed=find(session) if since else None)
