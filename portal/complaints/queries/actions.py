"""Promised actions as staff keep them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.domain.words import Theme
from portal.complaints.models.course import PromisedAction
from portal.complaints.queries.scope import Scope

MOST = 200


@dataclass(frozen=True, slots=True)
class RunningAction:
    """An action that is neither done nor withdrawn."""

    action_id: int
    agency_id: int
    theme: Theme
    said: str
    text: str
    due_on: date


def running_actions(session: Session, scope: Scope) -> tuple[RunningAction, ...]:
    """Return what the reader may keep and is not over, the earliest due first, at most 200."""
    query = (
        select(PromisedAction)
        .where(PromisedAction.done_on.is_(None), PromisedAction.is_withdrawn.is_(False))
        .order_by(PromisedAction.due_on, PromisedAction.id)
        .limit(MOST)
    )
    if not scope.is_city:
        query = query.where(PromisedAction.agency_id == (scope.agency_id or 0))
    return tuple(_action(row) for row in session.scalars(query))


def action_to_keep(session: Session, action_id: int, *, scope: Scope) -> RunningAction | None:
    """Return an action when the reader may end it, else None, as if it did not exist."""
    row = session.get(PromisedAction, action_id)
    if row is None or not (scope.is_city or row.agency_id == scope.agency_id):
        return None
    return _action(row)


def _action(row: PromisedAction) -> RunningAction:
    return RunningAction(
        action_id=row.id,
        agency_id=row.agency_id,
        theme=Theme(row.theme),
        said=row.said,
        text=row.text,
        due_on=row.due_on,
    )
