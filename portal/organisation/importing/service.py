"""Organisation files: read, checked and carried out; and what an agency's headings mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.organisation.importing.models import HEADING_LENGTH, ColumnMeaning
from portal.organisation.places.arrangement import Effect, effect_of
from portal.organisation.records.columns import COLUMNS, KIND, MEANINGS, record_of_row
from portal.organisation.records.faults import FaultKind
from portal.organisation.records.plan import ChangePlan, RecordChange, RecordLine, planned
from portal.organisation.records.queries import structure
from portal.organisation.records.service import OrganisationRefused, carried_out
from portal.storage.database import begin_write, end_read
from portal.storage.spreadsheets.reading import read_rows, read_table
from portal.storage.spreadsheets.table import (
    Columns,
    RowFault,
    TableRow,
    UnreadableTable,
    heading_key,
)

ORGANISATION_COLUMNS = Columns(COLUMNS, required=(KIND,), meanings=MEANINGS)


@dataclass(frozen=True, slots=True)
class OrganisationFile:
    """The records of a file with their lines, and what is wrong with its cells."""

    lines: tuple[RecordLine, ...]
    faults: tuple[RowFault, ...]
    unread_codes: frozenset[str] = frozenset()


def import_file(
    session: Session, content: bytes, *, today: date, effect: Effect | None = None
) -> tuple[RecordChange, ...]:
    """Carry out an organisation file (CSV, TSV or .xlsx) and return what it changed.

    :param today: the city's date; new names are carried from this day on.
    :param effect: from when on what is dated changes (None: from the next month).
    :raises OrganisationRefused: with every fault of the file; then nothing is changed.
    """
    end_read(session)
    file = read_organisation_file(content)
    if file.faults:
        plan = _preview(session, file, today=today, effect=effect)
        raise OrganisationRefused(plan.faults)
    return carried_out(session, file.lines, today=today, effect=effect)


def preview_file(
    session: Session, content: bytes, *, today: date, effect: Effect | None = None
) -> ChangePlan:
    """Return what an organisation file would change, with all its faults; changes nothing."""
    end_read(session)
    file = read_organisation_file(content)
    return _preview(session, file, today=today, effect=effect)


def read_organisation_file(content: bytes) -> OrganisationFile:
    """Return the records of a file, each on its own, and the faults of its cells."""
    try:
        table = read_table(content, ORGANISATION_COLUMNS)
    except UnreadableTable as error:
        return OrganisationFile((), (error.fault,))
    unread: set[str] = set()

    def read(row: TableRow) -> RecordLine | list[RowFault]:
        found = record_of_row(row.cells, line=row.line)
        if isinstance(found, list):
            unread.add(row.cells.get("code", ""))
            return found
        return RecordLine(row.line, found)

    lines, faults = read_rows(table, read)
    return OrganisationFile(tuple(lines), tuple(faults), frozenset(unread))


def _preview(
    session: Session, file: OrganisationFile, *, today: date, effect: Effect | None
) -> ChangePlan:
    effect = effect or effect_of(today)
    existing = structure(session, month=effect.month)
    plan = planned(existing, file.lines, today=today, effect=effect)
    return replace(plan, faults=_together(file, plan.faults))


def _together(file: OrganisationFile, of_records: Sequence[RowFault]) -> tuple[RowFault, ...]:
    """Return all faults by line, without those that only follow from an unreadable row."""
    kept = [
        fault
        for fault in of_records
        if fault.kind is not FaultKind.UNKNOWN_REFERENCE or fault.detail not in file.unread_codes
    ]
    return tuple(sorted({*file.faults, *kept}))


def remember_columns(
    session: Session, agency_id: int, *, import_name: str, meanings: Mapping[str, str]
) -> None:
    """Remember which column each heading stands for; part of the import's own transaction.

    A later meaning of a heading replaces the earlier one. Does not commit.
    """
    for heading, meaning in meanings.items():
        key = heading_key(heading)[:HEADING_LENGTH]
        session.merge(
            ColumnMeaning(
                agency_id=agency_id, import_name=import_name, heading=key, meaning=meaning
            )
        )


def forget_columns(session: Session, agency_id: int, *, import_name: str) -> None:
    """Forget all headings of an agency's files of one import; commits."""
    begin_write(session)
    session.execute(
        delete(ColumnMeaning).where(
            ColumnMeaning.agency_id == agency_id, ColumnMeaning.import_name == import_name
        )
    )
    session.commit()
