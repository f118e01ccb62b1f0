"""Which paper files were taken in, and for which months."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.rating.paper.models import PaperBatch
from portal.time.months import Month


@dataclass(frozen=True, slots=True)
class PaperBatchInBrief:
    """A file of questionnaires: the months it covers, both inclusive, and how many answered.

    Its tallies (channel ``paper``) stand in ``last_period``. Batches of one agency cover the
    same months or have none in common, so that a report may take those it wholly contains.
    """

    agency_id: int
    first_period: Month
    last_period: Month
    respondents: int
    imported_on: date


def paper_batches(session: Session, *, agency_id: int | None = None) -> list[PaperBatchInBrief]:
    """Return the paper files of one agency, or of all, by months."""
    query = select(PaperBatch).order_by(PaperBatch.first_period, PaperBatch.id)
    if agency_id is not None:
        query = query.where(PaperBatch.agency_id == agency_id)
    return [
        PaperBatchInBrief(
            agency_id=row.agency_id,
            first_period=row.first_period,
            last_period=row.last_period,
            respondents=row.respondents,
            imported_on=row.imported_on,
        )
        for row in session.scalars(query)
    ]


def is_paper_known(session: Session, content_hash: bytes) -> bool:
    """Return whether a file with this content was taken in before."""
    return bool(session.scalar(select(exists().where(PaperBatch.content_hash == content_hash))))
