"""Months of a span in a report, read back from the documents of a place."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from portal.publication.figures.decoding import (
    breakdown_from,
    closed_from,
    element_from,
    figure_from,
)
from portal.publication.figures.documents import (
    CITY_ADDRESS,
    Breakdown,
    EarlierResult,
    Exclusion,
    Lesson,
    Note,
)
from portal.publication.figures.figures import ClosedPeriod, ElementFigure, Figure
from portal.publication.releases.queries import published, published_periods
from portal.publication.reports.content import LevelShare
from portal.survey.elements import Element
from portal.time.months import CalendarPeriod, Month

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AnswerSpread:
    """How the answers to one element spread in a month, and how many there were."""

    element: Element
    n: int
    shares: tuple[LevelShare, ...]


@dataclass(frozen=True, slots=True)
class ReportMonth:
    """One published document, as far as a report needs it."""

    headline: Figure
    open: Figure | None
    elements: tuple[ElementFigure, ...]
    spreads: tuple[AnswerSpread, ...]
    trend: tuple[Figure, ...]
    earlier: tuple[EarlierResult, ...]
    notes: tuple[Note, ...]
    exclusions: tuple[Exclusion, ...]


def months_of(session: Session, address: str, *, span: CalendarPeriod) -> tuple[ReportMonth, ...]:
    """Return the documents of a place for the months of a span, earliest first.

    A month whose figure was carried into the next gives way to it, so that no rating counts
    twice.
    """
    bodies = (_body(session, address, period=period) for period in span.months)
    found = [_month(body) for body in bodies if body is not None]
    return tuple(
        month
        for turn, month in enumerate(found)
        if not any(_carries(later, month) for later in found[turn + 1 :])
    )


def closed_of(session: Session, address: str, *, span: CalendarPeriod) -> ClosedPeriod | None:
    """Return the quarter, half-year or year of a place as its last month's release closed it.

    None for a month, and where that release is older than such figures.
    """
    body = _body(session, address, period=span.span.last) or {}
    found = (each for each in body.get("closed", ()) if each["kind"] == span.kind)
    return next(map(closed_from, found), None)


def _carries(later: ReportMonth, month: ReportMonth) -> bool:
    return later.headline.period.first == month.headline.period.first


def breakdowns_of(session: Session, address: str, *, year: int) -> tuple[Breakdown, ...]:
    """Return respondent profile and reasons of a year, as the newest document with them has it."""
    for period in published_periods(session, address):
        body = _body(session, address, period=period) or {}
        found = [breakdown_from(each) for each in body["breakdowns"] if each["year"] == year]
        if found:
            return tuple(found)
        if period < f"{year:04d}-01":
            break
    return ()


def published_lessons(session: Session, *, span: CalendarPeriod) -> tuple[Lesson, ...]:
    """Return the promises of the span's releases that the city's page has shown."""
    found: dict[str, Lesson] = {}
    for period in published_periods(session, CITY_ADDRESS):
        body = _body(session, CITY_ADDRESS, period=period) or {}
        for each in body["lessons"]:
            if each["period"] in span.months:
                found.setdefault(each["period"], Lesson(**each))
        if period < span.span.first:
            break
    return tuple(found[period] for period in sorted(found))


def _body(session: Session, address: str, *, period: Month) -> Json | None:
    found = published(session, address, period=period)
    if found is None:
        return None
    body: Json = json.loads(found.body)
    return body


def _month(body: Json) -> ReportMonth:
    return ReportMonth(
        headline=figure_from(body["headline"]),
        open=figure_from(body["open"]) if body["open"] else None,
        elements=tuple(map(element_from, body["elements"])),
        spreads=tuple(_spreads(body["distributions"])),
        trend=tuple(map(figure_from, body["trend"])),
        earlier=tuple(EarlierResult(**each) for each in body["earlier"]),
        notes=tuple(_dated(Note, each) for each in body["notes"]),
        exclusions=tuple(_dated(Exclusion, each) for each in body["exclusions"]),
    )


def _spreads(bodies: Iterable[Json]) -> Iterable[AnswerSpread]:
    for body in bodies:
        if body["shares"]:
            shares = tuple(
                LevelShare(each["levels"], Decimal(each["percent"]), each["at_least"])
                for each in body["shares"]
            )
            yield AnswerSpread(Element(body["element"]), body["n"], shares)


def _dated(kind: type[Any], body: Json) -> Any:
    """Return a note or an exclusion; what ends in ``_on`` is a day."""
    return kind(
        **{
            name: date.fromisoformat(value) if name.endswith("_on") else value
            for name, value in body.items()
        }
    )
