"""Behaviour: three sources, and neither citizens nor colleagues alone make "below"."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.behaviour import (
    BehaviourAid,
    BehaviourRules,
    StepsIncomplete,
    WeightsNotAllowed,
    behaviour_aid,
    needs_example,
)
from portal.evaluation.rules.citizens import CitizensFigure, CitizensMissing, CitizensVoice, gated
from portal.evaluation.rules.colleagues import ColleaguesMissing, FoldedAnswers
from portal.evaluation.rules.levels import BEHAVIOUR_CUTS, ExpectationLevel

RULES = BehaviourRules()
SILENT = CitizensVoice(None, Fraction(), Fraction(), CitizensMissing.FEW_ANSWERS)
NOBODY = FoldedAnswers(None, None, ColleaguesMissing.TOO_FEW)
TWENTY_SEVEN = (4, 4, 4, 4, 4, 4, 3)
BELOW, MEETS, ABOVE = ExpectationLevel


def said(answers: int, mean: str) -> CitizensVoice:
    figure = CitizensFigure(
        answers=answers,
        mean=Fraction(mean),
        expected=Fraction("3.5"),
        city=Fraction("3.5"),
        icc=Fraction("0.05"),
        other_officers=6,
        other_answers=400,
    )
    return gated(figure, weight=RULES.citizens)


def colleagues_said(value: str | Fraction) -> FoldedAnswers:
    return FoldedAnswers(Fraction(value), 6, None)


def aid_of(
    steps: tuple[int, ...], colleagues: FoldedAnswers = NOBODY, citizens: CitizensVoice = SILENT
) -> BehaviourAid:
    return behaviour_aid(steps, colleagues=colleagues, citizens=citizens, rules=RULES)


@pytest.mark.parametrize(
    ("steps", "colleagues", "citizens", "aid", "level"),
    [
        (TWENTY_SEVEN, "4", said(90, "3.4"), 3.949387, MEETS),
        (TWENTY_SEVEN, "4", SILENT, 3.892857, MEETS),
        (TWENTY_SEVEN, None, SILENT, 3.857143, MEETS),
        (TWENTY_SEVEN, "4.5", said(30, "3.9"), 4.103079, ABOVE),
        ((5, 5, 4, 4, 4, 4, 4), "4", said(120, "3.95"), 4.327369, ABOVE),
        ((5, 5, 4, 4, 4, 4, 4), "4", SILENT, 4.214286, ABOVE),
    ],
)
def test_the_cases_worked_by_hand(
    steps: tuple[int, ...],
    colleagues: str | None,
    citizens: CitizensVoice,
    aid: float,
    level: ExpectationLevel,
) -> None:
    found = aid_of(steps, NOBODY if colleagues is None else colleagues_said(colleagues), citizens)

    assert float(found.score or 0) == pytest.approx(aid, abs=5e-7)
    assert found.level is level


def test_without_thirty_answers_the_weights_shown_are_75_and_25() -> None:
    found = aid_of(TWENTY_SEVEN, colleagues_said("4"), said(29, "3.9"))

    assert found.weights == {
        "superior": Fraction(3, 4),
        "colleagues": Fraction(1, 4),
        "citizens": 0,
    }
    assert [(part.key, part.because) for part in found.left_out] == [("citizens", "few_answers")]


steps = st.tuples(*[st.integers(1, 5)] * 7)
half_steps = st.integers(2, 10).map(lambda value: FoldedAnswers(Fraction(value, 2), 6, None))
heard = st.builds(
    CitizensVoice,
    value=st.fractions(1, 4),
    reliability=st.just(Fraction(3, 4)),
    weight=st.fractions("0.1", 20),
    because=st.none(),
)


@given(own=steps, colleagues=half_steps, citizens=heard)
def test_no_source_alone_makes_below(
    own: tuple[int, ...], colleagues: FoldedAnswers, citizens: CitizensVoice
) -> None:
    found = aid_of(own, colleagues, citizens)

    if found.level is BELOW:
        assert BEHAVIOUR_CUTS.level(aid_of(own, NOBODY, citizens).score) is BELOW
        assert BEHAVIOUR_CUTS.level(aid_of(own, colleagues, SILENT).score) is BELOW
    if aid_of(own).level is not BELOW:
        assert aid_of(own, colleagues).level is not BELOW
        assert aid_of(own, NOBODY, citizens).level is not BELOW


@given(own=steps, colleagues=half_steps, citizens=heard)
def test_who_is_lifted_out_of_below_is_told_that_it_was_near(
    own: tuple[int, ...], colleagues: FoldedAnswers, citizens: CitizensVoice
) -> None:
    found = aid_of(own, colleagues, citizens)

    if BEHAVIOUR_CUTS.level(found.score) is BELOW and found.level is not BELOW:
        assert found.level is MEETS
        assert found.is_near_border


@given(own=steps, colleagues=half_steps, citizens=heard, better=heard)
def test_a_kinder_citizen_never_lowers_the_level(
    own: tuple[int, ...],
    colleagues: FoldedAnswers,
    citizens: CitizensVoice,
    better: CitizensVoice,
) -> None:
    low, high = sorted((citizens, better), key=lambda voice: voice.value or 0)
    as_heard = CitizensVoice(high.value, low.reliability, low.weight, None)
    before, after = aid_of(own, colleagues, low).level, aid_of(own, colleagues, as_heard).level

    assert before is not None
    assert after is not None
    assert before.rank <= after.rank


def test_the_plain_mean_would_let_colleagues_alone_make_below() -> None:
    found = aid_of((3,) * 7, colleagues_said("1"))

    assert BEHAVIOUR_CUTS.level(found.score) is BELOW
    assert found.level is MEETS
    assert found.is_near_border


def test_the_appraiser_alone_may_say_below_and_both_sources_together_may_agree() -> None:
    assert aid_of((2,) * 7).level is BELOW
    assert aid_of((2,) * 7, colleagues_said("3")).level is BELOW
    both = aid_of((3, 3, 3, 3, 3, 3, 4), colleagues_said("1"), said(500, "1.5"))
    assert both.level is BELOW


def test_a_single_step_of_one_excludes_above() -> None:
    found = aid_of((1, 5, 5, 5, 5, 5, 5))

    assert BEHAVIOUR_CUTS.level(found.score) is ABOVE
    assert found.level is MEETS


@pytest.mark.parametrize("own", [(3,) * 6, (3,) * 8, (0, 3, 3, 3, 3, 3, 3), (6, 3, 3, 3, 3, 3, 3)])
def test_seven_steps_of_one_to_five_are_needed(own: tuple[int, ...]) -> None:
    with pytest.raises(StepsIncomplete):
        aid_of(own)


@pytest.mark.parametrize("weights", [(0, 50, 10), (60, -1, 10), (60, 19, 21)])
def test_citizens_have_a_fifth_at_the_most_and_the_appraiser_something(
    weights: tuple[int, int, int],
) -> None:
    with pytest.raises(WeightsNotAllowed):
        BehaviourRules(*weights)
    assert BehaviourRules(80, 20, 0).citizens == 0


def test_where_little_weight_is_left_there_is_no_aid() -> None:
    rules = BehaviourRules(superior=30, colleagues=50, citizens=20)
    found = behaviour_aid(TWENTY_SEVEN, colleagues=NOBODY, citizens=SILENT, rules=rules)

    assert found.score is found.level is found.weights is None
    assert not found.is_near_border


def test_steps_of_one_two_and_five_need_an_example() -> None:
    assert [step for step in range(1, 6) if needs_example(step)] == [1, 2, 5]
