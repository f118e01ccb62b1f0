"""Request of a report: a place, a span and an edition; and why it cannot be had."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.city_settings.queries import city_look
from portal.organisation.figure_rules import queries as figure_rules_queries
from portal.organisation.places import catalogue_queries
from portal.organisation.places.catalogue import Catalogue
from portal.organisation.posters.city_look import PLAIN_LOOK, CityLook
from portal.publication.reports.content import Audience, Report, ReportPlace
from portal.settings import Settings
from portal.survey.elements import ElementCodes, FigureRules, RuleBook
from portal.time.months import CalendarPeriod


class ReportRefused(ValueError):
    """A report cannot be had; the text says why in one line."""


class PlaceUnknown(ReportRefused):
    """There is no such agency, or no such unit of it."""


class SpanNotOver(ReportRefused):
    """The span is still running."""


class NothingToReport(ReportRefused):
    """Nobody rated in the span, or too few by phone and nobody on paper."""


class SumsImpossible(ReportRefused):
    """Stored sums of the place itself cannot be true; nothing exact can be said of the span."""


class NotPublished(ReportRefused):
    """The releases have not reached the end of the span, or say nothing of the place."""


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A place by its codes, the span, and the edition; without a unit the whole agency."""

    agency: str | None
    span: CalendarPeriod
    edition: Audience
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a report takes from the portal: the city's name, its public address, its codes."""

    city_name: str
    is_demo: bool
    address: str
    codes: ElementCodes = ElementCodes.REGULATION
    look: CityLook = PLAIN_LOOK

    @classmethod
    def of(cls, session: Session, settings: Settings, *, address: str) -> "Surroundings":
        """Return what the settings say; ``address`` is where the public reaches the portal."""
        codes = ElementCodes(settings.element_codes)
        return cls(settings.city_name, settings.demo, address, codes, city_look(session, settings))

    def applied(self, report: Report) -> Report:
        """Return a report with its elements numbered, and looking, as the city decided."""
        order = self.codes.order
        in_order = sorted(report.elements, key=lambda each: order.index(each.element))
        return replace(report, codes=self.codes, elements=tuple(in_order), look=self.look)


def checked_catalogue(session: Session, request: ReportRequest, *, today: date) -> Catalogue:
    """Return the organisation as it stood on the span's last day.

    :raises SpanNotOver: when that day has not passed.
    """
    if not request.span.is_over(today):
        raise SpanNotOver(f"{request.span} is not over before {request.span.last_day}")
    return catalogue_queries.catalogue(session, on=request.span.last_day)


def rules_of(session: Session) -> RuleBook:
    """Return how many respondents a mean needs in every month; what may be skipped is not asked."""
    return figure_rules_queries.rule_book(session, initial=FigureRules())


def place_of(request: ReportRequest, catalogue: Catalogue) -> ReportPlace:
    """Return the place that the codes name; a unit alone names its agency, too.

    :raises PlaceUnknown: when there is none.
    """
    unit = catalogue.units_by_code.get(request.unit) if request.unit else None
    if request.unit and unit is None:
        raise PlaceUnknown(f"there is no unit {request.unit!r}")
    agency = (
        catalogue.agencies_by_code.get(request.agency)
        if request.agency is not None
        else unit and catalogue.agencies[unit.agency_id]
    )
    if agency is None:
        raise PlaceUnknown(f"there is no agency {request.agency!r}")
    if unit and unit.agency_id != agency.id:
        raise PlaceUnknown(f"{unit.code} is no unit of {agency.code}")
    return ReportPlace(
        agency_id=agency.id,
        agency=agency.code,
        agency_name=agency.name,
        unit_id=unit.id if unit else None,
        unit=unit.code if unit else None,
        unit_name=unit.name if unit else None,
    )
