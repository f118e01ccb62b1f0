"""What an officer is compared with: by hand, others only, and told of no single colleague."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from portal.disclosure.staff_meanings import staff_without_meaning
from portal.organisation.calendar.domain import MonthlyVisits
from portal.organisation.places.catalogue import Agency, Catalogue, Desk, Service
from portal.organisation.places.kinds import AgencyKind
from portal.publication.exact_sums.inputs import DeskStaffing, ReleaseInputs, Yearly
from portal.publication.figures.staff_figures import ServicesDocument
from portal.publication.staff_building.drafting import staff_bodies
from portal.publication.staff_building.officers import compared_officers
from portal.publication.staff_building.services_compared import services_compared
from portal.rating.mixing.sum_queries import OfficerTallyRow
from tests.factories.officer_answers import STAMP, both, closed_at_thirty, people
from tests.factories.released_city import ReleasedCity, inputs_of

CATALOGUE = Catalogue.of(
    date(2026, 12, 31),
    agencies=[Agency(1, "dinas", "Dinas", None, None, AgencyKind.DINAS)],
    units=[],
    services=[
        Service(each, f"layanan-{each}", "Layanan", None, None, 1, frozenset()) for each in (11, 12)
    ],
    desks=[
        Desk(101, "loket-101", "Loket", None, None, 1, None, frozenset({11})),
        Desk(102, "loket-102", "Loket", None, None, 1, None, frozenset({12})),
        Desk(103, "loket-103", "Loket", None, None, 1, None, frozenset({11, 12})),
    ],
)


def colleagues(*numbers: int, n: int = 30, desk: int = 101) -> list[OfficerTallyRow]:
    """So many people who are delighted with each of these officers."""
    return [row for number in numbers for row in both(number, 0, 0, 0, n, desk=desk)]


def inputs(**changes: Any) -> ReleaseInputs:
    december = inputs_of(ReleasedCity(CATALOGUE), "2026-12", before={}, history=[])
    return replace(december, yearly=Yearly(2026), **changes)


def compared(rows: Iterable[OfficerTallyRow], **changes: Any) -> ServicesDocument:
    officers = compared_officers(closed_at_thirty(list(rows)), stamp=STAMP)
    found = services_compared(officers, inputs=inputs(**changes))
    assert found is not None
    return found.document(1, is_withheld=False)


def test_what_others_reach_at_the_service_is_expected_drawn_to_the_city() -> None:
    # City (30 x 3 + 120 x 4) / 150 = 3.8; r = 120 x .05 / (1 + 119 x .05) = .863309.
    found = compared([*people(1, 30, desk=101), *colleagues(2, 3, 4, 5)])

    assert (found.city, found.expected) == (Decimal("3.8"), Decimal("3.972662"))
    assert (found.others, found.answers, found.icc) == (4, 120, Decimal("0.05"))


def test_services_count_by_the_days_that_were_served_there() -> None:
    # City 660 / 180; 31 days at a service with r = .863309, 28 at one where nobody else served.
    own = [*people(1, 30, desk=101), *people(1, 30, desk=102, month="2026-02")]
    found = compared([*own, *colleagues(2, 3, 4, 5)])

    assert (found.city, found.expected) == (Decimal("3.666667"), Decimal("3.817868"))


def test_days_away_from_a_desk_do_not_count_and_a_desk_shares_its_days() -> None:
    # 12 of 31 days at desk 101 and 28 at 103, half of them for each service: 26 and 14 of 40.
    served = DeskStaffing(absent={"2026-01": {101: {1: 19}}})
    own = [*people(1, 30, desk=101), *people(1, 30, desk=103, month="2026-02")]
    found = compared([*own, *colleagues(2, 3, 4, 5)], served=served)

    assert found.expected is not None
    # 3.666667 + 26 / 40 x .863309 x .333333
    assert found.expected == Decimal("3.853717")


@pytest.mark.parametrize(
    "others", [colleagues(2, 3, 4), [*colleagues(2, 3, 4), *colleagues(5, n=300)]]
)
def test_few_others_or_one_who_has_most_are_no_comparison(others: list[OfficerTallyRow]) -> None:
    """Of four, the last has 300 of 390 answers: what is expected would be that one's figure."""
    found = compared([*people(1, 30, desk=101), *others])

    assert (found.expected, found.others, found.answers) == (None, None, None)


def test_others_at_another_service_do_not_stand_behind_it() -> None:
    found = compared([*people(1, 30, desk=101), *colleagues(2, 3, 4, 5, 6, desk=102)])

    assert found.expected is None


def test_others_are_told_in_fives() -> None:
    found = compared([*people(1, 30, desk=101), *colleagues(*range(2, 11))])

    assert (found.others, found.answers) == (5, 270)


def test_ratings_per_visits_are_known_only_where_all_visits_are() -> None:
    rows = [*people(1, 30, desk=101), *colleagues(2, 3, 4, 5)]
    none = {(101, "2026-01"): MonthlyVisits(101, "2026-01", 0, "antrean")}

    assert compared(rows).response == 0
    assert compared(rows, visits={}).response is None
    assert compared(rows, visits=none).response is None


def test_only_december_compares_and_nobody_without_a_figure_is_compared() -> None:
    rows = [*people(1, 30, desk=101), *colleagues(2, 3, 4, 5)]
    officers = compared_officers(closed_at_thirty(rows), stamp=STAMP)

    assert services_compared(officers, inputs=replace(inputs(), yearly=None)) is None
    assert services_compared(compared_officers([], stamp=STAMP), inputs=inputs()) is None


def test_a_release_says_of_whom_the_head_may_not_see_all() -> None:
    rows = [*people(1, 30, desk=101), *colleagues(2, 3, 4, 5)]
    bodies = staff_bodies(inputs(officers=tuple(rows)), desks=[])

    found = {each: json.loads(body) for each, body in bodies.items() if "services-of" in each}
    assert sorted(found) == [f"services-of/{each}" for each in range(1, 6)]
    assert found["services-of/1"]["expected"] == 3.972662
    assert {each["withheld"] for each in found.values()} == {False}
    for address, document in found.items():
        assert list(staff_without_meaning(document, address=address)) == []


def test_a_year_at_two_agencies_is_withheld() -> None:
    two = Catalogue.of(
        CATALOGUE.on,
        agencies=[
            *CATALOGUE.agencies.values(),
            Agency(2, "lain", "Lain", None, None, AgencyKind.DINAS),
        ],
        units=[],
        services=list(CATALOGUE.services.values()),
        desks=[
            *CATALOGUE.desks.values(),
            replace(CATALOGUE.desks[102], id=201, code="x", agency_id=2),
        ],
    )
    rows = [
        *people(1, 30, desk=101),
        *people(1, 30, desk=201, month="2026-02"),
        *colleagues(2, 3, 4, 5),
    ]
    december = inputs_of(ReleasedCity(two), "2026-12", before={}, history=[])
    bodies = staff_bodies(replace(december, yearly=Yearly(2026), officers=tuple(rows)), desks=[])

    assert json.loads(bodies["services-of/1"])["withheld"] is True
    assert json.loads(bodies["services-of/2"])["withheld"] is False
