"""A citizen comes back with the code: replies, says whether it helped, reopens, appeals."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.intake.code import code_hash, read_complaint_code
from portal.complaints.intake.course_models import Appeal, ComplaintEvent
from portal.complaints.intake.history import CaseContext, ComplaintUnknown, locked, move, note, say
from portal.complaints.intake.kinds import (
    AppealOutcome,
    ComplaintStep,
    Speaker,
    State,
    TextDecision,
)
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.writing import LONGEST_TEXT, TextLengthWrong
from portal.storage.database import begin_write

SHORTEST_REPLY = 2
REPLYING_STATES = frozenset(set(State) - {State.CLOSED, State.ELSEWHERE, State.ARCHIVED})


class ReplyNotPossible(RuntimeError):
    """The complaint is over, so that nobody would read a reply."""


class ReopeningTooLate(RuntimeError):
    """The working days in which the citizen may respond to the answer are over."""


class NothingToRate(RuntimeError):
    """There is no answer yet that could be rated."""


class AppealNotPossible(RuntimeError):
    """Nothing was hidden, or the same decision was appealed before."""


def complaint_id_of(session: Session, typed: str, *, context: CaseContext) -> int:
    """Return the number of the complaint whose code was typed.

    :raises ComplaintUnknown: for anything that is no code of ours.
    """
    code = read_complaint_code(typed)
    if code is None:
        raise ComplaintUnknown
    hashes = [code_hash(code, key=key) for key in context.vault.code_keys]
    found = session.scalar(select(Complaint.id).where(Complaint.code_hash.in_(hashes)))
    if found is None:
        raise ComplaintUnknown
    return found


def _opened(session: Session, code: str, *, context: CaseContext) -> Complaint:
    begin_write(session)
    return locked(session, complaint_id_of(session, code, context=context))


def reply(session: Session, code: str, *, text: str, context: CaseContext) -> None:
    """Add what the citizen wrote; a postponed complaint goes on when its writer answers.

    :raises ComplaintUnknown: when the code is not ours.
    :raises ReplyNotPossible: when the complaint is over.
    :raises TextLengthWrong: when the text has fewer than 2 or more than 5,000 characters.
    """
    plain = _checked(text)
    complaint = _opened(session, code, context=context)
    if State(complaint.state) not in REPLYING_STATES:
        raise ReplyNotPossible
    say(session, complaint, speaker=Speaker.CITIZEN, text=plain, context=context)
    note(session, complaint, step=ComplaintStep.REPLIED, context=context)
    if complaint.state == State.POSTPONED:
        move(session, complaint, to=State.VERIFIED, context=context, account_id=None)
    session.commit()


def rate_resolution(session: Session, code: str, *, helped: int, context: CaseContext) -> None:
    """Keep the citizen's verdict on the answer, 1 (not at all) to 4 (fully).

    :raises NothingToRate: before there is an answer.
    """
    complaint = _opened(session, code, context=context)
    if complaint.answered_on is None:
        raise NothingToRate
    complaint.helped = helped
    note(session, complaint, step=ComplaintStep.HELPED, new_value=str(helped), context=context)
    session.commit()


def reopen(session: Session, code: str, *, text: str, context: CaseContext) -> None:
    """Open an answered complaint again, within the days the citizen has to respond.

    :raises ImpossibleTransition: when it was never answered.
    :raises ReopeningTooLate: when the time to respond is over.
    """
    plain = _checked(text)
    complaint = _opened(session, code, context=context)
    state, answered_on = State(complaint.state), complaint.answered_on
    if answered_on is not None and not is_reopenable(state, answered_on, context=context):
        raise ReopeningTooLate
    move(session, complaint, to=State.REOPENED, context=context, account_id=None)
    say(session, complaint, speaker=Speaker.CITIZEN, text=plain, context=context)
    session.commit()


def is_reopenable(state: State, answered_on: date | None, *, context: CaseContext) -> bool:
    """Return whether the citizen's working days to respond to the answer are not over.

    :param answered_on: the day of the latest answer; None when there is none.
    """
    if state not in {State.ANSWERED, State.CLOSED} or answered_on is None:
        return False
    waited = context.calendar.between(answered_on, context.today)
    return waited <= context.promises.response_days


def appeal(session: Session, code: str, *, text: str, context: CaseContext) -> None:
    """Ask that a removal be looked at by another moderator.

    :raises AppealNotPossible: when nothing was hidden or it was appealed before.
    """
    plain = _checked(text)
    complaint = _opened(session, code, context=context)
    if not may_appeal(session, complaint):
        raise AppealNotPossible
    appealed = _who_hid(session, complaint.id)
    session.add(
        Appeal(
            complaint_id=complaint.id,
            sequence=_appeals(session, complaint.id) + 1,
            text=context.vault.lock(plain),
            appealed_account_id=appealed,
            appealed_on=context.today,
            outcome=AppealOutcome.PENDING,
        )
    )
    note(session, complaint, step=ComplaintStep.APPEALED, context=context)
    session.commit()


def may_appeal(session: Session, complaint: Complaint) -> bool:
    """Return whether the present removal of ``complaint`` can still be appealed."""
    if complaint.decision != TextDecision.HIDDEN:
        return False
    return _appeals(session, complaint.id) == 0


def _appeals(session: Session, complaint_id: int) -> int:
    count = select(func.count()).select_from(Appeal).where(Appeal.complaint_id == complaint_id)
    return session.scalar(count) or 0


def _who_hid(session: Session, complaint_id: int) -> int:
    """Return the account behind the latest removal."""
    account_id = session.scalar(
        select(ComplaintEvent.account_id)
        .where(
            ComplaintEvent.complaint_id == complaint_id,
            ComplaintEvent.step == ComplaintStep.DECIDED,
            ComplaintEvent.new_value == TextDecision.HIDDEN,
        )
        .order_by(ComplaintEvent.sequence.desc())
        .limit(1)
    )
    if account_id is None:
        raise AppealNotPossible
    return account_id


def _checked(text: str) -> str:
    plain = text.strip()
    if not SHORTEST_REPLY <= len(plain) <= LONGEST_TEXT:
        raise TextLengthWrong
    return plain
