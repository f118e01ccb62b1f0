"""P3: whose figure it is, at a desk and at every level above."""

from portal.publication.domain.disclosure.officers import DeskStaff, is_one_persons


def desk(number: int = 1, *, officers: int = 3, named: dict[int, int] | None = None) -> DeskStaff:
    staff = frozenset(range(number * 10, number * 10 + officers))
    return DeskStaff(number, staff, named or {}, ratings=100)


def test_three_officers_may_stand_behind_a_figure() -> None:
    assert not is_one_persons([(desk(), 100)], ratings=100)


def test_two_officers_are_too_few_at_every_level() -> None:
    assert is_one_persons([(desk(officers=2), 100)], ratings=100)
    # The same two people at two desks are still two.
    same = DeskStaff(2, desk(officers=2).officers, {}, ratings=100)
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
