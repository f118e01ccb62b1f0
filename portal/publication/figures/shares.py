"""P4 for shares: coarse percents, small levels merged, unanimity as "95 % or more"."""

from collections.abc import Mapping

from portal.publication.figures.figures import Share
from portal.publication.figures.rounding import FINE_FROM
from portal.publication.figures.thresholds import LEAST_SHOWN
from portal.survey.counts import LevelCounts
from portal.survey.elements import LEVELS

COARSE_PERCENT = 5
LEAST_LEVEL = 3
# Answers that the public needs to see how they spread.
LEAST_SPREAD = 250
UNANIMOUS_PERCENT = 95


def rounded_percent(part: int, whole: int) -> int:
    """Return a share in percent, to 5 points below 100 answers, else to 1; a half goes up."""
    step = 1 if whole >= FINE_FROM else COARSE_PERCENT
    return step * ((200 * part + step * whole) // (2 * step * whole))


def public_shares_of(counts: LevelCounts) -> tuple[Share, ...] | None:
    """Return how many answers the public may see at 1 or 2, at 3 and at 4; None where it may not.

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


def shares_of(counts: LevelCounts) -> tuple[Share, ...]:
    """Return how the answers spread over the levels, lowest first, as far as may be shown.

    Levels 1 and 2 are merged where one of them has fewer than three answers; where the two
    together still hold one or two, level 3 joins them. A level with 95 % or more is said
    alone, as a lower bound.

    :param counts: one answer or more.
    """
    for level, answers in zip(LEVELS, counts.answers, strict=True):
        if 100 * answers >= UNANIMOUS_PERCENT * counts.n:
            return (Share(str(level), UNANIMOUS_PERCENT, is_at_least=True),)
    return tuple(
        Share(levels, rounded_percent(answers, counts.n))
        for levels, answers in _merged(counts.answers).items()
    )


def _merged(answers: tuple[int, ...]) -> Mapping[str, int]:
    first, second, third, fourth = answers
    low = first + second
    if 0 < low < LEAST_LEVEL:
        return {"1-3": low + third, "4": fourth}
    if min(first, second) < LEAST_LEVEL:
        return {"1-2": low, "3": third, "4": fourth}
    return {"1": first, "2": second, "3": third, "4": fourth}
