"""Reads a file of paper questionnaires and says everything that is wrong with it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from portal.organisation.importing.queries import column_meanings
from portal.organisation.places.catalogue_queries import catalogue
from portal.organisation.places.queries import arrangement
from portal.rating.answers.submission import Terms
from portal.rating.paper.domain import (
    CODES,
    COLUMNS,
    MEANINGS,
    PaperFaultKind,
    PaperPeriod,
    PaperReader,
    PaperRow,
)
from portal.rating.paper.queries import is_paper_known, paper_batches
from portal.storage.database import end_read
from portal.storage.spreadsheets.reading import read_rows, read_table
from portal.storage.spreadsheets.table import (
    Columns,
    RowFault,
    Table,
    TableColumn,
    TableFaultKind,
    UnreadableTable,
    heading_key,
)
from portal.survey.elements import ELEMENTS, LEVELS, Element, RuleBook

# Under this name an agency's headings are remembered.
IMPORT_NAME = "paper"


class AgencyUnknown(ValueError):
    """There is no agency with this code."""


class PaperPeriodNotOver(ValueError):
    """The months of the questionnaires have not all ended."""


class PaperPeriodsOverlap(ValueError):
    """The agency has a file that covers only some of the same months."""


class PaperAlreadyImported(ValueError):
    """The same file was taken in before."""


class PaperRefused(ValueError):
    """Something in the file is wrong; ``faults`` names every line, by line."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(sorted(faults))


@dataclass(frozen=True, slots=True)
class ImportPaper:
    """A file of one agency's questionnaires for a period.

    ``meanings`` says which column a heading stands for, such as ``u1`` requirements (``-``:
    none); it goes before what is remembered of the agency's earlier files.
    """

    agency_code: str
    period: PaperPeriod
    content: bytes
    meanings: Mapping[str, str] = field(default_factory=dict)

    @property
    def content_hash(self) -> bytes:
        """What tells that a file was taken in before."""
        return hashlib.sha256(self.content).digest()


@dataclass(frozen=True, slots=True)
class PaperFile:
    """The table of a file, and whose it is."""

    agency_id: int
    table: Table


@dataclass(frozen=True, slots=True)
class ElementAnswers:
    """How an element was answered: rows by level 1 to 4, in that order, and rows without it."""

    levels: tuple[int, ...]
    empty: int

    @property
    def mean(self) -> Fraction:
        """The mean level of those who answered, 1 to 4; there is at least one."""
        total = sum(level * count for level, count in zip(LEVELS, self.levels, strict=True))
        return Fraction(total, sum(self.levels))


@dataclass(frozen=True, slots=True)
class PaperReport:
    """What a file holds: respondents, those who said something about themselves, its columns.

    ``answers`` holds the elements that somebody answered. ``left_out`` are the lines at the end
    that hold sums and were passed over.
    """

    respondents: int
    with_profile: int
    answers: Mapping[Element, ElementAnswers] = field(default_factory=dict)
    columns: Sequence[TableColumn] = ()
    sheet: str = ""
    left_out: Sequence[int] = ()


def open_paper(session: Session, command: ImportPaper, *, today: date) -> PaperFile:
    """Return the table of a file; ends the read transaction, since reading may take seconds.

    :raises AgencyUnknown: and PaperRefused.
    """
    agency = catalogue(session, on=today).agencies_by_code.get(command.agency_code)
    if agency is None:
        raise AgencyUnknown(f"there is no agency {command.agency_code!r}")
    remembered = column_meanings(session, agency.id, import_name=IMPORT_NAME)
    end_read(session)
    given = {heading_key(heading): column for heading, column in command.meanings.items()}
    columns = Columns(COLUMNS, marks=CODES, meanings={**MEANINGS, **remembered, **given})
    try:
        return PaperFile(agency.id, read_table(command.content, columns))
    except UnreadableTable as error:
        raise PaperRefused([error.fault]) from error


def read_paper(
    session: Session, command: ImportPaper, *, file: PaperFile, today: date
) -> Sequence[PaperRow]:
    """Return the rows of a file that can be taken in.

    :raises PaperPeriodNotOver: and PaperPeriodsOverlap, PaperAlreadyImported.
    :raises PaperRefused: with every fault of the file.
    """
    _check_period(session, command, agency_id=file.agency_id, today=today)
    if is_paper_known(session, command.content_hash):
        raise PaperAlreadyImported("this very file was imported before")
    return rows_of(session, command, file=file, today=today)


def rows_of(
    session: Session, command: ImportPaper, *, file: PaperFile, today: date
) -> Sequence[PaperRow]:
    """Return the rows of a file, whether or not it was taken in before.

    :raises PaperRefused: with every fault of the file.
    """
    places = catalogue(session, on=today, month=command.period.last)
    terms = Terms(arrangement(session), RuleBook())
    months = command.period.months
    reader = PaperReader(places, agency_id=file.agency_id, terms=terms, months=months)
    return _rows(file, reader)


def _rows(file: PaperFile, reader: PaperReader) -> Sequence[PaperRow]:
    rows, faults = read_rows(file.table, lambda row: reader.read(row.cells, line=row.line))
    faults += _heading_faults(file.table)
    if not file.table.rows and not faults:
        faults.append(RowFault(0, "", TableFaultKind.EMPTY))
    if faults:
        raise PaperRefused(faults)
    return rows


def _check_period(session: Session, command: ImportPaper, *, agency_id: int, today: date) -> None:
    period = command.period
    if not period.is_over(today):
        raise PaperPeriodNotOver(f"{period} is not over")
    for batch in paper_batches(session, agency_id=agency_id):
        months = (batch.first_period, batch.last_period)
        is_apart = batch.last_period < period.first or period.last < batch.first_period
        if not is_apart and months != (period.first, period.last):
            raise PaperPeriodsOverlap(
                f"questionnaires of {batch.first_period} to {batch.last_period} are there already"
            )


def _heading_faults(table: Table) -> list[RowFault]:
    """Return the codes such as U8 whose meaning nobody said, and the lack of any element."""
    line, sheet = table.heading_line, table.sheet
    faults = [
        RowFault(
            line,
            column.heading,
            PaperFaultKind.CODE_WITHOUT_MEANING,
            sheet=sheet,
            cell=f"{column.letters}{line}" if sheet else "",
        )
        for column in table.columns
        if column.meaning in CODES
    ]
    if not set(table.meanings) & {*map(str, ELEMENTS), *CODES}:
        faults.append(RowFault(line, "", PaperFaultKind.NO_ELEMENT, sheet=sheet))
    return faults
