"""A plan that cannot be agreed says everything that is missing, beside the right field."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.planning import (
    PlanFault,
    PlanGap,
    PlannedIndicator,
    PlannedResult,
    ResultKind,
    plan_gaps,
    without_cascade,
)

FILES = PlannedIndicator(
    "files",
    Aspect.QUANTITY,
    method="count of the register",
    source="register",
    target=240,
    weight=60,
    quarter_targets=(40, 60, 70, 70),
)
RETURNED = replace(
    FILES, key="returned", aspect=Aspect.QUALITY, direction=Direction.LOWER, target=0, weight=40
)
TEXT = replace(FILES, key="text", target=None, target_text="a handbook", weight=None)
MAIN = PlannedResult("main", ResultKind.MAIN, (FILES, RETURNED), serves="RHK 1")


def test_a_whole_plan_has_no_gap() -> None:
    extra = PlannedResult("extra", ResultKind.ADDITIONAL, (TEXT,), assigned_by="head")

    assert plan_gaps([MAIN, extra]) == ()
    assert plan_gaps([replace(MAIN, indicators=(TEXT,))]) == ()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"target": 0}, PlanFault.TARGET_UNMEASURABLE),
        ({"target": -5}, PlanFault.TARGET_UNMEASURABLE),
        ({"target": None, "weight": None}, PlanFault.NO_TARGET),
        ({"method": " "}, PlanFault.NO_METHOD),
        ({"source": ""}, PlanFault.NO_SOURCE),
        ({"weight": None}, PlanFault.WEIGHT_NOT_WHOLE),
        ({"weight": 60.5}, PlanFault.WEIGHT_NOT_WHOLE),
        ({"weight": -60}, PlanFault.WEIGHT_NOT_WHOLE),
        ({"weight": 160}, PlanFault.WEIGHT_NOT_WHOLE),
        ({"quarter_targets": (1, 2, 3)}, PlanFault.QUARTER_TARGETS),
        ({"quarter_targets": (1, 2, 3, -1)}, PlanFault.QUARTER_TARGETS),
    ],
)
def test_a_gap_is_named_beside_its_indicator(change: dict[str, object], fault: PlanFault) -> None:
    plan = [replace(MAIN, indicators=(replace(FILES, **change), RETURNED))]

    assert PlanGap(fault, "files") in plan_gaps(plan)


def test_a_range_has_no_target_of_zero() -> None:
    held = replace(RETURNED, direction=Direction.RANGE)

    assert plan_gaps([replace(MAIN, indicators=(FILES, held))]) == (
        PlanGap(PlanFault.TARGET_UNMEASURABLE, "returned"),
    )


@given(weights=st.lists(st.integers(0, 100), min_size=1, max_size=6))
def test_weights_of_measurable_indicators_sum_to_100(weights: list[int]) -> None:
    indicators = [
        replace(FILES, key=f"i{position}", weight=weight) for position, weight in enumerate(weights)
    ]
    gaps = plan_gaps([replace(MAIN, indicators=(*indicators, TEXT))])

    assert (PlanGap(PlanFault.WEIGHTS_NOT_100) in gaps) == (sum(weights) != 100)


def test_the_same_answers_of_citizens_feed_one_indicator() -> None:
    twice = [replace(one, uses_citizens=True) for one in (FILES, RETURNED)]

    assert plan_gaps([replace(MAIN, indicators=tuple(twice))]) == (
        PlanGap(PlanFault.CITIZENS_TWICE, "returned"),
    )


def test_results_have_indicators_and_one_is_a_main_result() -> None:
    extra = PlannedResult("extra", ResultKind.ADDITIONAL, ())

    assert plan_gaps([extra]) == (
        PlanGap(PlanFault.NO_MAIN_RESULT),
        PlanGap(PlanFault.NO_INDICATOR, "extra"),
        PlanGap(PlanFault.NO_ASSIGNER, "extra"),
    )


def test_a_main_result_outside_the_cascade_is_a_warning_only() -> None:
    alone = replace(MAIN, key="alone", serves=" ")

    assert without_cascade([MAIN, alone]) == ("alone",)
    assert plan_gaps([alone]) == ()
