"""The official edition: exact figures of an agency or unit, from tallies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation import queries as organisation
from portal.organisation.domain.catalogue import Catalogue, Place
from portal.publication import queries
from portal.publication.domain.documents import Breakdown, Lesson, PlaceKind, ProfileShare
from portal.publication.domain.editions import ReleaseKind
from portal.publication.domain.report import (
    Report,
    ReportEdition,
    ReportPart,
    ReportPlace,
    ReportPoint,
    Sample,
)
from portal.publication.domain.report_periods import ReportPeriod
from portal.publication.reporting.sums import exact_elements, priorities, result_of
from portal.rating import queries as rating
from portal.rating.queries import TallyRow
from portal.survey.elements import Element
from portal.survey.sample import minimum_sample

EARLIER_PERIODS = 4
LEAST_PART = 10


class UnknownPlace(LookupError):
    """There is no agency or unit with this code."""


class ReportPeriodNotOver(ValueError):
    """A period that is still running has no report."""


class NothingToReport(ValueError):
    """Nobody rated in the period."""


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """Which report: an agency or unit by its code, a period, and where citizens read of it."""

    kind: PlaceKind
    code: str
    period: ReportPeriod
    city: str
    is_demo: bool
    public_address: str


@dataclass(frozen=True, slots=True)
class _Subject:
    place: ReportPlace
    agency_id: int
    unit_id: int | None = None

    def has(self, row: TallyRow) -> bool:
        return self.unit_id is None or row.unit_id == self.unit_id


def official_report(session: Session, request: ReportRequest, *, today: date) -> Report:
    """Return the exact report of a period that is over.

    :raises UnknownPlace: when the code names nothing.
    :raises ReportPeriodNotOver: before the period has ended.
    :raises NothingToReport: when nobody rated in it.
    """
    period = _period_that_is_over(request, today=today)
    catalogue = organisation.catalogue(session, on=today)
    subject = _subject(catalogue, kind=request.kind, code=request.code)
    rows = _rows(session, subject, period=period)
    if not rows:
        raise NothingToReport(f"nobody rated {request.code} in {period.label}")
    result = result_of(rows)
    wishes = _wishes(session, subject, year=period.year)
    elements = exact_elements(result.counts, wishes=wishes)
    return Report(
        edition=ReportEdition.OFFICIAL,
        city=request.city,
        is_demo=request.is_demo,
        place=subject.place,
        period=period.label,
        months=period.span.months,
        sample=_sample(session, subject, year=period.year, respondents=result.respondents),
        channels=result.channels,
        left_out=result.left_out,
        ikm=result.ikm,
        grade=result.grade,
        elements=elements,
        parts=tuple(_parts(rows, catalogue=catalogue)),
        profile=_profile(session, subject, year=period.year),
        priorities=priorities(elements),
        trend=tuple(_trend(session, subject, period=period)),
        earlier=(),
        lessons=_lessons(session, period=period),
        address=request.public_address,
    )


def _period_that_is_over(request: ReportRequest, *, today: date) -> ReportPeriod:
    if not request.period.is_over(today=today):
        raise ReportPeriodNotOver(f"{request.period.label} is not over")
    return request.period


def _subject(catalogue: Catalogue, *, kind: PlaceKind, code: str) -> _Subject:
    if kind is PlaceKind.UNIT:
        unit = catalogue.units_by_code.get(code)
        if unit is None:
            raise UnknownPlace(f"there is no unit {code}")
        agency = catalogue.agencies[unit.agency_id]
        place = ReportPlace(agency.code, agency.name, unit.code, unit.name)
        return _Subject(place, agency.id, unit.id)
    found = catalogue.agencies_by_code.get(code)
    if found is None:
        raise UnknownPlace(f"there is no agency {code}")
    return _Subject(ReportPlace(found.code, found.name), found.id)


def _rows(session: Session, subject: _Subject, *, period: ReportPeriod) -> list[TallyRow]:
    rows = rating.tallies(session, periods=period.span.months, agency_id=subject.agency_id)
    return [row for row in rows if subject.has(row)]


def _sample(session: Session, subject: _Subject, *, year: int, respondents: int) -> Sample:
    """Return the sample against the year's users; a unit has no population of its own."""
    known = organisation.populations(session).get((subject.agency_id, year))
    if known is None or subject.unit_id is not None:
        return Sample(respondents, None, None, None)
    return Sample(respondents, known.users, known.source, minimum_sample(known.users))


def _parts(rows: Iterable[TallyRow], *, catalogue: Catalogue) -> Iterable[ReportPart]:
    """Give the units and services with ten ratings or more, by name."""
    grouped: dict[tuple[PlaceKind, int], list[TallyRow]] = {}
    for row in rows:
        for kind, held_by in ((PlaceKind.UNIT, row.unit_id), (PlaceKind.SERVICE, row.service_id)):
            if held_by is not None:
                grouped.setdefault((kind, held_by), []).append(row)
    parts = []
    for (kind, place_id), members in grouped.items():
        result = result_of(members)
        place: Place = (
            catalogue.units[place_id] if kind is PlaceKind.UNIT else catalogue.services[place_id]
        )
        if result.respondents >= LEAST_PART:
            parts.append(
                ReportPart(
                    kind, place.code, place.name, result.respondents, result.ikm, result.grade
                )
            )
    return sorted(parts, key=lambda part: (part.kind != PlaceKind.UNIT, part.name, part.code))


def _wishes(session: Session, subject: _Subject, *, year: int) -> dict[Element, int]:
    found = rating.reason_counts(session, years=(year,))
    return {
        count.element: count.respondents for count in found if count.agency_id == subject.agency_id
    }


def _profile(session: Session, subject: _Subject, *, year: int) -> tuple[Breakdown, ...]:
    """Return the agency's respondents of the year by each characteristic that was given."""
    fields: dict[str, dict[str, int]] = {}
    for count in rating.profile_counts(session, years=(year,)):
        if count.agency_id == subject.agency_id:
            fields.setdefault(count.field, {})[count.answer] = count.respondents
    return tuple(
        Breakdown(
            field=field,
            year=year,
            n=sum(answers.values()),
            answers=tuple(
                ProfileShare(answer, round(100 * n / sum(answers.values())))
                for answer, n in answers.items()
            ),
        )
        for field, answers in fields.items()
    )


def _trend(session: Session, subject: _Subject, *, period: ReportPeriod) -> Iterable[ReportPoint]:
    """Give the results of the periods of the same length before, earliest first."""
    points = []
    for before in period.before(count=EARLIER_PERIODS):
        result = result_of(_rows(session, subject, period=before))
        if result.respondents:
            points.append(ReportPoint(before.label, result.respondents, result.ikm, result.grade))
    return reversed(points)


def _lessons(session: Session, *, period: ReportPeriod) -> tuple[Lesson, ...]:
    return tuple(
        Lesson(each.period, each.reflection, each.signed_by)
        for each in reversed(queries.releases(session, kind=ReleaseKind.MONTHLY))
        if each.reflection and each.signed_by and each.period in period.span.months
    )
