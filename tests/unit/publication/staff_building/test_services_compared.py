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
from portal.organisation.places.catalogue import Agency, AgencyKind, Catalogue, Desk, Service
from portal.publication.exact_sums.inputs import DeskStaffing, ReleaseInputs, YearlyCounts
from portal.publication.figures.staff_figures import ServicesDocument
from portal.publication.staff_building.drafting import staff_bodies
from portal.publication.staff_building.officers import compared_officers
from portal.publication.staff_building.services_compared import services_compared
from portal.rating.mixing.sum_queries import OfficerTallyRow
from portal.survey.elements import FigureRules, RuleBook
from tests.factories.officer_answers import STAMP, both, closed_at_thirty, people
from tests.factories.released_city import ReleasedCity, inputs_of

CATALOGUE = Catalogue.of(
    date(2026, 12, 31),
    agencies=[Agency(1, "dinas", "Dinas", None, None, AgencyKind.DINAS)],
    units=[],
    services=[
        Service(each, f"layanan-{each}", "Layanan", None, None, 1, frozenset())
        for each in (11, 12, 13)
    ],
    desks=[
        Desk(101, "loket-101", "Loket", None, None, 1, None, frozenset({11})),
        Desk(102, "loket-102", "Loket", None, None, 1, None, frozenset({12})),
        Desk(103, "loket-103", "Loket", None, None, 1, None, frozenset({11, 12})),
        Desk(104, "loket-104", "Loket", None, None, 1, None, frozenset({13})),
    ],
)
# At a service of their own, so that the city has as many as a comparison needs: each 30 x 3.8.
ELSEWHERE = [row for number in range(50, 66) for row in both(number, 0, 0, 6, 24, desk=104)]


def colleagues(*numbers: int, n: int = 30, desk: int = 101) -> list[OfficerTallyRow]:
    """So many people who are delighted with each of these officers."""
    return [row for number in numbers for row in both(number, 0, 0, 0, n, desk=desk)]


def inputs(**changes: Any) -> ReleaseInputs:
    december = inputs_of(ReleasedCity(CATALOGUE), "2026-12", before={}, history=[])
    return replace(december, yearly=YearlyCounts(2026), **changes)


def compared(rows: Iterable[OfficerTallyRow], **changes: Any) -> ServicesDocument:
    closed = closed_at_thirty([*rows, *ELSEWHERE])
    officers = compared_officers(closed, stamp=STAMP)
    officers = replace(officers, measures=replace(officers.measures, icc=0.05))
    found = services_compared(officers, inputs=inputs(**changes))
    assert found is not None
    return found.document(1, is_withheld=False)


def test_what_others_reach_at_the_service_is_expected_drawn_to_the_city() -> None:
    # City (30 x 3 + 120 x 4 + 480 x 3.8) / 630 = 3.8; r = 120 x .05 / (1 + 119 x .05) = .863309,
    # and 3.8 + r x .2 = 3.972662.
    found = compared([*people(1, 30, desk=101), *colleagues(2, 3, 4, 5)])

    assert (found.city, found.expected) == (Decimal("3.80"), Decimal("3.97"))
    assert (found.others, found.answers, found.icc) == (4, 100, Decimal("0.05"))


def test_services_count_by_the_days_that_were_served_there() -> None:
    # City 2,484 / 660 = 3.763636; 31 days at a service with r = .863309, 28 at one where nobody
    # else served: 3.763636 + 31 / 59 x r x .236364 = 3.870851.
    own = [*people(1, 30, desk=101), *people(1, 30, desk=102, month="2026-02")]
    found = compared([*own, *colleagues(2, 3, 4, 5)])

    assert (found.city, found.expected) == (Decimal("3.76"), Decimal("3.87"))


def test_days_away_from_a_desk_do_not_count_and_a_desk_shares_its_days() -> None:
    # 12 of 31 days at desk 101 and 28 at 103, half of them for each service: 26 and 14 of 40.
    served = DeskStaffing(absent={"2026-01": {101: {1: 19}}})
    own = [*people(1, 30, desk=101), *people(1, 30, desk=103, month="2026-02")]
    found = compared([*own, *colleagues(2, 3, 4, 5)], served=served)

    assert found.expected is not None
    # 3.763636 + 26 / 40 x .863309 x .236364 = 3.896271
    assert found.expected == Decimal("3.90")


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


def test_others_are_told_in_fives_and_their_answers_in_fifties() -> None:
    found = compared([*people(1, 30, desk=101), *colleagues(*range(2, 11))])

    assert (found.others, found.answers) == (5, 250)


def test_nothing_is_told_where_the_fewest_answers_of_all_nearly_fill_the_fifty() -> None:
    """Where a mean needs 37, four others of 37 each have 140 as they are told, not 150."""
    others = colleagues(2, 3, 4, 5, n=37)
    book = RuleBook(FigureRules(least_mean=37))

    assert compared([*people(1, 37, desk=101), *others], book=book).expected is None
    assert compared([*people(1, 37, desk=101), *others]).expected is not None


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


@pytest.mark.parametrize("left_out", [0, 1])
def test_a_city_of_fewer_than_twenty_officers_compares_nobody(left_out: int) -> None:
    """From the city's mean and the own figure the others' answers would follow."""
    rows = [*people(1, 30, desk=101), *colleagues(2, 3, 4), *ELSEWHERE[2 * left_out :]]
    officers = compared_officers(closed_at_thirty(rows), stamp=STAMP)

    assert (services_compared(officers, inputs=inputs()) is None) == bool(left_out)


def test_a_release_says_of_whom_the_head_may_not_see_all() -> None:
    rows = [*people(1, 30, desk=101), *colleagues(2, 3, 4, 5), *ELSEWHERE]
    bodies = staff_bodies(inputs(officers=tuple(rows)), desks=[])

    found = {each: json.loads(body) for each, body in bodies.items() if "services-of" in each}
    everybody = {*range(1, 6), *range(50, 66)}
    assert set(found) == {f"services-of/{each}" for each in everybody}
    assert found["services-of/1"]["expected"] == 3.99
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
        *ELSEWHERE,
    ]
    december = inputs_of(ReleasedCity(two), "2026-12", before={}, history=[])
    bodies = staff_bodies(
        replace(december, yearly=YearlyCounts(2026), officers=tuple(rows)), desks=[]
    )

    assert json.loads(bodies["services-of/1"])["withheld"] is True
    assert json.loads(bodies["services-of/2"])["withheld"] is False
