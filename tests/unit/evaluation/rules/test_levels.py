"""Levels, the quadrant of the official rules, and what a chosen level needs."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.levels import (
    BEHAVIOUR_CUTS,
    RESULT_CUTS,
    CutsOutOfOrder,
    ExpectationLevel,
    LevelCuts,
    LevelReasonMissing,
    OrganisationPredicate,
    Predicate,
    checked_choice,
    head_result_level,
    is_worse,
    needs_second_reader,
    predicate_of,
)

BELOW, MEETS, ABOVE = ExpectationLevel
levels = st.sampled_from(ExpectationLevel)


@pytest.mark.parametrize("level", ExpectationLevel)
def test_good_results_never_rescue_bad_behaviour(level: ExpectationLevel) -> None:
    predicate = predicate_of(level, BELOW)

    assert predicate in {Predicate.POOR, Predicate.VERY_POOR}


def test_every_pair_of_levels_has_a_predicate_and_a_missing_level_none() -> None:
    assert all(predicate_of(*pair) for pair in product(ExpectationLevel, repeat=2))
    assert predicate_of(None, MEETS) is predicate_of(MEETS, None) is None


@given(result=levels, better=levels, behaviour=levels)
def test_a_better_level_never_makes_a_worse_predicate(
    result: ExpectationLevel, better: ExpectationLevel, behaviour: ExpectationLevel
) -> None:
    low, high = sorted((result, better), key=lambda level: level.rank)

    def rank(*pair: ExpectationLevel) -> int:
        predicate = predicate_of(*pair)
        assert predicate is not None
        return predicate.rank

    assert rank(low, behaviour) <= rank(high, behaviour)
    assert rank(behaviour, low) <= rank(behaviour, high)


@given(aid=st.fractions(0, 120))
def test_an_aid_has_one_level_and_the_cuts_belong_to_meets(aid: Fraction) -> None:
    level = RESULT_CUTS.level(aid)

    assert (level is BELOW) == (aid < RESULT_CUTS.meets_from)
    assert (level is ABOVE) == (aid > RESULT_CUTS.above_beyond)


@pytest.mark.parametrize(
    ("cuts", "aid", "level"),
    [
        (RESULT_CUTS, "89.999", BELOW),
        (RESULT_CUTS, "90", MEETS),
        (RESULT_CUTS, "100", MEETS),
        (RESULT_CUTS, "100.001", ABOVE),
        (BEHAVIOUR_CUTS, "2.999", BELOW),
        (BEHAVIOUR_CUTS, "3", MEETS),
        (BEHAVIOUR_CUTS, "4", MEETS),
        (BEHAVIOUR_CUTS, "4.001", ABOVE),
    ],
)
def test_a_cut_itself_meets_and_just_beside_it_another_level_begins(
    cuts: LevelCuts, aid: str, level: ExpectationLevel
) -> None:
    assert cuts.level(Fraction(aid)) is level


@given(one=st.fractions(0, 120), other=st.fractions(0, 120))
def test_a_higher_aid_never_has_a_lower_level(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    lower, higher = RESULT_CUTS.level(low), RESULT_CUTS.level(high)

    assert lower is not None
    assert higher is not None
    assert lower.rank <= higher.rank


def test_cuts_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(CutsOutOfOrder):
        LevelCuts(Fraction(100), Fraction(90))


@pytest.mark.parametrize(
    ("aid", "is_near"),
    [("2.9", True), ("2.89", False), ("3.1", True), ("3.11", False), ("4.1", True), ("4.2", False)],
)
def test_a_tenth_around_a_cut_is_near_the_border(aid: str, is_near: bool) -> None:
    assert BEHAVIOUR_CUTS.is_near(Fraction(aid)) is is_near


def test_a_second_reader_looks_at_the_three_lowest_predicates() -> None:
    assert [predicate for predicate in Predicate if needs_second_reader(predicate)] == [
        Predicate.VERY_POOR,
        Predicate.POOR,
        Predicate.NEEDS_IMPROVEMENT,
    ]


def test_a_head_takes_the_organisations_predicate() -> None:
    found = [head_result_level(predicate) for predicate in OrganisationPredicate]

    assert found == [ABOVE, MEETS, BELOW, BELOW, BELOW]


def test_a_level_that_differs_from_the_aid_needs_thirty_characters() -> None:
    reason = "x" * 30

    assert checked_choice(MEETS, suggested=MEETS) is MEETS
    assert checked_choice(MEETS, suggested=None) is MEETS
    assert checked_choice(BELOW, suggested=MEETS, reason=reason) is BELOW
    for short in ("", "x" * 29, "x" + " " * 40 + "x"):
        with pytest.raises(LevelReasonMissing):
            checked_choice(BELOW, suggested=MEETS, reason=short)


def test_how_long_a_reason_has_to_be_is_a_rule_of_the_cycle() -> None:
    assert checked_choice(BELOW, suggested=MEETS, reason="x" * 5, shortest_reason=5) is BELOW
    with pytest.raises(LevelReasonMissing):
        checked_choice(BELOW, suggested=MEETS, reason="x" * 30, shortest_reason=31)


def test_an_objection_makes_nothing_worse() -> None:
    assert not is_worse((MEETS, MEETS), (MEETS, MEETS))
    assert not is_worse((ABOVE, MEETS), (MEETS, MEETS))
    assert is_worse((BELOW, MEETS), (MEETS, MEETS))
    # Better in one and worse in the other is worse, whatever the predicate says.
    assert is_worse((ABOVE, MEETS), (MEETS, ABOVE))
