"""A citizen writes: the text is encrypted, the code shown once, the right queue found."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.complaints.domain.code import code_hash, new_code
from portal.complaints.domain.similarity import signature
from portal.complaints.domain.states import State
from portal.complaints.domain.words import Concern, Decision, Happened, Kind, Step, queue_for
from portal.complaints.models.item import Complaint
from portal.complaints.service.history import note
from portal.complaints.service.office import Office
from portal.database import begin_write

SHORTEST_TEXT = 20
LONGEST_TEXT = 5_000


class TextLengthWrong(ValueError):
    """A text is shorter than 20 or longer than 5,000 characters."""


@dataclass(frozen=True, slots=True)
class WriteComplaint:
    """What a citizen sends; nothing in it tells who they are.

    ``text`` has 20 to 5,000 characters; ``desk_id`` is None when the agency alone is meant.
    """

    kind: Kind
    concern: Concern
    agency_id: int
    desk_id: int | None
    happened: Happened
    text: str
    may_publish: bool


def write_complaint(session: Session, command: WriteComplaint, *, office: Office) -> str:
    """Store a complaint and return the code to follow it, which is kept nowhere.

    :raises TextLengthWrong: when the text is too short or too long.
    """
    text = command.text.strip()
    if not SHORTEST_TEXT <= len(text) <= LONGEST_TEXT:
        raise TextLengthWrong
    code = new_code()
    begin_write(session)
    complaint = Complaint(
        code_hash=code_hash(code, key=office.vault.code_key),
        kind=command.kind,
        concern=command.concern,
        agency_id=command.agency_id,
        desk_id=command.desk_id,
        happened=command.happened,
        text=office.vault.lock(text),
        signature=signature(text),
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
    session.commit()
    return code
