"""Every number that decides about a result stands in the rule set or among the fixed rules."""

from dataclasses import FrozenInstanceError, dataclass, field, replace
from fractions import Fraction

import pytest

from portal.evaluation.rules import colleagues, levels
from portal.evaluation.rules.behaviour import BehaviourRules
from portal.evaluation.rules.citizens import (
    CitizensFigure,
    CitizensMissing,
    GateRules,
    gated,
    may_decide_more,
)
from portal.evaluation.rules.deadlines import DeadlineStep
from portal.evaluation.rules.rule_set import (
    RuleOrigin,
    RuleSet,
    RuleWithoutOrigin,
    StatedRule,
    stated_rules,
)

RULES = RuleSet()


def by_key(rules: RuleSet = RULES) -> dict[str, StatedRule]:
    return {rule.key: rule for rule in stated_rules(rules)}


def test_each_rule_is_stated_once_with_its_origin_and_law_with_its_text() -> None:
    stated = stated_rules(RULES)

    assert len({rule.key for rule in stated}) == len(stated)
    for rule in stated:
        needs_source = rule.origin in {RuleOrigin.LAW, RuleOrigin.GUIDANCE}
        assert rule.source or not needs_source


def test_what_a_page_states_is_what_the_rules_use() -> None:
    changed = replace(
        RULES, citizens=GateRules(least_answers=40), behaviour=BehaviourRules(citizens=10)
    )
    stated = by_key(changed)

    assert stated["citizens.least_answers"] == StatedRule(
        "citizens.least_answers", 40, RuleOrigin.LOCAL
    )
    assert stated["behaviour.citizens"].value == 10
    assert stated["result.cuts.above_beyond"].value == levels.RESULT_CUTS.above_beyond
    assert stated["behaviour.cuts.meets_from"].value == levels.BEHAVIOUR_CUTS.meets_from
    assert stated["objection.days"].origin is RuleOrigin.LAW
    assert stated["colleagues.answers"].value == colleagues.LEAST_FOLDED
    assert {f"days.steps.{step.value}" for step in DeadlineStep} <= stated.keys()


def test_a_rule_that_nobody_said_the_origin_of_is_refused() -> None:
    @dataclass(frozen=True)
    class Grown(RuleSet):
        awards: GateRules = field(default_factory=GateRules)

    with pytest.raises(RuleWithoutOrigin, match=r"awards\.least_answers"):
        stated_rules(Grown())


def test_a_rule_set_is_never_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        RULES.result = replace(RULES.result)  # type: ignore[misc]


def test_the_floors_of_colleagues_are_in_no_rule_set() -> None:
    settable = {rule.key for rule in stated_rules(RULES) if rule.origin is not RuleOrigin.FLOOR}

    assert not any(key.startswith("colleagues") for key in settable)


def test_the_gate_of_another_rule_set_is_another_gate() -> None:
    figure = CitizensFigure(
        answers=35,
        mean=Fraction("3.6"),
        expected=Fraction("3.5"),
        city=Fraction("3.5"),
        icc=Fraction("0.05"),
        other_officers=4,
        other_answers=100,
    )
    strict, kind = GateRules(least_answers=36), GateRules(least_reliability=Fraction(1, 2))

    assert gated(figure, weight=20, rules=strict).because is CitizensMissing.FEW_ANSWERS
    voice = gated(figure, weight=20)
    assert may_decide_more(voice, comparable_people=20, rules=kind)
    assert not may_decide_more(voice, comparable_people=20)
