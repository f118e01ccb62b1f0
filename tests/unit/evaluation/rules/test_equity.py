"""The yearly check: groups of thirty or more, flags by size and certainty, nobody named."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.evaluation.rules.equity import equity_differences
from portal.evaluation.rules.equity_groups import (
    ComparedPerson,
    EquityGroup,
    EquityMeasure,
    age_band,
    flagged_twice,
    sex_and_birth_year,
    sides_of,
)
from tests.examples import examples

CITIZENS, STEPS = EquityMeasure.CITIZENS, EquityMeasure.STEPS
person = st.builds(
    ComparedPerson,
    values=st.dictionaries(st.sampled_from(list(EquityMeasure)), st.floats(1, 5)),
    is_woman=st.sampled_from([True, False, None]),
    age=st.one_of(st.none(), st.integers(18, 65)),
    is_pppk=st.sampled_from([True, False, None]),
    days_away=st.integers(0, 300),
)


def people(
    n: int, *values: float, is_woman: bool, measure: EquityMeasure = STEPS
) -> list[ComparedPerson]:
    return [
        ComparedPerson({measure: values[each % len(values)]}, is_woman, None, None, 1)
        for each in range(n)
    ]


def test_a_staff_number_says_sex_and_year_of_birth_and_others_say_nothing() -> None:
    assert sex_and_birth_year("199003152020012003") == (True, 1990)
    assert sex_and_birth_year("198511012010011007") == (False, 1985)
    assert sex_and_birth_year("198511012010013007") == (None, 1985)
    assert sex_and_birth_year("12345") == (None, None)
    assert sex_and_birth_year(None) == (None, None)


def test_bands_meet_without_a_gap() -> None:
    ages = [18, 34, 35, 44, 45, 54, 55, 65]

    assert [age_band(each) for each in ages] == [
        group
        for group in (
            EquityGroup.AGE_TO_34,
            EquityGroup.AGE_35_TO_44,
            EquityGroup.AGE_45_TO_54,
            EquityGroup.AGE_FROM_55,
        )
        for _ in range(2)
    ]


def test_some_days_away_take_no_part_in_that_comparison() -> None:
    one = ComparedPerson({}, None, None, None, 60)

    assert sides_of(one) == {EquityGroup.LONG_ABSENCE: True}
    assert sides_of(replace(one, days_away=0)) == {EquityGroup.LONG_ABSENCE: False}
    assert sides_of(replace(one, days_away=59)) == {}


def test_a_clear_difference_is_flagged_from_thirty_people() -> None:
    women, men = people(40, 3.0, 3.2, is_woman=True), people(35, 3.4, 3.6, is_woman=False)

    (found,) = equity_differences([*women, *men])

    assert (found.group, found.measure) == (EquityGroup.WOMEN, STEPS)
    assert (found.people, found.others) == (40, 30)
    assert found.difference == pytest.approx(3.1 - 3.5, abs=0.01)
    assert found.upper < 0
    assert found.is_flagged
    assert equity_differences([*women[:29], *men]) == ()


def test_sure_and_small_or_large_and_unsure_is_no_flag() -> None:
    small = [*people(400, 3.0, 3.02, is_woman=True), *people(400, 3.05, 3.07, is_woman=False)]
    unsure = [*people(30, 1.0, 5.0, is_woman=True), *people(30, 1.4, 5.4, is_woman=False)]

    for each in (small, unsure):
        (found,) = equity_differences(each)
        assert not found.is_flagged


def test_citizens_are_flagged_from_eight_hundredths() -> None:
    women = people(300, -0.085, -0.075, is_woman=True, measure=CITIZENS)
    men = people(300, 0.0, 0.002, is_woman=False, measure=CITIZENS)

    (found,) = equity_differences([*women, *men])

    assert found.difference == pytest.approx(-0.081)
    assert found.is_flagged
    steps = [replace(each, values={STEPS: each.values[CITIZENS]}) for each in (*women, *men)]
    assert not equity_differences(steps)[0].is_flagged


@settings(max_examples=examples(30), deadline=None)
@given(found=st.lists(person, min_size=60, max_size=120))
def test_no_small_group_is_ever_told_and_a_flag_is_off_zero(found: list[ComparedPerson]) -> None:
    for each in equity_differences(found):
        assert min(each.people, each.others) >= 30
        assert each.people % 10 == 0
        if each.is_flagged:
            assert each.lower > 0 or each.upper < 0


def test_two_years_running_concern_citizens_figures_only() -> None:
    women = people(300, -0.2, -0.21, is_woman=True, measure=CITIZENS)
    men = people(300, 0.0, 0.01, is_woman=False, measure=CITIZENS)
    flagged = equity_differences([*women, *men])
    quiet = equity_differences(
        [*women, *women, *people(60, -0.2, is_woman=False, measure=CITIZENS)]
    )
    steps = [replace(each, measure=STEPS) for each in flagged]

    assert flagged_twice(flagged, flagged) == (EquityGroup.WOMEN,)
    assert flagged_twice(quiet, flagged) == ()
    assert flagged_twice(flagged, ()) == ()
    assert flagged_twice(steps, steps) == ()
