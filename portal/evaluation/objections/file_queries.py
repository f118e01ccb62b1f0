"""Queries on the files of cases, on cases without a key, and on those whose time is over."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.snapshot_queries import expired_results
from portal.evaluation.objections.case_models import ObjectionFile, ObjectionKey
from portal.evaluation.objections.domain import PENDING, CaseSide
from portal.evaluation.objections.models import ObjectionEvidence, ObjectionRow
from portal.evaluation.realisations.realised_queries import KeptFile
from portal.storage.files.kinds import FileKind


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of a case that is still there, and which side sent it."""

    side: CaseSide
    kept: KeptFile


def case_file(session: Session, objection_id: int, *, evidence_id: int) -> CaseFile | None:
    """Return a file of a case, or None: another case's, no file, or taken away."""
    file = ObjectionFile
    found = session.execute(
        select(file, ObjectionEvidence.side)
        .join(ObjectionEvidence, ObjectionEvidence.id == file.evidence_id)
        .where(file.evidence_id == evidence_id, file.objection_id == objection_id)
    ).first()
    if found is None:
        return None
    row, side = found
    if row.stored_as is None or row.file_key is None:
        return None
    return CaseFile(CaseSide(side), KeptFile(FileKind(row.kind), row.stored_as, row.file_key))


def bytes_of_side(session: Session, objection_id: int, *, side: str) -> int:
    """Return how many bytes the files of a side hold that are still there."""
    file = ObjectionFile
    query = select(func.coalesce(func.sum(file.size), 0)).join(
        ObjectionEvidence, ObjectionEvidence.id == file.evidence_id
    )
    query = query.where(
        file.objection_id == objection_id,
        ObjectionEvidence.side == side,
        file.removed_on.is_(None),
    )
    return int(session.scalar(query) or 0)


def cases_without_key(session: Session) -> Sequence[int]:
    """Return cases from before cases had keys of their own."""
    keyed = select(ObjectionKey.objection_id)
    query = select(ObjectionRow.id).where(ObjectionRow.id.not_in(keyed))
    return session.scalars(query.order_by(ObjectionRow.id)).all()


def cases_to_expire(session: Session) -> Sequence[int]:
    """Return cases whose result nobody can read any more, and that wait for nothing."""
    query = (
        select(ObjectionRow.id)
        .join(ObjectionKey, ObjectionKey.objection_id == ObjectionRow.id)
        .where(
            ObjectionKey.expired_on.is_(None),
            ObjectionRow.state.not_in(PENDING),
            ObjectionRow.evaluation_id.in_(expired_results()),
        )
    )
    return session.scalars(query.order_by(ObjectionRow.id)).all()
