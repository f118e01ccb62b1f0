"""Staff numbers in files of the official record, and what is wrong with one."""

from portal.accounts.staff.staff_numbers import (
    CitizensNumber,
    DigitsLost,
    NotAStaffNumber,
    read_staff_number,
)
from portal.evaluation.official.domain import OfficialFault


def staff_number(text: str) -> tuple[str, OfficialFault | None]:
    """Return a staff number in its normal form, or why it is none."""
    try:
        return read_staff_number(text.strip().lstrip("'")), None
    except CitizensNumber:
        return "", OfficialFault.CITIZENS_NUMBER
    except DigitsLost:
        return "", OfficialFault.NUMBER_LOST_DIGITS
    except NotAStaffNumber:
        kind = OfficialFault.NOT_A_STAFF_NUMBER if text else OfficialFault.NUMBER_MISSING
        return "", kind
