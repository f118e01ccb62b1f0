"""The official edition: exact figures of all channels, from tallies, for the agency's own staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import Catalogue
from portal.publication.reports.circumstances import lessons_of, notes_of
from portal.publication.reports.content import Audience, Part, Report, ReportPlace
from portal.publication.reports.exact import exact_elements, not_asked
from portal.publication.reports.excluding import (
    counted_rows,
    exclusions_of,
    impossible_in,
    uncounted_in,
)
from portal.publication.reports.history import earlier_points, official_trend, spans_behind
from portal.publication.reports.parts import parts_of
from portal.publication.reports.priorities import priorities
from portal.publication.reports.request import (
    NothingToReport,
    ReportRequest,
    Surroundings,
    checked_catalogue,
    place_of,
    rules_of,
)
from portal.publication.reports.respondent_sums import RespondentSums
from portal.publication.reports.respondents import profile_tables, reasons_table
from portal.publication.reports.sampling import sample_size
from portal.rating.answers.channels import Channel
from portal.rating.mixing import sum_queries
from portal.rating.mixing.possible import ImpossibleTally
from portal.rating.mixing.sum_queries import TallyRow
from portal.survey.elements import RuleBook


@dataclass(frozen=True, slots=True)
class Ground:
    """What a report rests on: the place, the day's organisation, and all tallies of its trend."""

    request: ReportRequest
    around: Surroundings
    catalogue: Catalogue
    place: ReportPlace
    rows: tuple[TallyRow, ...]
    impossible: tuple[ImpossibleTally, ...]
    rules: RuleBook

    @property
    def least_mean(self) -> int:
        """How many respondents a mean needs by the rules of the span's last month."""
        return self.rules.in_month(self.request.span.span.last).least_mean

    def parts(self, rows: Iterable[TallyRow], *, channels: Iterable[Channel]) -> tuple[Part, ...]:
        """Return the units and services of ``rows``; one with uncounted ratings has no IKM."""
        withheld = {each.cell.service_id for each in self.impossible}
        return parts_of(
            rows,
            channels=channels,
            catalogue=self.catalogue,
            least_mean=self.least_mean,
            withheld=withheld,
        )


def build_official(
    session: Session, request: ReportRequest, *, today: date, around: Surroundings
) -> Report:
    """Return the official edition.

    :raises portal.publication.reports.request.ReportRefused: for an unknown place, a span that
        is not over, one in which nobody rated, or one with sums of the place itself that cannot
        be true; those of a desk or service in it are left out and named.
    """
    catalogue = checked_catalogue(session, request, today=today)
    place = place_of(request, catalogue)
    months = [month for each in spans_behind(request.span) for month in each.months]
    book = sum_queries.tally_book(session, periods=months, agency_id=place.agency_id)
    rows = tuple(counted_rows(session, book.rows, unit_id=place.unit_id))
    impossible = tuple(impossible_in(book, place=place, span=request.span))
    rules = rules_of(session)
    return _report(session, Ground(request, around, catalogue, place, rows, impossible, rules))


def _report(session: Session, ground: Ground) -> Report:
    span, place, catalogue = ground.request.span, ground.place, ground.catalogue
    inside = [row for row in ground.rows if row.period in span.months]
    respondent_sums = RespondentSums.of(inside, least_mean=ground.least_mean)
    channels = respondent_sums.counted()
    if not channels:
        raise NothingToReport(f"too few rated {place.address} in {span}")
    headline = respondent_sums.figure(channels, span=span.span)
    counts = respondent_sums.counts(channels)
    elements = exact_elements(counts, headline=headline)
    reasons = reasons_table(session, agency_id=place.agency_id, year=span.year)
    n = headline.n
    return Report(
        edition=Audience.OFFICIAL,
        is_demo=ground.around.is_demo,
        city=ground.around.city_name,
        place=place,
        span=span,
        page_url=f"{ground.around.address}/{place.address}",
        headline=headline,
        sample=sample_size(session, place, span=span, catalogue=catalogue, respondents=n),
        least_mean=ground.least_mean,
        elements=elements,
        open=respondent_sums.unverified(span=span.span),
        channels=respondent_sums.by_channel(),
        parts=ground.parts(inside, channels=channels),
        profile=profile_tables(session, agency_id=place.agency_id, year=span.year),
        reasons=reasons,
        priorities=priorities(elements, reasons=reasons),
        trend=official_trend(ground.rows, span=span, book=ground.rules),
        earlier=earlier_points(session, place, span=span),
        follow_up=lessons_of(session, span=span),
        notes=notes_of(session, place, span=span, catalogue=catalogue),
        left_out=not_asked(counts),
        exclusions=exclusions_of(session, place, span=span, catalogue=catalogue),
        uncounted=tuple(uncounted_in(ground.impossible, catalogue=catalogue)),
    )
