"""The smallest things a document says: a figure with its period, n, channels and reason."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portal.publication.figures.reasons import Reason
from portal.statistics.classes import Spread
from portal.survey.elements import Element
from portal.survey.index import Grade
from portal.time.months import MonthRange


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
