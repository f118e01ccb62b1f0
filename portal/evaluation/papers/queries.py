"""Queries on signed papers: one, those about a matter, and the acts for which they stand."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.papers.domain import KeptPaper, PaperAbout, PaperKind, PaperUse, RecentPaper
from portal.evaluation.papers.models import PaperAct, PaperRecord
from portal.storage.files.kinds import FileKind
from portal.storage.joint_reading import Asking, Question, asked


def paper_with(session: Session, paper_id: int) -> KeptPaper | None:
    """Return a paper, or None."""
    row = session.get(PaperRecord, paper_id)
    return None if row is None else _paper(row)


def papers_about(
    session: Session, kind: PaperKind, *, about_ids: Collection[int], plan_id: int | None = None
) -> Sequence[KeptPaper]:
    """Return the papers about these matters, the latest first.

    :param plan_id: whose periods are meant; only of a realisation, whose number is the period's.
    """
    record = PaperRecord
    query = select(record).where(record.kind == kind, record.about_id.in_(about_ids))
    if plan_id is not None:
        query = query.where(record.plan_id == plan_id)
    return [_paper(row) for row in session.scalars(query.order_by(record.id.desc()))]


def papers_of_plan(session: Session, plan_id: int) -> Sequence[KeptPaper]:
    """Return every paper about a plan, its periods, its year and its objections, latest first."""
    query = select(PaperRecord).where(PaperRecord.plan_id == plan_id)
    return [_paper(row) for row in session.scalars(query.order_by(PaperRecord.id.desc()))]


def uses_of(session: Session, paper_ids: Collection[int]) -> Sequence[PaperUse]:
    """Return the acts for which these papers stand, in their order."""
    query = select(PaperAct).where(PaperAct.paper_id.in_(paper_ids))
    rows = session.scalars(query.order_by(PaperAct.happened_at, PaperAct.part))
    return [PaperUse(row.paper_id, row.part, row.happened_at) for row in rows]


def _paper(row: PaperRecord) -> KeptPaper:
    return KeptPaper(
        row.id,
        PaperAbout(PaperKind(row.kind), row.person_id, row.plan_id, row.about_id),
        row.signed_on,
        kept_at=row.kept_at,
        file_kind=FileKind(row.file_kind),
        sha256=row.sha256,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        stored_as=row.stored_as,
        key=row.file_key,
    )


def entered_paper(session: Session, version_id: int, *, by: int) -> int | None:
    """Return the paper from which an account enters a version of a plan now, or None.

    It is one that the account recorded, that stands for no act yet and was not withdrawn.
    """
    record, done = PaperRecord, select(PaperAct.paper_id)
    query = select(record.id).where(
        record.kind == PaperKind.PLAN,
        record.about_id == version_id,
        record.recorded_by == by,
        record.removed_on.is_(None),
        record.id.not_in(done),
    )
    return session.scalar(query.order_by(record.id.desc()).limit(1))


@asked()
def _recent(person_id: Any, earliest_at: Any) -> Question:
    record = PaperRecord
    columns = (record.id, record.kind, record.signed_on, record.recorded_at, record.removed_on)
    recent = (record.person_id == person_id, record.recorded_at >= earliest_at)
    return select(*columns).where(*recent)


def ask_recent_papers(person_id: int, *, since: datetime) -> Asking[Sequence[RecentPaper]]:
    """Ask for the papers of a person that were recorded since a moment, the latest first."""
    (rows,) = yield [_recent(person_id=person_id, earliest_at=since)]
    latest = sorted(rows, key=lambda row: row.id, reverse=True)
    return [
        RecentPaper(
            row.id,
            PaperKind(row.kind),
            row.signed_on,
            row.recorded_at,
            has_scan=row.removed_on is None,
        )
        for row in latest
    ]
