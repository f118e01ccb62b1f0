"""When a letter that failed is tried again, and when it is given up; pure rules."""

from datetime import datetime, timedelta

USEFUL_FOR = timedelta(days=3)
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)
MOST_TRIES = 12
# What the key of unsent letters is derived for.
SEALED_FOR = "unsent letters"
# So long the first staff page counts a letter that was given up.
COUNTED_FOR = timedelta(days=30)


def next_try(tries: int, *, now: datetime, useful_until: datetime) -> datetime | None:
    """Return when to try a letter again, or None when it is given up.

    The pause doubles with each try, up to six hours.

    :param tries: how often it was tried, 1 or more.
    :param useful_until: aware moment from which its reader can do nothing with it; a letter is
        never tried then or later.
    """
    at = now + min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)
    return at if tries < MOST_TRIES and at < useful_until else None
