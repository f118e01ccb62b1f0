"""What an indicator reached in a year: values of quarters added or averaged."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from portal.evaluation.appraisals.year_values import (
    aid_of,
    pending_of,
    quarter_measure,
    year_measure,
)
from portal.evaluation.plans.domain import Indicator
from portal.evaluation.realisations.domain import IndicatorPeriod, Realisation
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.result_aid import Standpoint
from portal.evaluation.rules.rule_set import ResultRules
from portal.evaluation.rules.states import RealisationState

HIGHER, LOWER = Direction.HIGHER, Direction.LOWER
VERIFIED, SILENT = RealisationState.VERIFIED, RealisationState.NOT_REPORTED
DROPPED, REPORTED = RealisationState.NOT_MEASURABLE, RealisationState.REPORTED
PERIODS = (1, 2, 3, 4)
RULES = ResultRules()


def indicator(
    target: int, *, quarters: tuple[int, ...] = (), direction: Direction = HIGHER
) -> Indicator:
    return Indicator(
        1,
        1,
        "Berkas",
        Aspect.QUANTITY,
        direction,
        target=Decimal(target),
        unit="berkas",
        target_text="",
        method="-",
        source="-",
        weight=100,
        quarters=tuple(map(Decimal, quarters)),
    )


def found(*reported: tuple[RealisationState, int | None]) -> Mapping[int, Realisation]:
    return {
        number: Realisation(
            number,
            IndicatorPeriod(1, 1, 1, 1, number),
            state,
            revision=1,
            value=None if value is None else Decimal(value),
            appraiser_value=None,
            reported_on=None,
            is_late=False,
            cause=None,
            proposed_by=None,
        )
        for number, (state, value) in enumerate(reported, start=1)
    }


def attained(each: Indicator, held: Mapping[int, Realisation]) -> Fraction | None:
    measure = year_measure(each, periods=PERIODS, found=held)
    aid = aid_of([measure], rules=RULES)
    return None if aid is None else aid.score


def test_parts_of_a_years_target_are_added() -> None:
    """228 of 240 is 95: journey of Andir."""
    year = indicator(240, quarters=(40, 60, 70, 70))
    held = found((VERIFIED, 38), (VERIFIED, 57), (VERIFIED, 66), (VERIFIED, 67))

    assert attained(year, held) == 95


def test_shares_are_averaged() -> None:
    """89, 91, 93 and 95 of 95 are 92 of 95."""
    held = found((VERIFIED, 89), (VERIFIED, 91), (VERIFIED, 93), (VERIFIED, 95))

    assert attained(indicator(95), held) == Fraction(9200, 95)


def test_a_dropped_quarter_takes_its_target_with_it() -> None:
    year = indicator(240, quarters=(40, 60, 70, 70))
    held = found((VERIFIED, 40), (DROPPED, None), (VERIFIED, 70), (VERIFIED, 70))

    assert attained(year, held) == 100


@pytest.mark.parametrize(("direction", "value", "expected"), [(HIGHER, 100, 75), (LOWER, 100, 75)])
def test_silence_counts_as_an_attainment_of_nothing(
    direction: Direction, value: int, expected: int
) -> None:
    held = found((VERIFIED, value), (VERIFIED, value), (VERIFIED, value), (SILENT, None))

    assert attained(indicator(100, direction=direction), held) == expected


@pytest.mark.parametrize("direction", [HIGHER, LOWER])
def test_of_silence_counts_what_the_source_gave(direction: Direction) -> None:
    held = found(*[(SILENT, None)] * 4)
    given = {
        number: replace(each, appraiser_value=Decimal(90 if direction is HIGHER else 110))
        for number, each in held.items()
    }

    assert attained(indicator(100, direction=direction), given) == 90


def test_silence_all_year_counts_nothing() -> None:
    held = found(*[(SILENT, None)] * 4)

    assert attained(indicator(100, direction=LOWER), held) == 0


@pytest.mark.parametrize("last", [(REPORTED, 5), None])
def test_what_nobody_decided_about_gives_no_aid(last: tuple[RealisationState, int] | None) -> None:
    reported = [(VERIFIED, 100)] * 3 + ([last] if last else [])
    measure = year_measure(indicator(100), periods=PERIODS, found=found(*reported))

    assert aid_of([measure], rules=RULES) is None
    assert pending_of([measure]) == ("i1",)


def test_a_quarter_that_asks_nothing_is_not_waited_for() -> None:
    year = indicator(100, quarters=(0, 0, 50, 50))
    held = {3: found((VERIFIED, 45))[1], 4: found((VERIFIED, 50))[1]}

    assert attained(year, held) == 95
    assert quarter_measure(year, period=1, found=None) is None


def test_a_quarters_own_target_counts_in_the_quarter() -> None:
    measure = quarter_measure(
        indicator(240, quarters=(40, 60, 70, 70)), period=2, found=found((VERIFIED, 30))[1]
    )

    assert measure is not None
    assert (measure.target, measure.state) == (60, Standpoint.VERIFIED)
