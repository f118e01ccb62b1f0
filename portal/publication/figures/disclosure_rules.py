"""P1, P2 and P4: closed disjoint spans, how many ratings a figure needs, how coarse it must be."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache

from portal.publication.figures.figures import Figure, GradeBound, Reason, Share
from portal.rating.answers.answers import VERIFIED, Channel
from portal.statistics.disclosure import LEAST_GROUP
from portal.survey.elements import HIGHEST_LEVEL, MIN_RESPONDENTS, LevelCounts
from portal.survey.index import (
    GRADE_BOUNDS,
    HIGHEST_IKM,
    IKM_PER_INDEX_POINT,
    grade_of_ikm,
    lowest_ikm_of,
    rounded_half_up,
)
from portal.time.months import Month, MonthRange, month_after


class Group(StrEnum):
    """Verified ratings, unverified ones beside them, or both where too few are verified.

    Paper stands in revisions of a year only. What was taken out of a month after it was
    published counts there still, and no longer in the revision; ``CHANGED`` is all of that and
    the paper that was added.
    """

    VERIFIED = "verified"
    OPEN = "open"
    ALL = "all"
    PAPER = "paper"
    VERIFIED_TAKEN_OUT = "verified_taken_out"
    OPEN_TAKEN_OUT = "open_taken_out"
    CHANGED = "changed"


# The groups that no rating belongs to both of.
SINGLE_GROUPS = (Group.VERIFIED, Group.OPEN)

VERIFIED_CHANNELS = tuple(channel for channel in Channel if channel in VERIFIED)
CHANNELS: dict[Group, tuple[Channel, ...]] = {
    Group.VERIFIED: VERIFIED_CHANNELS,
    Group.OPEN: (Channel.OPEN,),
    Group.ALL: (*VERIFIED_CHANNELS, Channel.OPEN),
    Group.PAPER: (Channel.PAPER,),
}
MONTHLY_GROUPS = (*SINGLE_GROUPS, Group.ALL)

TAKEN_OUT = {Group.VERIFIED: Group.VERIFIED_TAKEN_OUT, Group.OPEN: Group.OPEN_TAKEN_OUT}
CHANGES = (*TAKEN_OUT.values(), Group.PAPER)
_PARTS = {Group.ALL: SINGLE_GROUPS, Group.CHANGED: CHANGES}

# Paper comes in months late: it enters the yearly figures and the statutory report only.
MONTHLY_CHANNELS = frozenset(CHANNELS[Group.ALL])


def is_verified(group: Group) -> bool:
    """Whether every rating of the group proved a visit."""
    return group is Group.VERIFIED


def parts_of(group: Group, *, is_revised: bool) -> tuple[Group, ...]:
    """Return the groups without a rating in common that add up to what a figure counts.

    :param is_revised: whether the figure leaves out what was taken out after publication.
    """
    parts = _PARTS.get(group, (group,))
    if is_revised:
        return parts
    return (*parts, *(TAKEN_OUT[each] for each in parts if each in TAKEN_OUT))


@cache
def group_of(channels: tuple[str, ...]) -> Group:
    """Return the narrowest group with all of a published figure's channels.

    :raises ValueError: for channels that no group has together.
    """
    for group, members in CHANNELS.items():
        if set(members).issuperset(channels):
            return group
    raise ValueError(channels)


LEAST_SHOWN = LEAST_GROUP
DECEMBER = "-12"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which channels a headline rests on, and whether it may be shown.

    ``has_few_answers`` marks 10 to 29 respondents (one below what a mean needs), which is
    allowed at year end only.
    """

    group: Group
    reason: Reason | None = None
    has_few_answers: bool = False


def open_span(
    previous: Figure | None, *, period: Month, told_until: Month | None = None
) -> MonthRange:
    """Return the span that ``period`` closes for a place.

    It starts where a figure was carried forward from, never in another year, and never before
    a month that a shown figure, such as a quarter's, has counted.

    :param previous: the place's headline in the release before; None when it had none.
    :param told_until: the last month that a shown figure of the place has counted.
    """
    carried = previous is not None and previous.suppressed is Reason.TOO_FEW
    if previous is None or not carried or previous.period.last != month_after(period, months=-1):
        return MonthRange(period, period)
    if told_until is None or told_until < previous.period.first:
        return MonthRange(previous.period.first, period)
    return MonthRange(month_after(told_until), period)


