"""An agency answers, perhaps with a promised action; the action is done or withdrawn later."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.complaints.intake.case_context import CaseContext
from portal.complaints.intake.course_models import PromisedAction
from portal.complaints.intake.history import locked, move, note, say
from portal.complaints.intake.kinds import (
    TRANSITIONS,
    ImpossibleTransition,
    Speaker,
    State,
    Step,
    Theme,
)
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.queries import visible_members
from portal.complaints.intake.scope_queries import Scope
from portal.complaints.intake.writing import LONGEST_TEXT, TextLengthWrong
from portal.storage.database import begin_write

SHORTEST_ANSWER = 20
# The way of an item that is grouped with an answered one and was not passed on by itself.
WAY_TO_THE_ANSWER = (State.VERIFIED, State.FORWARDED)


class ActionUnknown(LookupError):
    """No promised action has this number."""


class ActionIsOver(RuntimeError):
    """A promised action was done or withdrawn before."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What the agency will change: ``said`` sums up the citizens' words, ``text`` the change.

    ``due_on`` is a day not before today; both texts are public and name nobody.
    """

    theme: Theme
    said: str
    text: str
    due_on: date


def answer(
    session: Session,
    complaint_id: int,
    *,
    text: str,
    version: int,
    account_id: int,
    context: CaseContext,
    scope: Scope,
    promise: Promise | None = None,
) -> int:
    """Answer an item and what is grouped with it; return how many were answered.

    What is not within ``scope``, such as a case in which the answering person has a conflict
    of interest, is not changed.

    :raises TextLengthWrong: when the answer has fewer than 20 or more than 5,000 characters.
    :raises ChangedMeanwhile: when it is no longer the version that was read.
    :raises ImpossibleTransition: when the item cannot be answered in its state.
    """
    plain = text.strip()
    if not SHORTEST_ANSWER <= len(plain) <= LONGEST_TEXT:
        raise TextLengthWrong
    begin_write(session)
    first = locked(session, complaint_id, version=version)
    if not can_be_answered(State(first.state)):
        raise ImpossibleTransition
    _give(session, first, text=plain, account_id=account_id, context=context)
    numbers = visible_members(session, complaint_id, scope=scope)
    others = [locked(session, number) for number in numbers]
    waiting = [other for other in others if _is_on_the_way(State(other.state))]
    for other in waiting:
        _give(session, other, text=plain, account_id=account_id, context=context)
    if promise is not None:
        session.add(_action(promise, complaint=first, context=context))
    session.commit()
    return 1 + len(waiting)


def can_be_answered(state: State) -> bool:
    """Return whether an item in ``state`` may be answered at once."""
    return State.ANSWERED in TRANSITIONS[state]


def _is_on_the_way(state: State) -> bool:
    return can_be_answered(state) or not TRANSITIONS[state].isdisjoint(WAY_TO_THE_ANSWER)


def _give(
    session: Session, complaint: Complaint, *, text: str, account_id: int, context: CaseContext
) -> None:
    is_kept = complaint.promised_on is None or context.today <= complaint.promised_on
    for to in WAY_TO_THE_ANSWER:
        if (
            not can_be_answered(State(complaint.state))
            and to in TRANSITIONS[State(complaint.state)]
        ):
            move(session, complaint, to=to, context=context, account_id=account_id)
    move(session, complaint, to=State.ANSWERED, context=context, account_id=account_id)
    complaint.is_in_time = is_kept and complaint.is_in_time is not False
    complaint.answered_on = context.today
    complaint.helped = None
    say(session, complaint, speaker=Speaker.OFFICE, text=text, context=context)
    note(session, complaint, step=Step.ANSWERED, account_id=account_id, context=context)


def _action(promise: Promise, *, complaint: Complaint, context: CaseContext) -> PromisedAction:
    return PromisedAction(
        complaint_id=complaint.id,
        agency_id=complaint.agency_id,
        theme=promise.theme,
        said=promise.said.strip(),
        text=promise.text.strip(),
        promised_on=context.today,
        due_on=promise.due_on,
        is_withdrawn=False,
    )


def finish_action(session: Session, action_id: int, *, today: date) -> None:
    """Mark a promised action as done.

    :raises ActionUnknown: when there is none.
    :raises ActionIsOver: when it was done or withdrawn before.
    """
    begin_write(session)
    _running(session, action_id).done_on = today
    session.commit()


def withdraw_action(session: Session, action_id: int) -> None:
    """Mark a promised action as withdrawn; it stays in public as a promise not kept.

    :raises ActionUnknown: when there is none.
    :raises ActionIsOver: when it was done or withdrawn before.
    """
    begin_write(session)
    _running(session, action_id).is_withdrawn = True
    session.commit()


def _running(session: Session, action_id: int) -> PromisedAction:
    action = session.get(PromisedAction, action_id, with_for_update=True)
    if action is None:
        raise ActionUnknown
    if action.done_on is not None or action.is_withdrawn:
        raise ActionIsOver
    return action
