"""Officers compared with all others of the city, as they and their heads may see them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from portal.publication.building.measures import Measures, measures_from
from portal.publication.building.yearly import officer_sample
from portal.publication.figures.documents import ReleaseStamp
from portal.publication.figures.figures import Band, Comparison
from portal.publication.figures.reasons import Reason
from portal.publication.figures.rounding import COUNT_STEP, nrr_of, rounded_count
from portal.publication.figures.staff_figures import (
    LEAST_COMPARED_OFFICERS,
    Funnel,
    OfficerDocument,
    OfficerRow,
)
from portal.publication.staff_building.comparing import Field, field_of
from portal.publication.staff_building.officer_ranges import ClosedSpan, joined
from portal.publication.staff_building.rounded import (
    distribution,
    element_figure,
    headline,
    rounded_value,
)
from portal.statistics.constants import RELIABILITY_FOR_PERSON
from portal.statistics.prophecy import reliability
from portal.survey.elements import MIN_RESPONDENTS, OFFICER_ELEMENTS, Element

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
    field: Field | None

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


def _field(years: Collection[ClosedSpan], measures: Measures) -> Field | None:
    if len(years) < LEAST_COMPARED_OFFICERS:
        return None
    samples = {
        str(year.officer_id): measures.sample(rounded_value(year), n=rounded_count(year.n))
        for year in years
    }
    return field_of(samples, within=measures.within)
