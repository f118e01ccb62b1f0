"""Who may be nominated: each rule is met, not met or unknown, and says with which numbers."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.award_citizens import CitizensStanding
from portal.evaluation.rules.award_eligibility import (
    EligibilityFacts,
    EligibilityOutcome,
    EligibilityRule,
    EligibilityRules,
    YearResult,
    eligibility,
    has_unknown,
    is_eligible,
)
from portal.evaluation.rules.award_years import counted_years, days_away, needed_hours
from portal.evaluation.rules.levels import Predicate

GOOD, BEST, LOW = Predicate.GOOD, Predicate.VERY_GOOD, Predicate.NEEDS_IMPROVEMENT
MET, NOT_MET, UNKNOWN = (
    EligibilityOutcome.MET,
    EligibilityOutcome.NOT_MET,
    EligibilityOutcome.UNKNOWN,
)
RULES = EligibilityRules()
FACTS = EligibilityFacts(
    2026,
    (YearResult(2026, BEST, is_final=True), YearResult(2025, GOOD, True, is_official=True)),
    away=(),
    in_post_since=date(2026, 1, 1),
    hours=20,
    integrity=True,
    citizens=None,
)
YEAR_AWAY = (date(2025, 3, 1), date(2026, 2, 28))
spans = st.lists(
    st.tuples(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(0, 500)).map(
        lambda span: (span[0], span[0] + timedelta(days=span[1]))
    ),
    max_size=4,
)


def outcome(
    rule: EligibilityRule, rules: EligibilityRules = RULES, **changed: Any
) -> EligibilityOutcome:
    found = {each.rule: each for each in eligibility(replace(FACTS, **changed), rules=rules)}
    return found[rule].outcome


def results(*predicates: Predicate, is_final: bool = True) -> tuple[YearResult, ...]:
    return tuple(YearResult(2026 - back, each, is_final) for back, each in enumerate(predicates))


def test_who_meets_every_rule_is_eligible_and_every_rule_is_told() -> None:
    outcomes = eligibility(FACTS, rules=RULES)

    assert is_eligible(outcomes)
    assert [each.rule for each in outcomes] == list(EligibilityRule)
    assert not has_unknown(outcomes)


@pytest.mark.parametrize(
    ("given", "predicates", "outstanding"),
    [
        (results(BEST, GOOD), MET, MET),
        (results(GOOD, BEST), MET, MET),
        (results(GOOD, GOOD), MET, NOT_MET),
        (results(BEST, LOW), NOT_MET, MET),
        (results(LOW), NOT_MET, UNKNOWN),
        (results(BEST), UNKNOWN, MET),
        (results(GOOD), UNKNOWN, UNKNOWN),
        ((), UNKNOWN, UNKNOWN),
        ((YearResult(2020, BEST, is_final=True),), UNKNOWN, UNKNOWN),
    ],
)
def test_good_two_years_running_with_one_very_good(
    given: tuple[YearResult, ...], predicates: EligibilityOutcome, outstanding: EligibilityOutcome
) -> None:
    assert outcome(EligibilityRule.PREDICATES, results=given) is predicates
    assert outcome(EligibilityRule.OUTSTANDING, results=given) is outstanding


def test_a_result_that_may_still_change_does_not_count() -> None:
    assert outcome(EligibilityRule.FINAL, results=results(BEST, GOOD, is_final=False)) is NOT_MET


@pytest.mark.parametrize(("hours", "expected"), [(None, UNKNOWN), (14, NOT_MET), (20, MET)])
def test_hours_of_training(hours: int | None, expected: EligibilityOutcome) -> None:
    assert outcome(EligibilityRule.HOURS, hours=hours) is expected


def test_absence_takes_hours_off_and_pauses_the_years() -> None:
    half = replace(FACTS, away=((date(2026, 1, 1), date(2026, 6, 30)),))
    assert needed_hours(half.away, year=2026, hours=20) == 11
    assert needed_hours(((date(2026, 1, 1), date(2026, 1, 1)),), year=2026, hours=20) == 20
    assert counted_years(half.away, last=2026, years=2) == (2026, 2025)
    away = replace(FACTS, away=(YEAR_AWAY,))
    assert counted_years(away.away, last=2026, years=2) == (2026, 2024)
    earlier = (YearResult(2026, GOOD, is_final=True), YearResult(2024, BEST, is_final=True))
    assert is_eligible(eligibility(replace(away, results=earlier, hours=17), rules=RULES))
    always = replace(FACTS, away=((date(2000, 1, 1), date(2026, 12, 31)),))
    assert counted_years(always.away, last=2026, years=2) == ()
    assert not is_eligible(eligibility(always, rules=RULES))


@pytest.mark.parametrize(
    ("since", "expected"),
    [(date(2026, 1, 1), MET), (date(2026, 1, 2), NOT_MET), (None, NOT_MET)],
)
def test_a_year_in_post(since: date | None, expected: EligibilityOutcome) -> None:
    assert outcome(EligibilityRule.IN_POST, in_post_since=since) is expected


@pytest.mark.parametrize(("said", "expected"), [(None, UNKNOWN), (False, NOT_MET), (True, MET)])
def test_the_inspectorates_word(said: bool | None, expected: EligibilityOutcome) -> None:
    assert outcome(EligibilityRule.INTEGRITY, integrity=said) is expected


BELOW = CitizensStanding(Fraction(33, 10), Fraction(31, 10), Fraction(8, 10), 20)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, NOT_MET),
        ({"reliability": Fraction(79, 100)}, MET),
        ({"comparable": 19}, MET),
        ({"highest": Fraction(33, 10)}, MET),
    ],
)
def test_only_a_sure_low_figure_of_citizens_speaks_against_somebody(
    changed: dict[str, Any], expected: EligibilityOutcome
) -> None:
    assert outcome(EligibilityRule.CITIZENS, citizens=replace(BELOW, **changed)) is expected


@given(away=spans, year=st.integers(2024, 2027))
def test_days_away_are_counted_once_and_never_more_than_the_year_has(
    away: list[tuple[date, date]], year: int
) -> None:
    counted = days_away(away, year=year)

    assert 0 <= counted <= 366
    assert counted == days_away([*away, *away], year=year)
    assert counted == sum(
        any(start <= date(year, 1, 1) + timedelta(days=day) <= end for start, end in away)
        for day in range(366 if year == 2024 else 365)
    )


@given(away=spans, hours=st.integers(0, 60))
def test_absence_never_asks_for_more(away: list[tuple[date, date]], hours: int) -> None:
    assert 0 <= needed_hours(away, year=2026, hours=hours) <= hours


@given(more=st.integers(0, 40), away=spans)
def test_more_hours_never_make_anybody_ineligible(more: int, away: list[tuple[date, date]]) -> None:
    facts = replace(FACTS, away=away, results=results(*([BEST] * 8)))
    if is_eligible(eligibility(facts, rules=RULES)):
        assert is_eligible(eligibility(replace(facts, hours=20 + more), rules=RULES))
    assert has_unknown(eligibility(replace(FACTS, integrity=None), rules=RULES))
