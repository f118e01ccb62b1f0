"""Interface to the evaluation: whether people were evaluated on any of some days."""

from datetime import date
from typing import Protocol, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

EVALUATED = "portal_evaluated_days"


class IsEvaluated(Protocol):
    """Says whether the evaluation of a period with one of these days is closed.

    Periods are the city's, so that the answer is the same for everybody.
    """

    def __call__(self, session: Session, *, first: date, last: date) -> bool:
        """Return whether it is, for the days from ``first`` to ``last``, both inclusive."""


def never_evaluated(session: Session, *, first: date, last: date) -> bool:
    """Return that nobody was evaluated: there is no cycle yet."""
    return False


def register_evaluated(app: Flask, asked: IsEvaluated) -> None:
    """Let ``asked`` say which days are evaluated; what lies above the organisation calls this."""
    app.extensions[EVALUATED] = asked


def is_evaluated() -> IsEvaluated:
    """Return what the running app asks."""
    return cast(IsEvaluated, current_app.extensions.get(EVALUATED, never_evaluated))
