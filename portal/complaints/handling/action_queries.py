"""Promised actions as staff keep them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import PromisedAction
from portal.complaints.intake.kinds import Theme
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.scope_queries import Scope

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
    return tuple(_action(row) for row in session.scalars(_within(query, scope)))


def action_to_keep(session: Session, action_id: int, *, scope: Scope) -> RunningAction | None:
    """Return an action when the reader may end it, else None, as if it did not exist."""
    query = _within(select(PromisedAction).where(PromisedAction.id == action_id), scope)
    row = session.scalars(query).one_or_none()
    return None if row is None else _action(row)


def _within(query: Select[*tuple[Any, ...]], scope: Scope) -> Select[*tuple[Any, ...]]:
    """Return ``query`` limited to actions promised about items that ``scope`` lets see."""
    query = query.outerjoin(Complaint, Complaint.id == PromisedAction.complaint_id)
    query = query.where(or_(PromisedAction.complaint_id.is_(None), scope.condition()))
    if scope.is_city or scope.is_inspectorate:
        return query
    return query.where(PromisedAction.agency_id == scope.agency_id)


def _action(row: PromisedAction) -> RunningAction:
    return RunningAction(
        action_id=row.id,
        agency_id=row.agency_id,
        theme=Theme(row.theme),
        said=row.said,
        text=row.text,
        due_on=row.due_on,
    )
