"""How long a sign-in waits after failures: nothing at first, then ever longer."""

FREE_FAILURES = 5
FIRST_DELAY_SECONDS = 5
LONGEST_DELAY_SECONDS = 900
REMEMBERED_SECONDS = 6 * 3600
NETWORK_FAILURES_AN_HOUR = 100
WRONG_CODES_AN_HOUR = 20
HOUR_SECONDS = 3600


def delay_seconds(failures: int) -> int:
    """Return the seconds to wait after ``failures`` attempts in a row (at least 0)."""
    if failures < FREE_FAILURES:
        return 0
    doubled = min(failures - FREE_FAILURES, 20)
    return min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS << doubled)
