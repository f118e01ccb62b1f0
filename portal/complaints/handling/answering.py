"""An office answers, perhaps with a promised action, or passes an item on to another agency."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import AddressedUnit, Claim, PromisedAction
from portal.complaints.intake.history import CaseContext, locked, move, note, say
from portal.complaints.intake.kinds import (
    PASSING_REASONS,
    TRANSITIONS,
    ComplaintStep,
    DecisionReason,
    ImpossibleTransition,
    Kind,
    Queue,
    Speaker,
    State,
    Theme,
)
from portal.complaints.intake.models import Complaint, FormerPlace
from portal.complaints.intake.queries import visible_members
from portal.complaints.intake.scope_queries import Scope
from portal.complaints.intake.writing import LONGEST_TEXT, TextLengthWrong
from portal.storage.database import begin_write

SHORTEST_ANSWER = 20
# The way of an item that is grouped with an answered one and was not passed on by itself.
WAY_TO_THE_ANSWER = (State.VERIFIED, State.FORWARDED)


class PraisePromisedTo(ValueError):
    """Praise was to be answered with a promise: who praises asks for no change."""


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
    :raises PraisePromisedTo: when praise is answered with a promise.
    """
    plain = text.strip()
    if not SHORTEST_ANSWER <= len(plain) <= LONGEST_TEXT:
        raise TextLengthWrong
    begin_write(session)
    first = locked(session, complaint_id, version=version)
    if not can_be_answered(State(first.state)):
        raise ImpossibleTransition
    if promise is not None and not may_be_promised(Kind(first.kind)):
        raise PraisePromisedTo
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


def may_be_promised(kind: Kind) -> bool:
    """Return whether an item of this kind may be answered with a promised action."""
    return kind is not Kind.PRAISE


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
    note(session, complaint, step=ComplaintStep.ANSWERED, account_id=account_id, context=context)


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


# With whom an agency works already; before that passing on is also checking and forwarding.
AT_WORK = frozenset({State.FORWARDED, State.IN_PROGRESS, State.REOPENED})
WAY_TO_WORK = (State.VERIFIED, State.FORWARDED)


class PassedOnWrongly(ValueError):
    """An item was to be passed on to the agency that has it, or without a reason that fits."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """The agency, and perhaps its unit, that is to deal with an item."""

    agency_id: int
    unit_id: int | None = None


def pass_on(
    session: Session,
    complaint_id: int,
    *,
    to: Addressee,
    reason: DecisionReason | None,
    version: int,
    account_id: int,
    context: CaseContext,
) -> None:
    """Let another agency deal with an item; one that was worked on keeps its promised day.

    The places that it named of the first agency stay stored, for the rules of conflicts; one that
    was not forwarded yet is checked and forwarded by the same act.

    :raises PassedOnWrongly: to the agency that has it, or without one of the reasons for it.
    :raises ChangedMeanwhile: when it is no longer the version that was read.
    :raises ImpossibleTransition: when it is answered or over.
    :raises sqlalchemy.exc.IntegrityError: when it lies with the inspectorate.
    """
    begin_write(session)
    complaint = locked(session, complaint_id, version=version)
    if reason not in PASSING_REASONS or to.agency_id == complaint.agency_id:
        raise PassedOnWrongly
    _forward(session, complaint, account_id=account_id, context=context)
    old = complaint.agency_id
    _readdress(session, complaint, to=to)
    note(
        session,
        complaint,
        step=ComplaintStep.QUEUE_CHANGED,
        old_value=f"agency:{old}",
        new_value=f"agency:{to.agency_id}" if to.unit_id is None else f"unit:{to.unit_id}",
        reason=reason,
        account_id=account_id,
        context=context,
    )
    session.commit()


def may_be_passed_on(state: State, queue: Queue) -> bool:
    """Return whether an item in ``state`` and ``queue`` can still go to another agency."""
    is_open = state in AT_WORK or not TRANSITIONS[state].isdisjoint(WAY_TO_WORK)
    return is_open and queue is not Queue.INSPECTORATE


def _forward(
    session: Session, complaint: Complaint, *, account_id: int, context: CaseContext
) -> None:
    """Move an item to the state in which an agency works on it; later states stay."""
    for to in WAY_TO_WORK:
        state = State(complaint.state)
        if state not in AT_WORK and to in TRANSITIONS[state]:
            move(session, complaint, to=to, context=context, account_id=account_id)
    if State(complaint.state) not in AT_WORK:
        raise ImpossibleTransition


def _readdress(session: Session, complaint: Complaint, *, to: Addressee) -> None:
    """Change whom an item is about; the place it was about is remembered."""
    left = FormerPlace(
        complaint_id=complaint.id, agency_id=complaint.agency_id, desk_id=complaint.desk_id
    )
    returned = session.get(FormerPlace, (complaint.id, to.agency_id))
    complaint.agency_id = to.agency_id
    complaint.desk_id = None if returned is None else returned.desk_id
    # Those it was grouped with stay with the first agency, whose answer is not for this writer.
    complaint.group_id = None
    if complaint.queue == Queue.CITY:
        complaint.queue = Queue.AGENCY
    session.flush()
    session.add(left)
    if returned is not None:
        session.delete(returned)
    for kept in (AddressedUnit, Claim):
        session.execute(delete(kept).where(kept.complaint_id == complaint.id))
    if to.unit_id is not None:
        session.add(
            AddressedUnit(complaint_id=complaint.id, unit_id=to.unit_id, agency_id=to.agency_id)
        )
    session.flush()
