"""Promised actions as staff keep them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from portal.complaints.intake.action_queries import Changes, changes_of, state_column
from portal.complaints.intake.course_models import PromisedAction
from portal.complaints.intake.kinds import PromiseState, Theme
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.scope_queries import Scope
from portal.storage.paging import PAGE_SIZE, Page, offset_of


@dataclass(frozen=True, slots=True)
class KeptAction:
    """A promised action, how it stands and what was done with it."""

    action_id: int
    complaint_id: int | None
    agency_id: int
    theme: Theme
    said: str
    text: str
    promised_on: date
    due_on: date
    done_on: date | None
    state: PromiseState
    changes: Changes

    @property
    def is_over(self) -> bool:
        """Whether it was done or withdrawn."""
        return self.state in {PromiseState.DONE, PromiseState.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """Which actions are listed; None where it does not matter.

    Without a state what runs is listed; ``is_any_state`` lists everything.
    """

    state: PromiseState | None = None
    theme: Theme | None = None
    agency_id: int | None = None
    is_any_state: bool = False


RUNNING = (PromiseState.LATE, PromiseState.PROMISED)


def kept_actions(
    session: Session, scope: Scope, *, wanted: ActionFilter, number: int, today: date
) -> Page[KeptAction]:
    """Return page ``number`` of what the reader may keep: what runs first, the earliest due."""
    state = state_column(today)
    query = _wanted(
        _within(select(PromisedAction, state.label("state")), scope), wanted, today=today
    )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    is_over = case((state.in_(RUNNING), 0), else_=1)
    ordered = query.order_by(is_over, PromisedAction.due_on, PromisedAction.id)
    page = ordered.limit(PAGE_SIZE).offset(offset_of(number))
    return Page(_kept(session, page), number, total)


def late_actions(session: Session, scope: Scope, *, today: date) -> int:
    """Return how many promises are past their day, among those that ``scope`` lets keep."""
    late = ActionFilter(PromiseState.LATE)
    return kept_actions(session, scope, wanted=late, number=1, today=today).total


def action_to_keep(
    session: Session, action_id: int, *, scope: Scope, today: date
) -> KeptAction | None:
    """Return an action when the reader may keep it, else None, as if it did not exist."""
    query = select(PromisedAction, state_column(today).label("state"))
    found = _kept(session, _within(query.where(PromisedAction.id == action_id), scope))
    return found[0] if found else None


def _wanted(
    query: Select[*tuple[Any, ...]], wanted: ActionFilter, *, today: date
) -> Select[*tuple[Any, ...]]:
    states = RUNNING if wanted.state is None else (wanted.state,)
    if not wanted.is_any_state:
        query = query.where(state_column(today).in_(states))
    if wanted.theme is not None:
        query = query.where(PromisedAction.theme == wanted.theme)
    if wanted.agency_id is not None:
        query = query.where(PromisedAction.agency_id == wanted.agency_id)
    return query


def _within(query: Select[*tuple[Any, ...]], scope: Scope) -> Select[*tuple[Any, ...]]:
    """Return ``query`` limited to actions promised about items that ``scope`` lets see."""
    query = query.outerjoin(Complaint, Complaint.id == PromisedAction.complaint_id)
    query = query.where(or_(PromisedAction.complaint_id.is_(None), scope.condition()))
    if scope.is_city or scope.is_inspectorate:
        return query
    return query.where(PromisedAction.agency_id == scope.agency_id)


def _kept(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[KeptAction, ...]:
    rows = session.execute(query).all()
    changes = changes_of(session, [row.PromisedAction.id for row in rows])
    return tuple(_action(row.PromisedAction, state=row.state, changes=changes) for row in rows)


def _action(row: PromisedAction, *, state: str, changes: Any) -> KeptAction:
    return KeptAction(
        action_id=row.id,
        complaint_id=row.complaint_id,
        agency_id=row.agency_id,
        theme=Theme(row.theme),
        said=row.said,
        text=row.text,
        promised_on=row.promised_on,
        due_on=row.due_on,
        done_on=row.done_on,
        state=PromiseState(state),
        changes=changes.get(row.id, ()),
    )
