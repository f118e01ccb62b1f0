"""P3: whose figure it is, at a desk and at every level above."""

from dataclasses import replace

from portal.publication.exact_sums.inputs import DeskStaffing
from portal.publication.figures.withholding import DeskStaff, OfficerNaming, is_one_persons


def desk(
    number: int = 1,
    *,
    officers: int = 3,
    named: dict[int, int] | None = None,
    year: dict[int, int] | None = None,
    regular: int | None = None,
) -> DeskStaff:
    """Return a desk at which 100 ratings came in, in the span as in the year so far."""
    staff = range(number * 10, number * 10 + officers)
    span = OfficerNaming(named or {}, ratings=100)
    whole = OfficerNaming(year, ratings=300) if year is not None else span
    return DeskStaff(number, frozenset(staff), frozenset(staff[:regular]), span, whole)


def test_three_officers_may_stand_behind_a_figure() -> None:
    assert not is_one_persons([(desk(), 100)], ratings=100)


def test_two_officers_are_too_few_at_every_level() -> None:
    assert is_one_persons([(desk(officers=2), 100)], ratings=100)
    # The same two people at two desks are still two.
    same = replace(desk(officers=2), desk_id=2)
    assert is_one_persons([(desk(officers=2), 50), (same, 50)], ratings=100)


def test_a_missing_posting_counts_as_one_officer() -> None:
    assert is_one_persons([(desk(officers=0), 100)], ratings=100)
    three = [(desk(number, officers=0), 40) for number in (1, 2, 3)]
    assert not is_one_persons(three, ratings=120)


def test_nobody_may_have_more_than_seventy_percent_of_those_who_name_somebody() -> None:
    assert not is_one_persons([(desk(named={10: 35, 11: 10, 12: 10}), 100)], ratings=100)
    # 45 of 100 ratings, but 45 of the 59 to 63 that name an officer.
    assert is_one_persons([(desk(named={10: 45, 11: 14}, officers=2), 100)], ratings=100)
    assert is_one_persons([(desk(named={10: 47, 11: 10, 12: 10}), 100)], ratings=100)


def test_officers_whose_answers_are_not_folded_yet_have_nine_at_the_most() -> None:
    assert not is_one_persons([(desk(named={10: 42}), 100)], ratings=100)
    assert is_one_persons([(desk(named={10: 43}), 100)], ratings=100)
    # No more than the desk's ratings leave.
    assert is_one_persons([(desk(named={10: 75}), 100)], ratings=80)


def test_with_fewer_than_thirty_naming_answers_the_roster_decides() -> None:
    assert not is_one_persons([(desk(named={10: 29}), 100)], ratings=100)


def test_a_desk_of_one_officer_weighs_wholly_on_that_person_in_a_service() -> None:
    others = [(desk(2), 10), (desk(3), 10)]

    assert is_one_persons([(desk(1, officers=1), 80), *others], ratings=100)
    assert not is_one_persons([(desk(1, officers=1), 40), *others], ratings=60)


def test_a_figure_without_any_desk_is_nobodys_to_show() -> None:
    assert is_one_persons([], ratings=20)


def test_the_years_answers_count_where_the_spans_are_too_few() -> None:
    few = {10: 9, 11: 9, 12: 9}

    assert not is_one_persons([(desk(named=few, year={10: 30, 11: 30, 12: 30}), 100)], ratings=100)
    assert is_one_persons([(desk(named=few, year={10: 80, 11: 10, 12: 10}), 100)], ratings=100)


def test_a_span_that_is_one_officers_is_not_covered_by_the_rest_of_the_year() -> None:
    alone = {10: 60, 11: 10, 12: 10}

    assert is_one_persons([(desk(named=alone, year={10: 80, 11: 80, 12: 80}), 100)], ratings=100)


def test_with_few_naming_answers_those_who_are_seldom_there_are_no_cover() -> None:
    assert not is_one_persons([(desk(officers=5, regular=3), 100)], ratings=100)
    assert is_one_persons([(desk(officers=5, regular=2), 100)], ratings=100)
    assert is_one_persons([(desk(officers=5, regular=0), 100)], ratings=100)
    # Whoever is named enough is known to have served, however few the days.
    named = {10: 20, 11: 20, 12: 20}
    assert not is_one_persons([(desk(officers=5, regular=2, named=named), 100)], ratings=100)


def test_a_third_of_the_days_is_enough() -> None:
    served = DeskStaffing(
        postings={"2026-02": {1: frozenset({5, 6, 7})}, "2026-03": {1: frozenset({5})}},
        absent={"2026-02": {1: {6: 18, 7: 19}}, "2026-03": {1: {5: 30}}},
    )

    # Of 28 days in February 10 are a third, 9 are not; of 59 with March, 28 and 1 are.
    assert served.regular(1, months=["2026-02"]) == {5, 6}
    assert served.regular(1, months=["2026-02", "2026-03"]) == {5}
    assert served.officers(1, months=["2026-02", "2026-03"]) == {5, 6, 7}
    assert served.regular(2, months=["2026-02"]) == frozenset()
