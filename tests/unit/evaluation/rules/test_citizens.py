"""Citizens' voice counts only through its gate, and only the person reads why it does not."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.citizens import (
    NOT_USABLE,
    CitizensFigure,
    CitizensMissing,
    FigureImpossible,
    as_realisation,
    gated,
    may_decide_more,
    on_step_scale,
    reliability_of,
)

FIGURE = CitizensFigure(
    answers=90,
    mean=3.4,
    expected=3.5,
    city=3.5,
    icc=0.05,
    other_officers=4,
    other_answers=100,
    response_percent=20,
)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"answers": 29}, CitizensMissing.FEW_ANSWERS),
        ({"answers": 0}, CitizensMissing.FEW_ANSWERS),
        ({"other_officers": 3}, CitizensMissing.NOTHING_COMPARABLE),
        ({"other_answers": 99}, CitizensMissing.NOTHING_COMPARABLE),
        ({"response_percent": 19.99}, CitizensMissing.LOW_RESPONSE),
        ({"is_within_period": False}, CitizensMissing.OUTSIDE_PERIOD),
        ({"is_under_review": True}, CitizensMissing.UNDER_REVIEW),
        ({"is_withheld": True}, CitizensMissing.WITHHELD),
        ({"is_used_by_indicator": True}, CitizensMissing.USED_BY_INDICATOR),
    ],
)
def test_one_condition_that_fails_is_enough(
    change: dict[str, object], because: CitizensMissing
) -> None:
    voice = gated(replace(FIGURE, **change), weight=20)

    assert (voice.value, voice.weight, voice.because) == (None, 0, because)


@pytest.mark.parametrize("change", [{"answers": 30}, {"response_percent": None}, {}])
def test_at_its_bounds_the_gate_is_open(change: dict[str, object]) -> None:
    voice = gated(replace(FIGURE, **change), weight=20)

    assert voice.because is voice.because_for_appraiser is None
    assert 0 < voice.weight < 20


@given(
    answers=st.integers(0, 60),
    is_withheld=st.booleans(),
    is_under_review=st.booleans(),
    officers=st.integers(0, 8),
)
def test_the_appraiser_reads_one_wording_for_every_cause(
    answers: int, is_withheld: bool, is_under_review: bool, officers: int
) -> None:
    figure = replace(
        FIGURE,
        answers=answers,
        is_withheld=is_withheld,
        is_under_review=is_under_review,
        other_officers=officers,
    )
    voice = gated(figure, weight=20)

    assert voice.because_for_appraiser in ({None} if voice.because is None else {NOT_USABLE})


@given(fewer=st.integers(0, 500), more=st.integers(0, 500), icc=st.fractions(0, 1))
def test_more_answers_are_never_less_reliable(fewer: int, more: int, icc: Fraction) -> None:
    low, high = sorted((fewer, more))

    assert 0 <= reliability_of(low, icc=icc) <= reliability_of(high, icc=icc) <= 1


@given(mean=st.fractions(1, 4), answers=st.integers(30, 1000))
def test_the_figure_is_drawn_towards_the_city_and_never_past_the_own_difference(
    mean: Fraction, answers: int
) -> None:
    voice = gated(replace(FIGURE, mean=mean, answers=answers), weight=20)

    assert voice.value is not None
    drawn, own = voice.value - Fraction("3.5"), mean - Fraction("3.5")
    assert abs(drawn) <= abs(own)
    assert drawn * own >= 0


@pytest.mark.parametrize(("answers", "icc"), [(-1, 0.05), (30, -0.1), (30, 1.1)])
def test_impossible_figures_are_refused(answers: int, icc: float) -> None:
    with pytest.raises(FigureImpossible):
        gated(replace(FIGURE, answers=answers, icc=icc), weight=20)


def test_the_ends_of_citizens_scale_are_the_ends_of_the_others() -> None:
    assert (on_step_scale(1), on_step_scale(4)) == (1, 5)
    assert (as_realisation(1), as_realisation(4)) == (0, 100)


def test_bands_training_and_awards_ask_for_more() -> None:
    sure = gated(FIGURE, weight=20)
    unsure = gated(replace(FIGURE, answers=75), weight=20)

    assert may_decide_more(sure, comparable_people=20)
    assert not may_decide_more(sure, comparable_people=19)
    assert not may_decide_more(unsure, comparable_people=20)
    assert not may_decide_more(
        gated(replace(FIGURE, is_withheld=True), weight=20), comparable_people=20
    )
