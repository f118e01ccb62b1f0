"""Signed papers: recorded with their scan, tied to the act they stand for, forgotten in time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.papers.domain import (
    TAKEN_OVER,
    KeptPaper,
    PaperAbout,
    PaperKind,
    SignedImpossible,
)
from portal.evaluation.papers.models import PaperAct, PaperRecord
from portal.storage.database import begin_write, end_read
from portal.storage.files.checking import CheckedFile
from portal.storage.files.contents import ContentGone, FileStore
from portal.storage.files.sealing import digest, sealed, unsealed

Lock = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A paper and its scan, which was looked at and may be kept.

    :ivar kept_at: where the paper lies; encrypted.
    :ivar recorded_by: number of the account.
    :ivar store: where the scan will lie.
    :ivar lock: encrypts the scan's own key.
    """

    about: PaperAbout
    signed_on: date
    kept_at: bytes
    scan: CheckedFile
    recorded_by: int
    store: FileStore
    lock: Lock


def add_paper(session: Session, paper: SignedPaper, *, now: datetime, today: date) -> int:
    """Keep a paper within the caller's transaction, and return its number.

    :raises SignedImpossible: for a day of signing that is still to come.
    :raises portal.storage.files.contents.DiskNearlyFull: when no further file is taken.
    """
    if paper.signed_on > today:
        session.rollback()
        raise SignedImpossible(f"{paper.signed_on}")
    content, about = paper.scan.content, paper.about
    key, locked = sealed(content)
    row = PaperRecord(
        person_id=about.person_id,
        plan_id=about.plan_id,
        kind=about.kind,
        about_id=about.about_id,
        signed_on=paper.signed_on,
        kept_at=paper.kept_at,
        file_kind=paper.scan.kind,
        size=len(content),
        sha256=digest(content),
        stored_as=paper.store.put(session, locked),
        file_key=paper.lock(key),
        recorded_by=paper.recorded_by,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def record_paper(session: Session, paper: SignedPaper, *, now: datetime, today: date) -> int:
    """Keep a paper, tell its person, and return its number; commits, scan and row together.

    Who has an account gets a letter that something waits; it says nothing of the content.

    :raises SignedImpossible: for a day of signing that is still to come.
    :raises portal.storage.files.contents.DiskNearlyFull: when no further file is taken.
    """
    begin_write(session)
    number = add_paper(session, paper, now=now, today=today)
    tell_officer(session, paper.about.person_id)
    session.commit()
    return number


def add_act(session: Session, paper_id: int, *, at: datetime, part: int = 0) -> None:
    """Keep for which act a paper stands, within the caller's transaction.

    :param at: the moment of the act, as its own history has it.
    :param part: key of the indicator; 0 where the paper stands for the whole.
    """
    session.add(PaperAct(paper_id=paper_id, part=part, happened_at=at))


def stand_for(session: Session, paper_id: int, *, at: datetime, part: int = 0) -> None:
    """Say that a paper stands for the act that is done next: one transaction holds both.

    Call it right before a service that does the act and commits, in no transaction of one's own.
    Where that service refuses and undoes its transaction, nothing is kept of this either.

    :param at: the moment of the act, the same that its service is given.
    :param part: key of the indicator; 0 where the paper stands for the whole.
    """
    end_read(session)
    add_act(session, paper_id, at=at, part=part)


def take_over(
    session: Session, version_id: int, *, at: datetime, paper_id: int | None = None
) -> None:
    """Let a version of a plan be entered from no paper any further: its person writes themself.

    Call it right before a service that writes and commits, as :func:`stand_for`: what that
    refuses ends nothing.

    :param paper_id: from which the version is written now; then nothing ends.
    """
    if paper_id is not None:
        return
    record, act = PaperRecord, PaperAct
    ended = select(act.paper_id).where(act.part == TAKEN_OVER)
    about = (record.kind == PaperKind.PLAN, record.about_id == version_id)
    open_ids = session.scalars(select(record.id).where(*about, record.id.not_in(ended))).all()
    end_read(session)
    for each in open_ids:
        add_act(session, each, at=at, part=TAKEN_OVER)


def read_scan(session: Session, paper: KeptPaper, *, key: str, store: FileStore) -> bytes:
    """Return the content of a scan.

    :param key: its own, in plain.
    :raises portal.storage.files.contents.ContentGone: when its time is over.
    :raises portal.storage.files.sealing.FileDamaged: when it was changed.
    """
    if paper.stored_as is None:
        raise ContentGone(f"{paper.id}")
    return unsealed(store.content(session, paper.stored_as), key=key)


def forget_papers(session: Session, *, store: FileStore, today: date, plans: Select[int]) -> int:
    """Destroy scans of these plans, and where the papers lie; commits one by one.

    That there was a paper, of which day, who recorded it and its scan's digest stay.

    :param plans: numbers of the plans whose term is over.
    :returns: how many scans were destroyed.
    """
    record = PaperRecord
    due = session.scalars(
        select(record.id).where(record.removed_on.is_(None), record.plan_id.in_(plans))
    ).all()
    session.rollback()
    for paper_id in due:
        _forget(session, paper_id, store=store, today=today)
    return len(due)


def withdraw_paper(session: Session, paper_id: int, *, store: FileStore, today: date) -> bool:
    """Destroy the scan of a paper that was recorded by mistake; commits.

    Nothing is entered from it any further. That it was recorded, and by whom, stays.

    :returns: False where it stands for an act already; then nothing changes.
    """
    begin_write(session)
    row = session.get_one(PaperRecord, paper_id, with_for_update=True)
    acts = select(PaperAct.part).where(PaperAct.paper_id == paper_id)
    if session.scalars(acts).first() is not None:
        session.rollback()
        return False
    _destroy(session, row, store=store, today=today)
    return True


def _forget(session: Session, paper_id: int, *, store: FileStore, today: date) -> None:
    begin_write(session)
    row = session.get_one(PaperRecord, paper_id, with_for_update=True)
    _destroy(session, row, store=store, today=today)


def _destroy(session: Session, row: PaperRecord, *, store: FileStore, today: date) -> None:
    name = row.stored_as
    if name is None:
        session.rollback()
        return
    row.stored_as = row.file_key = row.kept_at = None
    row.removed_on = today
    session.flush()
    store.remove_row(session, name)
    session.commit()
    store.remove_file(name)
