"""Notes of feedback: written, changed for a day, read, answered and added to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.monitoring import queries
from portal.evaluation.monitoring.domain import IsSame, differs
from portal.evaluation.monitoring.models import AdditionRow, NoteRow
from portal.evaluation.monitoring.service import NoteChangedMeanwhile, NotTheirs, Turn
from portal.evaluation.rules.machines import NOTE
from portal.evaluation.rules.states import NoteState
from portal.storage.database import begin_write
from portal.storage.waiting import AdvisoryLock, lock_until_end


@dataclass(frozen=True, slots=True)
class WriteNote:
    """A note about a person; ``text`` is encrypted.

    :ivar is_same: returns whether an encrypted text says the same.
    """

    about_id: int
    writer_id: int
    text: bytes
    now: datetime
    today: date
    is_same: IsSame = differs


def write_note(session: Session, command: WriteNote) -> int:
    """Keep a note and return its number; of two alike on one day the first is kept; commits."""
    begin_write(session)
    lock_until_end(session, AdvisoryLock.TALKS)
    earlier = select(NoteRow.id, NoteRow.text).where(
        NoteRow.about_id == command.about_id,
        NoteRow.writer_id == command.writer_id,
        NoteRow.written_on == command.today,
    )
    for number, text in session.execute(earlier):
        if command.is_same(text):
            session.commit()
            return int(number)
    row = NoteRow(
        about_id=command.about_id,
        writer_id=command.writer_id,
        text=command.text,
        state=NOTE.first,
        revision=1,
        written_at=command.now,
        written_on=command.today,
    )
    session.add(row)
    session.commit()
    return row.id


def edit_note(session: Session, turn: Turn, *, text: bytes) -> None:
    """Change a note that nobody read yet, within a day; commits.

    :param text: encrypted.
    :raises NotTheirs: for others than its writer, when it was read, or the day is over.
    :raises ChangedMeanwhile: when the page showed an older revision.
    """
    begin_write(session)
    note = queries.note_with(session, turn.id)
    if note is None or not note.may_be_edited(by=turn.person_id, now=turn.now):
        session.rollback()
        raise NotTheirs(f"{turn.id}")
    row = queries.locked_note(session, turn.id)
    if row is None or row.revision != turn.revision:
        session.rollback()
        raise NoteChangedMeanwhile(f"{turn.id}")
    row.text, row.revision = text, row.revision + 1
    session.commit()


def read_notes(
    session: Session, note_ids: Collection[int], *, reader_id: int, now: datetime
) -> None:
    """Note that the other side has read these notes; one's own stay as they are; commits."""
    begin_write(session)
    rows = session.scalars(
        select(NoteRow)
        .where(
            NoteRow.id.in_(note_ids),
            NoteRow.state == NoteState.WRITTEN,
            NoteRow.writer_id != reader_id,
        )
        .with_for_update()
    )
    for row in rows:
        row.state, row.read_at = NOTE.moved(NoteState.WRITTEN, to=NoteState.READ), now
    session.commit()


def add_to_note(session: Session, turn: Turn, *, text: bytes, is_same: IsSame = differs) -> None:
    """Add to a note; the other side's first addition answers it; commits.

    What the newest addition says already is not added by the same person again.

    :param text: encrypted.
    :param is_same: returns whether an encrypted text says the same.
    :raises NotTheirs: when there is no such note.
    """
    begin_write(session)
    row = queries.locked_note(session, turn.id)
    if row is None:
        session.rollback()
        raise NotTheirs(f"{turn.id}")
    newest = session.scalars(
        select(AdditionRow)
        .where(AdditionRow.note_id == row.id)
        .order_by(AdditionRow.id.desc())
        .limit(1)
    ).first()
    if newest is not None and newest.writer_id == turn.person_id and is_same(newest.text):
        session.commit()
        return
    if row.writer_id != turn.person_id:
        if row.state == NoteState.WRITTEN:
            row.state, row.read_at = NOTE.moved(NoteState.WRITTEN, to=NoteState.READ), turn.now
            session.flush()
        if row.state == NoteState.READ:
            row.state = NOTE.moved(NoteState.READ, to=NoteState.ANSWERED)
    session.add(AdditionRow(note_id=row.id, writer_id=turn.person_id, text=text, added_at=turn.now))
    session.commit()
