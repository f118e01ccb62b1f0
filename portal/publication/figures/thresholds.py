"""P1 and P2: closed disjoint spans, and how many ratings a figure needs before it is shown."""

from dataclasses import dataclass

from portal.publication.figures.figures import Figure
from portal.publication.figures.groups import Group
from portal.publication.figures.reasons import Reason
from portal.statistics.disclosure import LEAST_GROUP
from portal.survey.elements import MIN_RESPONDENTS
from portal.time.months import MonthRange, month_after

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


def open_span(previous: Figure | None, *, period: str, told_until: str | None = None) -> MonthRange:
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
