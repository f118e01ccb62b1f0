"""A rule set and its text are the same rules, and no text makes weaker ones than are allowed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.cycles import rule_text
from portal.evaluation.cycles.labels import GROUPS, RULES
from portal.evaluation.cycles.rule_text import (
    RuleImpossible,
    frozen_text,
    settable,
    shown,
    thawed,
    with_values,
)
from portal.evaluation.rules.rule_set import RuleOrigin, RuleSet, stated_rules

DEFAULT = RuleSet()
DAYS = [key for key in settable(DEFAULT) if key.startswith("days.")]


def test_every_rule_has_words_and_a_group_and_no_words_are_left_over() -> None:
    keys = {rule.key for rule in stated_rules(DEFAULT)}

    assert keys == set(RULES)
    assert {key.partition(".")[0] for key in keys} == set(GROUPS)


def test_only_local_policy_can_be_set() -> None:
    origins = {rule.key: rule.origin for rule in stated_rules(DEFAULT)}

    assert {origins[key] for key in settable(DEFAULT)} == {RuleOrigin.LOCAL}
    assert "objection.days" not in settable(DEFAULT)


@given(
    st.dictionaries(st.sampled_from(DAYS), st.integers(1, 200)),
    st.fractions(min_value=0, max_value=1, max_denominator=40),
)
def test_a_text_gives_back_exactly_the_rules_it_was_made_of(
    days: dict[str, int], share: Fraction
) -> None:
    values = {key: str(value) for key, value in days.items()} | {"result.least_share": str(share)}
    rules = with_values(DEFAULT, values)

    assert thawed(frozen_text(rules)) == rules
    assert frozen_text(thawed(frozen_text(rules))) == frozen_text(rules)


def test_a_frozen_set_stays_readable_when_the_least_allowed_was_raised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = frozen_text(DEFAULT)
    raised = dict(rule_text._BY_DEFAULT) | {"citizens.least_answers": 40}
    monkeypatch.setattr(rule_text, "_BY_DEFAULT", raised)
    thawed.cache_clear()

    assert thawed(text) == DEFAULT
    with pytest.raises(RuleImpossible):
        with_values(DEFAULT, {"citizens.least_answers": "39"})


def test_what_a_form_shows_is_read_back_as_the_same_rules() -> None:
    sent = {key: shown(value) for key, value in settable(DEFAULT).items()}

    assert with_values(DEFAULT, sent) == DEFAULT
    assert sent["citizens.least_reliability"] == "0,8"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("days.receipt", "0"),
        ("days.receipt", "-1"),
        ("days.receipt", "2,5"),
        ("days.receipt", "lima"),
        ("days.receipt", "1/0"),
        ("days.receipt", "99999"),
        ("objection.are_working_days", "mungkin"),
        ("citizens.least_answers", "29"),
        ("citizens.least_reliability", "0,79"),
        ("signals.least_team", "7"),
        ("signals.easy_indicators", "0"),
        ("behaviour.citizens", "40"),
        ("behaviour.superior", "0"),
        ("result.cuts.above_beyond", "80"),
    ],
)
def test_a_value_that_a_rule_cannot_have_is_refused(key: str, value: str) -> None:
    with pytest.raises(RuleImpossible):
        with_values(DEFAULT, {key: value})


def test_what_protects_people_can_be_made_stricter() -> None:
    assert with_values(DEFAULT, {"citizens.least_answers": "50"}).citizens.least_answers == 50
