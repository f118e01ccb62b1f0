"""P2 for officers: closed months are joined until thirty people answered."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.publication.staff_building.officer_ranges import closed_spans, joined
from portal.survey.elements import Element, LevelCounts
from tests.factories.officer_answers import answers, closed_at_thirty, people


def test_months_are_joined_until_thirty_people_answered() -> None:
    rows = people(1, 12) + people(1, 17, month="2026-02") + people(1, 1, month="2026-03")

    (found,) = closed_at_thirty(rows)

    assert (str(found.span), found.n) == ("2026-01/2026-03", 30)
    assert found.cells == {(1, "2026-01"): 12, (1, "2026-02"): 17, (1, "2026-03"): 1}


def test_a_new_span_starts_with_the_next_month_that_has_answers() -> None:
    rows = [
        *people(1, 40),
        *people(1, 20, month="2026-03"),
        *people(1, 20, month="2026-05"),
        *people(1, 29, month="2026-06"),
    ]

    found = closed_at_thirty(rows)

    assert [(str(each.span), each.n) for each in found] == [
        ("2026-01", 40),
        ("2026-03/2026-05", 40),
    ]


def test_twenty_nine_are_not_enough() -> None:
    assert closed_at_thirty(people(1, 29)) == ()


def test_answers_at_several_desks_count_together_and_officers_apart() -> None:
    rows = people(1, 20) + people(1, 10, desk=2) + people(2, 20) + people(3, 10)

    (found,) = closed_at_thirty(rows)

    assert found.officer_id == 1
    assert found.cells == {(1, "2026-01"): 20, (2, "2026-01"): 10}


def test_the_element_that_more_people_answered_says_how_many_they_are() -> None:
    rows = [
        answers(1, 0, 0, 30, 0, element=Element.CONDUCT),
        answers(1, 0, 0, 12, 0, element=Element.COMPETENCE),
    ]

    (found,) = closed_at_thirty(rows)

    assert found.n == 30
    assert found.enough() == {Element.CONDUCT: LevelCounts((0, 0, 30, 0))}


def test_a_desk_and_month_with_exclusions_stays_out() -> None:
    rows = people(1, 30) + people(1, 30, month="2026-02")

    found = closed_spans(rows, least_mean=lambda _: 30, left_out={(1, "2026-01")})

    assert [str(each.span) for each in found] == ["2026-02"]


def test_each_month_closes_by_the_rule_in_force_then() -> None:
    rows = people(1, 30) + people(1, 30, month="2026-02") + people(1, 30, month="2026-03")

    found = closed_spans(rows, least_mean=lambda month: 30 if month == "2026-01" else 50)

    assert [str(each.span) for each in found] == ["2026-01", "2026-02/2026-03"]


def test_joined_spans_are_one_without_the_elements_too_few_answered() -> None:
    rows = [
        *people(1, 30),
        answers(1, 0, 0, 0, 40, month="2026-02", element=Element.CONDUCT),
        answers(1, 0, 0, 0, 9, month="2026-02", element=Element.COMPETENCE),
    ]

    whole = joined(closed_at_thirty(rows))

    assert str(whole.span) == "2026-01/2026-02"
    assert whole.counts[Element.CONDUCT].answers == (0, 0, 30, 40)
    assert whole.counts[Element.COMPETENCE].answers == (0, 0, 30, 0)
    assert whole.cells == {(1, "2026-01"): 30, (1, "2026-02"): 40}


@given(st.lists(st.integers(0, 45), max_size=12))
def test_spans_are_disjoint_in_order_and_reach_the_threshold(monthly: list[int]) -> None:
    rows = [
        row
        for number, n in enumerate(monthly, start=1)
        if n
        for row in people(1, n, month=f"2026-{number:02d}")
    ]

    found = closed_at_thirty(rows)

    months = [month for each in found for month in each.span.months]
    assert months == sorted(set(months))
    assert all(each.n >= 30 for each in found)
    assert sum(each.n for each in found) + 30 > sum(monthly)


def test_no_span_reaches_over_a_change_and_a_month_that_it_cuts_stays_out() -> None:
    months = ("2026-01", "2026-02", "2026-03", "2026-04")
    rows = [row for month in months for row in people(1, 20, month=month)]

    whole = closed_spans(rows, least_mean=lambda _: 30)
    cut = closed_spans(rows, least_mean=lambda _: 30, parted={1: [date(2026, 2, 9)]})
    between = closed_spans(rows, least_mean=lambda _: 30, parted={1: [date(2026, 2, 1)]})
    other = closed_spans(rows, least_mean=lambda _: 30, parted={2: [date(2026, 2, 9)]})

    assert [str(each.span) for each in whole] == ["2026-01/2026-02", "2026-03/2026-04"]
    assert [str(each.span) for each in cut] == ["2026-03/2026-04"]
    assert [str(each.span) for each in between] == ["2026-02/2026-03"]
    assert other == whole