def verdict(
    *, verified: int, unverified: int, span: MonthRange, least_mean: int = MIN_RESPONDENTS
) -> Verdict:
    """Decide by numbers alone which channels make the headline of a span.

    Verified ratings alone as soon as they reach the threshold, else all of them; below it the
    span is carried forward, at year end shown from 10 or else folded into the agency.

    :param verified: ratings that proved a visit, in the whole span.
    :param unverified: the others.
    :param least_mean: respondents a mean needs, 30 or more.
    """
    if not verified + unverified:
        return Verdict(Group.VERIFIED, Reason.NOT_MEASURED)
    choices = ((Group.VERIFIED, verified), (Group.ALL, verified + unverified))
    for group, n in choices:
        if n >= least_mean:
            return Verdict(group)
    if not span.last.endswith(DECEMBER):
        return Verdict(Group.ALL, Reason.TOO_FEW)
    for group, n in choices:
        if n >= LEAST_SHOWN:
            return Verdict(group, has_few_answers=True)
    return Verdict(Group.ALL, Reason.FOLDED)


COUNT_STEP = 5
FINE_FROM = 100
COARSE_STEP = Decimal("2.5")
FINE_STEP = Decimal(1)
# Nine elements are nine chances to pin a score, so each is rounded more coarsely than the IKM;
# benchmarks/attack.py measures what that is worth.
ELEMENT_FINE_FROM = 250
ELEMENT_COARSE_STEP = Decimal(5)
HUNDREDTH = Decimal("0.01")
TODAY_COUNT_STEP = 10


def rounded_count(n: int, *, step: int = COUNT_STEP) -> int:
    """Return a number of respondents to the nearest ``step``; a half goes up."""
    return step * ((2 * n + step) // (2 * step))


def count_bounds(shown: int, *, step: int = COUNT_STEP) -> tuple[int, int]:
    """Return the lowest and highest number, both inclusive, that rounds to ``shown``."""
    lowest = shown - step // 2
    return max(0, lowest), lowest + step - 1


def step_of(n: int) -> Decimal:
    """Return how coarse an IKM over ``n`` answers is: 2.5 (an index to 0.1) below 100, else 1."""
    return FINE_STEP if n >= FINE_FROM else COARSE_STEP


def element_step_of(n: int) -> Decimal:
    """Return how coarse one element is: 5 below 100 answers, 2.5 below 250, else 1."""
    if n >= ELEMENT_FINE_FROM:
        return FINE_STEP
    return COARSE_STEP if n >= FINE_FROM else ELEMENT_COARSE_STEP


def rounded_to(value: Fraction, step: Decimal) -> Decimal:
    """Return ``value`` to the nearest multiple of ``step``; a half goes up."""
    return rounded_half_up(value / Fraction(step), 0) * step


def rounded_ikm(value: Fraction, *, n: int) -> Decimal:
    """Return an IKM as coarse as ``n`` answers require.

    :param value: unrounded, 25 to 100.
    :param n: exact number of answers it rests on.
    """
    return rounded_to(value, step_of(n))


def rounded_element(value: Fraction, *, n: int) -> Decimal:
    """Return an element's IKM (NRR x 25) as coarse as ``n`` answers require."""
    return rounded_to(value, element_step_of(n))


def nrr_of(ikm: Decimal) -> Decimal:
    """Return a rounded IKM on the scale 1 to 4; it is as coarse as the IKM."""
    return (ikm / IKM_PER_INDEX_POINT).quantize(HUNDREDTH)


def whole_points(lower: float, upper: float) -> tuple[Decimal, Decimal]:
    """Return both ends of an interval of the index (1 to 4) as whole IKM, rounded outwards."""
    down = Decimal(str(lower * IKM_PER_INDEX_POINT)).to_integral_value(ROUND_FLOOR)
    up = Decimal(str(upper * IKM_PER_INDEX_POINT)).to_integral_value(ROUND_CEILING)
    return max(down, Decimal(IKM_PER_INDEX_POINT)), min(
        up, Decimal(HIGHEST_LEVEL * IKM_PER_INDEX_POINT)
    )


def grade_bound(value: Fraction) -> GradeBound:
    """Return the grade of an unrounded IKM with the bounds it lies between, both inclusive."""
    letter = grade_of_ikm(value)
    lower = lowest_ikm_of(letter)
    above = [bound for _, bound in GRADE_BOUNDS if bound > lower]
    upper = min(above) - HUNDREDTH if above else Decimal(HIGHEST_IKM)
    return GradeBound(letter=letter, lower=lower, upper=upper)


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
