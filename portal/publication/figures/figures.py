"""The smallest things a document says: a figure with its span, n, channels and reason."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portal.statistics.classes import Spread
from portal.survey.elements import Element
from portal.survey.index import Grade
from portal.time.months import (
    MONTHS_A_YEAR,
    MONTHS_OF,
    CalendarPeriod,
    Month,
    MonthRange,
    PeriodKind,
    ordinal,
)


class Reason(StrEnum):
    """The words of ``suppressed``; templates say them in a citizen's language.

    Reasons never tell more of a hidden count than they must: ``TOO_FEW`` covers every count
    from 1 to one below what a mean needs, so that its own reason does not bracket it.
    """

    NOT_MEASURED = "not_measured"
    """Nobody rated here in the period."""
    NO_VISITS = "no_visits"
    """The agency reported that nobody was served here in the period."""
    TOO_FEW = "too_few"
    """Too few ratings for a mean (30 or more); they are carried into the next period."""
    FOLDED = "folded"
    """Too few in the whole year; they count in the agency's figure only."""
    FEW_OFFICERS = "few_officers"
    """Fewer than three officers served, or one had most ratings: it would be a person's score."""
    PROTECTS_ANOTHER = "protects_another"
    """Shown, it would let one subtract a neighbour's hidden figure."""
    FEW_OR_COVER = "few_or_cover"
    """A quarter, half-year or year: too few ratings, or shown it would tell of few people.

    One reason for both, because "fewer than 30 in all three months" would bracket each of them.
    """
    NOT_ASKED = "not_asked"
    """The element does not apply to the services rated here."""
    UNVERIFIED_ONLY = "unverified_only"
    """Ratings without proof of a visit take part, so it is not compared with others."""
    VISITS_UNKNOWN = "visits_unknown"
    """Nobody counted the visits, so a share of them cannot be stated."""
    LOW_RESPONSE = "low_response"
    """Fewer than 20 % of visits were rated: too thin for a comparison."""
    LOW_RELIABILITY = "low_reliability"
    """Too few ratings to tell this place from chance (reliability below 0.7)."""
    NOT_SHOWN = "not_shown"
    """The figure it would compare is itself not shown."""
    EXCLUDED = "excluded"
    """The desk, channel and period were excluded by a published rule."""
    CONTRADICTORY = "contradictory"
    """What is stored of the place contradicts itself; withheld until that is put right."""
    FEW_MEMBERS = "few_members"
    """Too few officers for shares that cannot be decoded to persons."""
    FEW_COMMENTS = "few_comments"
    """Fewer than ten comments or none, or shown, it would tell another agency's."""


class Band(StrEnum):
    """Where a place stands against the city; bands, never ranks."""

    ABOVE = "above"
    BELOW = "below"
    NOT_DISTINGUISHABLE = "not_distinguishable"


@dataclass(frozen=True, slots=True)
class Interval:
    """The 95 % interval of a figure, in its own unit; computed from published numbers only."""

    lower: Decimal
    upper: Decimal
    confidence: Decimal = Decimal("0.95")


@dataclass(frozen=True, slots=True)
class GradeBound:
    """A grade with the IKM it reaches from and to, both inclusive."""

    letter: Grade
    lower: Decimal
    upper: Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """An IKM (25 to 100) as it may be shown, or None with the reason.

    ``n`` is rounded to 5 and None where even that is hidden. ``step`` is how coarse ``value``
    is: 2.5 (an index to 0.1) below 100 respondents, else 1. ``is_verified`` is False when
    ratings without proof of a visit take part; ``has_few_answers`` marks 10 to 29 respondents
    at year end, without band. ``spread`` says how far the answers lie apart, in three classes
    that the interval rests on; None where no interval is stated.
    """

    value: Decimal | None
    n: int | None
    period: MonthRange
    channels: tuple[str, ...]
    is_verified: bool = True
    step: Decimal | None = None
    interval: Interval | None = None
    spread: Spread | None = None
    grade: GradeBound | None = None
    has_few_answers: bool = False
    suppressed: Reason | None = None

    def __post_init__(self) -> None:
        if (self.value is None) != (self.suppressed is not None):
            raise FigureWithoutReason("a figure has either a value or the reason why not")


