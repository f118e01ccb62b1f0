"""What any reader knows about counts: one statement for each figure, shown or hidden."""

from dataclasses import dataclass

from portal.publication.figures.groups import Group
from portal.publication.figures.reasons import Reason
from portal.publication.figures.rounding import count_bounds
from portal.publication.figures.thresholds import LEAST_SHOWN
from portal.survey.elements import Element, RuleBook
from portal.time.months import MonthRange


@dataclass(frozen=True, slots=True)
class PublishedConstraint:
    """The ratings of one or more places in a span are at least ``lower``, at most ``upper``.

    ``element`` restricts it to services where that element is asked, or, without ``is_asked``,
    to those where it is not. ``upper`` is None where
    nothing limits the count. ``addresses`` are disjoint places. With ``is_revised``, ratings
    that were taken out after their month was published no longer count.
    """

    addresses: tuple[str, ...]
    span: MonthRange
    group: Group
    lower: int
    upper: int | None
    element: Element | None = None
    is_asked: bool = True
    is_revised: bool = False


@dataclass(frozen=True, slots=True)
class CountRow:
    """The part of a published figure that speaks of counts; ``n`` is rounded, None if hidden.

    ``channels`` are those that the figure names.
    ``has_estimate`` says of a hidden figure that an estimate stands beside it, which takes ten
    answers; without one nothing follows, because estimates are withheld for others, too.
    """

    address: str
    span: MonthRange
    group: Group
    n: int | None
    reason: Reason | None
    has_few_answers: bool = False
    element: Element | None = None
    members: tuple[str, ...] = ()
    is_revised: bool = False
    channels: tuple[str, ...] = ()
    has_estimate: bool = False


# A hidden count that can be bracketed more closely than this fails the release (P7).
LEAST_WIDTH = 5.0
NOBODY = frozenset({Reason.NOT_MEASURED, Reason.NO_VISITS, Reason.EXCLUDED})
# Reasons that say nothing of a count but that it is not 0.
PERSONAL_OR_COVER = frozenset(
    {
        Reason.FEW_OFFICERS,
        Reason.PROTECTS_ANOTHER,
        Reason.FEW_OR_COVER,
        Reason.CONTRADICTORY,
    }
)


def statement_of(row: CountRow, *, book: RuleBook) -> PublishedConstraint:
    """Return what a row tells, its reason included: "too few" means 1 to 29 of any channel.

    A shown count is known to its rounding, and to be no less than what showing it took by the
    rules of its release; where an element may have been skipped, its count says only how many
    there are at least.
    """
    # Every figure is published by the release of the last month of its span.
    month = row.span.last
    lower, upper = _bounds(row, least_mean=book.in_month(month).least_mean)
    if row.element in book.skippable_by(month):
        upper = None
    # A hidden headline was looked for among all channels; a pooled row never is.
    is_beside = row.group in {Group.OPEN, Group.PAPER}
    is_headline = row.n is None and not is_beside and not row.members
    group = Group.ALL if is_headline else row.group
    return PublishedConstraint(
        addresses=row.members or (row.address,),
        span=row.span,
        group=group,
        lower=lower,
        upper=upper,
        element=row.element,
        is_revised=row.is_revised,
    )


def _bounds(row: CountRow, *, least_mean: int) -> tuple[int, int | None]:
    if row.n is not None:
        lower, upper = count_bounds(row.n)
        least = LEAST_SHOWN if row.has_few_answers else least_mean
        return max(lower, least), min(upper, least_mean - 1) if row.has_few_answers else upper
    if row.reason in NOBODY:
        return 0, 0
    if row.has_estimate:
        return LEAST_SHOWN, least_mean - 1
    if row.reason in PERSONAL_OR_COVER:
        return 1, None
    return 1, (LEAST_SHOWN if row.reason is Reason.FOLDED else least_mean) - 1
