"""The kinds of faults of a record; their words for people are beside the pages."""

from enum import StrEnum


class FaultKind(StrEnum):
    """The facts for which a row of a file or a form is refused."""

    # A row and its cells.
    UNKNOWN_KIND = "unknown_kind"
    NOT_FOR_KIND = "not_for_kind"
    MISSING_VALUE = "missing_value"
    NOT_A_CODE = "not_a_code"
    NOT_A_STAFF_NUMBER = "not_a_staff_number"
    STAFF_NUMBER_LOST_DIGITS = "staff_number_lost_digits"
    CITIZENS_NUMBER = "citizens_number"
    TOO_LONG = "too_long"
    CONTROL_CHARACTER = "control_character"
    NOT_PRINTABLE = "not_printable"
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
    EQUAL_BADGES = "equal_badges"
    POSTING_AFTER_RETIREMENT = "posting_after_retirement"
    MONTH_CLOSED = "month_closed"
    MONTH_TOO_FAR = "month_too_far"