class FigureWithoutReason(ValueError):
    """A figure is hidden without a reason, or shown with one."""


@dataclass(frozen=True, slots=True)
class ElementFigure:
    """One of the nine elements: its IKM now and in the span published before.

    ``nrr`` is the same value on the scale 1 to 4, for the reader who knows the survey.
    """

    element: Element
    figure: Figure
    nrr: Decimal | None = None
    previous: Figure | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A share of answers in whole percent; ``levels`` is "1-2", "1", "2", "3" or "4".

    ``is_at_least`` says that the value is a lower bound ("95 % or more").
    """

    levels: str
    percent: int
    is_at_least: bool = False


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the answers to one element spread over its levels; empty with a reason when hidden."""

    element: Element
    n: int | None
    period: MonthRange
    channels: tuple[str, ...]
    shares: tuple[Share, ...] = ()
    suppressed: Reason | None = None


@dataclass(frozen=True, slots=True)
class ResponseShare:
    """Ratings as a share of tickets handed out or visits served, in percent of step 5 or 1.

    ``basis`` is "tickets" or "visits"; None when neither is known.
    """

    value: int | None
    n: int | None
    period: MonthRange
    channels: tuple[str, ...]
    basis: str | None = None
    source: str | None = None
    suppressed: Reason | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A place's band against the city, or the reason why it has none.

    ``adjusted`` is the IKM after indirect standardisation for the mix of services.
    """

    band: Band | None
    adjusted: Decimal | None = None
    suppressed: Reason | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """The numbers that intervals and bands of a release were computed with, for recomputing.

    ``within_variance`` is the variance of composites within desks, in squared points of the
    scale 1 to 4; ``icc`` the share of variance between desks, the default below ten ``desks``,
    whose number is rounded down to 5. With fewer than five desks or 100 ratings ``desks`` is
    None and both numbers are defaults.
    """

    within_variance: Decimal
    icc: Decimal
    desks: int | None


LONGER_KINDS = (PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a place with few answers is likely to be, drawn towards the place above it.

    ``value`` is an IKM in steps of ``step``, ``interval`` its 95 % interval in whole points.
    ``toward`` is the address of the place whose figure of the same release it is drawn to;
    ``reliability`` is the weight of the place's own answers, the same for all estimates of a
    release. The answers behind it, of all channels, are ``n_from`` to ``n_to``, never said more
    exactly. An estimate is no figure and is never counted as one.
    """

    value: Decimal
    step: Decimal
    interval: Interval
    toward: str
    reliability: Decimal
    n_from: int
    n_to: int


@dataclass(frozen=True, slots=True)
class QuarterFigure:
    """A quarter of a place: its figure, or the reason, and an estimate where there are few."""

    figure: Figure
    estimate: Estimate | None = None


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """A quarter, half-year or year that ends with the release's month, rounded once.

    ``kind`` is ``quarter``, ``half`` or ``year``; the figure's period begins with the first month
    that the portal ever released, if that lies within. ``open`` are ratings without proof of a
    visit beside the figure. Elements are given where the figure is shown.
    """

    kind: PeriodKind
    figure: Figure
    open: Figure | None
    elements: tuple[ElementFigure, ...] = ()
    estimate: Estimate | None = None


def closed_by(month: Month) -> tuple[CalendarPeriod, ...]:
    """Return the quarter, half-year and year that end with a month, shortest first."""
    position = ordinal(month) % MONTHS_A_YEAR + 1
    return tuple(
        CalendarPeriod(kind, int(month[:4]), position // MONTHS_OF[kind])
        for kind in LONGER_KINDS
        if position % MONTHS_OF[kind] == 0
    )
