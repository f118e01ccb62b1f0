"""What somebody is to somebody: by dated lines and declared relations, on one day."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.organisation.people.reporting_lines import LineKind, ReportingLine, line_faults
from portal.organisation.people.standing import (
    CONFLICTS,
    RelationKind,
    StaffRelation,
    StandingKind,
    StandingOnDay,
    standing,
)

JANUARY, DAY, DECEMBER = date(2027, 1, 1), date(2027, 8, 17), date(2027, 12, 31)
OFFICER, OTHER, CHIEF, HEAD, SECRETARY, MAYOR, STRANGER = 1, 2, 3, 4, 5, 6, 7
K, R = StandingKind, RelationKind
LINES = [
    ReportingLine(OFFICER, CHIEF, JANUARY),
    ReportingLine(OTHER, CHIEF, JANUARY),
    ReportingLine(CHIEF, HEAD, JANUARY),
    ReportingLine(HEAD, SECRETARY, JANUARY),
    ReportingLine(SECRETARY, MAYOR, JANUARY),
]


def related(kind: RelationKind, holder: int, about: int) -> StaffRelation:
    return StaffRelation(kind, holder, about, JANUARY)


def on_day(*relations: StaffRelation, lines: list[ReportingLine] | None = None) -> StandingOnDay:
    return standing(LINES if lines is None else lines, relations, on=DAY)


def test_a_line_makes_appraiser_and_appraisers_superior() -> None:
    found = on_day()

    assert found.kinds(OFFICER, about=OFFICER) == {K.PERSON}
    assert found.kinds(CHIEF, about=OFFICER) == {K.APPRAISER}
    assert found.kinds(HEAD, about=OFFICER) == {K.APPRAISERS_SUPERIOR, K.DECIDER}
    assert found.kinds(OTHER, about=OFFICER) == found.kinds(STRANGER, about=OFFICER) == set()
    assert found.people_of(CHIEF) == (OFFICER, OTHER)
    assert found.people_of(OFFICER) == ()


def test_at_the_top_a_substitute_has_to_be_named() -> None:
    found = on_day()

    assert found.lacks(OFFICER) == set()
    assert found.lacks(SECRETARY) == {K.APPRAISERS_SUPERIOR, K.DECIDER}
    assert found.lacks(MAYOR) == {K.APPRAISER, K.APPRAISERS_SUPERIOR, K.DECIDER}
    named = on_day(related(R.SUBSTITUTE_DECIDER, STRANGER, SECRETARY))
    assert named.appraisers_superior_of(SECRETARY) == STRANGER


@pytest.mark.parametrize(
    ("kind", "appraiser", "stand_in"),
    [
        (LineKind.DEFINITIVE, (CHIEF,), ()),
        (LineKind.ACTING, (CHIEF,), ()),
        (LineKind.DAILY_ACTING, (), (CHIEF,)),
    ],
)
def test_a_plt_may_rate_and_a_plh_only_verifies(
    kind: LineKind, appraiser: tuple[int, ...], stand_in: tuple[int, ...]
) -> None:
    found = on_day(lines=[replace(LINES[0], kind=kind), *LINES[1:]])

    assert found.holders(K.APPRAISER, about=OFFICER) == appraiser
    assert found.holders(K.STAND_IN, about=OFFICER) == stand_in
    assert found.appraisers_superior_of(OFFICER) == HEAD
    assert OFFICER in found.people_of(CHIEF)


def test_whether_a_plt_rates_is_a_setting() -> None:
    acting = [replace(LINES[0], kind=LineKind.ACTING), *LINES[1:]]
    found = standing(acting, [], on=DAY, may_rate=frozenset({LineKind.DEFINITIVE}))

    assert found.appraiser_of(OFFICER) is None
    assert found.superior_of(OFFICER) == CHIEF


@pytest.mark.parametrize("kind", sorted(CONFLICTS))
@pytest.mark.parametrize("is_declared_by_superior", [True, False])
def test_who_is_close_steps_out_whoever_declared_it(
    kind: RelationKind, is_declared_by_superior: bool
) -> None:
    pair = (CHIEF, OFFICER) if is_declared_by_superior else (OFFICER, CHIEF)
    close = related(kind, *pair)
    found = on_day(close)

    # The cousin is not in the superior's list at all.
    assert found.people_of(CHIEF) == (OTHER,)
    assert found.kinds(CHIEF, about=OFFICER) == set()
    assert found.lacks(OFFICER) == {K.APPRAISER, K.APPRAISERS_SUPERIOR, K.DECIDER}
    named = on_day(close, related(R.SUBSTITUTE_APPRAISER, SECRETARY, OFFICER))
    assert named.appraiser_of(OFFICER) == SECRETARY
    assert named.appraisers_superior_of(OFFICER) == MAYOR
    assert named.people_of(SECRETARY) == (OFFICER, HEAD)


def test_the_superior_who_stepped_out_does_not_decide_either() -> None:
    found = on_day(
        related(R.RELATIVE, CHIEF, OFFICER), related(R.SUBSTITUTE_APPRAISER, OTHER, OFFICER)
    )

    assert found.appraiser_of(OFFICER) == OTHER
    assert found.appraisers_superior_of(OFFICER) is None


def test_a_close_decider_is_replaced_by_the_one_who_was_named() -> None:
    close = related(R.HOUSEHOLD, OFFICER, HEAD)

    assert on_day(close).lacks(OFFICER) == {K.APPRAISERS_SUPERIOR, K.DECIDER}
    named = on_day(close, related(R.SUBSTITUTE_DECIDER, STRANGER, OFFICER))
    assert named.kinds(STRANGER, about=OFFICER) == {K.APPRAISERS_SUPERIOR, K.DECIDER}


def test_the_superior_who_was_named_as_substitute_does_not_decide() -> None:
    found = on_day(related(R.SUBSTITUTE_DECIDER, CHIEF, OFFICER))

    assert found.appraisers_superior_of(OFFICER) == found.decider_of(OFFICER) == HEAD


def test_recorded_relations_hold_for_their_days_only() -> None:
    adviser = StaffRelation(R.ADVISER, STRANGER, OFFICER, date(2027, 3, 1), date(2027, 3, 31))
    found = {
        day: standing(LINES, [adviser], on=day).kinds(STRANGER, about=OFFICER)
        for day in (date(2027, 2, 28), date(2027, 3, 1), date(2027, 3, 31), date(2027, 4, 1))
    }

    assert list(found.values()) == [set(), {K.ADVISER}, {K.ADVISER}, set()]


def test_head_of_unit_and_adviser_are_read_from_what_was_recorded() -> None:
    found = on_day(related(R.HEAD_OF_UNIT, HEAD, OFFICER), related(R.ADVISER, HEAD, OFFICER))

    assert found.kinds(HEAD, about=OFFICER) == {
        K.HEAD_OF_UNIT,
        K.ADVISER,
        K.APPRAISERS_SUPERIOR,
        K.DECIDER,
    }


def test_a_delegate_verifies_for_the_superiors_people_but_not_for_the_own_self() -> None:
    found = on_day(related(R.DELEGATE, OTHER, CHIEF))

    assert found.kinds(OTHER, about=OFFICER) == {K.DELEGATE}
    assert found.kinds(OTHER, about=OTHER) == {K.PERSON}
    assert found.holders(K.DELEGATE, about=CHIEF) == ()
    assert found.holders(K.DELEGATE, about=MAYOR) == ()


def test_the_second_reader_is_outside_the_line_and_never_the_decider() -> None:
    readers = [related(R.SECOND_READER, one, OFFICER) for one in (CHIEF, HEAD, STRANGER)]

    assert on_day(*readers).holders(K.SECOND_READER, about=OFFICER) == (STRANGER,)


def test_a_superior_of_earlier_in_the_year_is_a_former_one() -> None:
    lines = [
        ReportingLine(OFFICER, OTHER, date(2026, 1, 1), date(2026, 12, 31)),
        ReportingLine(OFFICER, STRANGER, JANUARY, date(2027, 6, 30)),
        ReportingLine(OFFICER, CHIEF, date(2027, 7, 1)),
        *LINES[2:],
    ]
    found = standing(lines, [], on=DECEMBER)

    assert found.kinds(STRANGER, about=OFFICER) == {K.FORMER_SUPERIOR}
    assert found.kinds(OTHER, about=OFFICER) == set()
    assert standing(lines, [], on=date(2027, 6, 30)).appraiser_of(OFFICER) == STRANGER
    # In January of the next year the evaluated year is still asked about.
    later = standing(lines, [], on=date(2028, 1, 5), since=JANUARY)
    assert later.holders(K.FORMER_SUPERIOR, about=OFFICER) == (STRANGER,)


@pytest.mark.parametrize("first_on", [date(2027, 8, 16), JANUARY])
def test_while_a_colleague_stands_in_the_one_who_is_away_neither_decides_nor_stands_above(
    first_on: date,
) -> None:
    until = first_on - timedelta(days=1)
    lines = [
        ReportingLine(OFFICER, CHIEF, date(2026, 1, 1), until),
        ReportingLine(OFFICER, OTHER, first_on, kind=LineKind.DAILY_ACTING),
        *LINES[1:],
    ]
    found = standing(lines, [], on=first_on)

    assert found.holders(K.STAND_IN, about=OFFICER) == (OTHER,)
    assert found.appraisers_superior_of(OFFICER) == found.decider_of(OFFICER) == HEAD


def test_a_former_superior_who_rose_stands_above_but_does_not_decide() -> None:
    lines = [
        ReportingLine(OFFICER, HEAD, JANUARY, date(2027, 6, 30)),
        ReportingLine(OFFICER, CHIEF, date(2027, 7, 1)),
        *LINES[2:],
    ]
    found = standing(lines, [], on=DAY)

    assert found.kinds(HEAD, about=OFFICER) == {K.APPRAISERS_SUPERIOR, K.FORMER_SUPERIOR}
    assert found.lacks(OFFICER) == {K.DECIDER}
    substitute = related(R.SUBSTITUTE_DECIDER, STRANGER, OFFICER)
    assert standing(lines, [substitute], on=DAY).decider_of(OFFICER) == STRANGER


def test_who_comes_back_is_not_a_former_superior() -> None:
    lines = [
        ReportingLine(OFFICER, CHIEF, JANUARY, date(2027, 3, 31)),
        ReportingLine(OFFICER, STRANGER, date(2027, 4, 1), date(2027, 4, 9)),
        ReportingLine(OFFICER, CHIEF, date(2027, 4, 10)),
    ]

    assert standing(lines, [], on=DAY).holders(K.FORMER_SUPERIOR, about=OFFICER) == (STRANGER,)


def test_a_former_superior_who_now_reports_to_the_person_no_longer_advises() -> None:
    lines = [
        ReportingLine(OFFICER, OTHER, JANUARY, date(2027, 6, 30)),
        ReportingLine(OTHER, OFFICER, date(2027, 7, 1)),
    ]
    found = standing(lines, [], on=DAY)

    assert found.kinds(OFFICER, about=OTHER) == {K.APPRAISER}
    assert found.kinds(OTHER, about=OFFICER) == set()


def test_the_substitute_named_last_counts() -> None:
    first = StaffRelation(R.SUBSTITUTE_APPRAISER, STRANGER, OFFICER, JANUARY)
    second = replace(first, holder_id=SECRETARY, starts_on=date(2027, 5, 1))

    assert on_day(second, first).appraiser_of(OFFICER) == SECRETARY
    close = related(R.BUSINESS, SECRETARY, OFFICER)
    assert on_day(second, first, close).appraiser_of(OFFICER) == STRANGER


people = st.integers(1, 6)
relations = st.lists(st.builds(related, st.sampled_from(RelationKind), people, people), max_size=8)
lines = st.lists(
    st.builds(ReportingLine, people, people, st.just(JANUARY), kind=st.sampled_from(LineKind)),
    max_size=6,
    unique_by=lambda line: line.person_id,
)
ACTING = frozenset(StandingKind) - {StandingKind.PERSON}


@given(found_lines=lines, found=relations)
def test_nobody_acts_on_themself_on_who_is_close_or_on_the_own_superior(
    found_lines: list[ReportingLine], found: list[StaffRelation]
) -> None:
    assume(not line_faults(found_lines))
    day = standing(found_lines, found, on=DAY)
    close = {frozenset({one.holder_id, one.about_id}) for one in found if one.kind in CONFLICTS}

    for holder, about in product(range(1, 7), repeat=2):
        if day.kinds(holder, about=about) & ACTING:
            assert holder != about
            assert frozenset({holder, about}) not in close
            assert day.superior_of(holder) != about


@given(found_lines=lines, found=relations)
def test_the_decider_is_never_the_appraiser_and_there_is_one_of_each(
    found_lines: list[ReportingLine], found: list[StaffRelation]
) -> None:
    assume(not line_faults(found_lines))
    day = standing(found_lines, found, on=DAY)

    for about in range(1, 7):
        appraisers = day.holders(K.APPRAISER, about=about)
        above = day.holders(K.APPRAISERS_SUPERIOR, about=about)
        deciders = day.holders(K.DECIDER, about=about)
        assert len(appraisers) <= 1
        assert len(above) <= 1
        assert len(deciders) <= 1
        assert not set(appraisers) & {*above, *deciders}
        assert not set(deciders) & set(day.holders(K.FORMER_SUPERIOR, about=about))
        assert not set(day.holders(K.SECOND_READER, about=about)) & {*appraisers, *deciders}
        assert day.lacks(about) == {
            kind
            for kind, holders in (
                (K.APPRAISER, appraisers),
                (K.APPRAISERS_SUPERIOR, above),
                (K.DECIDER, deciders),
            )
            if not holders
        }
        for superior in range(1, 7):
            is_mine = superior in day.holders(K.APPRAISER, about=about) + day.holders(
                K.STAND_IN, about=about
            )
            assert (about in day.people_of(superior)) == is_mine
