"""Who needs a substitute above the appraiser, and who may be drawn."""

from dataclasses import replace
from datetime import date

from portal.evaluation.substitutes.domain import Lot, LotBasis, who_lacks
from portal.evaluation.substitutes.in_line import below, ever_above
from portal.organisation.people.domain import ChangeState
from portal.organisation.people.reporting_lines import ReportingLine
from portal.organisation.people.standing import RelationKind, StaffRelation, standing

ON = date(2027, 1, 1)
EARLIER = date(2020, 1, 1)
MAYOR, SECRETARY, HEAD, OTHER_HEAD, UNIT_HEAD, OFFICER, FORMER, ADVISORY = range(1, 9)
LINES = (
    ReportingLine(SECRETARY, MAYOR, EARLIER),
    ReportingLine(HEAD, FORMER, EARLIER, date(2024, 12, 31)),
    ReportingLine(HEAD, SECRETARY, date(2025, 1, 1)),
    ReportingLine(OTHER_HEAD, SECRETARY, EARLIER),
    ReportingLine(UNIT_HEAD, HEAD, EARLIER),
    ReportingLine(OFFICER, UNIT_HEAD, EARLIER),
    ReportingLine(ADVISORY, MAYOR, EARLIER),
)
HEADS = {
    HEAD: frozenset({(10, None)}),
    OTHER_HEAD: frozenset({(20, None)}),
    UNIT_HEAD: frozenset({(10, 11)}),
    FORMER: frozenset({(30, None)}),
    ADVISORY: frozenset({(40, None)}),
}
PLACES = {SECRETARY: frozenset({(1, None)}), HEAD: HEADS[HEAD], OFFICER: HEADS[UNIT_HEAD]}


def city(*relations: StaffRelation, able: frozenset[int] = frozenset(range(1, 9))) -> LotBasis:
    return LotBasis(ON, standing(LINES, relations, on=ON), LINES, HEADS, able, PLACES)


def lot(state: ChangeState, *, person: int = SECRETARY, holder: int = ADVISORY) -> Lot:
    return Lot(person, holder, 3, date(2026, 12, 1), ON, state)


def test_who_is_below_on_the_day_or_was_ever_above_is_in_the_line() -> None:
    assert ever_above(LINES, HEAD) == {FORMER, SECRETARY, MAYOR}
    assert below(LINES, SECRETARY, first=ON, last=ON) == {HEAD, OTHER_HEAD, UNIT_HEAD, OFFICER}
    assert below(LINES, FORMER, first=ON, last=ON) == set()
    # Who was below on any of the days counts, too.
    assert below(LINES, FORMER, first=date(2024, 12, 31), last=ON) == {HEAD, UNIT_HEAD, OFFICER}


def test_only_heads_of_other_units_outside_the_line_are_drawn() -> None:
    assert city().pool_of(SECRETARY) == (FORMER, ADVISORY)
    assert city().pool_of(HEAD) == (OTHER_HEAD, ADVISORY)
    assert city().pool_of(OFFICER) == (OTHER_HEAD, ADVISORY)


def test_who_is_close_cannot_sign_in_or_was_drawn_in_vain_is_not_drawn() -> None:
    to_person = StaffRelation(RelationKind.RELATIVE, ADVISORY, SECRETARY, EARLIER)
    to_appraiser = StaffRelation(RelationKind.BUSINESS, MAYOR, ADVISORY, EARLIER)

    assert city(to_person).pool_of(SECRETARY) == (FORMER,)
    assert city(to_appraiser).pool_of(SECRETARY) == (FORMER,)
    assert city(able=frozenset({ADVISORY})).pool_of(SECRETARY) == (ADVISORY,)
    assert city().pool_of(SECRETARY, refused={ADVISORY}) == (FORMER,)
    assert city(able=frozenset()).pool_of(SECRETARY) == ()


def test_who_has_nobody_above_the_appraiser_lacks_a_substitute_until_one_is_drawn() -> None:
    known, able = standing(LINES, [], on=ON), frozenset({ADVISORY})
    people = (SECRETARY, HEAD, UNIT_HEAD, FORMER)
    drawn = StaffRelation(RelationKind.SUBSTITUTE_DECIDER, ADVISORY, SECRETARY, ON)
    then = standing(LINES, [drawn], on=ON)
    confirmed = [lot(ChangeState.CONFIRMED)]

    # The mayor rates the secretary, and nobody stands above the mayor; a former head has no line.
    assert who_lacks(people, standing=known, lots=[], able=able) == (SECRETARY,)
    waiting, declined = [lot(ChangeState.WAITING)], [lot(ChangeState.DECLINED)]
    assert who_lacks(people, standing=known, lots=waiting, able=able) == ()
    assert who_lacks(people, standing=known, lots=declined, able=able) == (SECRETARY,)
    assert who_lacks(people, standing=then, lots=confirmed, able=able) == ()
    # Who was drawn and left is nobody.
    assert who_lacks(people, standing=then, lots=confirmed, able=()) == (SECRETARY,)
    other = [replace(confirmed[0], person_id=HEAD)]
    assert who_lacks(people, standing=then, lots=other, able=()) == ()
