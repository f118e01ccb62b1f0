"""Takes in totals of earlier years from other systems, whole or not at all, and never twice."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.organisation.places import catalogue_queries
from portal.organisation.places.catalogue import Catalogue
from portal.publication.earlier_results import queries as earlier_results_queries
from portal.publication.earlier_results.faults import ResultFaultKind
from portal.publication.earlier_results.models import (
    UNITS,
    EarlierElement,
    EarlierTotal,
    ResultsFile,
)
from portal.publication.earlier_results.reading import COLUMNS, REQUIRED, ResultRow, result_of_row
from portal.storage.database import begin_write, end_read
from portal.storage.spreadsheets.reading import read_rows, read_table
from portal.storage.spreadsheets.table import (
    Columns,
    RowFault,
    Table,
    TableFaultKind,
    UnreadableTable,
)

RESULT_COLUMNS = Columns(COLUMNS, required=REQUIRED)
PlaceIds = tuple[int, int | None]


class ResultsRefused(ValueError):
    """A file has faults; nothing of it was taken in."""

    def __init__(self, faults: Iterable[RowFault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__(f"{len(self.faults)} faults")


class ResultsAlreadyImported(ValueError):
    """The very same file was taken in before."""


class NoSuchResultsFile(ValueError):
    """No file that was taken in has this number."""


@dataclass(frozen=True, slots=True)
class ImportedResults:
    """The number of the file and how many totals it held."""

    file_id: int
    totals: int


def import_results(session: Session, content: bytes, *, today: date) -> ImportedResults:
    """Take in a file of earlier results (CSV or .xlsx); commits.

    :param today: the city's date; every period must lie behind it.
    :raises ResultsAlreadyImported: for the same bytes as before, or when another import of the
        same totals came first.
    :raises ResultsRefused: with every fault of the file; then nothing is changed.
    """
    digest = hashlib.sha256(content).digest()
    _check_new(session, digest)
    table = _table(session, content)
    begin_write(session)
    try:
        found = _taken_in(session, table, digest=digest, today=today)
    except (ResultsRefused, ResultsAlreadyImported):
        session.rollback()
        raise
    except IntegrityError as error:
        session.rollback()
        raise ResultsAlreadyImported("another import came first; try again") from error
    session.commit()
    return found


def withdraw_results(session: Session, file_id: int) -> None:
    """Take the totals of a file out again, so that a corrected one can be taken in; commits.

    What was published with them stays as it was published.

    :raises NoSuchFile: when there is none of this number.
    """
    begin_write(session)
    file = session.get(ResultsFile, file_id)
    if file is None:
        session.rollback()
        raise NoSuchResultsFile(f"no file was taken in as number {file_id}")
    totals = select(EarlierTotal.id).where(EarlierTotal.file_id == file_id)
    session.execute(delete(EarlierElement).where(EarlierElement.total_id.in_(totals)))
    session.execute(delete(EarlierTotal).where(EarlierTotal.file_id == file_id))
    session.delete(file)
    session.commit()


def _check_new(session: Session, digest: bytes) -> None:
    before = next(
        (each for each in earlier_results_queries.results_files(session) if each.sha256 == digest),
        None,
    )
    if before is not None:
        raise ResultsAlreadyImported(
            f"this file was taken in on {before.imported_on} as number {before.id}"
        )


def _taken_in(session: Session, table: Table, *, digest: bytes, today: date) -> ImportedResults:
    _check_new(session, digest)
    rows, faults = _rows(table)
    catalogue = catalogue_queries.catalogue(session, on=today)
    places, more = _placed(rows, catalogue=catalogue, today=today)
    faults += map(table.placed, more + _twice(rows, places, known=_known(session)))
    if faults:
        raise ResultsRefused(faults)
    file = ResultsFile(sha256=digest, imported_on=today)
    session.add(file)
    session.flush()
    session.add_all(_total(row, places[row.line], file_id=file.id) for row in rows)
    session.flush()
    return ImportedResults(file.id, len(rows))


def _table(session: Session, content: bytes) -> Table:
    """Return the table of a file, read outside of any transaction."""
    end_read(session)
    try:
        return read_table(content, RESULT_COLUMNS)
    except UnreadableTable as error:
        raise ResultsRefused([error.fault]) from error


def _rows(table: Table) -> tuple[list[ResultRow], list[RowFault]]:
    rows, faults = read_rows(table, lambda row: result_of_row(row.cells, line=row.line))
    if not table.rows and not faults:
        faults.append(RowFault(0, "", TableFaultKind.EMPTY))
    return rows, faults


def _placed(
    rows: Iterable[ResultRow], *, catalogue: Catalogue, today: date
) -> tuple[dict[int, PlaceIds], list[RowFault]]:
    """Return the place of each row by its line, and the faults of those that have none."""
    places: dict[int, PlaceIds] = {}
    faults = []
    for row in rows:
        found = _place(row, catalogue)
        if isinstance(found, RowFault):
            faults.append(found)
        else:
            places[row.line] = found
        if not row.span.is_over(today):
            faults.append(RowFault(row.line, "period", ResultFaultKind.NOT_OVER, str(row.span)))
    return places, faults


def _place(row: ResultRow, catalogue: Catalogue) -> PlaceIds | RowFault:
    unit = catalogue.units_by_code.get(row.unit)
    agency = catalogue.agencies_by_code.get(row.agency)
    if row.unit and unit is None:
        return RowFault(row.line, "unit", ResultFaultKind.UNKNOWN_PLACE, row.unit)
    if row.agency and agency is None:
        return RowFault(row.line, "agency", ResultFaultKind.UNKNOWN_PLACE, row.agency)
    if unit is None:
        return catalogue.agencies_by_code[row.agency].id, None
    if agency is not None and unit.agency_id != agency.id:
        return RowFault(row.line, "unit", ResultFaultKind.OF_ANOTHER_AGENCY, row.unit)
    return unit.agency_id, unit.id


Key = tuple[PlaceIds, str]


def _known(session: Session) -> set[Key]:
    found = earlier_results_queries.earlier_publications(session)
    return {((each.agency_id, each.unit_id), each.period) for each in found}


def _twice(
    rows: Iterable[ResultRow], places: dict[int, PlaceIds], *, known: set[Key]
) -> list[RowFault]:
    """Return the faults of places and periods that are there already, or twice in the file."""
    faults = []
    first: dict[Key, int] = {}
    for row in rows:
        if row.line not in places:
            continue
        key = (places[row.line], str(row.span))
        if key in known:
            kind, detail = ResultFaultKind.ALREADY_THERE, str(row.span)
            faults.append(RowFault(row.line, "period", kind, detail))
        elif key in first:
            kind, detail = ResultFaultKind.REPEATED, str(first[key])
            faults.append(RowFault(row.line, "period", kind, detail))
        first.setdefault(key, row.line)
    return faults


def _total(row: ResultRow, place: PlaceIds, *, file_id: int) -> EarlierTotal:
    agency_id, unit_id = place
    return EarlierTotal(
        file_id=file_id,
        agency_id=agency_id,
        unit_id=unit_id,
        period=str(row.span),
        respondents=row.n,
        ikm=int(row.ikm * UNITS),
        source=row.source,
        elements=[
            EarlierElement(element=str(element), nrr=int(mean * UNITS))
            for element, mean in row.elements.items()
        ],
    )
