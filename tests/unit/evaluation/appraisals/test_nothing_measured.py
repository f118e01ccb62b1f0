"""A year in which nothing can be measured has no aid, and what stands in its way is said."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portal.evaluation.appraisals.canonical import SnapshotUnreadable, canonical
from portal.evaluation.appraisals.year_values import aid_of, year_measure
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.result_aid import Standpoint
from portal.evaluation.rules.rule_set import ResultRules
from tests.unit.evaluation.appraisals.test_year_values import (
    DROPPED,
    PERIODS,
    VERIFIED,
    found,
    indicator,
)


def test_a_target_in_words_is_no_measure_and_gives_no_aid() -> None:
    in_words = replace(indicator(0), target=None, target_text="tersusun")

    measure = year_measure(in_words, periods=PERIODS, found={})

    assert measure is None
    assert aid_of([measure], rules=ResultRules()) is None


def test_what_no_period_asks_for_is_not_measurable() -> None:
    measure = year_measure(indicator(240), periods=(), found={})

    assert measure is not None
    assert measure.state is Standpoint.NOT_MEASURABLE


def test_targets_that_leave_nothing_to_divide_by_are_not_measurable() -> None:
    """The one period with a target dropped out; what is left was asked for nothing."""
    year = replace(
        indicator(10, quarters=(10, 0, 0, 0)), direction=Direction.HIGHER, target=Decimal(10)
    )
    held = found((DROPPED, None), (VERIFIED, 1), (VERIFIED, 1), (VERIFIED, 1))

    measure = year_measure(year, periods=PERIODS, found=held)

    assert measure is not None
    assert measure.state is Standpoint.NOT_MEASURABLE


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_document_without_its_random_bytes_is_not_made(size: int) -> None:
    with pytest.raises(SnapshotUnreadable, match=f"{size} random bytes"):
        canonical({"predicate": "good"}, salt=b"x" * size)
