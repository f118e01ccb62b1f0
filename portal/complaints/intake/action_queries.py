"""How promised actions stand, what was done with each, and how the public reads them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import PromiseChange, PromisedAction
from portal.complaints.intake.kinds import PromiseState, PromiseStep, Theme


@dataclass(frozen=True, slots=True)
class ActionChange:
    """One thing that was done with a promised action; the days stand where it was moved."""

    step: PromiseStep
    reason: str
    changed_on: date
    old_due_on: date | None = None
    new_due_on: date | None = None


Changes = tuple[ActionChange, ...]
NO_CHANGES: Mapping[int, Changes] = MappingProxyType({})


def state_column(today: date) -> ColumnElement[str]:
    """Return how each action stands on the day ``today``."""
    return case(
        (PromisedAction.is_withdrawn, PromiseState.WITHDRAWN.value),
        (PromisedAction.done_on.is_not(None), PromiseState.DONE.value),
        (PromisedAction.due_on < today, PromiseState.LATE.value),
        else_=PromiseState.PROMISED.value,
    )


def changes_of(session: Session, action_ids: Collection[int]) -> Mapping[int, Changes]:
    """Return what was done with each of these actions, the first first; none without changes."""
    if not action_ids:
        return NO_CHANGES
    query = (
        select(PromiseChange)
        .where(PromiseChange.action_id.in_(action_ids))
        .order_by(PromiseChange.action_id, PromiseChange.sequence)
    )
    found: dict[int, Changes] = {}
    for row in session.scalars(query):
        found[row.action_id] = (*found.get(row.action_id, ()), _change(row))
    return found


def _change(row: PromiseChange) -> ActionChange:
    return ActionChange(
        step=PromiseStep(row.step),
        reason=row.reason,
        changed_on=row.changed_on,
        old_due_on=row.old_due_on,
        new_due_on=row.new_due_on,
    )


def actions_due(session: Session, *, before: date) -> list[tuple[int, date]]:
    """Return number and day of every action that was due before a day, by number."""
    query = select(PromisedAction.id, PromisedAction.due_on).where(PromisedAction.due_on < before)
    return [(row.id, row.due_on) for row in session.execute(query.order_by(PromisedAction.id))]


@dataclass(frozen=True, slots=True)
class ActionLine:
    """A promised action: what citizens said, what the office does, and how it stands."""

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
    def first_due_on(self) -> date:
        """The day that was promised first."""
        moved = [each.old_due_on for each in self.changes if each.step is PromiseStep.MOVED]
        return moved[0] or self.due_on if moved else self.due_on


@dataclass(frozen=True, slots=True)
class ActionGroup:
    """The actions of one state: how many there are, and those that are shown."""

    state: PromiseState
    total: int
    lines: tuple[ActionLine, ...]


def published_actions(
    session: Session, *, today: date, limit: int, agency_id: int | None = None
) -> tuple[ActionGroup, ...]:
    """Return the promised actions of an agency (of all when None) by how they stand, done first.

    At most ``limit`` of each state are shown. Every agency's first comes before any agency's
    second, so that one of them does not fill the list.
    """
    state = state_column(today).label("state")
    totals = select(state, func.count()).group_by(state)
    if agency_id is not None:
        totals = totals.where(PromisedAction.agency_id == agency_id)
    counted: Mapping[str, int] = {row[0]: row[1] for row in session.execute(totals)}
    rows = session.execute(_chosen(today, limit=limit, agency_id=agency_id)).all()
    changes = changes_of(session, [row.PromisedAction.id for row in rows])
    return tuple(
        ActionGroup(
            state=each,
            total=counted[each],
            lines=tuple(
                _line(row.PromisedAction, state=each, changes=changes)
                for row in rows
                if row.state == each
            ),
        )
        for each in PromiseState
        if each in counted
    )


def _chosen(today: date, *, limit: int, agency_id: int | None) -> Select[*tuple[Any, ...]]:
    """Return the query of the first ``limit`` actions of each state, in the order shown."""
    state = state_column(today)
    ended = case((PromisedAction.is_withdrawn, PromisedAction.promised_on)).desc()
    newest = (ended, PromisedAction.done_on.desc(), PromisedAction.due_on, PromisedAction.id)
    in_agency = func.row_number().over(
        partition_by=(state, PromisedAction.agency_id), order_by=newest
    )
    ranked = select(PromisedAction.id, state.label("state"), in_agency.label("turn"))
    if agency_id is not None:
        ranked = ranked.where(PromisedAction.agency_id == agency_id)
    turns = ranked.subquery()
    place = func.row_number().over(partition_by=turns.c.state, order_by=(turns.c.turn, *newest))
    placed = (
        select(turns.c.id, turns.c.state, place.label("place"))
        .join(PromisedAction, PromisedAction.id == turns.c.id)
        .subquery()
    )
    return (
        select(PromisedAction, placed.c.state)
        .join(placed, placed.c.id == PromisedAction.id)
        .where(placed.c.place <= limit)
        .order_by(placed.c.state, placed.c.place)
    )


def _line(
    row: PromisedAction, *, state: PromiseState, changes: Mapping[int, Changes]
) -> ActionLine:
    return ActionLine(
        agency_id=row.agency_id,
        theme=Theme(row.theme),
        said=row.said,
        text=row.text,
        promised_on=row.promised_on,
        due_on=row.due_on,
        done_on=row.done_on,
        state=state,
        changes=changes.get(row.id, ()),
    )
