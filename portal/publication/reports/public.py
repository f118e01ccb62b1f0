"""The public edition: what the releases of a span published, and what follows from that alone."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from sqlalchemy.orm import Session

from portal.publication.figures.disclosure_rules import nrr_of
from portal.publication.figures.documents import (
    Breakdown,
    EarlierResult,
    LeftOut,
    PlaceKind,
    address_of,
)
from portal.publication.figures.figures import ClosedPeriod, Figure, Reason
from portal.publication.releases.queries import latest_month
from portal.publication.reports.combining import combined
from portal.publication.reports.content import (
    Audience,
    Line,
    Report,
    ReportElement,
    ReportPlace,
    ReportTable,
    TrendPoint,
)
from portal.publication.reports.months import (
    ReportMonth,
    breakdowns_of,
    closed_of,
    months_of,
    published_lessons,
)
from portal.publication.reports.priorities import priorities
from portal.publication.reports.request import (
    NotPublished,
    ReportRequest,
    Surroundings,
    checked_catalogue,
    place_of,
    rules_of,
)
from portal.publication.reports.respondents import REASONS
from portal.publication.reports.sampling import sample_size
from portal.publication.reports.spreads import combined_shares
from portal.survey.elements import ELEMENTS, Element
from portal.time.months import CalendarPeriod, MonthRange

Item = TypeVar("Item")


def build_public(
    session: Session, request: ReportRequest, *, today: date, around: Surroundings
) -> Report:
    """Return the public edition.

    :raises portal.publication.reports.request.ReportRefused: for an unknown place, a span that
        is not over, or whose last month is not published yet.
    """
    span = request.span
    catalogue = checked_catalogue(session, request, today=today)
    place = place_of(request, catalogue)
    months = _published_months(session, place, span=span)
    closed = closed_of(session, place.address, span=span)
    headline = _headline(months, span=span.span, closed=closed)
    tables = _tables(session, place, year=span.year)
    reasons = next((each for each in tables if each.field == REASONS), None)
    elements = tuple(_elements(months, headline=headline, closed=closed))
    return Report(
        edition=Audience.PUBLIC,
        is_demo=around.is_demo,
        city=around.city_name,
        place=place,
        span=span,
        page_url=f"{around.address}/{place.address}",
        headline=headline,
        sample=sample_size(session, place, span=span, catalogue=catalogue, respondents=headline.n),
        least_mean=rules_of(session).in_month(span.span.last).least_mean,
        elements=elements,
        open=_open(months, headline=headline, closed=closed),
        profile=tuple(each for each in tables if each.field != REASONS),
        reasons=reasons,
        priorities=priorities(elements, reasons=reasons),
        trend=tuple(map(_point, months[-1].trend)),
        earlier=tuple(map(_earlier, months[-1].earlier)),
        follow_up=published_lessons(session, span=span),
        notes=_unique(note for month in months for note in month.notes),
        left_out=tuple(_left_out(months, headline=headline)),
        exclusions=_unique(each for month in months for each in month.exclusions),
        is_mean_of_months=closed is None and len(span.months) > 1,
    )


def _published_months(
    session: Session, place: ReportPlace, *, span: CalendarPeriod
) -> Sequence[ReportMonth]:
    months = months_of(session, place.address, span=span)
    if not months or (latest_month(session) or "") < span.span.last:
        raise NotPublished(f"{span} of {place.address} is not published")
    return months


def _headline(
    months: Sequence[ReportMonth], *, span: MonthRange, closed: ClosedPeriod | None
) -> Figure:
    """Return the figure as the period's release closed it, else of its shown months."""
    return closed.figure if closed else combined([month.headline for month in months], span=span)


def _elements(
    months: Sequence[ReportMonth], *, headline: Figure, closed: ClosedPeriod | None
) -> Iterable[ReportElement]:
    """Give every element that was asked: as the period closed it, else over its shown months."""
    of_period = {each.element: each.figure for each in closed.elements} if closed else {}
    for element in ELEMENTS:
        figures = _figures_of(months, element)
        if all(figure.suppressed is Reason.NOT_ASKED for figure in figures):
            continue
        if closed:
            figure = of_period.get(element, closed.figure)
        else:
            figure = combined(figures, span=headline.period)
        spreads = [each for month in months for each in month.spreads if each.element is element]
        yield ReportElement(
            element=element,
            figure=figure,
            nrr=None if figure.value is None else nrr_of(figure.value),
            shares=combined_shares(spreads),
        )


def _figures_of(months: Iterable[ReportMonth], element: Element) -> list[Figure]:
    return [each.figure for month in months for each in month.elements if each.element is element]


def _open(
    months: Iterable[ReportMonth], *, headline: Figure, closed: ClosedPeriod | None
) -> Figure | None:
    if closed:
        return closed.open
    found = [month.open for month in months if month.open is not None]
    return combined(found, span=headline.period) if found else None


def _tables(session: Session, place: ReportPlace, *, year: int) -> tuple[ReportTable, ...]:
    """Return the agency's profile and reasons; a unit has none of its own."""
    address = address_of(PlaceKind.AGENCY, place.agency)
    return tuple(map(_table, breakdowns_of(session, address, year=year)))


def _table(breakdown: Breakdown) -> ReportTable:
    lines = tuple(
        Line(
            each.answer,
            None,
            None if each.percent is None else Decimal(each.percent),
            each.suppressed,
        )
        for each in breakdown.answers
    )
    return ReportTable(breakdown.field, breakdown.year, breakdown.n, lines, breakdown.suppressed)


def _point(figure: Figure) -> TrendPoint:
    return TrendPoint(
        period=str(figure.period),
        n=figure.n,
        ikm=figure.value,
        grade=figure.grade.letter if figure.grade else None,
        suppressed=figure.suppressed,
    )


def _earlier(result: EarlierResult) -> TrendPoint:
    return TrendPoint(
        result.period, result.n, Decimal(result.ikm), result.grade, source=result.source
    )


def _left_out(months: Sequence[ReportMonth], *, headline: Figure) -> Iterable[LeftOut]:
    """Give the elements that nobody was asked, and the months that the figure leaves out.

    A figure of the whole period counts its hidden months as well.
    """
    for element in ELEMENTS:
        if all(each.suppressed is Reason.NOT_ASKED for each in _figures_of(months, element)):
            yield LeftOut(element, Reason.NOT_ASKED)
    counted = headline.period.months
    for month in months:
        is_counted = headline.value is not None and month.headline.period.first in counted
        if month.headline.suppressed and not is_counted:
            yield LeftOut(str(month.headline.period), month.headline.suppressed)


def _unique(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))
