"""Files of a case, each under a key of its own, and how long a case can be read.

A case is readable as long as its result; then its key and its files are destroyed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.objections import models
from portal.evaluation.objections.case_models import ObjectionFile, ObjectionKey
from portal.evaluation.objections.domain import CaseSide
from portal.evaluation.objections.file_queries import (
    bytes_of_side,
    cases_to_expire,
    cases_without_key,
)
from portal.evaluation.objections.hearing_service import EnoughOfIt, join_evidence
from portal.evaluation.objections.queries import locked_objection
from portal.evaluation.objections.writing import (
    ObjectionAct,
    keep_key,
    opened_objection,
    require_one,
    tell_everybody,
)
from portal.evaluation.realisations.file_service import NoSuchFile, SentFile
from portal.storage.database import begin_write
from portal.storage.files.contents import FileStore
from portal.storage.files.sealing import digest, sealed
from portal.storage.texts.own_keys import OwnTexts, TextVault, new_key

Lock = Callable[[str], bytes]
# Of all files of one side of a case.
MOST_SIDE_BYTES = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Removal:
    """Which file is taken away, and where it lies."""

    evidence_id: int
    store: FileStore


def add_case_file(
    session: Session, act: ObjectionAct, *, title: bytes, file: SentFile, lock: Lock
) -> int:
    """Put a file of a side beside the frozen document; commits, file and row together.

    Raises what ``add_evidence`` raises, too.

    :param title: what it shows, encrypted.
    :param lock: encrypts the file's own key.
    :returns: the number of the evidence.
    :raises EnoughOfIt: when the side has ten pieces, or files of 25 MB.
    :raises portal.storage.files.contents.DiskNearlyFull: when no further file is taken.
    """
    one = join_evidence(session, act, title=title)
    content = file.checked.content
    if bytes_of_side(session, act.objection_id, side=one.side) + len(content) > MOST_SIDE_BYTES:
        session.rollback()
        raise EnoughOfIt(f"{act.objection_id}")
    key, locked = sealed(content)
    number = one.id
    session.add(
        ObjectionFile(
            evidence_id=number,
            objection_id=act.objection_id,
            kind=file.checked.kind,
            name=file.name,
            size=len(content),
            sha256=digest(content),
            stored_as=file.store.put(session, locked),
            file_key=lock(key),
        )
    )
    session.commit()
    return number


def remove_case_file(session: Session, act: ObjectionAct, *, removal: Removal) -> None:
    """Destroy the content of a file, with its key; that it was there stays; commits.

    By the side that sent it until the decision, by who decides at any time.

    :param act: with the reason, encrypted.
    :raises NotForThisSide: when it is neither.
    :raises NoSuchFile: when it is gone already, or another case's.
    :raises ObjectionChanged: when the page showed an older revision.
    """
    case = opened_objection(session, act)
    file = session.scalar(
        select(ObjectionFile)
        .where(
            ObjectionFile.evidence_id == removal.evidence_id,
            ObjectionFile.objection_id == case.id,
        )
        .with_for_update()
    )
    if file is None or file.stored_as is None:
        session.rollback()
        raise NoSuchFile(f"{removal.evidence_id}")
    side = session.scalar(
        select(models.ObjectionEvidence.side).where(models.ObjectionEvidence.id == file.evidence_id)
    )
    sender = case.person_id if side == CaseSide.PERSON else case.appraiser_id
    require_one(session, act, case.decider_id, sender if case.outcome is None else None)
    name = file.stored_as
    file.stored_as = file.file_key = None
    file.removed_on, file.removed_by, file.removal_reason = act.today, act.person_id, act.reason
    session.flush()
    removal.store.remove_row(session, name)
    session.commit()
    removal.store.remove_file(name)


def remove_case_link(session: Session, act: ObjectionAct, *, evidence_id: int) -> None:
    """Take evidence that is no file away: its link goes, title, day and reason stay; commits.

    :raises NoSuchFile: when it is gone already, another case's, or stands in a decision.
    :raises NotForThisSide: when it is neither the side that sent it nor who decides.
    """
    case = opened_objection(session, act)
    row = session.get(models.ObjectionEvidence, evidence_id, with_for_update=True)
    is_decided = case.outcome is not None
    if row is None or row.objection_id != case.id or row.removed_on or is_decided:
        session.rollback()
        raise NoSuchFile(f"{evidence_id}")
    sender = case.person_id if row.side == CaseSide.PERSON else case.appraiser_id
    require_one(session, act, case.decider_id, sender)
    row.link, row.removal_reason = None, act.reason
    row.removed_on, row.removed_by = act.today, act.person_id
    tell_everybody(session, case, but=act.person_id)
    session.commit()


# Every text of a case, by the column that says whose it is.
TEXTS = (
    (models.ObjectionRow.id, ("late_reason", "extension_reason")),
    (models.ObjectionPoint.objection_id, ("claim", "answer", "reply", "finding_reason")),
    (models.ObjectionEvent.objection_id, ("reason",)),
    (models.ObjectionEvidence.objection_id, ("title", "link", "removal_reason")),
    (models.ObjectionMeeting.objection_id, ("notes",)),
    (models.ObjectionDecider.objection_id, ("left_reason",)),
    (ObjectionFile.objection_id, ("name", "removal_reason")),
)


def give_cases_keys(session: Session, *, vault: TextVault) -> int:
    """Encrypt the texts of cases from before cases had keys; commits one by one.

    :returns: how many cases have a key now.
    """
    found = cases_without_key(session)
    session.rollback()
    for objection_id in found:
        begin_write(session)
        locked_objection(session, objection_id)
        texts = OwnTexts(vault, new_key(vault))
        keep_key(session, objection_id, wrapped=texts.wrapped)
        for column, names in TEXTS:
            for row in session.scalars(select(column.class_).where(column == objection_id)):
                for name in names:
                    text = getattr(row, name)
                    setattr(row, name, None if text is None else texts.lock(vault.unlock(text)))
        session.commit()
    return len(found)


def forget_cases(session: Session, *, store: FileStore, today: date) -> int:
    """Destroy keys and files of cases whose result can no longer be read; commits one by one.

    Who filed, days, states, levels and digests stay. What waits for a decision is kept.

    :returns: how many cases nobody reads any more.
    """
    found = cases_to_expire(session)
    session.rollback()
    for objection_id in found:
        _forget(session, objection_id, store=store, today=today)
    return len(found)


def _forget(session: Session, objection_id: int, *, store: FileStore, today: date) -> None:
    begin_write(session)
    key = session.get_one(ObjectionKey, objection_id)
    key.wrapped_key, key.expired_on = None, today
    kept = session.scalars(
        select(ObjectionFile).where(
            ObjectionFile.objection_id == objection_id, ObjectionFile.removed_on.is_(None)
        )
    ).all()
    names = [each.stored_as for each in kept if each.stored_as is not None]
    for each in kept:
        each.stored_as = each.file_key = None
        each.removed_on = today
    session.flush()
    for name in names:
        store.remove_row(session, name)
    session.commit()
    for name in names:
        store.remove_file(name)
