"""Which paper files were taken in or out, and for which months."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.rating.paper.models import PaperBatch, PaperWithdrawal
from portal.time.months import Month


@dataclass(frozen=True, slots=True)
class PaperBatchInBrief:
    """A file of questionnaires: the months it covers, both inclusive, and how many answered.

    Its tallies (channel ``paper``) stand in ``last_period``. Batches of one agency cover the
    same months or have none in common, so that a report may take those it wholly contains.
    """

    id: int
    agency_id: int
    first_period: Month
    last_period: Month
    respondents: int
    imported_on: date

    @property
    def year(self) -> int:
        """The year whose report and revision hold it."""
        return int(self.last_period[:4])


@dataclass(frozen=True, slots=True)
class PaperWithdrawalInBrief:
    """A file that was taken out again, with the reason that was given."""

    agency_id: int
    first_period: Month
    last_period: Month
    respondents: int
    withdrawn_on: date
    reason: str


def paper_batches(session: Session, *, agency_id: int | None = None) -> list[PaperBatchInBrief]:
    """Return the paper files of one agency, or of all, by months."""
    query = select(PaperBatch).order_by(PaperBatch.first_period, PaperBatch.id)
    if agency_id is not None:
        query = query.where(PaperBatch.agency_id == agency_id)
    return [_brief(row) for row in session.scalars(query)]


def paper_batch(session: Session, batch_id: int) -> PaperBatchInBrief | None:
    """Return a paper file by its row, or None."""
    row = session.get(PaperBatch, batch_id)
    return _brief(row) if row else None


def locked_batch(session: Session, batch_id: int) -> PaperBatch | None:
    """Return the row of a file; until the transaction ends nobody else withdraws it."""
    query = select(PaperBatch).where(PaperBatch.id == batch_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def paper_withdrawals(session: Session) -> list[PaperWithdrawalInBrief]:
    """Return the files that were taken out again, newest first."""
    query = select(PaperWithdrawal).order_by(PaperWithdrawal.id.desc())
    return [
        PaperWithdrawalInBrief(
            agency_id=row.agency_id,
            first_period=row.first_period,
            last_period=row.last_period,
            respondents=row.respondents,
            withdrawn_on=row.withdrawn_on,
            reason=row.reason,
        )
        for row in session.scalars(query)
    ]


def _brief(row: PaperBatch) -> PaperBatchInBrief:
    return PaperBatchInBrief(
        id=row.id,
        agency_id=row.agency_id,
        first_period=row.first_period,
        last_period=row.last_period,
        respondents=row.respondents,
        imported_on=row.imported_on,
    )


def is_paper_known(session: Session, content_hash: bytes) -> bool:
    """Return whether a file with this content was taken in before."""
    return bool(session.scalar(select(exists().where(PaperBatch.content_hash == content_hash))))
