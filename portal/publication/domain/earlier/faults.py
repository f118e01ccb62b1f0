"""What can be wrong with a file of earlier results, by name; the words stand with the command."""

from dataclasses import dataclass
from enum import StrEnum


class ResultFaultKind(StrEnum):
    """The facts for which a file is refused."""

    # The file as a table: the words of portal.spreadsheet.faults.
    EMPTY = "empty"
    NOT_UTF8 = "not_utf8"
    BROKEN_CSV = "broken_csv"
    BROKEN_WORKBOOK = "broken_workbook"
    TOO_LARGE = "too_large"
    REPEATED_COLUMN = "repeated_column"
    EXTRA_CELLS = "extra_cells"
    LONG_NUMBER = "long_number"
    # A row and its cells.
    UNKNOWN_COLUMN = "unknown_column"
    MISSING_COLUMN = "missing_column"
    MISSING_VALUE = "missing_value"
    NOT_A_PERIOD = "not_a_period"
    NOT_OVER = "not_over"
    NOT_A_COUNT = "not_a_count"
    NOT_AN_IKM = "not_an_ikm"
    NOT_AN_NRR = "not_an_nrr"
    NOT_A_SOURCE = "not_a_source"
    DOES_NOT_FIT = "does_not_fit"
    # A row with what is there.
    UNKNOWN_PLACE = "unknown_place"
    OF_ANOTHER_AGENCY = "of_another_agency"
    REPEATED = "repeated"
    ALREADY_THERE = "already_there"


@dataclass(frozen=True, slots=True, order=True)
class ResultFault:
    """One thing that is wrong: in which line (0: the file), which column, and what was written."""

    line: int
    column: str
    kind: ResultFaultKind
    detail: str = ""
