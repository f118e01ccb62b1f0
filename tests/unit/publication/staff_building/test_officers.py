"""An officer's figures: worked by hand, rounded like public ones, compared only when it is fair."""

from decimal import Decimal

import pytest

from portal.publication.figures.figures import Interval, Reason
from portal.publication.figures.staff_figures import OfficerDocument, Position
from portal.publication.staff_building.officer_ranges import ClosedSpan
from portal.publication.staff_building.officers import Officers, compared_officers
from portal.rating.mixing.sum_queries import OfficerTallyRow
from portal.survey.elements import Element
from portal.survey.index import Grade
from tests.factories.officer_answers import STAMP, answers, both, closed_at_thirty


def compared(rows: list[OfficerTallyRow]) -> tuple[Officers, tuple[ClosedSpan, ...]]:
    closed = closed_at_thirty(rows)
    return compared_officers(closed, stamp=STAMP), closed


def document(rows: list[OfficerTallyRow], *, officer: int = 1) -> OfficerDocument:
    officers, closed = compared(rows)
    (latest,) = [each for each in closed if each.officer_id == officer][-1:]
    return officers.document(latest)


def batch(size: int, *levels: int, first: int) -> list[OfficerTallyRow]:
    return [row for number in range(first, first + size) for row in both(number, *levels)]


UNEVEN = [
    answers(1, 0, 0, 10, 20, element=Element.COMPETENCE),
    answers(1, 0, 0, 20, 10, element=Element.CONDUCT),
]


def test_the_headline_is_the_mean_of_both_elements_in_coarse_steps() -> None:
    # NRR 3.667 and 3.333: mean 3.5, hence 87.5.
    figure = document(UNEVEN).headline

    assert (figure.value, figure.n, figure.step) == (Decimal("87.5"), 30, Decimal("2.5"))
    assert document(UNEVEN).nrr == Decimal("3.50")


def test_each_element_is_rounded_to_five_points() -> None:
    # 91.67 is nearest to 90, 83.33 to 85.
    found = document(UNEVEN).elements

    assert [(each.element, each.figure.value, each.nrr) for each in found] == [
        (Element.COMPETENCE, 90, Decimal("3.60")),
        (Element.CONDUCT, 85, Decimal("3.40")),
    ]


def test_the_interval_is_bounded_wilson_from_the_rounded_figure() -> None:
    # One officer alone: default variance 0.36, answers even; 28 is the fewest shown as 30. With
    # 28 x 0.1^2 / 12 for rounding 0.3833, share of scale 0.8333, phi 0.3067, t(27) 2.052:
    # 3.217 to 3.695.
    assert document(UNEVEN).headline.interval == Interval(Decimal(80), Decimal(93))


def test_no_grade_is_given_where_the_interval_reaches_into_another() -> None:
    assert document(UNEVEN).headline.grade is None


def test_a_grade_is_given_where_the_whole_interval_earns_it() -> None:
    grade = document(both(1, 0, 0, 0, 100)).headline.grade

    assert grade is not None
    assert grade.letter is Grade.A


def test_all_channels_are_named_since_answers_on_officers_carry_none() -> None:
    figure = document(UNEVEN).headline

    assert figure.channels == ("ticket", "presence", "open")
    assert not figure.is_verified


def test_how_answers_spread_is_told_by_the_rule_of_public_distributions() -> None:
    spread = document(both(1, 4, 6, 90, 150)).distributions[0]

    assert [(each.levels, each.percent) for each in spread.shares] == [
        ("1-2", 4),
        ("3", 36),
        ("4", 60),
    ]
    assert (spread.n, spread.suppressed) == (250, None)


