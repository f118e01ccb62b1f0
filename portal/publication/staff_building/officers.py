"""Officers compared with all others of the city, and their closed spans as rounded figures."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from portal.publication.building.measures import Measures, measures_from
from portal.publication.building.yearly import officer_sample
from portal.publication.figures.disclosure_rules import (
    CHANNELS,
    COUNT_STEP,
    Group,
    element_step_of,
    grade_bound,
    nrr_of,
    public_shares_of,
    rounded_count,
    rounded_element,
    rounded_ikm,
    step_of,
)
from portal.publication.figures.documents import ReleaseStamp
from portal.publication.figures.figures import (
    Band,
    Comparison,
    Distribution,
    ElementFigure,
    Figure,
    GradeBound,
    Interval,
    Reason,
)
from portal.publication.figures.staff_figures import (
    LEAST_COMPARED_OFFICERS,
    Funnel,
    OfficerDocument,
    OfficerRow,
)
from portal.publication.staff_building.desks import FunnelField, field_of
from portal.publication.staff_building.officer_ranges import ClosedSpan, joined
from portal.statistics.constants import RELIABILITY_FOR_PERSON
from portal.statistics.reliability import reliability
from portal.survey.elements import (
    MIN_RESPONDENTS,
    OFFICER_ELEMENTS,
    Element,
    ElementCounts,
    LevelCounts,
)
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


# The limits are drawn this many times as far as an officer's own number of answers.
CURVE_REACH = 2


@dataclass(frozen=True, slots=True)
class Officers:
    """What every officer of the city is compared by: all closed spans of the year together.

    ``stamp`` is the release's; ``years`` holds each officer's spans of the year as one;
    ``measures`` are those of both elements together; ``field`` is None where fewer than twenty
    officers can be compared.
    """

    stamp: ReleaseStamp
    years: Mapping[int, ClosedSpan]
    measures: Measures
    by_element: Mapping[Element, Measures]
    field: FunnelField | None

    def document(self, closed: ClosedSpan) -> OfficerDocument:
        """Return what the officer sees of their own span."""
        row = self.row(closed)
        n = rounded_count(self.years[closed.officer_id].n)
        unit = str(closed.officer_id)
        return OfficerDocument(
            release=self.stamp,
            headline=row.headline,
            nrr=nrr_of(rounded_value(closed)),
            elements=row.elements,
            distributions=tuple(distribution(closed, each) for each in row.elements),
            year=headline(self.years[closed.officer_id], self.measures),
            comparison=row.comparison,
            funnel=self._funnel(most=CURVE_REACH * n),
            standing=self.field.standing(unit, n=n) if self.field else None,
        )

    def row(self, closed: ClosedSpan, *, is_whole: bool = True) -> OfficerRow:
        """Return what the officer's head sees of the span.

        :param is_whole: whether the head may see every span of the year, all of it at one
            agency, which is what the comparison rests on.
        """
        return OfficerRow(
            officer_id=closed.officer_id,
            headline=headline(closed, self.measures),
            elements=tuple(
                element_figure(closed, each, measures=self.by_element[each])
                for each in OFFICER_ELEMENTS
            ),
            year=headline(self.years[closed.officer_id], self.measures) if is_whole else None,
            comparison=self._comparison(closed.officer_id, is_whole=is_whole),
        )

    def _funnel(self, *, most: int) -> Funnel | None:
        """Return the funnel; how many officers took part is said in fives, as elsewhere."""
        if self.field is None:
            return None
        found = self.field.funnel(least=MIN_RESPONDENTS, most=most)
        return replace(found, units=found.units - found.units % COUNT_STEP)

    def _comparison(self, officer_id: int, *, is_whole: bool) -> Comparison:
        if not is_whole:
            return Comparison(band=None, suppressed=Reason.PROTECTS_ANOTHER)
        if self.field is None:
            return Comparison(band=None, suppressed=Reason.FEW_MEMBERS)
        n = rounded_count(self.years[officer_id].n)
        if reliability(n, self.measures.icc) < RELIABILITY_FOR_PERSON:
            return Comparison(band=None, suppressed=Reason.LOW_RELIABILITY)
        return Comparison(band=Band(self.field.bands[str(officer_id)]))


def compared_officers(closed: Iterable[ClosedSpan], *, stamp: ReleaseStamp) -> Officers:
    """Compare the year so far of every officer with that of all others in the city.

    The comparison rests on the rounded figures and on variances over all officers, so that it
    tells no more than they do.
    """
    spans: defaultdict[int, list[ClosedSpan]] = defaultdict(list)
    for each in closed:
        spans[each.officer_id].append(each)
    years = {officer: joined(each) for officer, each in spans.items()}
    shown = [year.enough() for year in years.values()]
    measures = measures_from([officer_sample(counts.values()) for counts in shown])
    by_element = {
        element: measures_from(
            [officer_sample([each[element]]) for each in shown if element in each]
        )
        for element in OFFICER_ELEMENTS
    }
    return Officers(stamp, years, measures, by_element, _field(years.values(), measures))


def _field(years: Collection[ClosedSpan], measures: Measures) -> FunnelField | None:
    if len(years) < LEAST_COMPARED_OFFICERS:
        return None
    samples = {
        str(year.officer_id): measures.sample(rounded_value(year), n=rounded_count(year.n))
        for year in years
    }
    return field_of(samples, within=measures.within)
