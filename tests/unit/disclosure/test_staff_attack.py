"""A head and an officer who know all that they can know tell no colleague's answers.

The head has the agency's staff documents of every month, rosters, the exact ratings of every
desk and the exact answers of every officer who is shown. The officer has the own documents and
what the desks publish. Both know the rules. Whole numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from portal.disclosure.documents import constraints_of
from portal.disclosure.figures import RATINGS
from portal.disclosure.staff import OFFICERS, staff_constraints
from portal.disclosure.staff_meanings import staff_without_meaning
from portal.publication.staff_building import officer_ranges
from portal.time.months import MonthRange
from tests.factories.mixed_city import Plan
from tests.factories.staffed_city import Named, StaffedCity, staffed_city

pytestmark = pytest.mark.slow

PLANS = tuple(
    Plan(seed, agencies=2, desks=3, months=2, has_small_services=False, demands=(35, 60, 110))
    for seed in (1, 2, 3)
)
# More than twenty officers with a year of their own, so that December compares them.
DECEMBER = Plan(
    10, agencies=2, desks=5, months=2, since=10, has_small_services=False, demands=(220, 400)
)
NOBODY_NAMED = -1
MOST = 10_000
Row = tuple[dict[Named, float], float, float]


@dataclass
class Reader:
    """Who answered about whom, by officer (-1: nobody named), desk and month, and what is known."""

    staffed: StaffedCity

    def __post_init__(self) -> None:
        city = self.staffed.city
        self.columns: dict[Named, int] = {
            key: at
            for at, key in enumerate(
                (officer, desk, month)
                for month in city.documents
                for desk, officers in city.postings.items()
                for officer in (NOBODY_NAMED, *sorted(officers))
            )
        }
        self.rows: list[Row] = []

    def about(self, officer: int, months: tuple[str, ...]) -> dict[Named, float]:
        return {each: 1.0 for each in self.columns if each[0] == officer and each[2] in months}

    def at(self, desk: int, months: tuple[str, ...]) -> dict[Named, float]:
        return {each: 1.0 for each in self.columns if each[1] == desk and each[2] in months}

    def read_staff(self, month: str, address: str) -> list[tuple[int, tuple[str, ...]]]:
        """Take what a staff document tells; return which officers it shows, and their span."""
        document = self.staffed.city.staff[month][address]
        shown = []
        for each in staff_constraints(document, address=address):
            if each.count.table == OFFICERS and not each.count.cell:
                officer = int(each.count.addresses[0].partition("/")[2])
                months = MonthRange.of(each.count.period).months
                upper = np.inf if each.upper is None else float(each.upper)
                self.rows.append((self.about(officer, months), float(each.lower), upper))
                shown.append((officer, months))
        return shown

    def read_services(self, own: int) -> None:
        """Take what December tells of those at the same services: their answers, at the least."""
        city = self.staffed.city
        for documents in city.staff.values():
            told = documents.get(f"services-of/{own}", {}).get("answers")
            if told:
                there = self.colleagues(own)
                others = {cell[0] for cell in there}
                self.rows.append((there, float(told) - 2 * len(others), np.inf))

    def colleagues(self, own: int) -> dict[Named, float]:
        """Return the answers about everybody else at desks with a service of the own desks."""
        city = self.staffed.city
        offered = {desk: city.catalogue.desks[desk].service_ids for desk in city.postings}
        own_services = {
            each for desk in city.postings if own in city.postings[desk] for each in offered[desk]
        }
        return {
            cell: 1.0
            for cell in self.columns
            if cell[0] not in (own, NOBODY_NAMED) and own_services & offered[cell[1]]
        }

    def interval(self, cell: Named) -> tuple[int, int]:
        goal = np.zeros(len(self.columns))
        goal[self.columns[cell]] = 1
        limits = []
        for weights, lower, upper in self.rows:
            row = np.zeros(len(self.columns))
            for name, weight in weights.items():
                row[self.columns[name]] = weight
            limits.append(LinearConstraint(row, lower, upper))
        ends = [
            milp(sign * goal, constraints=limits, integrality=np.ones(len(goal)),
                 bounds=Bounds(0, MOST))
            for sign in (1, -1)
        ]  # fmt: skip
        assert all(each.success for each in ends)
        return round(float(ends[0].fun)), -round(float(ends[1].fun))

    def told(self, cells: list[Named]) -> Iterator[tuple[Named, tuple[int, int], int]]:
        """Give what is known within five, and what is below ten and not left from 1 to 9."""
        for cell in cells:
            truth = self.staffed.named[cell]
            lower, upper = self.interval(cell)
            assert lower <= truth <= upper, (cell, lower, truth, upper)
            if upper - lower < 5 or (truth < 10 and not (lower <= 1 and upper >= 9)):
                yield cell, (lower, upper), truth


def head(
    staffed: StaffedCity, agency: int, *, knows_cover: bool = True
) -> tuple[Reader, list[Named]]:
    """Return what a head knows, and the answers about officers whom no document shows them.

    :param knows_cover: whether the rule that hides officers for others is in force, and known.
    """
    reader, city = Reader(staffed), staffed.city
    desks = [desk for desk in city.postings if city.catalogue.desks[desk].agency_id == agency]
    code = city.catalogue.agencies[agency].code
    shown: set[Named] = set()
    for month in city.documents:
        for officer, months in reader.read_staff(month, f"agencies/{code}/officers"):
            shown |= {cell for cell in reader.about(officer, months) if cell[1] in desks}
    for desk in desks:
        for month in city.documents:
            n = float(staffed.ratings(desk, month))
            reader.rows.append((reader.at(desk, (month,)), n, n))
            reader.rows += granted(reader, at=(desk, month), shown=shown)
            if knows_cover:
                reader.rows += covered(reader, at=(desk, month), shown=shown)
    cells = [cell for cell in reader.columns if cell[0] >= 0 and cell[1] in desks]
    return reader, [cell for cell in cells if cell not in shown and staffed.named[cell]]


def granted(reader: Reader, *, at: tuple[int, str], shown: set[Named]) -> Iterator[Row]:
    """Give the exact answers about everybody who is shown."""
    desk, month = at
    for cell in reader.at(desk, (month,)):
        if cell in shown:
            n = float(reader.staffed.named[cell])
            yield {cell: 1.0}, n, n


def covered(reader: Reader, *, at: tuple[int, str], shown: set[Named]) -> Iterator[Row]:
    """Give that nobody who is not shown has more than 70 % of what is left of a desk and month."""
    (desk, month), named = at, reader.staffed.named
    told = sum(named[cell] for cell in reader.at(desk, (month,)) if cell in shown)
    for cell in reader.at(desk, (month,)) if told else ():
        if cell[0] >= 0 and cell not in shown:
            yield {cell: 1.0}, 0.0, 0.7 * (reader.staffed.ratings(desk, month) - told)


def officer(staffed: StaffedCity, own: int) -> tuple[Reader, list[Named]]:
    """Return what an officer knows, and the answers about their colleagues."""
    reader, city = Reader(staffed), staffed.city
    desks = [desk for desk, officers in city.postings.items() if own in officers]
    for month, documents in city.documents.items():
        if f"officers/{own}" in city.staff[month]:
            reader.read_staff(month, f"officers/{own}")
        for desk in desks:
            address = f"desks/{city.catalogue.desks[desk].code}"
            for each in constraints_of(documents[address], address=address):
                if each.count.table == RATINGS and not each.count.cell and each.count.channels:
                    # Answers name no channel: ratings of some channels are a part of all.
                    is_all = "open" in each.count.channels and len(each.count.channels) > 1
                    upper = float(each.upper) if is_all and each.upper is not None else np.inf
                    months = MonthRange.of(each.count.period).months
                    reader.rows.append((reader.at(desk, months), float(each.lower), upper))
    reader.read_services(own)
    cells = [
        cell for cell in reader.columns if cell[0] not in (own, NOBODY_NAMED) and cell[1] in desks
    ]
    return reader, [cell for cell in cells if staffed.named[cell]]


@pytest.mark.parametrize("plan", [*PLANS, DECEMBER], ids=lambda plan: f"seed {plan.seed}")
@pytest.mark.parametrize("batch", [10, 1])
def test_no_head_and_no_officer_tells_a_colleagues_answers(plan: Plan, batch: int) -> None:
    staffed = staffed_city(plan, batch=batch)
    readers = [head(staffed, agency) for agency in staffed.city.catalogue.agencies]
    readers += [officer(staffed, own) for own in sorted({cell[0] for cell in staffed.named})]

    assert any(cells for _, cells in readers)
    assert [told for reader, cells in readers for told in reader.told(cells)] == []


def test_without_cover_a_head_tells_whoever_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(officer_ranges, "_is_exposed", lambda **_: False)

    found = []
    for plan in PLANS[:2]:
        staffed = staffed_city(plan, naming=1.0, batch=1)
        for agency in staffed.city.catalogue.agencies:
            reader, cells = head(staffed, agency, knows_cover=False)
            found += list(reader.told(cells))
    assert found


def test_every_field_of_staff_documents_has_a_meaning() -> None:
    staff = {
        (plan.seed, month): documents
        for plan in (PLANS[0], DECEMBER)
        for month, documents in staffed_city(plan).city.staff.items()
    }
    silent = {
        (address, path)
        for documents in staff.values()
        for address, document in documents.items()
        for path in staff_without_meaning(document, address=address)
    }

    assert silent == set()
    assert {address.partition("/")[0] for each in staff.values() for address in each} == {
        "officers",
        "agencies",
        "funnel",
        "services-of",
    }
