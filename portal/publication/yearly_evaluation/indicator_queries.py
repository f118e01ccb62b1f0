"""Agencies' indicators of a counted year, as the public may read them beside citizens' figures."""

from dataclasses import replace
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.publication.figures.documents import PlaceKind, address_of
from portal.publication.releases.figure_queries import figures_of_year
from portal.publication.yearly_evaluation.counts import (
    AgencyYear,
    EvaluationYear,
    OrganisationIndicator,
)
from portal.publication.yearly_evaluation.indicator_numbers import ToldFigure, told_number


def as_released(session: Session, counted: EvaluationYear) -> EvaluationYear:
    """Return a year whose indicators repeat citizens' figures no finer than releases told them."""
    agencies = (_as_released(session, each, year=counted.year) for each in counted.agencies)
    return replace(counted, agencies=tuple(agencies))


def _as_released(session: Session, agency: AgencyYear, *, year: int) -> AgencyYear:
    if not agency.indicators:
        return agency
    figures = [
        ToldFigure(each.value, each.step, measure)
        for measure, each in figures_of_year(
            session, address_of(PlaceKind.AGENCY, agency.code), year=year
        )
        if each.value is not None and each.step is not None
    ]
    return replace(agency, indicators=tuple(_told(each, figures) for each in agency.indicators))


def _told(indicator: OrganisationIndicator, figures: list[ToldFigure]) -> OrganisationIndicator:
    told = told_number(Decimal(indicator.realisation), figures)
    return replace(indicator, realisation=f"{told.normalize():f}")
