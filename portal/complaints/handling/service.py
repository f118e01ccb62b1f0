"""Staff work on complaints: claim, verify, forward to whom, set aside, hand over, group."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import AddressedUnit, Claim
from portal.complaints.intake.history import CaseContext, locked, move, note
from portal.complaints.intake.kinds import CLAIM_LASTS, ComplaintStep, DecisionReason, Queue, State
from portal.complaints.intake.models import SP4N_NUMBER_LENGTH, Complaint
from portal.storage.database import begin_write
from portal.storage.validity import is_running


class ClaimedByAnother(RuntimeError):
    """Somebody else is working on the item and their claim has not run out."""


class NumberWrong(ValueError):
    """A number of SP4N-LAPOR! is empty, too long or no number."""


def claim(session: Session, complaint_id: int, *, account_id: int, now: datetime) -> None:
    """Hold an item for 30 minutes, or lengthen one's own claim.

    :raises ClaimedByAnother: while another's claim runs.
    """
    begin_write(session)
    locked(session, complaint_id)
    held = session.get(Claim, complaint_id)
    is_anothers = held is not None and held.account_id != account_id
    if held is not None and is_anothers and is_running(held.expires_at, lasts=CLAIM_LASTS, now=now):
        raise ClaimedByAnother
    expires_at = now + CLAIM_LASTS
    session.merge(Claim(complaint_id=complaint_id, account_id=account_id, expires_at=expires_at))
    session.commit()


def release(session: Session, complaint_id: int, *, account_id: int) -> None:
    """Give up one's claim; another's stays as it is."""
    begin_write(session)
    session.execute(
        delete(Claim).where(Claim.complaint_id == complaint_id, Claim.account_id == account_id)
    )
    session.commit()


def advance(
    session: Session,
    complaint_id: int,
    *,
    to: State,
    version: int,
    account_id: int,
    context: CaseContext,
    reason: DecisionReason | None = None,
    unit_id: int | None = None,
) -> None:
    """Move an item along the rules; what is forwarded goes to the agency or one of its units.

    :param unit_id: the unit that deals with it; read only when it is forwarded.
    :raises ChangedMeanwhile: when it is no longer the version that was read.
    :raises ImpossibleTransition: when the rules have no such transition.
    :raises ReasonMissing: when the reason does not fit the new state.
    """
    begin_write(session)
    complaint = locked(session, complaint_id, version=version)
    move(session, complaint, to=to, context=context, account_id=account_id, reason=reason)
    if to is State.FORWARDED and unit_id is not None:
        _hand_to(session, complaint, unit_id=unit_id, account_id=account_id, context=context)
    session.commit()


def address(
    session: Session,
    complaint_id: int,
    *,
    unit_id: int | None,
    version: int,
    account_id: int,
    context: CaseContext,
) -> None:
    """Give an item to one of the agency's units, or back to the agency itself (None).

    :raises ChangedMeanwhile: when it is no longer the version that was read.
    :raises sqlalchemy.exc.IntegrityError: for a unit of another agency.
    """
    begin_write(session)
    complaint = locked(session, complaint_id, version=version)
    _hand_to(session, complaint, unit_id=unit_id, account_id=account_id, context=context)
    session.commit()


def _hand_to(
    session: Session,
    complaint: Complaint,
    *,
    unit_id: int | None,
    account_id: int,
    context: CaseContext,
) -> None:
    session.execute(delete(AddressedUnit).where(AddressedUnit.complaint_id == complaint.id))
    if unit_id is not None:
        session.add(
            AddressedUnit(complaint_id=complaint.id, unit_id=unit_id, agency_id=complaint.agency_id)
        )
    note(
        session,
        complaint,
        step=ComplaintStep.QUEUE_CHANGED,
        new_value=complaint.queue if unit_id is None else f"unit:{unit_id}",
        account_id=account_id,
        context=context,
    )


def send_to_queue(
    session: Session,
    complaint_id: int,
    *,
    queue: Queue,
    version: int,
    account_id: int,
    context: CaseContext,
) -> None:
    """Give an item to another queue, such as the inspectorate's.

    :raises ChangedMeanwhile: when it is no longer the version that was read.
    :raises sqlalchemy.exc.IntegrityError: when it must stay with the inspectorate.
    """
    begin_write(session)
    complaint = locked(session, complaint_id, version=version)
    old, complaint.queue = complaint.queue, queue
    note(
        session,
        complaint,
        step=ComplaintStep.QUEUE_CHANGED,
        old_value=old,
        new_value=queue,
        account_id=account_id,
        context=context,
    )
    session.commit()


def refer_to_sp4n(
    session: Session,
    complaint_id: int,
    *,
    number: str,
    version: int,
    account_id: int,
    context: CaseContext,
) -> None:
    """Store the number of the item in SP4N-LAPOR!.

    :param number: 1 to 30 digits, letters, dashes or slashes.
    :raises NumberWrong: for anything else.
    """
    plain = number.strip()
    letters = plain.replace("-", "").replace("/", "").replace("#", "")
    if len(plain) > SP4N_NUMBER_LENGTH or not (letters.isascii() and letters.isalnum()):
        raise NumberWrong
    begin_write(session)
    complaint = locked(session, complaint_id, version=version)
    complaint.sp4n_number = plain
    note(
        session,
        complaint,
        step=ComplaintStep.HANDED_OVER,
        new_value=plain,
        account_id=account_id,
        context=context,
    )
    session.commit()


def group(
    session: Session,
    complaint_id: int,
    *,
    others: tuple[int, ...],
    account_id: int,
    context: CaseContext,
    version: int | None = None,
) -> None:
    """Put ``others`` that say the same under one item, so that one answer serves them all.

    :raises ChangedMeanwhile: when it is no longer the version that was read.
    """
    begin_write(session)
    locked(session, complaint_id, version=version)
    for number in sorted({complaint_id, *others}):
        complaint = locked(session, number)
        complaint.group_id = complaint_id
        note(
            session,
            complaint,
            step=ComplaintStep.GROUPED,
            new_value=str(complaint_id),
            account_id=account_id,
            context=context,
        )
    session.commit()
