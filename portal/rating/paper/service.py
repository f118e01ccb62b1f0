"""Takes in paper questionnaires, whole or not at all; they are a channel of their own."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.importing.service import remember_columns
from portal.rating.answers.answers import Channel
from portal.rating.mixing.ballot_models import Ballot, ProfileTally
from portal.rating.mixing.domain import MIN_BATCH_SIZE, TallyCell, TallySums, ballot_of
from portal.rating.mixing.tallies import add_counts, fold_tallies
from portal.rating.paper.domain import PaperRow
from portal.rating.paper.models import PaperBatch
from portal.rating.paper.reading import (
    IMPORT_NAME,
    ElementAnswers,
    ImportPaper,
    PaperFile,
    PaperReport,
    open_paper,
    read_paper,
)
from portal.storage.database import begin_write
from portal.storage.sealing.rows import insert_rows, new_token, shuffled
from portal.survey.elements import ELEMENTS, LEVELS, Element
from portal.time.months import Month


def preview_paper(session: Session, command: ImportPaper, *, today: date) -> PaperReport:
    """Return what ``import_paper`` would take in; changes nothing and raises what it raises."""
    file = open_paper(session, command, today=today)
    return _report(read_paper(session, command, file=file, today=today), file)


def import_paper(session: Session, command: ImportPaper, *, today: date) -> PaperReport:
    """Store a file's questionnaires as ballots and tallies of the channel ``paper``; commits.

    What ``command`` says about headings is remembered for the agency's next files. The answers
    stand in the last month of the period and never change what was published for it:
    paper enters only the statutory report and the yearly revision.

    :param today: the city's date.
    :raises AgencyUnknown: and PaperPeriodNotOver, PaperPeriodsOverlap, PaperAlreadyImported.
    :raises PaperRefused: with every fault of the file; then nothing is stored.
    """
    file = open_paper(session, command, today=today)
    agency_id = file.agency_id
    begin_write(session)
    rows = read_paper(session, command, file=file, today=today)
    cells = cells_of(rows, agency_id=agency_id, period=command.period.last)
    ballots = [
        {"token": new_token(), **ballot_of(row.scores, cell=cell)}
        for row, cell in zip(rows, cells, strict=True)
    ]
    sums: dict[TallyCell, TallySums] = {}
    for row, cell in zip(rows, cells, strict=True):
        sums.setdefault(cell, TallySums()).add(row.scores)
    insert_rows(session, Ballot, rows=shuffled(ballots))
    fold_tallies(session, sums)
    _count_profiles(session, rows, agency_id=agency_id, year=int(command.period.last[:4]))
    session.add(_batch(command, agency_id=agency_id, respondents=len(rows), today=today))
    remember_columns(session, agency_id, import_name=IMPORT_NAME, meanings=command.meanings)
    session.commit()
    return _report(rows, file)


def cells_of(rows: Sequence[PaperRow], *, agency_id: int, period: Month) -> list[TallyCell]:
    """Return where each row counts: its place and service, in the last month of its period."""
    return [
        TallyCell(
            period=period,
            agency_id=agency_id,
            unit_id=row.unit_id,
            desk_id=row.desk_id,
            service_id=row.service_id,
            channel=Channel.PAPER,
        )
        for row in rows
    ]


def profiles_of(rows: Sequence[PaperRow]) -> Counter[tuple[str, str]]:
    """Return how many said what about themselves; nothing where they are no full batch."""
    said = [row.profile for row in rows if row.profile]
    if len(said) < MIN_BATCH_SIZE:
        return Counter()
    return Counter(answer for profile in said for answer in profile.items())


def _count_profiles(
    session: Session, rows: Sequence[PaperRow], *, agency_id: int, year: int
) -> None:
    cells: list[dict[str, Any]] = [
        {
            "agency_id": agency_id,
            "year": year,
            "field": name,
            "answer": answer,
            "respondents": count,
        }
        for (name, answer), count in sorted(profiles_of(rows).items())
    ]
    add_counts(session, ProfileTally, count="respondents", rows=cells)


def _batch(command: ImportPaper, *, agency_id: int, respondents: int, today: date) -> PaperBatch:
    return PaperBatch(
        agency_id=agency_id,
        content_hash=command.content_hash,
        first_period=command.period.first,
        last_period=command.period.last,
        respondents=respondents,
        imported_on=today,
    )


def answers_of(rows: Sequence[PaperRow]) -> dict[Element, ElementAnswers]:
    """Return how each element of the file was answered, in the order of the survey."""
    found = {}
    for element in ELEMENTS:
        levels = Counter(row.scores[element] for row in rows if element in row.scores)
        if levels:
            counts = tuple(levels[level] for level in LEVELS)
            found[element] = ElementAnswers(counts, empty=len(rows) - sum(counts))
    return found


def _report(rows: Sequence[PaperRow], file: PaperFile) -> PaperReport:
    return PaperReport(
        respondents=len(rows),
        with_profile=sum(bool(row.profile) for row in rows),
        answers=answers_of(rows),
        columns=file.table.columns,
        sheet=file.table.sheet,
        left_out=file.table.left_out,
    )
