"""Promised actions are done, moved or withdrawn with a reason that the public reads; or resumed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import PromiseChange, PromisedAction
from portal.complaints.intake.kinds import PromiseStep
from portal.storage.database import begin_write

SHORTEST_REASON, LONGEST_REASON = 10, 300


class ActionUnknown(LookupError):
    """No promised action has this number."""


class ActionChanged(RuntimeError):
    """Somebody else did something with a promised action since it was read."""


class StepImpossible(ValueError):
    """Only what runs is done, moved or withdrawn, and only what is over is resumed."""


class ReasonTooShort(ValueError):
    """A change needs a reason or an evidence of 10 to 300 characters."""


class DayUnfit(ValueError):
    """An action is moved to another day than it has, not before today."""


@dataclass(frozen=True, slots=True)
class ChangeAction:
    """What somebody does with a promised action.

    :param reason: why, or for a done action how one can see it; the public reads it.
    :param seen: how many changes the action had when it was read.
    :param due_on: the new day of an action that is moved.
    """

    step: PromiseStep
    reason: str
    seen: int
    due_on: date | None = None


def change_action(
    session: Session, action_id: int, *, wanted: ChangeAction, account_id: int, today: date
) -> None:
    """Do with a promised action what is ``wanted``, and keep that and why.

    :raises ActionUnknown: when there is none.
    :raises ActionChanged: when it has other changes than were ``seen``.
    :raises StepImpossible: when it runs and should be resumed, or is over and should be ended.
    :raises ReasonTooShort: when the reason has fewer than 10 or more than 300 characters.
    :raises DayUnfit: when it is moved to the day it has or to one that is over.
    """
    reason = wanted.reason.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise ReasonTooShort
    begin_write(session)
    action = _locked(session, action_id, seen=wanted.seen)
    change = PromiseChange(
        action_id=action_id,
        sequence=wanted.seen + 1,
        step=wanted.step,
        reason=reason,
        account_id=account_id,
        changed_on=today,
    )
    _apply(action, change, due_on=wanted.due_on, today=today)
    session.add(change)
    session.commit()


def _locked(session: Session, action_id: int, *, seen: int) -> PromisedAction:
    action = session.get(PromisedAction, action_id, with_for_update=True, populate_existing=True)
    if action is None:
        raise ActionUnknown
    highest = select(func.max(PromiseChange.sequence)).where(PromiseChange.action_id == action_id)
    if (session.scalar(highest) or 0) != seen:
        raise ActionChanged
    return action


def _apply(
    action: PromisedAction, change: PromiseChange, *, due_on: date | None, today: date
) -> None:
    is_over = action.done_on is not None or action.is_withdrawn
    if is_over != (change.step == PromiseStep.RESUMED):
        raise StepImpossible
    if change.step == PromiseStep.MOVED:
        if due_on is None or due_on == action.due_on or due_on < today:
            raise DayUnfit
        change.old_due_on, change.new_due_on, action.due_on = action.due_on, due_on, due_on
    action.done_on = today if change.step == PromiseStep.DONE else None
    action.is_withdrawn = change.step == PromiseStep.WITHDRAWN
