"""Reads a file of paper questionnaires and says everything that is wrong with it."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.queries import catalogue
from portal.rating.domain.paper import (
    COLUMNS,
    PaperFault,
    PaperFaultKind,
    PaperPeriod,
    PaperReader,
    PaperRow,
)
from portal.rating.queries.paper import is_paper_known, paper_batches
from portal.spreadsheet.faults import UnreadableSheet
from portal.spreadsheet.reading import Sheet, read_sheet
from portal.survey.elements import ELEMENTS

_CODE = re.compile(r"u[1-9]")


class AgencyUnknown(ValueError):
    """There is no agency with this code."""


class PaperPeriodNotOver(ValueError):
    """The months of the questionnaires have not all ended."""


class PaperPeriodsOverlap(ValueError):
    """The agency has a file that covers only some of the same months."""


class PaperAlreadyImported(ValueError):
    """The same file was taken in before."""


class PaperRefused(ValueError):
    """Something in the file is wrong; ``faults`` names every line."""

    def __init__(self, faults: Sequence[PaperFault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(sorted(faults))


@dataclass(frozen=True, slots=True)
class ImportPaper:
    """A file of one agency's questionnaires for a period.

    ``meanings`` says which element a column of another name is, such as ``u1`` requirements.
    """

    agency_code: str
    period: PaperPeriod
    content: bytes
    meanings: Mapping[str, str] = field(default_factory=dict)

    @property
    def content_hash(self) -> bytes:
        """What tells that a file was taken in before."""
        return hashlib.sha256(self.content).digest()


def read_paper(
    session: Session, command: ImportPaper, *, today: date
) -> tuple[int, Sequence[PaperRow]]:
    """Return the agency's id and the rows of a file that can be taken in.

    :raises AgencyUnknown: and PaperPeriodNotOver, PaperPeriodsOverlap, PaperAlreadyImported.
    :raises PaperRefused: with every fault of the file.
    """
    places = catalogue(session, on=today)
    agency = places.agencies_by_code.get(command.agency_code)
    if agency is None:
        raise AgencyUnknown(f"there is no agency {command.agency_code!r}")
    _check_period(session, command, agency_id=agency.id, today=today)
    if is_paper_known(session, command.content_hash):
        raise PaperAlreadyImported("this very file was imported before")
    sheet = _sheet(command)
    reader = PaperReader(places, agency_id=agency.id)
    reader.faults += _column_faults(sheet, command)
    rows = [reader.read(_renamed(row.cells, command), line=row.line) for row in sheet.rows]
    if not sheet.rows:
        reader.faults.append(PaperFault(0, "", PaperFaultKind.UNREADABLE, "empty"))
    if reader.faults:
        raise PaperRefused(reader.faults)
    return agency.id, [row for row in rows if row is not None]


def _check_period(session: Session, command: ImportPaper, *, agency_id: int, today: date) -> None:
    period = command.period
    if not period.is_over(today):
        raise PaperPeriodNotOver(f"{period.label} is not over")
    for batch in paper_batches(session, agency_id=agency_id):
        months = (batch.first_period, batch.last_period)
        is_apart = batch.last_period < period.first or period.last < batch.first_period
        if not is_apart and months != (period.first, period.last):
            raise PaperPeriodsOverlap(
                f"questionnaires of {batch.first_period} to {batch.last_period} are there already"
            )


def _sheet(command: ImportPaper) -> Sheet:
    try:
        sheet = read_sheet(command.content)
    except UnreadableSheet as error:
        fault = error.fault
        kind = PaperFaultKind.UNREADABLE
        raise PaperRefused([PaperFault(fault.line, "", kind, str(fault.kind))]) from error
    if sheet.faults:
        raise PaperRefused(
            [
                PaperFault(fault.line, "", PaperFaultKind.UNREADABLE, str(fault.kind))
                for fault in sheet.faults
            ]
        )
    return sheet


def _column_faults(sheet: Sheet, command: ImportPaper) -> list[PaperFault]:
    """Return what is wrong with the header; a code such as U8 means nothing by itself.

    Sources disagree on which element is U8 and which is U9.
    """
    faults = []
    names = [command.meanings.get(name, name) for name in sheet.columns]
    for column, name in zip(sheet.columns, names, strict=True):
        if names.count(name) > 1:
            faults.append(PaperFault(1, column, PaperFaultKind.REPEATED_ELEMENT, name))
        elif name not in COLUMNS:
            is_code = _CODE.fullmatch(column) is not None
            unknown, code = PaperFaultKind.UNKNOWN_COLUMN, PaperFaultKind.CODE_WITHOUT_MEANING
            faults.append(PaperFault(1, column, code if is_code else unknown))
    if not set(names) & set(map(str, ELEMENTS)):
        faults.append(PaperFault(1, "", PaperFaultKind.NO_ELEMENT))
    return faults


def _renamed(cells: Mapping[str, str], command: ImportPaper) -> dict[str, str]:
    return {command.meanings.get(name, name): text for name, text in cells.items()}
