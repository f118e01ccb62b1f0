"""A programme by its facts, against values worked by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.programmes import (
    ChangeVerdict,
    Measured,
    OutcomeReasonMissing,
    ProgrammeOutcome,
    check_in_days,
    checked_outcome,
    effect_day,
    effect_of,
    is_improvement,
    is_reached,
    outcome_by_facts,
)
from tests.factories.cycles import is_weekday

HIGHER, LOWER, RANGE = Direction
MET, PARTLY, NOT_MET = ProgrammeOutcome
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
shares = st.builds(
    lambda cases, part: Measured(Decimal(100 * min(part, cases)) / cases, cases),
    st.integers(1, 500),
    st.integers(0, 500),
)


@pytest.mark.parametrize(
    ("value", "direction", "reached"),
    [("90", HIGHER, True), ("89.9", HIGHER, False), ("2", LOWER, True), ("2.1", LOWER, False)],
)
def test_exactly_on_target_reaches_it(value: str, direction: Direction, *, reached: bool) -> None:
    target = Decimal(90 if direction is HIGHER else 2)

    assert is_reached(Decimal(value), target=target, direction=direction) is reached


@pytest.mark.parametrize(
    ("baseline", "target", "direction", "is_one"),
    [
        (69, 90, HIGHER, True),
        (90, 90, HIGHER, False),
        (6, 2, LOWER, True),
        (2, 6, LOWER, False),
        (69, 90, RANGE, False),
    ],
)
def test_a_target_asks_for_more_than_there_is(
    baseline: int, target: int, direction: Direction, *, is_one: bool
) -> None:
    found = is_improvement(Decimal(baseline), target=Decimal(target), direction=direction)

    assert found is is_one


def test_the_facts_of_all_goals_decide() -> None:
    assert outcome_by_facts([True, True]) is MET
    assert outcome_by_facts([True, False]) is PARTLY
    assert outcome_by_facts([False]) is NOT_MET
    with pytest.raises(ValueError, match="a goal"):
        outcome_by_facts([])


def test_another_outcome_than_the_facts_needs_a_reason_of_thirty_letters() -> None:
    reason = "Register hilang karena banjir."

    assert len(reason) == 30
    assert checked_outcome(MET, facts=MET) is MET
    assert checked_outcome(PARTLY, facts=NOT_MET, reason=reason) is PARTLY
    for short in ("", reason[:-1], "a  " * 12 + " "):
        with pytest.raises(OutcomeReasonMissing):
            checked_outcome(MET, facts=NOT_MET, reason=short)


def test_check_ins_come_every_twenty_working_days_until_the_last_day() -> None:
    # From Monday 12 January 2026: 20 working days are four weeks.
    found = check_in_days(date(2026, 1, 12), ends_on=date(2026, 3, 31), every=20, counts=is_weekday)

    assert list(found) == [date(2026, 2, 9), date(2026, 3, 9)]
    short = check_in_days(date(2026, 1, 12), ends_on=date(2026, 1, 20), every=20, counts=is_weekday)
    assert list(short) == [date(2026, 1, 20)]


@given(days, st.integers(1, 400), st.integers(5, 60))
def test_there_is_a_check_in_and_none_after_the_last_day(
    starts_on: date, length: int, every: int
) -> None:
    ends_on = starts_on + timedelta(days=length)

    found = list(check_in_days(starts_on, ends_on=ends_on, every=every, counts=is_weekday))

    assert found == sorted(set(found))
    assert found
    assert starts_on < found[0]
    assert found[-1] <= ends_on


@pytest.mark.parametrize(
    ("last_on", "expected"),
    [
        (date(2026, 9, 30), date(2027, 3, 31)),
        (date(2026, 10, 1), date(2027, 6, 30)),
        (date(2026, 3, 31), date(2026, 9, 30)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_the_effect_is_of_the_second_quarter_after(last_on: date, expected: date) -> None:
    assert effect_day(last_on) == expected


def test_the_interval_of_a_difference_is_newcombes() -> None:
    """56 of 70 against 48 of 80: Newcombe (1998), table II (a), method 10: .0524 to .3339."""
    earlier, later = Measured(Decimal(60), 80), Measured(Decimal(80), 70)

    found = effect_of(earlier, later=later, direction=HIGHER)

    assert found.change == 20
    assert found.interval == pytest.approx((5.24, 33.39), abs=0.005)
    assert found.verdict is ChangeVerdict.BETTER
    assert effect_of(earlier, later=later, direction=LOWER).verdict is ChangeVerdict.WORSE


def test_six_of_one_hundred_to_two_of_one_hundred_is_not_told_from_chance() -> None:
    found = effect_of(Measured(Decimal(6), 100), later=Measured(Decimal(2), 100), direction=LOWER)

    assert found.verdict is ChangeVerdict.UNCLEAR


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (Measured(Decimal(60)), Measured(Decimal(80), 70)),
        (Measured(Decimal(60), 80), Measured(Decimal(80))),
        (Measured(Decimal(160), 80), Measured(Decimal(80), 70)),
    ],
)
def test_without_known_cases_nothing_is_said_to_be_more_than_chance(
    earlier: Measured, later: Measured
) -> None:
    found = effect_of(earlier, later=later, direction=HIGHER)

    assert (found.interval, found.verdict) == (None, ChangeVerdict.UNCERTAIN)
    assert found.change == later.value - earlier.value


@given(shares, shares)
def test_the_interval_holds_the_change_and_turns_with_it(one: Measured, other: Measured) -> None:
    found = effect_of(one, later=other, direction=HIGHER)
    back = effect_of(other, later=one, direction=HIGHER)

    assert found.interval is not None
    assert back.interval is not None
    low, high = found.interval
    assert -100.0001 <= low <= float(found.change) + 1e-6
    assert float(found.change) - 1e-6 <= high <= 100.0001
    assert back.interval == pytest.approx((-high, -low), abs=1e-9)
