"""Builds the city's report from published documents and from what waits today."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.publication.figures.decoding import figure_from
from portal.publication.figures.documents import CITY_ADDRESS, PlaceKind
from portal.publication.figures.figures import Figure
from portal.publication.releases.queries import latest_month, published
from portal.publication.reports.months import closed_of
from portal.time.months import CalendarPeriod, PeriodKind, spans_of_year


class NoCityReport(LookupError):
    """Nothing is published about the city for that span."""


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """An agency's figure in the span; None where its release closed none."""

    name: str
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class CityReport:
    """The city's published figure, its agencies' by name, and what waits ``on`` a day."""

    span: CalendarPeriod
    figure: Figure
    agencies: tuple[AgencyLine, ...]
    waits: tuple[tuple[str, str], ...]
    on: date


def city_spans(session: Session) -> tuple[CalendarPeriod, ...]:
    """Return the newest published month, and the newest quarter that is published whole."""
    latest = latest_month(session)
    if latest is None:
        return ()
    year = int(latest[:4])
    quarters = [
        span
        for each in (year - 1, year)
        for span in spans_of_year(each)
        if span.kind is PeriodKind.QUARTER
        and span.span.last <= latest
        and closed_of(session, CITY_ADDRESS, span=span) is not None
    ]
    return (CalendarPeriod.of(latest), *quarters[-1:])


def city_report(
    session: Session, span: CalendarPeriod, *, waits: tuple[tuple[str, str], ...], today: date
) -> CityReport:
    """Return the report of a month or a quarter.

    :param waits: what waits today, each with its number in words.

    :raises NoCityReport: when the city's figure of ``span`` is not published.
    """
    found = published(session, CITY_ADDRESS, period=span.span.last)
    if found is None:
        raise NoCityReport(str(span))
    body = json.loads(found.body)
    figure = _figure(session, CITY_ADDRESS, body=body["headline"], span=span)
    if figure is None:
        raise NoCityReport(str(span))
    agencies = tuple(_agencies(session, body["rows"], span=span))
    return CityReport(span, figure, agencies, waits, today)


def _agencies(
    session: Session, rows: Sequence[dict[str, Any]], *, span: CalendarPeriod
) -> Iterator[AgencyLine]:
    for row in rows:
        place = row["place"]
        if place["kind"] == PlaceKind.AGENCY:
            figure = _figure(session, place["address"], body=row["figure"], span=span)
            yield AgencyLine(place["name"], figure)


def _figure(
    session: Session, address: str, *, body: dict[str, Any], span: CalendarPeriod
) -> Figure | None:
    """Return a place's figure: the month's own, or what the span's release closed."""
    if span.kind is PeriodKind.MONTH:
        return figure_from(body)
    closed = closed_of(session, address, span=span)
    return closed.figure if closed else None
