"""An officer's closed span as figures, rounded exactly as public figures are (P4)."""

from decimal import Decimal
from fractions import Fraction

from portal.publication.building.measures import Measures
from portal.publication.building.yearly import officer_sample
from portal.publication.figures.figures import (
    Distribution,
    ElementFigure,
    Figure,
    GradeBound,
    Interval,
)
from portal.publication.figures.groups import CHANNELS, Group
from portal.publication.figures.reasons import Reason
from portal.publication.figures.rounding import (
    element_step_of,
    grade_bound,
    nrr_of,
    rounded_count,
    rounded_element,
    rounded_ikm,
    step_of,
)
from portal.publication.figures.shares import public_shares_of
from portal.publication.staff_building.officer_ranges import ClosedSpan
from portal.survey.elements import Element, ElementCounts, LevelCounts
from portal.survey.index import grade_of_ikm, ikm, ikm_of_index

# Answers about officers are counted without their channel, so that all of them take part.
ALL_CHANNELS = tuple(str(channel) for channel in CHANNELS[Group.ALL])


def rounded_value(closed: ClosedSpan) -> Decimal:
    """Return the IKM over the officer's own elements, as coarse as P4 wants."""
    return rounded_ikm(ikm(ElementCounts.of(closed.enough())), n=closed.n)


def headline(closed: ClosedSpan, measures: Measures) -> Figure:
    """Return the headline; a grade only where the whole interval lies within one."""
    value = rounded_value(closed)
    n = rounded_count(closed.n)
    step = step_of(closed.n)
    spread = measures.spread(officer_sample(closed.enough().values()))
    interval = measures.interval(value, n=n, step=step, spread=spread)
    return Figure(
        value=value,
        n=n,
        period=closed.span,
        channels=ALL_CHANNELS,
        is_verified=False,
        step=step,
        interval=interval,
        spread=spread,
        grade=_certain_grade(value, interval),
    )


def _certain_grade(value: Decimal, interval: Interval) -> GradeBound | None:
    grades = {grade_of_ikm(Fraction(end)) for end in (interval.lower, interval.upper)}
    return grade_bound(Fraction(value)) if len(grades) == 1 else None


def element_figure(closed: ClosedSpan, element: Element, *, measures: Measures) -> ElementFigure:
    """Return one of the officer's elements, hidden where too few people answered it."""
    answers = closed.counts.get(element, LevelCounts())
    if answers.n < closed.least_mean:
        return ElementFigure(element, _hidden(closed, answers))
    value = rounded_element(ikm_of_index(answers.nrr), n=answers.n)
    n = rounded_count(answers.n)
    step = element_step_of(answers.n)
    spread = measures.spread(officer_sample([answers]))
    figure = Figure(
        value=value,
        n=n,
        period=closed.span,
        channels=ALL_CHANNELS,
        is_verified=False,
        step=step,
        interval=measures.interval(value, n=n, step=step, spread=spread),
        spread=spread,
    )
    return ElementFigure(element, figure, nrr=nrr_of(value))


def _hidden(closed: ClosedSpan, answers: LevelCounts) -> Figure:
    reason = Reason.TOO_FEW if answers.n else Reason.NOT_ASKED
    return Figure(None, None, closed.span, ALL_CHANNELS, is_verified=False, suppressed=reason)


def distribution(closed: ClosedSpan, figure: ElementFigure) -> Distribution:
    """Return how the answers to an element spread, by the rule of public distributions.

    Always in the same three groups, from 250 answers on and with ten or more in each.
    """
    shown = figure.figure
    told = None if shown.value is None else public_shares_of(closed.counts[figure.element])
    if told is None:
        reason = shown.suppressed or Reason.PROTECTS_ANOTHER
        return Distribution(figure.element, None, closed.span, ALL_CHANNELS, suppressed=reason)
    return Distribution(figure.element, shown.n, closed.span, ALL_CHANNELS, shares=told)
