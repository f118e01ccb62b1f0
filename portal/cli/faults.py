"""Tables that commands read: an empty one to fill in, and what is wrong with a file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from portal.cli.plainly import without_database
from portal.evaluation.official.domain import OfficialFault
from portal.organisation.records.faults import FaultKind
from portal.storage.private_files import read_bounded
from portal.storage.spreadsheets.table import ExplainedColumn, RowFault, TableFaultKind
from portal.storage.spreadsheets.templates import template

Reasons = Mapping[Any, str]
FAULTS_LISTED = 1_000
MEGABYTE = 1024 * 1024
# As much as a page takes.
FILE_BYTES = 8 * MEGABYTE
TABLE_REASONS: Reasons = {
    TableFaultKind.EMPTY: "the file has no rows",
    TableFaultKind.NOT_TEXT: "this is neither CSV nor an .xlsx workbook",
    TableFaultKind.MIXED_ENCODING: "this line is not UTF-8 while others are; save as CSV UTF-8",
    TableFaultKind.BROKEN_CSV: "a quotation mark is not closed, or stands within a cell",
    TableFaultKind.BROKEN_WORKBOOK: "the workbook cannot be opened",
    TableFaultKind.UNSAFE_WORKBOOK: "the workbook is not built as programs build them "
    "({detail}); open it and save it again as .xlsx",
    TableFaultKind.OTHER_FORMAT: "files of this kind, or with a password, are not read; "
    "save it as .xlsx or CSV",
    TableFaultKind.TOO_MANY_BYTES: "there are more than {detail} characters in it",
    TableFaultKind.TOO_MANY_TEXTS: "the workbook holds more than {detail} texts",
    TableFaultKind.TOO_MANY_ROWS: "there are more than {detail} rows",
    TableFaultKind.TOO_MANY_COLUMNS: "there are more than {detail} columns",
    TableFaultKind.TOO_MANY_CELLS: "there are more than {detail} cells; "
    "delete empty rows and columns and save it again",
    TableFaultKind.LONG_CELL: "this cell is longer than {detail} characters",
    TableFaultKind.TOO_COSTLY: "reading this file takes too much time or memory; split it",
    TableFaultKind.BUSY: "another file is being read; try again in a moment",
    TableFaultKind.NO_HEADING: "no row with the known column names among lines 1 to {detail}",
    TableFaultKind.SEVERAL_SHEETS: "several sheets hold this table ({detail}); leave one",
    TableFaultKind.REPEATED_COLUMN: "there are two columns for '{detail}'",
    TableFaultKind.UNKNOWN_COLUMN: "there is no such column",
    TableFaultKind.MISSING_COLUMN: "this column must be there",
    TableFaultKind.EXTRA_CELLS: "the cell is filled, but its column has no heading",
    TableFaultKind.HIDDEN_ROW: "the row is hidden; show it or delete it",
    TableFaultKind.MERGED_CELLS: "the cells are merged, so that only the first one holds "
    "something; split them and fill each",
    TableFaultKind.LONG_NUMBER: "a number of more than 15 digits has lost digits; "
    "make the column text and type it again",
    TableFaultKind.FORMULA_WITHOUT_VALUE: "the formula has no calculated value; open and save "
    "the file in a spreadsheet program, or type the number",
    TableFaultKind.ERROR_VALUE: "the cell holds an error such as #REF!",
    TableFaultKind.FURTHER_ROWS: "this row and those below were not looked at",
}
REASONS: Reasons = {
    FaultKind.UNKNOWN_KIND: "'{detail}' is not agency, unit, service, desk, officer or posting",
    FaultKind.NOT_FOR_KIND: "must be empty in a row of kind {detail}",
    FaultKind.MISSING_VALUE: "must be filled in",
    FaultKind.NOT_A_CODE: "'{detail}' is no code: 1 to 40 small letters, digits, inner hyphens",
    FaultKind.NOT_A_STAFF_NUMBER: "'{detail}' is no staff number: 1 to 20 letters or digits",
    FaultKind.STAFF_NUMBER_LOST_DIGITS: "'{detail}' has lost its last digits in a spreadsheet, "
    "which keeps 15; make the column text and type the number again",
    FaultKind.CITIZENS_NUMBER: "is a citizen's number (NIK), which is not kept",
    FaultKind.TOO_LONG: "longer than {detail} characters",
    FaultKind.CONTROL_CHARACTER: "holds an invisible character",
    FaultKind.NOT_PRINTABLE: "posters cannot print '{detail}'; use Latin letters",
    FaultKind.NOT_A_DATE: "'{detail}' is no day such as 2026-11-21 or 21/11/2026",
    FaultKind.NOT_A_COUNT: "must be a whole number: {detail}",
    FaultKind.NOT_A_CATEGORY: "'{detail}' is not dinas, badan, hospital, health_centre, "
    "district or other",
    FaultKind.NOT_AN_ELEMENT: "'{detail}' is no element of the survey",
    FaultKind.NOTHING_LEFT_TO_ASK: "leaves no element to ask",
    FaultKind.NOT_HOURS: "'{detail}' are no hours such as 1-4=07:30-16:00 5=07:30-11:30",
    FaultKind.REPEATED: "the same as in line {detail}",
    FaultKind.ALREADY_EXISTS: "'{detail}' is there already",
    FaultKind.UNKNOWN_REFERENCE: "there is no '{detail}'",
    FaultKind.OF_ANOTHER_AGENCY: "'{detail}' belongs to another agency",
    FaultKind.CANNOT_MOVE: "cannot change (it is '{detail}'); retire it and name a successor",
    FaultKind.SUCCESSOR_WITHOUT_RETIREMENT: "only what has a retired_on has a successor",
    FaultKind.SUCCESSOR_IS_ITSELF: "nothing can follow itself",
    FaultKind.SUCCESSOR_IS_RETIRED: "'{detail}' is retired by then",
    FaultKind.RETIREMENT_IS_PAST: "it was retired on {detail}, which stays",
    FaultKind.STILL_IN_USE: "still there below it: {detail}",
    FaultKind.BELONGS_TO_RETIRED: "'{detail}' is retired by then",
    FaultKind.NO_SERVICE_LEFT: "the desk '{detail}' would be left without a service",
    FaultKind.ENDS_BEFORE_START: "ends before it starts",
    FaultKind.OVERLAPPING_POSTING: "the officer is posted there already since {detail}",
    FaultKind.EQUAL_BADGES: "another officer at the desk has the badge number '{detail}'",
    FaultKind.POSTING_AFTER_RETIREMENT: "'{detail}' is retired by then",
    FaultKind.MONTH_CLOSED: (
        "figures of that month are made or published already; the first free month is {detail}"
    ),
    FaultKind.MONTH_TOO_FAR: "a change holds from the next month on at the latest, {detail}",
}

# Rows of files of the official record.
OFFICIAL_REASONS: Reasons = {
    OfficialFault.OLDER_FORM: "this is the older form '{detail}', which is not read into a plan of "
    "today",
    OfficialFault.OTHER_FORM: "this sheet is '{detail}' and holds nothing for this import",
    OfficialFault.UNKNOWN_FORM: "this sheet is no form that is known; it was not read",
    OfficialFault.HIDDEN_SHEET: "the sheet is hidden and was not read",
    OfficialFault.PERIOD_UNREADABLE: "no period such as '1 JANUARI SD 31 DESEMBER TAHUN 2026' is "
    "on the sheet of {detail}",
    OfficialFault.NO_RESULTS: "no result was found on the sheet of {detail}",
    OfficialFault.NUMBER_MISSING: "the staff number (NIP) is missing",
    OfficialFault.NOT_A_STAFF_NUMBER: "'{detail}' is no staff number",
    OfficialFault.NUMBER_LOST_DIGITS: "'{detail}' has lost its last digits in a spreadsheet, which "
    "keeps 15; make the column text and type the number again",
    OfficialFault.CITIZENS_NUMBER: "is a citizen's number (NIK), which is not kept",
    OfficialFault.UNKNOWN_PERSON: "nobody within reach has the staff number of {detail}; take the "
    "person in first",
    OfficialFault.TWICE: "the days of {detail} stand in the file already",
    OfficialFault.MISSING_VALUE: "must be filled in",
    OfficialFault.TOO_LONG: "longer than {detail} characters",
    OfficialFault.UNKNOWN_WORD: "'{detail}' is none of the words of this column",
    OfficialFault.NOT_A_DATE: "'{detail}' is no day such as 2026-11-21 or 21/11/2026",
    OfficialFault.NOT_A_NUMBER: "'{detail}' is no number that fits here",
    OfficialFault.NO_RESULT_ABOVE: "there is no result in this row or above it",
    OfficialFault.NOT_A_LINK: "'{detail}' is no https address",
    OfficialFault.NOT_A_TIME: "'{detail}' is no time such as 08:00",
    OfficialFault.ENDS_BEFORE_IT_BEGINS: "ends before it begins",
    OfficialFault.NO_OPEN_CYCLE: "no cycle is open for the days of {detail}",
    OfficialFault.OTHER_DAYS: "{detail} has a plan here for other days; give the same days",
    OfficialFault.SENT_ALREADY: "the plan of {detail} was sent and says something else; let the "
    "appraiser return it first",
    OfficialFault.AGREED_BY_BOTH: "both sides agreed the plan of {detail}, and the file says "
    "something else; let one of them begin an amendment, then import again",
    OfficialFault.OVER: "the plan of {detail} is over and says something else",
    OfficialFault.NO_PLAN: "{detail} has no plan here for these days",
    OfficialFault.DAY_AHEAD: "the day is still to come",
    OfficialFault.DAY_CLOSED: "the day is no longer open for entries",
    OfficialFault.DAY_WITHOUT_POST: "{detail} held no post on that day",
    OfficialFault.ACTIVITY_SENT: "the activity was sent and says something else",
}


def sentence(fault: RowFault, reasons: Reasons = REASONS) -> str:
    """Return a fault as one line: where it is and why.

    :param reasons: the words of the import's own faults.
    """
    places = (
        f"sheet {fault.sheet}" if fault.sheet else "",
        f"line {fault.line}" if fault.line else "",
        f"cell {fault.cell}" if fault.cell else "",
        fault.column,
    )
    where = ", ".join(filter(None, places)) or "the file"
    reason = TABLE_REASONS[fault.kind] if fault.kind in TABLE_REASONS else reasons[fault.kind]
    return f"{where}: {reason.format(detail=fault.detail)}"


def refuse(faults: Sequence[RowFault], reasons: Reasons = REASONS, *, outcome: str) -> NoReturn:
    """List what is wrong, at most ``FAULTS_LISTED`` lines, and end with exit code 1.

    :param outcome: what became of the file, such as ``nothing was changed``.
    """
    for fault in faults[:FAULTS_LISTED]:
        click.echo(sentence(fault, reasons), err=True)
    if len(faults) > FAULTS_LISTED:
        click.echo(f"... and {len(faults) - FAULTS_LISTED} more", err=True)
    raise click.ClickException(f"{len(faults)} faults; {outcome}")


def content_of(file: Path) -> bytes:
    """Return what ``file`` holds, within the bound that holds for files sent to pages.

    :raises click.ClickException: when it is larger, no plain file or not readable.
    """
    try:
        return read_bounded(file, most_bytes=FILE_BYTES)
    except OSError as error:
        raise click.ClickException(
            f"{file.name} is not read: {error.strerror} "
            f"(a file is at most {FILE_BYTES // MEGABYTE} MB)"
        ) from error


def template_command(
    names: Sequence[str], *, explained: Mapping[str, ExplainedColumn] | None = None
) -> click.Command:
    """Return the command `template` of a group that imports.

    It writes an empty workbook with the headings ``names`` and what columns hold above them.
    """

    @click.command("template")
    @click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
    @without_database
    def write(file: Path) -> None:
        """Write an empty workbook FILE.xlsx with the headings that the import reads."""
        file.write_bytes(template(names, explained=explained))
        click.echo(f"{len(names)} columns written")

    return write
