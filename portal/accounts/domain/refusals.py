"""What is counted when a proof or an access is refused, and for how long counts are kept."""

from datetime import datetime, timedelta
from enum import StrEnum

KEPT_FOR = timedelta(days=90)
# Stands for all names that no account has, together.
UNKNOWN = 0


class Refusal(StrEnum):
    """What was refused."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind, not a password
    CODE = "code"
    PAGE = "page"


def hour_of(moment: datetime) -> datetime:
    """Return the start of the hour that holds ``moment``."""
    return moment.replace(minute=0, second=0, microsecond=0)
