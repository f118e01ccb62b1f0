"""Quarters, half-years and years of the calendar as figures of their own, and estimates."""

from dataclasses import dataclass
from decimal import Decimal

from portal.publication.figures.figures import ElementFigure, Figure, Interval
from portal.time.months import MONTHS_A_YEAR, MONTHS_OF, CalendarPeriod, PeriodKind, ordinal

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


def closed_by(month: str) -> tuple[CalendarPeriod, ...]:
    """Return the quarter, half-year and year that end with a month, shortest first."""
    position = ordinal(month) % MONTHS_A_YEAR + 1
    return tuple(
        CalendarPeriod(kind, int(month[:4]), position // MONTHS_OF[kind])
        for kind in LONGER_KINDS
        if position % MONTHS_OF[kind] == 0
    )
