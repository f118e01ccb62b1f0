"""Indicators give one reading aid; what is missing is left out and said, silence is not."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.levels import RESULT_CUTS, ExpectationLevel
from portal.evaluation.rules.result_aid import (
    MeasuredIndicator,
    RealisationUndecided,
    Standpoint,
    dropping_raises_level,
    result_aid,
)
from portal.evaluation.rules.weighting import LeftOutPart

DAYS_LATE = MeasuredIndicator("days", 30, target=5, direction=Direction.LOWER, realisation=4)
FILES = MeasuredIndicator("files", 50, target=100, direction=Direction.HIGHER, realisation=110)
VISITS = MeasuredIndicator("visits", 20, target=12, direction=Direction.HIGHER, realisation=9)


@pytest.mark.parametrize(
    ("indicators", "aid", "level"),
    [
        ([FILES, DAYS_LATE, VISITS], Fraction(106), ExpectationLevel.ABOVE),
        (
            [FILES, DAYS_LATE, replace(VISITS, state=Standpoint.NOT_MEASURABLE)],
            Fraction("113.75"),
            ExpectationLevel.ABOVE,
        ),
        ([FILES, replace(DAYS_LATE, realisation=10), VISITS], Fraction(70), ExpectationLevel.BELOW),
        ([replace(FILES, weight=100, realisation=200)], Fraction(120), ExpectationLevel.ABOVE),
    ],
)
def test_the_cases_worked_by_hand(
    indicators: list[MeasuredIndicator], aid: Fraction, level: ExpectationLevel
) -> None:
    assert result_aid(indicators).score == aid
    assert RESULT_CUTS.level(result_aid(indicators).score) is level


def test_what_dropped_out_is_named_with_weight_and_cause() -> None:
    aid = result_aid([FILES, DAYS_LATE, replace(VISITS, state=Standpoint.NOT_MEASURABLE)])

    assert aid.left_out == (LeftOutPart("visits", Fraction(20), "not_measurable"),)
    assert aid.weights == {"files": Fraction(5, 8), "days": Fraction(3, 8), "visits": 0}
    assert aid.attainments["visits"] is None


def test_exactly_half_of_the_weight_is_enough_and_less_gives_no_aid() -> None:
    half = [FILES, replace(DAYS_LATE, state=Standpoint.NOT_MEASURABLE, weight=50)]
    less = [FILES, replace(DAYS_LATE, state=Standpoint.NOT_MEASURABLE, weight=51)]

    assert result_aid(half).score == 110
    assert result_aid(less).score is None
    assert result_aid(less).weights is None
    assert [part.key for part in result_aid(less).left_out] == ["days"]


def test_what_was_not_reported_counts_zero_and_does_not_drop_out() -> None:
    aid = result_aid([FILES, replace(VISITS, weight=50, state=Standpoint.NOT_REPORTED)])

    assert aid.score == 55
    assert aid.left_out == ()


@pytest.mark.parametrize(
    "indicator",
    [
        replace(FILES, state=Standpoint.PENDING),
        replace(FILES, realisation=None),
        replace(FILES, realisation=None, state=Standpoint.DISPUTED),
    ],
)
def test_nothing_drops_out_by_silence(indicator: MeasuredIndicator) -> None:
    with pytest.raises(RealisationUndecided, match="files"):
        result_aid([indicator, DAYS_LATE])


@st.composite
def several(draw: st.DrawFn) -> list[MeasuredIndicator]:
    states = st.sampled_from([Standpoint.VERIFIED, Standpoint.DISPUTED, Standpoint.NOT_MEASURABLE])
    return [
        MeasuredIndicator(
            f"i{position}",
            draw(st.integers(1, 100)),
            target=draw(st.integers(1, 50)),
            direction=draw(st.sampled_from(Direction)),
            realisation=draw(st.integers(0, 100)),
            state=draw(states),
        )
        for position in range(draw(st.integers(1, 6)))
    ]


@given(indicators=several())
def test_the_aid_lies_among_what_counted_and_weights_sum_to_one(
    indicators: list[MeasuredIndicator],
) -> None:
    aid = result_aid(indicators)
    if aid.score is None or aid.weights is None:
        return

    counted = [value for value in aid.attainments.values() if value is not None]
    assert min(counted) <= aid.score <= max(counted)
    assert sum(aid.weights.values()) == 1
    assert {part.key for part in aid.left_out} == {
        key for key, value in aid.attainments.items() if value is None
    }


def test_a_drop_that_lifts_the_level_is_for_the_superior() -> None:
    worst = [FILES, DAYS_LATE, replace(VISITS, realisation=0, weight=40)]

    assert dropping_raises_level(worst, key="visits", cuts=RESULT_CUTS)
    assert not dropping_raises_level(worst, key="files", cuts=RESULT_CUTS)
    # What has no value yet counts zero for the comparison: the doubt goes to the superior.
    unknown = replace(VISITS, realisation=None, weight=40, state=Standpoint.PENDING)
    assert dropping_raises_level([FILES, DAYS_LATE, unknown], key="visits", cuts=RESULT_CUTS)
    # Nothing that can be assessed is left: no level, none that rises.
    assert not dropping_raises_level([VISITS], key="visits", cuts=RESULT_CUTS)
