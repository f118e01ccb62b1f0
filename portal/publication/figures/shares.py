"""P4 for shares: coarse percents, three groups that never change, none of them small."""

from portal.publication.figures.figures import Share
from portal.publication.figures.rounding import FINE_FROM
from portal.publication.figures.thresholds import LEAST_SHOWN
from portal.survey.elements import LevelCounts

COARSE_PERCENT = 5
# Answers from which on it is told how they spread, to the public and to an officer.
LEAST_SPREAD = 250


def rounded_percent(part: int, whole: int) -> int:
    """Return a share in percent, to 5 points below 100 answers, else to 1; a half goes up."""
    step = 1 if whole >= FINE_FROM else COARSE_PERCENT
    return step * ((200 * part + step * whole) // (2 * step * whole))


def public_shares_of(counts: LevelCounts) -> tuple[Share, ...] | None:
    """Return how many answers may be seen at 1 or 2, at 3 and at 4; None where they may not.

    The same groups always, so that their labels tell nothing, from 250 answers on and with ten
    or more in each.
    """
    first, second, third, fourth = counts.answers
    groups = {"1-2": first + second, "3": third, "4": fourth}
    if counts.n < LEAST_SPREAD or min(groups.values()) < LEAST_SHOWN:
        return None
    return tuple(Share(levels, rounded_percent(n, counts.n)) for levels, n in groups.items())


def percent_in_fives(part: int, whole: int) -> int:
    """Return a share in percent to 5 points, however many there are; a half goes up."""
    return COARSE_PERCENT * ((200 * part + COARSE_PERCENT * whole) // (2 * COARSE_PERCENT * whole))
