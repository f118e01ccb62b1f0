"""Citizens' figure of a person: read from what was released, and what the gate gives of it."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from portal.evaluation.rules.citizens import (
    CitizensFigure,
    CitizensVoice,
    gated,
    on_step_scale,
    without_comparison,
)
from portal.evaluation.rules.rule_set import RuleSet
from portal.publication.staff_figures.queries import (
    OfficerYearFigure,
    ServicesComparison,
    figure_of_release,
    is_under_review,
    latest_year_figure,
)
from portal.time.months import MonthRange, month_bounds

__all__ = [
    "CitizensSource",
    "JudgedYear",
    "ServicesComparison",
    "citizens_source",
    "figure_of_release",
    "is_served",
    "is_under_review",
    "latest_year_figure",
]


@dataclass(frozen=True, slots=True)
class CitizensSource:
    """Citizens' part of a result: what was released, and what the gate gives.

    :ivar is_used_by_indicator: an indicator of the plan takes its value from the same answers.
    :ivar is_under_review: signs of pressure or of rating oneself wait for a decision.
    """

    released: OfficerYearFigure | None
    voice: CitizensVoice
    is_used_by_indicator: bool = False
    is_under_review: bool = False

    @property
    def compared(self) -> ServicesComparison | None:
        """What the figure is compared with; None before it was released."""
        return None if self.released is None else self.released.compared

    @property
    def step_value(self) -> Fraction | None:
        """The figure on the scale of the steps, 1 to 5; None where it does not count."""
        return None if self.voice.value is None else on_step_scale(self.voice.value)


@dataclass(frozen=True, slots=True)
class JudgedYear:
    """Of whom and of which days a figure is wanted.

    :ivar year: first and last day of the evaluated year, both inclusive.
    :ivar served: first and last day of the plan by which the year is judged.
    :ivar on: the day on which it is asked; signs noticed until then count.
    :ivar is_used_by_indicator: an indicator of the plan takes its value from the same answers.
    """

    person_id: int
    year: tuple[date, date]
    served: tuple[date, date]
    on: date
    is_used_by_indicator: bool = False


def citizens_source(session: Session, judged: JudgedYear, *, rules: RuleSet) -> CitizensSource:
    """Return the person's latest released figure of the year, and what the gate gives of it.

    Nothing is computed from answers: mean, number and what they are compared with stand in
    releases. One without a comparison with the services worked at counts for nobody.
    """
    released = latest_year_figure(session, judged.person_id, within=judged.year)
    if released is None or released.mean is None or released.compared is None:
        answers = released.answers if released is not None and released.mean is not None else 0
        voice = without_comparison(answers or 0, rules=rules.citizens)
        return CitizensSource(released, voice, judged.is_used_by_indicator)
    figure = _figure(released, judged, compared=released.compared)
    has_signs = is_under_review(session, judged.person_id, months=released.months, on=judged.on)
    figure = replace(figure, is_under_review=has_signs)
    voice = gated(figure, weight=rules.behaviour.citizens, rules=rules.citizens)
    return CitizensSource(released, voice, judged.is_used_by_indicator, has_signs)


def _figure(
    released: OfficerYearFigure, judged: JudgedYear, *, compared: ServicesComparison
) -> CitizensFigure:
    return CitizensFigure(
        answers=released.answers or 0,
        mean=released.mean or 0,
        expected=compared.city if compared.expected is None else compared.expected,
        city=compared.city,
        icc=compared.icc,
        other_officers=compared.others,
        other_answers=compared.answers,
        response_percent=compared.response,
        is_within_period=is_served(str(released.months), served=judged.served),
        is_withheld=compared.is_withheld,
        is_used_by_indicator=judged.is_used_by_indicator,
    )


def is_served(months: str, *, served: tuple[date, date]) -> bool:
    """Return whether a span of months, as a release writes it, lies within days, inclusive."""
    span = MonthRange.of(months)
    first, _ = month_bounds(span.first)
    _, last = month_bounds(span.last)
    return served[0] <= first and last <= served[1]
