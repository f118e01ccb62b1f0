"""The rules of a month are those decided before it began, the last decision first."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.survey.elements import (
    ELEMENTS,
    Element,
    FigureRules,
    RuleBook,
    next_month,
    rules_of_operator,
)

MONTHS = [f"{year}-{month:02d}" for year in (2026, 2027) for month in range(1, 13)]
RULES = st.builds(
    FigureRules,
    least_mean=st.integers(30, 100),
    not_experienced=st.frozensets(st.sampled_from(ELEMENTS)),
    since=st.sampled_from(MONTHS),
)
CHANGES = st.lists(RULES, max_size=6).map(lambda found: sorted(found, key=lambda one: one.since))


def test_before_the_first_change_the_operators_setting_is_in_force() -> None:
    book = RuleBook(rules_of_operator(["complaints", "cost"]))

    assert book.in_month("2026-11").not_experienced == {Element.COMPLAINTS, Element.COST}
    assert book.in_month("2026-11").since is None


def test_an_unknown_element_is_refused() -> None:
    with pytest.raises(ValueError, match="parking"):
        rules_of_operator(["parking"])


def test_the_next_month_follows_the_calendar_over_the_new_year() -> None:
    assert next_month(date(2026, 12, 31)) == "2027-01"


@given(CHANGES, st.sampled_from(MONTHS))
def test_the_last_decision_for_the_latest_month_begun_is_in_force(
    changes: list[FigureRules], month: str
) -> None:
    begun = [each for each in changes if each.since and each.since <= month]

    found = RuleBook(changes=tuple(changes)).in_month(month)

    assert found == (begun[-1] if begun else FigureRules())


@given(CHANGES, st.sampled_from(MONTHS))
def test_a_later_decision_changes_no_earlier_month(changes: list[FigureRules], month: str) -> None:
    book = RuleBook(changes=tuple(changes))
    later = [each for each in changes if each.since and each.since > month]
    without = RuleBook(changes=tuple(changes[: len(changes) - len(later)]))

    assert book.in_month(month) == without.in_month(month)
    assert book.skippable_by(month) == without.skippable_by(month)


@given(CHANGES, st.sampled_from(MONTHS))
def test_what_may_have_been_skipped_is_what_any_month_so_far_allowed(
    changes: list[FigureRules], month: str
) -> None:
    book = RuleBook(rules_of_operator(["cost"]), tuple(changes))
    allowed = [book.in_month(each).not_experienced for each in MONTHS if each <= month]

    assert book.skippable_by(month) == frozenset({Element.COST}).union(*allowed)
