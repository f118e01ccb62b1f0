"""The rules agree with a second implementation that shares no code with them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.attainment import Direction, attainment
from portal.evaluation.rules.behaviour import BehaviourRules, behaviour_aid
from portal.evaluation.rules.citizens import CitizensFigure, CitizensMissing, CitizensVoice, gated
from portal.evaluation.rules.colleagues import ColleaguesMissing, FoldedAnswers
from portal.evaluation.rules.levels import QUADRANT, ExpectationLevel
from portal.evaluation.rules.result_aid import MeasuredIndicator, Standpoint, result_aid
from portal.evaluation.rules.rule_set import ResultRules
from tests.unit.evaluation.rules import second_rules

NUMBERS = st.decimals(0, 300, places=2)
TARGETS = st.decimals(Decimal("0.01"), 300, places=2)
GRADES = st.decimals(1, 4, places=2)
SILENT = CitizensVoice(None, Fraction(), Fraction(), CitizensMissing.FEW_ANSWERS)
INDICATORS = st.lists(
    st.tuples(st.integers(1, 60), NUMBERS, TARGETS, st.sampled_from(Direction), st.booleans()),
    min_size=1,
    max_size=5,
)


@given(INDICATORS)
def test_the_result_agrees(given_: list[tuple[int, Decimal, Decimal, Direction, bool]]) -> None:
    aid = result_aid(
        [
            MeasuredIndicator(
                str(number),
                weight,
                target,
                direction,
                realisation=value if is_there else None,
                state=Standpoint.VERIFIED if is_there else Standpoint.NOT_MEASURABLE,
            )
            for number, (weight, value, target, direction, is_there) in enumerate(given_)
        ]
    )
    second = second_rules.joined(
        [
            (
                Decimal(weight),
                second_rules.reached(value, target, direction) if is_there else None,
            )
            for weight, value, target, direction, is_there in given_
        ]
    )

    assert (aid.score is None) == (second is None)
    if aid.score is not None and second is not None:
        assert abs(aid.score - Fraction(second)) < Fraction(1, 10**20)


@given(
    st.lists(st.integers(1, 5), min_size=7, max_size=7),
    st.none() | st.integers(2, 10),
    st.none() | st.tuples(st.integers(30, 400), GRADES, GRADES, GRADES),
)
def test_behaviour_and_the_gate_agree(
    steps: list[int],
    halves: int | None,
    figure: tuple[int, Decimal, Decimal, Decimal] | None,
) -> None:
    voice, heard = SILENT, None
    if figure is not None:
        n, mean, expected, city = figure
        icc = Decimal("0.05")
        told = CitizensFigure(n, mean, expected, city, icc, other_officers=4, other_answers=100)
        voice = gated(told, weight=20)
        heard = second_rules.citizens(n, mean, expected, city, icc)
    folded = FoldedAnswers(None, None, ColleaguesMissing.TOO_FEW)
    if halves is not None:
        folded = FoldedAnswers(Fraction(halves, 2), 6, None)
    peers = None if halves is None else Decimal(halves) / 2

    aid = behaviour_aid(steps, colleagues=folded, citizens=voice, rules=BehaviourRules())
    score, word = second_rules.behaviour(steps, peers, heard)

    assert aid.score is not None
    assert score is not None
    assert abs(aid.score - Fraction(score)) < Fraction(1, 10**20)
    assert aid.level == word


@pytest.mark.parametrize(("levels", "predicate"), QUADRANT.items())
def test_the_quadrant_agrees(
    levels: tuple[ExpectationLevel, ExpectationLevel], predicate: str
) -> None:
    result, behaviour = levels

    assert second_rules.TABLE[result][behaviour] == predicate


@pytest.mark.parametrize("score", ["89.9999", "90", "100", "100.0001"])
def test_the_bounds_agree(score: str) -> None:
    cuts = ResultRules().cuts

    assert cuts.level(Decimal(score)) == second_rules.level("result", Decimal(score))


@pytest.mark.parametrize("value", [0, 1])
def test_a_target_of_zero_agrees(value: int) -> None:
    first = attainment(value, target=0, direction=Direction.LOWER)

    assert first == second_rules.reached(Decimal(value), Decimal(0), "lower")
