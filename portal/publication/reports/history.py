"""Earlier results in a report: the same length of time by this portal, totals of other systems."""

from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from portal.publication.earlier_results.queries import earlier_publications
from portal.publication.reports.content import ReportPlace, TrendPoint
from portal.publication.reports.respondents import RespondentSums
from portal.rating.mixing.sum_queries import TallyRow
from portal.survey.elements import RuleBook
from portal.time.months import FIRST_YEAR, CalendarPeriod, PeriodKind

# How far back a trend looks, the span itself not counted.
STEPS_BACK = {PeriodKind.YEAR: 4, PeriodKind.HALF: 5, PeriodKind.QUARTER: 7, PeriodKind.MONTH: 11}


def spans_behind(span: CalendarPeriod) -> tuple[CalendarPeriod, ...]:
    """Return the spans of a trend, earliest first, ``span`` itself last."""
    oldest = CalendarPeriod(span.kind, FIRST_YEAR)
    steps = min(STEPS_BACK[span.kind], span.index - oldest.index)
    return tuple(span.earlier(step) for step in range(steps, -1, -1))


def official_trend(
    rows: Iterable[TallyRow], *, span: CalendarPeriod, book: RuleBook
) -> tuple[TrendPoint, ...]:
    """Return the exact IKM of each span with enough ratings, earliest first.

    :param rows: the place's tallies of all these spans.
    :param book: the rules of every month.
    """
    return tuple(_points(list(rows), spans_behind(span), book=book))


def _points(
    rows: list[TallyRow], spans: Iterable[CalendarPeriod], *, book: RuleBook
) -> Iterator[TrendPoint]:
    for span in spans:
        least = book.in_month(span.span.last).least_mean
        inside = (row for row in rows if row.period in span.months)
        respondent_sums = RespondentSums.of(inside, least_mean=least)
        channels = respondent_sums.counted()
        if channels:
            figure = respondent_sums.figure(channels, span=span.span)
            grade = figure.grade.letter if figure.grade else None
            yield TrendPoint(str(span), figure.n, figure.value, grade)


def earlier_points(
    session: Session, place: ReportPlace, *, span: CalendarPeriod
) -> tuple[TrendPoint, ...]:
    """Return the totals of other systems for a place, none that ends after ``span``."""
    found = earlier_publications(session, agency_id=place.agency_id, until=span.span.last)
    return tuple(
        TrendPoint(
            each.period, each.n, each.ikm, each.grade, source=each.source, elements=each.elements
        )
        for each in found
        if each.unit_id == place.unit_id
    )
