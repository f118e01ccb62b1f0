"""Which reports of a place there are: the spans of a year that are over and were rated."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.publication.releases.queries import latest_month, published_periods
from portal.publication.reports.content import ReportPlace
from portal.publication.reports.excluding import counted_rows, is_own
from portal.publication.reports.request import rules_of
from portal.publication.reports.respondents import RespondentSums
from portal.rating.mixing import month_queries, sum_queries
from portal.time.months import CalendarPeriod, month_of, spans_of_year

PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Offer:
    """A span with its exact number of respondents (None: too few), and whether it is public."""

    span: CalendarPeriod
    respondents: int | None
    is_public: bool


RUNNING_STEP, LEAST_RUNNING = 10, 30


def running_count(session: Session, *, today: date, agency_id: int | None) -> int | None:
    """Return how many ratings of the running month are counted so far, in full tens.

    It changes with the nightly mix only, which takes at least ten of one desk or none, so that no
    step tells of one person; nothing is said of levels, or of anything smaller than an agency.

    :param agency_id: whose; None for the whole city.
    :returns: None while there are fewer than 30, or none.
    """
    rows = sum_queries.tallies(session, periods=[month_of(today)], agency_id=agency_id)
    count = sum(row.respondents for row in rows if row.channel != PAPER)
    return count // RUNNING_STEP * RUNNING_STEP if count >= LEAST_RUNNING else None


def rated_years(session: Session, *, agency_id: int) -> tuple[int, ...]:
    """Return the years in which an agency was rated, latest first."""
    periods = month_queries.rated_periods(session, agency_id=agency_id)
    return tuple(dict.fromkeys(int(period[:4]) for period in periods))


def offers(session: Session, place: ReportPlace, *, year: int, today: date) -> tuple[Offer, ...]:
    """Return the spans of a year that are over and have an official or a public report."""
    spans = [span for span in spans_of_year(year) if span.is_over(today)]
    months = {month for span in spans for month in span.months}
    book = sum_queries.tally_book(session, periods=months, agency_id=place.agency_id)
    own = counted_rows(session, book.rows, unit_id=place.unit_id)
    withheld = {each.cell.period for each in book.impossible if is_own(each, place)}
    public = set(published_periods(session, place.address))
    latest = latest_month(session) or ""
    rules = rules_of(session)
    found = []
    for span in spans:
        least = rules.in_month(span.span.last).least_mean
        inside = (row for row in own if row.period in span.months)
        respondent_sums = RespondentSums.of(inside, least_mean=least)
        is_whole = withheld.isdisjoint(span.months)
        respondents = (is_whole and respondent_sums.n(respondent_sums.counted())) or None
        is_public = span.span.last <= latest and not public.isdisjoint(span.months)
        if respondents or is_public:
            found.append(Offer(span, respondents, is_public))
    return tuple(found)
