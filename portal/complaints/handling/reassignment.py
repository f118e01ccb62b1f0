"""Passing an item on to another agency of the city, when it was written to the wrong one."""

from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.complaints.intake.case_context import CaseContext
from portal.complaints.intake.course_models import AddressedUnit, Claim
from portal.complaints.intake.history import locked, move, note
from portal.complaints.intake.kinds import (
    PASSING_REASONS,
    TRANSITIONS,
    ImpossibleTransition,
    Queue,
    Reason,
    State,
    Step,
)
from portal.complaints.intake.models import Complaint, FormerPlace
from portal.storage.database import begin_write

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
    reason: Reason | None,
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
        step=Step.QUEUE_CHANGED,
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
