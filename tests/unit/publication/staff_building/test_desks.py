"""The funnel of desks: only what is public of them, and why others are not in it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portal.publication.building.measures import Measures
from portal.publication.figures.documents import PlaceDocument, PlaceKind
from portal.publication.figures.figures import Comparison, Reason
from portal.publication.figures.staff_figures import FunnelDocument, Position
from portal.publication.staff_building.desks import desk_funnel
from tests.factories import published
from tests.factories.officer_answers import STAMP

MEASURES = Measures(within=0.25, icc=0.05, units=10)
SHOWN = Comparison(None, suppressed=Reason.LOW_RELIABILITY)


def desk(number: int, value: float = 87.5, *, n: int = 60) -> PlaceDocument:
    place = published.place(PlaceKind.DESK, f"loket-{number}", f"Loket {number}")
    made = published.document(place)
    return replace(
        made,
        parents=(published.CITY, published.AGENCIES[0]),
        headline=published.figure(value, n=n),
        comparison=SHOWN,
    )


def funnel(*desks: PlaceDocument, measures: Measures = MEASURES) -> FunnelDocument:
    return desk_funnel(desks, stamp=STAMP, measures=measures)


def test_a_desk_far_from_many_alike_lies_outside() -> None:
    found = funnel(*(desk(number) for number in range(12)), desk(50, 65), desk(51, 100))

    at = {each.desk.code: each.standing.position for each in found.desks}
    assert at["loket-0"] is Position.INSIDE
    assert at["loket-50"] is Position.FAR_BELOW
    assert at["loket-51"] is Position.FAR_ABOVE


def test_limits_are_those_of_twenty_desks_that_only_chance_tells_apart() -> None:
    # sd = sqrt(0.25 / 100) = 0.05 points, 1.25 IKM: 1.96 and 3.09 of them around 80.
    found = funnel(*(desk(number, 80, n=100) for number in range(20)))

    limits = found.desks[0].standing.limits
    assert found.funnel is not None
    assert found.funnel.target == 80
    assert (limits.inner.lower, limits.inner.upper) == (Decimal("77.6"), Decimal("82.4"))
    assert (limits.outer.lower, limits.outer.upper) == (Decimal("76.1"), Decimal("83.9"))


def test_the_mix_of_services_is_taken_out_where_that_is_known() -> None:
    adjusted = replace(desk(1), comparison=Comparison(None, Decimal(90), Reason.LOW_RELIABILITY))

    found = funnel(adjusted, desk(2))

    assert [(each.value, each.is_adjusted) for each in found.desks] == [
        (90, True),
        (Decimal("87.5"), False),
    ]


@pytest.mark.parametrize(
    ("absent", "reason"),
    [
        (replace(desk(9), headline=published.hidden(Reason.FEW_OFFICERS)), "few_officers"),
        (replace(desk(9), headline=published.hidden(Reason.TOO_FEW)), "too_few"),
        (
            replace(desk(9), headline=replace(desk(9).headline, is_verified=False)),
            "unverified_only",
        ),
        (
            replace(desk(9), headline=replace(desk(9).headline, has_few_answers=True)),
            "low_reliability",
        ),
        (replace(desk(9), response=published.response(19)), "low_response"),
    ],
)
def test_what_the_public_may_not_compare_is_left_out_by_its_reason(
    absent: PlaceDocument, reason: str
) -> None:
    found = funnel(desk(1), desk(2), absent)

    assert len(found.desks) == 2
    assert [(each.desk.code, each.agency, each.reason) for each in found.absent] == [
        ("loket-9", "disdukcapil", reason)
    ]


def test_desks_whose_visits_are_not_known_take_part() -> None:
    assert len(funnel(desk(1), replace(desk(2), response=published.response(None))).desks) == 2


def test_one_desk_alone_has_no_funnel() -> None:
    assert funnel(desk(1)).funnel is None


def test_a_city_too_small_for_a_variance_of_its_own_is_compared_by_the_default() -> None:
    found = funnel(desk(1), desk(2), measures=Measures())

    assert found.funnel is not None
    assert len(found.desks) == 2
