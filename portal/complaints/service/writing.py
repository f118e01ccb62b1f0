"""A citizen writes: the text is encrypted, the code shown once, the right queue found."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.complaints.domain.code import code_for, code_hash
from portal.complaints.domain.states import State
from portal.complaints.domain.words import Concern, Decision, Happened, Kind, Step, queue_for
from portal.complaints.models.item import Complaint
from portal.complaints.service.history import note
from portal.complaints.service.office import Office
from portal.storage.database import begin_write

SHORTEST_TEXT = 20
LONGEST_TEXT = 5_000


class TextLengthWrong(ValueError):
    """A text is shorter than 20 or longer than 5,000 characters."""


@dataclass(frozen=True, slots=True)
class WriteComplaint:
    """What a citizen sends; nothing in it tells who they are.

    ``form_key`` is the random key of the form, the same when it is sent again; ``text`` has
    20 to 5,000 characters; ``desk_id`` is None when the agency alone is meant.
    """

    form_key: str

    kind: Kind
    concern: Concern
    agency_id: int
    desk_id: int | None
    happened: Happened
    text: str
    may_publish: bool


def write_complaint(session: Session, command: WriteComplaint, *, office: Office) -> str:
    """Store a complaint and return the code to follow it, which is kept nowhere.

    The same form sent twice is stored once and gives the same code.

    :raises TextLengthWrong: when the text is too short or too long.
    """
    text = command.text.strip()
    if not SHORTEST_TEXT <= len(text) <= LONGEST_TEXT:
        raise TextLengthWrong
    codes = _codes(command, office)
    hashed = next(iter(codes))
    sent_before = select(Complaint.code_hash).where(Complaint.code_hash.in_(list(codes)))
    begin_write(session)
    try:
        stored = session.scalar(sent_before)
        if stored is None:
            _store(session, command, text=text, hashed=hashed, office=office)
        session.commit()
    except IntegrityError:
        session.rollback()
        stored = session.scalar(sent_before)
        if stored is None:
            raise
    return codes[stored or hashed]


def _codes(command: WriteComplaint, office: Office) -> dict[bytes, str]:
    """Return the code of a form by its hash: first under the key in use, then under those before.

    A form that was sent before the key was changed, and is sent once more, keeps its code.
    """
    codes = ((code_for(command.form_key, key=key), key) for key in office.vault.code_keys)
    return {code_hash(code, key=key): code for code, key in codes}


def _store(
    session: Session, command: WriteComplaint, *, text: str, hashed: bytes, office: Office
) -> None:
    complaint = Complaint(
        code_hash=hashed,
        kind=command.kind,
        concern=command.concern,
        agency_id=command.agency_id,
        desk_id=command.desk_id,
        happened=command.happened,
        text=office.vault.lock(text),
        signature=office.vault.signature(text),
        may_publish=command.may_publish,
        received_on=office.today,
        queue=queue_for(command.concern),
        state=State.NEW,
        since=office.today,
        promised_on=office.promise(State.NEW),
        decision=Decision.UNDECIDED,
        version=1,
    )
    session.add(complaint)
    note(session, complaint, step=Step.RECEIVED, office=office)
