"""What can be wrong with a record, by name; the words for people stand with the pages."""

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """The facts for which a file or a form is refused."""

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
    UNKNOWN_KIND = "unknown_kind"
    NOT_FOR_KIND = "not_for_kind"
    MISSING_VALUE = "missing_value"
    NOT_A_CODE = "not_a_code"
    NOT_A_STAFF_NUMBER = "not_a_staff_number"
    TOO_LONG = "too_long"
    CONTROL_CHARACTER = "control_character"
    NOT_A_DATE = "not_a_date"
    NOT_A_COUNT = "not_a_count"
    NOT_A_CATEGORY = "not_a_category"
    NOT_AN_ELEMENT = "not_an_element"
    NOT_HOURS = "not_hours"
    # Records together, and with what is there.
    REPEATED = "repeated"
    ALREADY_EXISTS = "already_exists"
    UNKNOWN_REFERENCE = "unknown_reference"
    OF_ANOTHER_AGENCY = "of_another_agency"
    CANNOT_MOVE = "cannot_move"
    NOTHING_LEFT_TO_ASK = "nothing_left_to_ask"
    SUCCESSOR_WITHOUT_RETIREMENT = "successor_without_retirement"
    SUCCESSOR_IS_ITSELF = "successor_is_itself"
    SUCCESSOR_IS_RETIRED = "successor_is_retired"
    RETIREMENT_IS_PAST = "retirement_is_past"
    STILL_IN_USE = "still_in_use"
    BELONGS_TO_RETIRED = "belongs_to_retired"
    NO_SERVICE_LEFT = "no_service_left"
    ENDS_BEFORE_START = "ends_before_start"
    OVERLAPPING_POSTING = "overlapping_posting"
    POSTING_AFTER_RETIREMENT = "posting_after_retirement"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong: in which line of a file (0: no file), which column and why.

    ``detail`` is what was written or what it collides with.
    """

    line: int
    column: str
    kind: FaultKind
    detail: str = ""
