"""How often a proof may be wrong, and what is counted of refusals for how long."""

from datetime import datetime, timedelta
from enum import StrEnum

# Passwords: attempts an hour of one network, or one known device, at one account.
OWN_FAILURES_AN_HOUR = 10
# Of all networks together at one account, known devices aside.
ACCOUNT_FAILURES_AN_HOUR = 60
# Of one network at all accounts together, known devices aside.
NETWORK_FAILURES_AN_HOUR = 100
# Codes of the app: of all networks together at one account, known devices aside.
WRONG_CODES_AN_HOUR = 20
# So many wrong codes within an hour, and the owner is told by letter.
CODES_BEFORE_LETTER = 10
FREE_FAILURES = 5
FIRST_DELAY_SECONDS = 5
LONGEST_DELAY_SECONDS = 900
REMEMBERED_SECONDS = 6 * 3600
KEPT_FOR = timedelta(days=90)
# Stands for all names that no account has, together.
UNKNOWN = 0


def delay_seconds(failures: int) -> int:
    """Return the seconds to wait after ``failures`` attempts in a row (at least 0)."""
    if failures < FREE_FAILURES:
        return 0
    doubled = min(failures - FREE_FAILURES, 20)
    return min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS << doubled)


class Refusal(StrEnum):
    """What was refused."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind, not a password
    CODE = "code"
    PAGE = "page"


def hour_of(moment: datetime) -> datetime:
    """Return the start of the hour that holds ``moment``."""
    return moment.replace(minute=0, second=0, microsecond=0)
