"""An amendment that lowers a target late in the year is noticed, and none that came earlier."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from portal.evaluation.insight.target_queries import is_lowered_late
from portal.evaluation.plans.domain import Approach, Aspect, Indicator, Plan, Result, Version
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.planning import ResultKind
from portal.evaluation.rules.states import PlanState

LAST_PERIOD = date(2026, 10, 1)
AGREED = datetime(2026, 10, 5, tzinfo=UTC)


def version(number: int, target: int, *, on: date) -> Version:
    indicator = Indicator(
        number, 1, "Berkas", Aspect.QUALITY, Direction.HIGHER, Decimal(target), "%", "", "", "", 100
    )
    result = Result(number, 1, ResultKind.MAIN, "Layanan", indicators=(indicator,))
    return Version(number, number, PlanState.RUNNING, on, 1, AGREED, AGREED, 2, results=(result,))


def is_seen(*versions: Version) -> bool:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    plan = Plan(
        1, 1, 1, first, last, "", "", Approach.QUANTITATIVE, "", end_kind=None, versions=versions
    )
    return is_lowered_late(plan, last_period=LAST_PERIOD)


def test_a_target_lowered_in_the_last_period_is_seen() -> None:
    first = version(1, 95, on=date(2026, 1, 1))
    late = version(2, 80, on=LAST_PERIOD)

    assert is_seen(first, late)
    assert not is_seen(first, version(2, 97, on=LAST_PERIOD))
    assert not is_seen(first, version(2, 80, on=date(2026, 4, 1)))
    assert not is_seen(first, replace(late, agreed_at=None))
    assert not is_seen(late)
