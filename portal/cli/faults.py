"""What is wrong with an organisation file, in plain English for the command line."""

from collections.abc import Mapping

from portal.organisation.domain.faults import Fault, FaultKind

REASONS: Mapping[FaultKind, str] = {
    FaultKind.EMPTY: "the file has no rows",
    FaultKind.NOT_UTF8: "this is not UTF-8; save the file as CSV UTF-8",
    FaultKind.BROKEN_CSV: "a quotation mark is not closed, or stands within a cell",
    FaultKind.BROKEN_WORKBOOK: "the workbook cannot be opened",
    FaultKind.TOO_LARGE: "the file is too large",
    FaultKind.REPEATED_COLUMN: "the column '{detail}' is there twice",
    FaultKind.EXTRA_CELLS: "the row has more cells than there are columns",
    FaultKind.LONG_NUMBER: "a number of more than 15 digits has lost digits; "
    "make the column text and type it again",
    FaultKind.UNKNOWN_COLUMN: "there is no such column",
    FaultKind.MISSING_COLUMN: "this column must be there",
    FaultKind.UNKNOWN_KIND: "'{detail}' is not agency, unit, service, desk, officer or posting",
    FaultKind.NOT_FOR_KIND: "must be empty in a row of kind {detail}",
    FaultKind.MISSING_VALUE: "must be filled in",
    FaultKind.NOT_A_CODE: "'{detail}' is no code: 1 to 40 small letters, digits, inner hyphens",
    FaultKind.NOT_A_STAFF_NUMBER: "'{detail}' is no staff number: 1 to 20 letters or digits",
    FaultKind.TOO_LONG: "longer than {detail} characters",
    FaultKind.CONTROL_CHARACTER: "holds an invisible character",
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
    FaultKind.POSTING_AFTER_RETIREMENT: "'{detail}' is retired by then",
}


def sentence(fault: Fault) -> str:
    """Return a fault as one line: where it is and why."""
    places = [f"line {fault.line}" if fault.line else "", fault.column]
    where = ", ".join(filter(None, places)) or "the file"
    return f"{where}: {REASONS[fault.kind].format(detail=fault.detail)}"
