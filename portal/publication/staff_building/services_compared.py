"""Expected figures at the services where an officer worked: other officers' figures only.

Nothing but figures that were rounded for their officers enters. It is written once a year, with
December's release: what is expected after each of two releases would tell whose figure came in
between. Means are told in hundredths and answers in fifties: whoever knows who served there
would read colleagues' answers from an exact sum.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import COUNT_STEP, nrr_of, rounded_count
from portal.publication.figures.documents import PlaceKind, address_of
from portal.publication.figures.staff_figures import ServicesDocument
from portal.publication.figures.withholding import LARGEST_SHARE_PERCENT
from portal.publication.staff_building.officer_ranges import Cell, ClosedSpan
from portal.publication.staff_building.officers import Officers, rounded_value
from portal.time.months import Month, days_in

LEAST_OTHERS = 4
LEAST_OTHER_ANSWERS = 100
ANSWER_STEP = 50
# So many answers more than the fewest that all can have must be possible.
LEAST_OPEN = 10
DECIMALS = 2


class _Other(NamedTuple):
    """An officer's figure as it is shown to them (1 to 4), with the answers at some desks."""

    officer_id: int
    mean: Fraction
    answers: int


@dataclass(frozen=True, slots=True)
class ServicesCompared:
    """Everybody's year, with the desks and services where the answers were given.

    :ivar officers: compared by the figures of the year, with the ICC between them.
    :ivar city: mean of all their figures, weighted by answers, 1 to 4.
    :ivar named: how many answered about whom at each desk and month.
    :ivar offered: the desks and months in which a service was offered.
    """

    inputs: ReleaseInputs
    officers: Officers
    city: Fraction
    named: Mapping[Cell, Mapping[int, int]]
    offered: Mapping[int, frozenset[Cell]]

    def document(self, officer_id: int, *, is_withheld: bool) -> ServicesDocument:
        """Return what an officer's year is compared with.

        :param is_withheld: whether the head may not see all of the officer's year.
        """
        year = self.officers.years[officer_id]
        days = self._days(year)
        others = {each: self._at(self.offered[each], besides=officer_id) for each in days}
        cells = frozenset[Cell]().union(*(self.offered[each] for each in days))
        behind = self._at(cells, besides=officer_id)
        answers = sum(each.answers for each in behind)
        is_told = self._is_open(behind) and not self._has_one_most(days, others=others)
        return ServicesDocument(
            release=self.officers.stamp,
            period=str(year.span),
            expected=_told(self._expected(days, others=others)) if is_told else None,
            city=_told(self.city),
            icc=Decimal(str(self.officers.measures.icc)),
            others=_in_fives(len(behind)) if is_told else None,
            answers=_in_fifties(answers) if is_told else None,
            response=self._response(year),
            is_withheld=is_withheld,
        )

    def _is_open(self, behind: Collection[_Other]) -> bool:
        """Whether several stand behind it, and their answers as told leave each one's open."""
        answers = sum(each.answers for each in behind)
        least = self.inputs.book.in_month(self.inputs.period).least_mean
        most = _in_fifties(answers) + ANSWER_STEP
        return (
            len(behind) >= LEAST_OTHERS
            and answers >= LEAST_OTHER_ANSWERS
            and most - least * len(behind) >= LEAST_OPEN
        )

    def _days(self, year: ClosedSpan) -> Mapping[int, Fraction]:
        """Return the days at each service: those at a desk are shared by its services evenly."""
        days: defaultdict[int, Fraction] = defaultdict(Fraction)
        for desk, month in year.cells:
            absent = self.inputs.served.absent.get(month, {}).get(desk, {})
            present = days_in(month) - absent.get(year.officer_id, 0)
            services = _services(self.inputs, desk, month=month)
            for service in services:
                days[service] += Fraction(present, len(services))
        return {each: found for each, found in days.items() if found}

    def _at(self, cells: Collection[Cell], *, besides: int) -> list[_Other]:
        there: Counter[int] = Counter()
        for cell in cells:
            there.update(self.named[cell])
        years = self.officers.years
        return [
            _Other(officer, _mean(years[officer]), rounded_count(n))
            for officer, n in sorted(there.items())
            if officer != besides
        ]

    def _expected(
        self, days: Mapping[int, Fraction], *, others: Mapping[int, list[_Other]]
    ) -> Fraction:
        whole = sum(days.values())
        return sum((days[each] / whole * self._service(others[each]) for each in days), Fraction())

    def _service(self, others: list[_Other]) -> Fraction:
        """Return a service's mean, drawn to the city's as far as few answers stand behind it.

        Source: Kelley (1927), regressed true scores.
        """
        answers = sum(each.answers for each in others)
        if not answers:
            return self.city
        mean = sum((each.answers * each.mean for each in others), Fraction()) / answers
        icc = Fraction(str(self.officers.measures.icc))
        reliability = answers * icc / (1 + (answers - 1) * icc)
        return self.city + reliability * (mean - self.city)

    def _has_one_most(
        self, days: Mapping[int, Fraction], *, others: Mapping[int, list[_Other]]
    ) -> bool:
        """Whether what is expected would be one colleague's figure rather than that of several."""
        share: defaultdict[int, Fraction] = defaultdict(Fraction)
        for service, behind in others.items():
            answers = sum(each.answers for each in behind)
            for each in behind:
                share[each.officer_id] += days[service] * each.answers / answers
        return 100 * max(share.values(), default=0) > LARGEST_SHARE_PERCENT * sum(share.values())

    def _response(self, year: ClosedSpan) -> int | None:
        """Return the ratings of the desks and months as a share of visits, 0 to 100.

        None where the visits of a desk and month are not known, or nobody was served.
        """
        catalogue = self.inputs.city.catalogue
        visits = [self.inputs.visits.get(cell) for cell in year.cells]
        known = [each.visits for each in visits if each is not None]
        if len(known) < len(visits) or not sum(known):
            return None
        ratings = sum(
            sum(self.inputs.archive.desks(address, months=(month,)).values())
            for desk, month in year.cells
            for address in (address_of(PlaceKind.DESK, catalogue.desks[desk].code),)
        )
        return min(100, 100 * rounded_count(ratings) // sum(known))


def services_compared(officers: Officers, *, inputs: ReleaseInputs) -> ServicesCompared | None:
    """Return what officers' years are compared with; None before the year is over.

    None, too, where fewer than twenty officers can be compared: from the city's mean and one's
    own figure the few others' answers would follow.

    Source: staff evaluation paper 7.3, condition 2.
    """
    if inputs.yearly is None or officers.field is None:
        return None
    answers = {each: rounded_count(year.n) for each, year in officers.years.items()}
    total = sum((n * _mean(officers.years[each]) for each, n in answers.items()), Fraction())
    city = total / sum(answers.values())
    named: defaultdict[Cell, dict[int, int]] = defaultdict(dict)
    offered: defaultdict[int, set[Cell]] = defaultdict(set)
    for officer, year in officers.years.items():
        for (desk, month), n in year.cells.items():
            named[desk, month][officer] = n
            for service in _services(inputs, desk, month=month):
                offered[service].add((desk, month))
    cells = {service: frozenset(found) for service, found in offered.items()}
    return ServicesCompared(inputs, officers, city, named, cells)


def _services(inputs: ReleaseInputs, desk: int, *, month: Month) -> Collection[int]:
    """Return the services that a desk offered in a month."""
    return inputs.city.terms(inputs.city.catalogue.desks[desk], month=month).services


def _mean(year: ClosedSpan) -> Fraction:
    return Fraction(nrr_of(rounded_value(year)))


def _told(mean: Fraction) -> Decimal:
    return Decimal(round(mean * 10**DECIMALS)).scaleb(-DECIMALS)


def _in_fifties(answers: int) -> int:
    return answers - answers % ANSWER_STEP


def _in_fives(officers: int) -> int:
    """Return a number of four or more: in fives, rounded down; four for itself."""
    return max(LEAST_OTHERS, officers - officers % COUNT_STEP)
