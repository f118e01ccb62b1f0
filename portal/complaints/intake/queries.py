"""One complaint with its exchange and history, for those who may handle it or hold its code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.intake.conflict import CasePlace
from portal.complaints.intake.course_models import (
    AddressedUnit,
    Appeal,
    Claim,
    ComplaintEvent,
    Message,
)
from portal.complaints.intake.kinds import (
    CLAIM_LASTS,
    AppealOutcome,
    ComplaintStep,
    Concern,
    DecisionReason,
    Happened,
    Kind,
    Queue,
    Speaker,
    State,
    TextDecision,
)
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.scope_queries import Scope, within
from portal.storage.validity import is_running

NEIGHBOURS = 300


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message, its text still locked."""

    speaker: Speaker
    written_on: date
    locked_text: bytes


@dataclass(frozen=True, slots=True)
class EventLine:
    """One step of the history; ``account_id`` is None where the citizen or a job acted."""

    step: ComplaintStep
    old_value: str | None
    new_value: str | None
    reason: DecisionReason | None
    account_id: int | None
    happened_on: date


@dataclass(frozen=True, slots=True)
class AppealLine:
    """The latest appeal against a removal, its text still locked."""

    locked_text: bytes
    outcome: AppealOutcome
    appealed_account_id: int
    appealed_on: date


@dataclass(frozen=True, slots=True)
class ComplaintDetail:
    """Everything about one complaint; ``locked_text`` is None after purging.

    ``unit_id`` is the unit that deals with it; None where the agency itself does. ``former``
    are the places it was about before it was passed on.
    """

    complaint_id: int
    kind: Kind
    concern: Concern
    queue: Queue
    state: State
    state_reason: DecisionReason | None
    agency_id: int
    desk_id: int | None
    unit_id: int | None
    happened: Happened
    locked_text: bytes | None
    signature: int
    may_publish: bool
    received_on: date
    promised_on: date | None
    answered_on: date | None
    decision: TextDecision
    decision_reason: DecisionReason | None
    public_text: str | None
    helped: int | None
    sp4n_number: str | None
    group_id: int | None
    version: int
    messages: tuple[MessageLine, ...]
    events: tuple[EventLine, ...]
    appeal: AppealLine | None
    former: tuple[CasePlace, ...]


def visible_complaint(
    session: Session, complaint_id: int, *, scope: Scope
) -> ComplaintDetail | None:
    """Return an item when it is visible in ``scope``, else None."""
    query = within(select(Complaint).where(Complaint.id == complaint_id), scope)
    return _item(session, session.scalars(query).one_or_none())


def followed_complaint(session: Session, complaint_id: int) -> ComplaintDetail | None:
    """Return the item whose code was proved by the caller."""
    return _item(session, session.get(Complaint, complaint_id))


def visible_members(session: Session, complaint_id: int, *, scope: Scope) -> tuple[int, ...]:
    """Return the other items grouped with one, in order, those that ``scope`` lets see."""
    group_id = select(Complaint.group_id).where(Complaint.id == complaint_id).scalar_subquery()
    query = (
        select(Complaint.id)
        .where(Complaint.group_id == group_id, Complaint.id != complaint_id)
        .order_by(Complaint.id)
    )
    return tuple(session.scalars(within(query, scope)))


def running_claim(session: Session, complaint_id: int, *, now: datetime) -> int | None:
    """Return the account that is working on an item at the moment, or None."""
    query = select(Claim.account_id).where(
        Claim.complaint_id == complaint_id,
        is_running(Claim.expires_at, lasts=CLAIM_LASTS, now=now),
    )
    return session.scalar(query)


def near_candidates(
    session: Session, item: ComplaintDetail, *, scope: Scope
) -> Sequence[tuple[int, int]]:
    """Return (number, signature) of the agency's newest other items, at most 300."""
    query = (
        select(Complaint.id, Complaint.signature)
        .where(Complaint.agency_id == item.agency_id, Complaint.id != item.complaint_id)
        .where(Complaint.text.is_not(None))
        .order_by(Complaint.id.desc())
        .limit(NEIGHBOURS)
    )
    return [(row.id, row.signature) for row in session.execute(within(query, scope))]


def _item(session: Session, row: Complaint | None) -> ComplaintDetail | None:
    if row is None:
        return None
    return ComplaintDetail(
        complaint_id=row.id,
        kind=Kind(row.kind),
        concern=Concern(row.concern),
        queue=Queue(row.queue),
        state=State(row.state),
        state_reason=_reason(row.state_reason),
        agency_id=row.agency_id,
        desk_id=row.desk_id,
        unit_id=session.scalar(
            select(AddressedUnit.unit_id).where(AddressedUnit.complaint_id == row.id)
        ),
        happened=Happened(row.happened),
        locked_text=row.text,
        signature=row.signature,
        may_publish=row.may_publish,
        received_on=row.received_on,
        promised_on=row.promised_on,
        answered_on=row.answered_on,
        decision=TextDecision(row.decision),
        decision_reason=_reason(row.decision_reason),
        public_text=row.public_text,
        helped=row.helped,
        sp4n_number=row.sp4n_number,
        group_id=row.group_id,
        version=row.version,
        messages=_messages(session, row.id),
        events=_events(session, row.id),
        appeal=_appeal(session, row.id),
        former=tuple(CasePlace(place.agency_id, place.desk_id) for place in row.former),
    )


def _reason(word: str | None) -> DecisionReason | None:
    return None if word is None else DecisionReason(word)


def _messages(session: Session, complaint_id: int) -> tuple[MessageLine, ...]:
    rows = session.scalars(
        select(Message).where(Message.complaint_id == complaint_id).order_by(Message.sequence)
    )
    return tuple(
        MessageLine(speaker=Speaker(row.speaker), written_on=row.written_on, locked_text=row.text)
        for row in rows
    )


def _events(session: Session, complaint_id: int) -> tuple[EventLine, ...]:
    rows = session.scalars(
        select(ComplaintEvent)
        .where(ComplaintEvent.complaint_id == complaint_id)
        .order_by(ComplaintEvent.sequence)
    )
    return tuple(
        EventLine(
            step=ComplaintStep(row.step),
            old_value=row.old_value,
            new_value=row.new_value,
            reason=_reason(row.reason),
            account_id=row.account_id,
            happened_on=row.happened_on,
        )
        for row in rows
    )


def _appeal(session: Session, complaint_id: int) -> AppealLine | None:
    row = session.scalars(
        select(Appeal)
        .where(Appeal.complaint_id == complaint_id)
        .order_by(Appeal.sequence.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return AppealLine(
        locked_text=row.text,
        outcome=AppealOutcome(row.outcome),
        appealed_account_id=row.appealed_account_id,
        appealed_on=row.appealed_on,
    )
