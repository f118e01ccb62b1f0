"""Jobs of complaints: close what got no response, delete old texts; both may run twice."""

from datetime import date, timedelta

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import Appeal, Claim, CommentDecision, Message
from portal.complaints.intake.history import CaseContext, locked, move, note
from portal.complaints.intake.kinds import ComplaintStep, State
from portal.complaints.intake.models import Complaint
from portal.rating.mixing.comments import delete_comments
from portal.storage.database import begin_write
from portal.storage.texts.cleaning import NO_SIGNATURE
from portal.time.months import month_of


def close_silent(session: Session, *, context: CaseContext) -> int:
    """Close what was answered and not responded to in time; return how many."""
    begin_write(session)
    answered = session.scalars(
        select(Complaint.id).where(Complaint.state == State.ANSWERED).order_by(Complaint.id)
    ).all()
    closed = 0
    for number in answered:
        complaint = locked(session, number)
        waited = context.calendar.between(complaint.since, context.today)
        if complaint.state == State.ANSWERED and waited > context.promises.response_days:
            move(session, complaint, to=State.CLOSED, context=context, account_id=None)
            closed += 1
    session.commit()
    return closed


def purge_texts(session: Session, *, context: CaseContext, keep_days: int) -> int:
    """Delete the texts of complaints that ended more than ``keep_days`` ago; counts stay.

    The code goes with the text: after that nobody can follow the complaint any more. What was
    published of it goes too; that it was published stays.
    Returns how many complaints were purged.
    """
    last = context.today - timedelta(days=keep_days)
    begin_write(session)
    ended = session.scalars(_purgeable(last)).all()
    for number in ended:
        complaint = locked(session, number)
        complaint.text = complaint.code_hash = None
        complaint.signature = NO_SIGNATURE
        if complaint.public_text is not None:
            complaint.public_text = ""
        session.execute(delete(Message).where(Message.complaint_id == number))
        session.execute(delete(Claim).where(Claim.complaint_id == number))
        session.execute(update(Appeal).where(Appeal.complaint_id == number).values(text=b""))
        note(session, complaint, step=ComplaintStep.PURGED, context=context)
    session.commit()
    return len(ended)


def purge_comments(session: Session, *, today: date, keep_days: int) -> int:
    """Delete comments of ratings ``keep_days`` after their decision; decisions still count.

    What was published of them goes too. A comment that nobody decided goes as many days after
    the end of its month. Returns how many comments were deleted.
    """
    last = today - timedelta(days=keep_days)
    begin_write(session)
    is_over = CommentDecision.decided_on <= last
    decided = select(CommentDecision.token)
    gone = delete_comments(
        session, named=decided.where(is_over), decided=decided, before=month_of(last)
    )
    is_shown = CommentDecision.public_text != ""
    session.execute(update(CommentDecision).where(is_over, is_shown).values(public_text=""))
    session.commit()
    return gone


def _purgeable(last: date) -> Select[int]:
    return (
        select(Complaint.id)
        .where(Complaint.closed_on <= last, Complaint.text.is_not(None))
        .order_by(Complaint.id)
    )
