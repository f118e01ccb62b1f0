"""Takes a paper file that came in by mistake out again, as long as its year is not revised.

Answers carry no sign of the file they came in with. So whoever withdraws a file sends it once
more: what stands in it is what is taken out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.places.catalogue_queries import catalogue
from portal.rating.mixing.taking_out import AnswersGone, take_out_ballots, take_out_profiles
from portal.rating.paper.domain import PaperRow, period_between
from portal.rating.paper.models import PaperBatch, PaperWithdrawal
from portal.rating.paper.queries import locked_batch, paper_batch
from portal.rating.paper.reading import ImportPaper, open_paper, rows_of
from portal.rating.paper.service import cells_of, profiles_of
from portal.storage.database import begin_write

IsRevised = Callable[[Session, int], bool]


class PaperGone(LookupError):
    """There is no such file, or it was withdrawn already."""


class NotThatFile(ValueError):
    """The file that was sent is not the one that was taken in."""


class PaperChanged(ValueError):
    """What the file says today is not what was taken in, so it is not there to be taken out."""


class YearRevised(ValueError):
    """The year's revision was published with the file's answers."""


@dataclass(frozen=True, slots=True)
class WithdrawPaper:
    """A file taken in as ``batch_id``, sent once more, and why it is withdrawn."""

    batch_id: int
    content: bytes
    reason: str
    meanings: Mapping[str, str] = field(default_factory=dict)


def withdraw_paper(
    session: Session, command: WithdrawPaper, *, today: date, is_revised: IsRevised
) -> int:
    """Take a file's answers out of ballots, sums and profiles; commits.

    :param today: the city's date.
    :param is_revised: says whether the revision of a year is out.
    :returns: how many respondents were taken out.
    :raises PaperGone: and NotThatFile, YearRevised, PaperChanged; then nothing is changed.
    :raises portal.rating.paper.reading.PaperRefused: when the file cannot be read any more.
    """
    found = paper_batch(session, command.batch_id)
    if found is None:
        raise PaperGone(f"there is no paper file {command.batch_id}")
    places = catalogue(session, on=today)
    again = ImportPaper(
        agency_code=places.agencies[found.agency_id].code,
        period=period_between(found.first_period, found.last_period),
        content=command.content,
        meanings=command.meanings,
    )
    file = open_paper(session, again, today=today)
    begin_write(session)
    batch = locked_batch(session, command.batch_id)
    if batch is None:
        raise PaperGone(f"paper file {command.batch_id} was withdrawn")
    if batch.content_hash != again.content_hash:
        raise NotThatFile("the file sent is another one")
    if is_revised(session, found.year):
        raise YearRevised(f"{found.year} was revised")
    rows = rows_of(session, again, file=file, today=today)
    try:
        _take_out(session, rows, batch=batch)
    except AnswersGone as error:
        raise PaperChanged("what the file says today was not taken in") from error
    session.add(_trace(batch, reason=command.reason, today=today))
    session.delete(batch)
    session.commit()
    return len(rows)


def _take_out(session: Session, rows: Sequence[PaperRow], *, batch: PaperBatch) -> None:
    if len(rows) != batch.respondents:
        raise AnswersGone(f"{len(rows)} rows instead of {batch.respondents}")
    cells = cells_of(rows, agency_id=batch.agency_id, period=batch.last_period)
    take_out_ballots(session, [(cell, row.scores) for cell, row in zip(cells, rows, strict=True)])
    year = int(batch.last_period[:4])
    take_out_profiles(session, profiles_of(rows), agency_id=batch.agency_id, year=year)


def _trace(batch: PaperBatch, *, reason: str, today: date) -> PaperWithdrawal:
    return PaperWithdrawal(
        agency_id=batch.agency_id,
        content_hash=batch.content_hash,
        first_period=batch.first_period,
        last_period=batch.last_period,
        respondents=batch.respondents,
        imported_on=batch.imported_on,
        withdrawn_on=today,
        reason=reason,
    )
