"""When a letter is tried again or given up, and what people are told of their account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

USEFUL_FOR = timedelta(days=3)
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)
MOST_TRIES = 12
# What the key of unsent letters is derived for.
SEALED_FOR = "unsent letters"
# So long the first staff page counts a letter that was given up.
COUNTED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in plain text; it is tried again for as long as it is ``useful_for``."""

    recipient: str
    subject: str
    body: str
    useful_for: timedelta = USEFUL_FOR


def next_try(tries: int, *, now: datetime, useful_until: datetime) -> datetime | None:
    """Return when to try a letter again, or None when it is given up.

    The pause doubles with each try, up to six hours.

    :param tries: how often it was tried, 1 or more.
    :param useful_until: aware moment from which its reader can do nothing with it; a letter is
        never tried then or later.
    """
    at = now + min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)
    return at if tries < MOST_TRIES and at < useful_until else None


class Notice(StrEnum):
    """Something that happened to an account and that its owner must know of."""

    NEW_DEVICE = "new_device"
    PASSWORD = "password"  # noqa: S105 - the name of a notice, not a password
    AUTHENTICATOR_SET = "authenticator_set"
    AUTHENTICATOR_REMOVED = "authenticator_removed"
    RECOVERY_CODES = "recovery_codes"
    WRONG_CODES = "wrong_codes"
    #: Something waits inside; the letter says neither what nor about whom.
    WAITING = "waiting"


# The acts of the audit log that are told; every act on somebody's proofs is one of them.
NOTICE_OF_ACT = {
    "password.set": Notice.PASSWORD,
    "password.change": Notice.PASSWORD,
    "authenticator.set": Notice.AUTHENTICATOR_SET,
    "authenticator.remove": Notice.AUTHENTICATOR_REMOVED,
    "recovery_codes.renew": Notice.RECOVERY_CODES,
}
