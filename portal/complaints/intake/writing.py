"""Storing a complaint: its text encrypted, its code hashed, its queue found."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.complaints.intake.code import code_for, code_hash
from portal.complaints.intake.course_models import AddressedUnit
from portal.complaints.intake.history import CaseContext, note
from portal.complaints.intake.kinds import (
    ComplaintStep,
    Concern,
    Happened,
    Kind,
    Queue,
    State,
    TextDecision,
    queue_for,
)
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.waiting_rules import WrittenComplaint
from portal.storage.database import begin_write

SHORTEST_TEXT = 20
LONGEST_TEXT = 5_000


class TextLengthWrong(ValueError):
    """A text is shorter than 20 or longer than 5,000 characters."""


@dataclass(frozen=True, slots=True)
class WriteComplaint:
    """What a citizen sends; nothing in it tells who they are.

    ``form_key`` is the random key of the form, the same when it is sent again; ``text`` has
    20 to 5,000 characters; ``desk_id`` is None when an agency is meant, or its unit ``unit_id``.
    """

    form_key: str

    kind: Kind
    concern: Concern
    agency_id: int
    desk_id: int | None
    happened: Happened
    text: str
    may_publish: bool
    unit_id: int | None = None


def write_complaint(session: Session, command: WriteComplaint, *, context: CaseContext) -> str:
    """Store a complaint at once and return the code to follow it, which is kept nowhere.

    For made-up complaints: citizens' wait for the night (``take_in``). The same form sent twice
    is stored once and gives the same code.

    :raises TextLengthWrong: when the text is too short or too long.
    """
    text = checked_text(command)
    codes = codes_of(command.form_key, context=context)
    hashed = next(iter(codes))
    begin_write(session)
    try:
        stored = stored_among(session, codes)
        if stored is None:
            store(
                session, as_written(command, hashed, text=text, day=context.today), context=context
            )
        session.commit()
    except IntegrityError:
        session.rollback()
        stored = stored_among(session, codes)
        if stored is None:
            raise
    return codes[stored or hashed]


def checked_text(command: WriteComplaint) -> str:
    """Return the text to be kept.

    :raises TextLengthWrong: when it is too short or too long.
    """
    text = command.text.strip()
    if not SHORTEST_TEXT <= len(text) <= LONGEST_TEXT:
        raise TextLengthWrong
    return text


def codes_of(form_key: str, *, context: CaseContext) -> dict[bytes, str]:
    """Return the code of a form by its hash: first under the key in use, then under those before.

    A form that was sent before the key was changed, and is sent once more, keeps its code.
    """
    codes = ((code_for(form_key, key=key), key) for key in context.vault.code_keys)
    return {code_hash(code, key=key): code for code, key in codes}


def stored_among(session: Session, hashes: Collection[bytes]) -> bytes | None:
    """Return which of ``hashes`` a stored complaint has, or None."""
    return session.scalar(select(Complaint.code_hash).where(Complaint.code_hash.in_(list(hashes))))


def as_written(command: WriteComplaint, hashed: bytes, *, text: str, day: date) -> WrittenComplaint:
    """Return what is kept of a form that was sent on ``day``."""
    return WrittenComplaint(
        code_hash=hashed,
        day=day,
        kind=command.kind,
        concern=command.concern,
        agency_id=command.agency_id,
        desk_id=command.desk_id,
        happened=command.happened,
        text=text,
        may_publish=command.may_publish,
        unit_id=command.unit_id,
    )


def store(session: Session, written: WrittenComplaint, *, context: CaseContext) -> None:
    """Write a complaint into the queue; the caller commits.

    A unit that was named deals with it until somebody changes that; never with what is about a
    head or a levy.

    :param context: of the day on which it was written, from which promises count.
    """
    complaint = Complaint(
        code_hash=written.code_hash,
        kind=written.kind,
        concern=written.concern,
        agency_id=written.agency_id,
        desk_id=written.desk_id,
        happened=written.happened,
        text=context.vault.lock(written.text),
        signature=context.vault.signature(written.text),
        may_publish=written.may_publish,
        received_on=context.today,
        queue=queue_for(written.concern),
        state=State.NEW,
        since=context.today,
        promised_on=context.promise(State.NEW),
        decision=TextDecision.UNDECIDED,
        version=1,
    )
    session.add(complaint)
    session.flush()
    if written.unit_id is not None and complaint.queue == Queue.AGENCY:
        unit = AddressedUnit(
            complaint_id=complaint.id, unit_id=written.unit_id, agency_id=complaint.agency_id
        )
        session.add(unit)
    note(session, complaint, step=ComplaintStep.RECEIVED, context=context)
