"""Citizens' figure of a person: read from what was released, counted only through the gate."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from portal.evaluation.rules.citizens import (
    CitizensFigure,
    CitizensMissing,
    CitizensVoice,
    gated,
    on_step_scale,
)
from portal.evaluation.rules.rule_set import RuleSet
from portal.organisation.people import queries as people
from portal.organisation.places.catalogue_queries import catalogue
from portal.publication.staff_figures.queries import (
    OfficerYearFigure,
    head_sees_year,
    latest_year_figure,
)


@dataclass(frozen=True, slots=True)
class CitizensSource:
    """Citizens' part of a result: what was released, and what the gate gives."""

    released: OfficerYearFigure | None
    figure: CitizensFigure | None
    voice: CitizensVoice

    @property
    def step_value(self) -> Fraction | None:
        """The figure on the scale of the steps, 1 to 5; None where it does not count."""
        return None if self.voice.value is None else on_step_scale(self.voice.value)


def citizens_source(
    session: Session,
    person_id: int,
    *,
    on: date,
    within: tuple[date, date],
    rules: RuleSet,
    is_used_by_indicator: bool,
) -> CitizensSource:
    """Return what the gate gives of the person's latest figure of the year; nothing is computed.

    The comparison with the services worked at is read from the same document. Releases that do
    not hold one leave nothing to compare with, and the source is missing.

    :param on: the day whose agency's head may see the person's row.
    :param within: first and last day of the evaluated year, both inclusive.
    """
    released = latest_year_figure(session, person_id, within=within)
    if released is None or released.mean is None or not released.answers:
        voice = CitizensVoice(None, Fraction(), Fraction(), CitizensMissing.FEW_ANSWERS)
        return CitizensSource(released, None, voice)
    compared = released.compared
    figure = CitizensFigure(
        released.answers,
        released.mean,
        expected=released.mean if compared is None else compared.expected,
        city=released.mean if compared is None else compared.city,
        icc=Decimal(0) if compared is None else compared.icc,
        other_officers=0 if compared is None else compared.officers,
        other_answers=0 if compared is None else compared.answers,
        is_withheld=not _head_sees(session, person_id, on=on, released=released),
        is_used_by_indicator=is_used_by_indicator,
    )
    voice = gated(figure, weight=rules.behaviour.citizens, rules=rules.citizens)
    return CitizensSource(released, figure, voice)


def _head_sees(session: Session, person_id: int, *, on: date, released: OfficerYearFigure) -> bool:
    """Return whether the head of the person's agency may see the figure."""
    agency_id = people.agencies_of(session, {person_id}, on=on).get(person_id)
    if agency_id is None:
        return False
    code = catalogue(session, on=on).agencies[agency_id].code
    return head_sees_year(session, person_id, agency_code=code, released=released)
