"""The official edition: exact figures of all channels, from tallies, for the agency's own staff."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import Catalogue, KnownPlace
from portal.publication.figures.disclosure_rules import grade_bound
from portal.publication.figures.documents import LeftOut, PlaceKind
from portal.publication.figures.figures import Figure, Reason
from portal.publication.report_plans.domain import PlanPlace
from portal.publication.report_plans.queries import earlier_plan, report_plan
from portal.publication.reports.circumstances import lessons_of, notes_of
from portal.publication.reports.content import (
    Audience,
    LevelShare,
    Report,
    ReportElement,
    ReportPart,
    ReportPlace,
)
from portal.publication.reports.excluding import (
    counted_rows,
    exclusions_of,
    impossible_in,
    uncounted_in,
)
from portal.publication.reports.history import earlier_points, official_trend, spans_behind
from portal.publication.reports.priorities import priorities
from portal.publication.reports.request import (
    NothingToReport,
    ReportRequest,
    Surroundings,
    checked_catalogue,
    place_of,
    rules_of,
)
from portal.publication.reports.respondents import (
    DECIMALS,
    RespondentSums,
    percent,
    profile_tables,
    reasons_table,
)
from portal.publication.reports.sampling import sample_size
from portal.rating.answers.answers import Channel
from portal.rating.mixing import sum_queries
from portal.rating.mixing.possible import ImpossibleTally
from portal.rating.mixing.sum_queries import TallyRow
from portal.statistics.disclosure import suppress
from portal.survey.elements import ELEMENTS, LEVELS, Element, ElementCounts, LevelCounts, RuleBook
from portal.survey.index import grade_of_ikm, ikm, ikm_of_index, rounded_half_up

# Ratings of no unit, or whose service is not known.
REST = ""
SumsByPart = dict[str, tuple[int, ElementCounts]]


def parts_of(
    rows: Iterable[TallyRow],
    *,
    channels: Iterable[Channel],
    catalogue: Catalogue,
    least_mean: int,
    withheld: Collection[int | None] = (),
) -> tuple[ReportPart, ...]:
    """Return what the counted ratings are made of: units, then services, by name.

    An IKM needs as many respondents as a mean, and is hidden where the rest of the ratings, fewer
    than ten or a single part, could be told by subtraction.

    :param least_mean: how many respondents a mean needs.
    :param withheld: services (id) of which not every rating can be counted.
    """
    wanted = set(channels)
    counted = [row for row in rows if row.channel in wanted]
    units = {row.unit_id for row in counted}
    by_unit = _sums_by_part((row, row.unit_id, catalogue.units) for row in counted)
    by_service = _sums_by_part((row, row.service_id, catalogue.services) for row in counted)
    names = {each.code: each.name for each in catalogue.units.values()}
    found = [*_parts(PlaceKind.UNIT, by_unit, names=names, least=least_mean)]
    found = found if len(units) > 1 else []
    names = {each.code: each.name for each in catalogue.services.values()}
    hidden = {catalogue.services[each].code for each in withheld if each is not None}
    services = _parts(PlaceKind.SERVICE, by_service, names=names, least=least_mean, withheld=hidden)
    return (*found, *services)


def _sums_by_part(
    rows: Iterable[tuple[TallyRow, int | None, Mapping[int, KnownPlace]]],
) -> SumsByPart:
    found: SumsByPart = {}
    for row, number, places in rows:
        code = REST if number is None else places[number].code
        respondents, counts = found.get(code, (0, ElementCounts()))
        found[code] = respondents + row.respondents, counts + row.counts
    return found


def _parts(
    kind: PlaceKind,
    sums_by_part: SumsByPart,
    *,
    names: Mapping[str, str],
    least: int,
    withheld: Collection[str] = (),
) -> Iterator[ReportPart]:
    sizes = {code: n for code, (n, _) in sums_by_part.items()}
    small = [code for code, n in sizes.items() if n < least or code in withheld]
    shown = set(suppress(sizes, hidden=small).published)
    for code in sorted(sums_by_part, key=lambda each: (each == REST, names.get(each, REST), each)):
        n, counts = sums_by_part[code]
        exact = ikm(counts) if code in shown else None
        yield ReportPart(
            kind,
            code or None,
            names.get(code, REST),
            n,
            None if exact is None else rounded_half_up(exact, DECIMALS),
            None if exact is None else grade_of_ikm(exact),
        )


def exact_elements(counts: ElementCounts, *, headline: Figure) -> tuple[ReportElement, ...]:
    """Return every element that was answered, each rounded on its own, to two decimals.

    :param headline: whose period and channels the elements share.
    """
    return tuple(_element(each, answers, headline=headline) for each, answers in counts.items())


def _element(element: Element, answers: LevelCounts, *, headline: Figure) -> ReportElement:
    exact = ikm_of_index(answers.nrr)
    figure = replace(
        headline,
        value=rounded_half_up(exact, DECIMALS),
        n=answers.n,
        grade=grade_bound(exact),
    )
    shares = tuple(
        LevelShare(str(level), percent(count, answers.n))
        for level, count in zip(LEVELS, answers.answers, strict=True)
    )
    return ReportElement(element, figure, rounded_half_up(answers.nrr, DECIMALS), answers, shares)


def not_asked(counts: ElementCounts) -> tuple[LeftOut, ...]:
    """Return the elements that nobody answered, hence weigh nothing."""
    return tuple(LeftOut(each, Reason.NOT_ASKED) for each in ELEMENTS if each not in counts)


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

    def parts(
        self, rows: Iterable[TallyRow], *, channels: Iterable[Channel]
    ) -> tuple[ReportPart, ...]:
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
    n, own = headline.n, PlanPlace(place.agency_id, place.unit_id)
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
        plan=report_plan(session, own, period=str(span)),
        earlier_plan=earlier_plan(session, own, before=span),
    )
