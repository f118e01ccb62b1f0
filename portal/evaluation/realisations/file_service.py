"""Evidence files of a realisation: each under a key of its own; a removal stays on record."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.evaluation.plans.queries import locked_plan, plans_ended_before
from portal.evaluation.realisations.evidence import MOST_FILE_BYTES, MOST_FILES
from portal.evaluation.realisations.evidence_models import EvidenceRemoval, RealisationFile
from portal.evaluation.realisations.evidence_service import EnoughEvidence, open_for_evidence
from portal.evaluation.realisations.models import RealisationRow
from portal.evaluation.realisations.realised_queries import KeptFile
from portal.evaluation.realisations.realising import Move
from portal.storage.database import begin_write
from portal.storage.files.checking import CheckedFile
from portal.storage.files.contents import FileStore, stored_names
from portal.storage.files.sealing import digest, sealed, unsealed

Lock = Callable[[str], bytes]


class NoSuchFile(LookupError):
    """There is no such file, or it was taken away."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was looked at and may be kept.

    :ivar name: as it was called; encrypted.
    :ivar store: where it will lie.
    """

    checked: CheckedFile
    name: bytes
    store: FileStore


def add_file(session: Session, move: Move, *, file: SentFile, lock: Lock) -> int:
    """Keep a file of the person's and return its number; commits, file and row together.

    :param lock: encrypts the file's own key.
    :raises NotTheOtherSide: when somebody else adds evidence.
    :raises RealisationChanged: when the page showed an older revision, or it was answered.
    :raises EnoughEvidence: when there are ten of the realisation, or 50 MB of the period.
    :raises portal.storage.files.contents.DiskNearlyFull: when no further file is taken.
    """
    row = open_for_evidence(session, move)
    # Of two files at once the second is counted after the first.
    locked_plan(session, move.place.plan_id)
    content = file.checked.content
    if not _has_space(session, move, realisation_id=row.id, size=len(content)):
        session.rollback()
        raise EnoughEvidence(f"{row.id}")
    key, locked = sealed(content)
    kept = RealisationFile(
        realisation_id=row.id,
        plan_id=move.place.plan_id,
        period_number=move.place.period_number,
        kind=file.checked.kind,
        name=file.name,
        size=len(content),
        sha256=digest(content),
        stored_as=file.store.put(session, locked),
        file_key=lock(key),
        added_on=move.today,
    )
    session.add(kept)
    session.commit()
    return kept.id


def read_file(session: Session, file: KeptFile, *, key: str, store: FileStore) -> bytes:
    """Return the content of a file.

    :param key: its own, in plain.
    :raises portal.storage.files.contents.ContentGone: when it was taken away meanwhile.
    :raises portal.storage.files.sealing.FileDamaged: when it was changed.
    """
    return unsealed(store.content(session, file.stored_as), key=key)


def remove_file(
    session: Session,
    file_id: int,
    *,
    store: FileStore,
    by: int | None,
    today: date,
    reason: bytes | None,
) -> None:
    """Destroy the content of a file, with its key; that it was there stays; commits.

    :param by: who takes it away; None where its time is over.
    :param reason: encrypted.
    :raises NoSuchFile: when it is gone already.
    """
    begin_write(session)
    row = session.scalar(
        select(RealisationFile).where(RealisationFile.id == file_id).with_for_update()
    )
    if row is None or row.stored_as is None:
        session.rollback()
        raise NoSuchFile(f"{file_id}")
    name = row.stored_as
    row.stored_as = row.file_key = None
    row.removed_on, row.removed_by, row.removal_reason = today, by, reason
    session.flush()
    store.remove_row(session, name)
    session.commit()
    store.remove_file(name)


def _has_space(session: Session, move: Move, *, realisation_id: int, size: int) -> bool:
    of_period, of_this = session.execute(
        select(
            func.coalesce(func.sum(RealisationFile.size), 0),
            func.count().filter(RealisationFile.realisation_id == realisation_id),
        ).where(
            RealisationFile.plan_id == move.place.plan_id,
            RealisationFile.period_number == move.place.period_number,
            RealisationFile.removed_on.is_(None),
        )
    ).one()
    return of_period + size <= MOST_FILE_BYTES and of_this < MOST_FILES


def forget_files(
    session: Session, *, store: FileStore, now: datetime, today: date, ended_before: date
) -> int:
    """Destroy the files of cycles that ended before a day; commits, and return how many.

    What stays is that they were there, with their digests. Why one was taken away goes, too, and
    files that a killed process left in a folder.
    """
    due = session.scalars(
        select(RealisationFile.id).where(
            RealisationFile.removed_on.is_(None),
            RealisationFile.plan_id.in_(plans_ended_before(ended_before)),
        )
    ).all()
    session.rollback()
    for file_id in due:
        remove_file(session, file_id, store=store, by=None, today=today, reason=None)
    forget_removals(session, ended_before=ended_before)
    # Of every feature that keeps files.
    store.sweep(stored_names(session), now=now)
    session.rollback()
    return len(due)


def forget_removals(session: Session, *, ended_before: date) -> int:
    """Destroy why evidence was taken away in plans that ended before a day; commits.

    :returns: of how many pieces; that, when and by whom it was taken away stays.
    """
    begin_write(session)
    of_plans = select(RealisationRow.id).where(
        RealisationRow.plan_id.in_(plans_ended_before(ended_before))
    )
    forgotten = 0
    for record, column in (
        (EvidenceRemoval, EvidenceRemoval.reason),
        (RealisationFile, RealisationFile.removal_reason),
    ):
        due = session.scalars(
            select(record).where(column.is_not(None), record.realisation_id.in_(of_plans))
        ).all()
        for each in due:
            setattr(each, column.key, None)
        forgotten += len(due)
    session.commit()
    return forgotten