@pytest.mark.parametrize(
    "levels", [(1, 1, 18, 20), (4, 6, 89, 150), (4, 5, 91, 150), (0, 0, 0, 300)]
)
def test_a_spread_of_fewer_than_250_or_with_a_small_group_is_hidden(
    levels: tuple[int, int, int, int],
) -> None:
    """At 30 to 49 answers, shares told one unknown answer in every attempt."""
    found = document(both(1, *levels))

    assert found.elements[0].figure.value is not None
    assert found.distributions[0].shares == ()
    assert (found.distributions[0].n, found.distributions[0].suppressed) == (
        None,
        Reason.PROTECTS_ANOTHER,
    )


def test_an_element_too_few_answered_says_so_and_leaves_the_other() -> None:
    found = document(
        [
            answers(1, 0, 0, 0, 29, element=Element.COMPETENCE),
            answers(1, 0, 0, 40, 0, element=Element.CONDUCT),
        ]
    )

    competence, conduct = found.elements
    assert (competence.figure.value, competence.figure.suppressed) == (None, Reason.TOO_FEW)
    assert found.distributions[0].suppressed is Reason.TOO_FEW
    assert (conduct.figure.value, found.headline.value) == (75, 75)


def test_an_element_that_is_not_asked_is_told_apart() -> None:
    found = document([answers(1, 0, 0, 40, 0, element=Element.CONDUCT)])

    assert found.elements[0].figure.suppressed is Reason.NOT_ASKED


def test_nobody_is_compared_among_fewer_than_twenty() -> None:
    found = document(UNEVEN + batch(18, 0, 0, 20, 20, first=10))

    assert (found.comparison.band, found.comparison.suppressed) == (None, Reason.FEW_MEMBERS)
    assert (found.funnel, found.standing) == (None, None)


def test_where_officers_do_not_differ_nobody_is_told_from_another() -> None:
    found = document(UNEVEN + batch(19, 0, 0, 20, 20, first=10))

    # No variance between officers: no number of answers is reliable.
    assert found.comparison.suppressed is Reason.LOW_RELIABILITY
    assert found.standing is not None
    assert found.standing.position is Position.INSIDE


@pytest.mark.parametrize(
    ("officer", "band"), [(1, "not_distinguishable"), (50, "above"), (90, "below")]
)
def test_bands_are_given_where_answers_suffice_for_a_person(officer: int, band: str) -> None:
    rows = [
        *both(1, 0, 2, 40, 38),
        *batch(10, 0, 0, 60, 60, first=10),
        *batch(6, 0, 0, 0, 120, first=50),
        *batch(6, 0, 0, 120, 0, first=90),
    ]

    assert document(rows, officer=officer).comparison.band == band


def test_the_comparison_rests_on_all_closed_months_of_the_year() -> None:
    rows = UNEVEN + both(1, 0, 0, 40, 0, month="2026-02")

    found = document(rows)

    assert (str(found.headline.period), found.headline.n) == ("2026-02", 40)
    # NRR 230 / 70 and 220 / 70: mean 3.214, hence 80.4, in steps of 2.5.
    assert (str(found.year.period), found.year.n) == ("2026-01/2026-02", 70)
    assert found.year.value == Decimal("80.0")


def test_the_funnel_holds_limits_and_nobody_elses_point() -> None:
    rows = UNEVEN + batch(20, 0, 0, 30, 10, first=10)

    found = document(rows)

    assert found.funnel is not None
    assert found.standing is not None
    assert found.standing.limits.n == 30
    assert [each.n for each in found.funnel.limits][::7] == [30, 60]
    for limits in found.funnel.limits:
        assert limits.outer.lower < limits.inner.lower < found.funnel.target
        assert found.funnel.target < limits.inner.upper < limits.outer.upper


def test_a_head_who_may_not_see_every_month_gets_no_comparison() -> None:
    officers, closed = compared(UNEVEN)

    row = officers.row(closed[0], is_whole=False)

    assert (row.year, row.comparison.suppressed) == (None, Reason.PROTECTS_ANOTHER)
    assert officers.row(closed[0]).year is not None


def test_a_city_without_any_closed_span_is_compared_with_nobody() -> None:
    officers, closed = compared([])

    assert (closed, officers.field) == ((), None)
