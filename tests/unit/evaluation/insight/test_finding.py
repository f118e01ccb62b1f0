"""Which signs an appraiser's forms give: each kind alone, and never one without its facts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.insight.domain import (
    GROUP_OF,
    OF_TEAM,
    LookAgainNote,
    Sign,
    SignalGroup,
    SignalKind,
)
from portal.evaluation.insight.facts import CityFacts, OtherFigure, PersonFacts, TeamFacts
from portal.evaluation.insight.finding import signs_of
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.signal_rules import SignalRules
from portal.evaluation.rules.states import LookAgainState
from portal.evaluation.rules.year_signals import StandingSetOnce

MEETS = ExpectationLevel.MEETS
STEPS = (3, 4, 3, 4, 4, 3, 4)
NOON = datetime(2027, 1, 12, 5, tzinfo=UTC)
REASON = "Berkas kembali karena kurang teliti."
ONE = PersonFacts(
    person_id=7,
    plan_id=70,
    steps=STEPS,
    standing=StandingSetOnce(MEETS, MEETS, Fraction(25, 7)),
    days=[date(2026, 3, 1), date(2026, 11, 1)],
    plan_starts_on=date(2026, 1, 1),
    last_period=date(2026, 10, 1),
    colleagues=Fraction(7, 2),
    citizens=OtherFigure(Fraction(7, 2), 0.1),
    before=None,
    attainments=(),
    has_lowered_target=False,
)
TEAM = TeamFacts(1, [ONE], [NOON], {7: ["Alasan orang ini saja, tidak lain."]})
CITY = CityFacts(colleagues_error=0.3)
EASY = [120, 120, 120]
CHANGED: Mapping[SignalKind, Mapping[str, Any]] = {
    SignalKind.RECENCY: {"days": [date(2026, 11, 1)]},
    SignalKind.COLLEAGUES: {"colleagues": Fraction(5, 2)},
    SignalKind.CITIZENS: {"citizens": OtherFigure(Fraction(9, 2), 0.1)},
    SignalKind.AFTER_REPORT: {"before": StandingSetOnce(MEETS, MEETS, Fraction(26, 7))},
    SignalKind.SOFT_TARGETS: {"attainments": (EASY, EASY)},
    SignalKind.LOWER_TARGET: {"has_lowered_target": True},
}


def found(team: TeamFacts = TEAM, city: CityFacts = CITY) -> list[SignalKind]:
    return [each.kind for each in signs_of(team, city)]


def test_ordinary_forms_give_no_sign() -> None:
    assert found() == []


@pytest.mark.parametrize("kind", CHANGED)
def test_each_fact_about_a_person_gives_its_own_sign(kind: SignalKind) -> None:
    one = replace(ONE, **CHANGED[kind])

    assert signs_of(replace(TEAM, people=[one]), CITY) == (Sign(kind, 1, 7, 70),)


def test_facts_about_all_people_of_an_appraiser_name_nobody() -> None:
    hurried = replace(TEAM, moments=[NOON + timedelta(seconds=each) for each in (0, 20, 40)])

    assert signs_of(hurried, CITY) == (Sign(SignalKind.RUSH, 1),)
    assert found(city=replace(CITY, same=frozenset({1}))) == [SignalKind.SAMENESS]
    assert found(city=replace(CITY, leniency={1: 0.3})) == [SignalKind.LENIENCY]
    assert found(city=replace(CITY, leniency={1: -0.3})) == [SignalKind.SEVERITY]
    assert found(city=replace(CITY, leniency={2: 0.3}, same=frozenset({2}))) == []


def test_a_copied_reason_counts_confirmed_people_and_is_told_of_the_open_ones() -> None:
    reasons = {each: [REASON] for each in (7, 8, 9)}

    assert signs_of(replace(TEAM, reasons=reasons), CITY) == (Sign(SignalKind.COPIED, 1, 7, 70),)


def test_without_a_year_that_is_open_nobody_looks_again() -> None:
    hurried = replace(TEAM, people=[], moments=[NOON] * 3)

    assert found(hurried, replace(CITY, leniency={1: 0.5})) == []


def test_a_source_that_is_missing_differs_from_nothing() -> None:
    one = replace(ONE, steps=(5,) * 7, colleagues=None, citizens=None)

    assert found(replace(TEAM, people=[one])) == []
    low = replace(one, colleagues=Fraction(1))
    assert found(replace(TEAM, people=[low]), CityFacts()) == []


@given(leniency=st.floats(-0.5, 0.5), is_same=st.booleans())
def test_no_sign_of_the_team_is_about_a_person_and_no_other_is_about_the_team(
    leniency: float, is_same: bool
) -> None:
    city = CityFacts(0.3, frozenset({1} if is_same else ()), {1: leniency})
    one = replace(ONE, has_lowered_target=True, colleagues=Fraction(1))

    for sign in signs_of(replace(TEAM, people=[one]), city):
        assert (sign.person_id is None) is (sign.kind in OF_TEAM)


def test_which_source_differs_and_who_reported_something_are_told_as_one_group() -> None:
    hidden = {SignalKind.COLLEAGUES, SignalKind.CITIZENS, SignalKind.AFTER_REPORT}

    assert {each for each in SignalKind if GROUP_OF[each] is SignalGroup.OTHER} == hidden
    assert GROUP_OF.keys() == set(SignalKind)


def test_a_change_that_left_the_sign_is_still_seen() -> None:
    day = date(2027, 1, 12)
    note = LookAgainNote(
        1, 1, Sign(SignalKind.RUSH, 1), LookAgainState.CHANGED, 2, day, day, 1, day, b"x"
    )

    assert not note.is_still_seen
    assert replace(note, seen_on=day + timedelta(days=1)).is_still_seen
    kept = replace(note, state=LookAgainState.KEPT, seen_on=day + timedelta(days=1))
    assert not kept.is_still_seen
    assert note.group is SignalGroup.FORMS


@pytest.mark.parametrize("kind", [SignalKind.SOFT_TARGETS, SignalKind.CITIZENS])
def test_the_rules_of_the_cycle_say_from_where_on_there_is_a_sign(kind: SignalKind) -> None:
    one = replace(ONE, **CHANGED[kind])
    rules = SignalRules(easy_percent=121, divergence=2)

    assert found(replace(TEAM, people=[one]), replace(CITY, rules=rules)) == []
