"""Organisation files: read, checked line by line, and carried out whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.domain.columns import COLUMNS, KIND, record_of_row
from portal.organisation.domain.faults import Fault, FaultKind
from portal.organisation.domain.plan import Change, Line, Plan, planned
from portal.organisation.queries.structure import structure
from portal.organisation.service.records import OrganisationRefused, carried_out
from portal.spreadsheet.faults import SheetFault, UnreadableSheet
from portal.spreadsheet.reading import Sheet, read_sheet


@dataclass(frozen=True, slots=True)
class OrganisationFile:
    """The records of a file with their lines, and what is wrong with its cells."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    unread_codes: frozenset[str] = frozenset()


def import_file(session: Session, content: bytes, *, today: date) -> tuple[Change, ...]:
    """Carry out an organisation file (CSV or .xlsx) and return what it changed.

    :param today: the city's date; new names are carried from this day on.
    :raises OrganisationRefused: with every fault of the file; then nothing is changed.
    """
    file = read_organisation_file(content)
    if file.faults:
        raise OrganisationRefused(preview_file(session, content, today=today).faults)
    return carried_out(session, file.lines, today=today)


def preview_file(session: Session, content: bytes, *, today: date) -> Plan:
    """Return what an organisation file would change, with all its faults; changes nothing."""
    file = read_organisation_file(content)
    plan = planned(structure(session), file.lines, today=today)
    return replace(plan, faults=_together(file, plan.faults))


def read_organisation_file(content: bytes) -> OrganisationFile:
    """Return the records of a file, each on its own, and the faults of its cells."""
    try:
        sheet = read_sheet(content)
    except UnreadableSheet as error:
        return OrganisationFile((), (_fault(error.fault),))
    if KIND not in sheet.columns:
        return OrganisationFile((), (Fault(1, KIND, FaultKind.MISSING_COLUMN),))
    faults = [*map(_fault, sheet.faults), *_unknown_columns(sheet)]
    lines, unread = [], set()
    for row in sheet.rows:
        found = record_of_row(row.cells, line=row.line)
        if isinstance(found, list):
            faults.extend(found)
            unread.add(row.cells.get("code", ""))
        else:
            lines.append(Line(row.line, found))
    return OrganisationFile(tuple(lines), tuple(faults), frozenset(unread))


def _fault(fault: SheetFault) -> Fault:
    return Fault(fault.line, "", FaultKind(fault.kind.value), fault.detail)


def _unknown_columns(sheet: Sheet) -> list[Fault]:
    unknown = [name for name in sheet.columns if name not in COLUMNS]
    return [Fault(1, name, FaultKind.UNKNOWN_COLUMN) for name in unknown]


def _together(file: OrganisationFile, of_records: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return all faults by line, without those that only follow from an unreadable row."""
    kept = [
        fault
        for fault in of_records
        if fault.kind is not FaultKind.UNKNOWN_REFERENCE or fault.detail not in file.unread_codes
    ]
    return tuple(sorted({*file.faults, *kept}))
