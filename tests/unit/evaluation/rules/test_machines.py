"""Everything that has a course goes only where the paper lets it, and says from where to where."""

from enum import StrEnum
from itertools import pairwise, product
from typing import Any

import pytest

from portal.evaluation.rules import help_machines, help_states, machines, states
from portal.evaluation.rules.levels import Predicate
from portal.evaluation.rules.machines import confirmed_year, transitions_of
from portal.evaluation.rules.states import StateMachine, TransitionRefused, YearlyState

# Written a second time, as the paper draws them: section 9, number by number.
DRAWN = {
    "CYCLE": ["draft > open > evaluating > objecting > closed", "draft > cancelled"],
    "PERIOD": ["open > reporting > evaluated"],
    "PLAN": [
        "draft > submitted > agreed > running > concluded",
        "submitted > agreed_conditionally > agreed",
        "agreed_conditionally > running",
        "submitted > returned > draft",
        "running > amended",
        "running > ended_early",
    ],
    "ACTIVITY": ["draft > sent > accepted", "sent > returned > sent", "sent > rejected"],
    "REALISATION": [
        "open > reported > verified",
        "reported > disputed > reported",
        "open > not_measurable",
        "reported > not_measurable",
        "disputed > not_measurable",
        "open > not_reported > reported",
    ],
    "NOTE": ["written > read > answered"],
    "DIALOGUE": ["planned > held > confirmed", "held > disputed"],
    "ROUND": ["planned > drawn > collecting > folding > folded", "collecting > void"],
    "RATED": ["waiting > folded", "waiting > too_few", "waiting > no_pool"],
    "PERIODIC": [
        "not_started > self_reported > in_review > shown > acknowledged",
        "not_started > in_review",
    ],
    "YEARLY": [
        "not_started > self_reported > rated > unit_review > second_look > confirmed",
        "not_started > rated",
        "unit_review > confirmed > delivered > received > final",
        "unit_review > rated",
        "second_look > rated",
        "delivered > under_objection > final",
        "received > under_objection",
        "final > under_objection",
    ],
    "OBJECTION": [
        "draft > filed > admitted > hearing > decided > closed",
        "filed > inadmissible",
        "filed > withdrawn",
    ],
    "CORRECTION": [
        "proposed > agreed > confirmed",
        "proposed > refused",
        "proposed > withdrawn",
        "agreed > refused",
        "agreed > withdrawn",
    ],
    "LOOK_AGAIN": ["open > kept", "open > changed", "open > gone > open"],
    "CALIBRATION": ["planned > held", "planned > cancelled"],
    "PROGRAMME": [
        "proposed > agreed > running > reviewed > closed",
        "running > extended > reviewed",
    ],
    "RECOMMENDATION": [
        "suggested > accepted > planned > taking_part > done > effect_checked",
        "suggested > declined",
    ],
    "SCHEME": [
        "draft > published > nominating > screening > judging > decided > announced > closed"
    ],
    "NOMINEE": [
        "nominated > eligible > withdrawn",
        "nominated > not_eligible",
        "nominated > withdrawn",
    ],
    "SEAT": ["drawn > taken > stepped_out", "drawn > stepped_out"],
    "AWARD": ["given > taken_back"],
    "UNIT_MEASURE": ["proposed > accepted > checked", "proposed > declined"],
    "DEVELOPMENT_PLAN": ["draft > sent > agreed > closed", "sent > draft"],
    "GOOD_CASE": [
        "proposed > consented > published > withdrawn",
        "proposed > withdrawn",
        "consented > declined",
        "consented > withdrawn",
    ],
}
MACHINES: dict[str, StateMachine[Any]] = {
    name: machine
    for name, machine in (*vars(machines).items(), *vars(help_machines).items())
    if isinstance(machine, StateMachine)
}


def drawn(name: str) -> set[tuple[str, str]]:
    chains = [line.split(" > ") for line in DRAWN[name]]
    return {pair for chain in chains for pair in pairwise(chain)}


every_machine = pytest.mark.parametrize("name", MACHINES)


def test_every_machine_is_drawn_and_every_list_of_states_has_its_machine() -> None:
    assert MACHINES.keys() == DRAWN.keys()
    lists = {
        kind
        for kind in (*vars(states).values(), *vars(help_states).values())
        if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
    }
    assert {type(machine.first) for machine in MACHINES.values()} == lists


@every_machine
def test_a_table_holds_what_the_paper_draws_and_nothing_else(name: str) -> None:
    found = {(old.value, new.value) for old, new in transitions_of(MACHINES[name])}

    assert found == drawn(name)


@every_machine
def test_every_other_transition_is_refused_and_names_both_states(name: str) -> None:
    machine = MACHINES[name]
    allowed = drawn(name)
    for old, new in product(type(machine.first), repeat=2):
        if (old.value, new.value) in allowed:
            assert machine.moved(old, to=new, reason="because", is_deadline_over=True) is new
            continue
        with pytest.raises(TransitionRefused, match=f"{old.value} cannot become {new.value}") as it:
            machine.moved(old, to=new, reason="because", is_deadline_over=True)
        assert (it.value.thing, it.value.old, it.value.new) == (machine.thing, old, new)


@every_machine
def test_every_state_can_be_reached_and_some_end_it(name: str) -> None:
    machine = MACHINES[name]
    reached, waiting = {machine.first}, [machine.first]
    while waiting:
        after = machine.allowed[waiting.pop()] - reached
        reached |= after
        waiting += after

    assert reached == set(type(machine.first))
    # A result that is final can come back by a late objection: only that course has no end.
    assert bool(machine.ends()) is (name != "YEARLY")


@every_machine
def test_what_asks_for_a_reason_or_a_deadline_is_a_transition_that_exists(name: str) -> None:
    machine = MACHINES[name]
    ways = set(transitions_of(machine))

    assert machine.with_reason | machine.after_deadline <= ways
    for old, new in machine.with_reason:
        with pytest.raises(TransitionRefused, match="a reason is needed"):
            machine.moved(old, to=new, reason="  ", is_deadline_over=True)
    for old, new in machine.after_deadline:
        with pytest.raises(TransitionRefused, match="the deadline still runs"):
            machine.moved(old, to=new, reason="because")


LOW = (Predicate.VERY_POOR, Predicate.POOR, Predicate.NEEDS_IMPROVEMENT)


@pytest.mark.parametrize("predicate", Predicate)
def test_a_low_predicate_is_confirmed_only_after_the_second_look(predicate: Predicate) -> None:
    assert confirmed_year(YearlyState.SECOND_LOOK, predicate=predicate) is YearlyState.CONFIRMED
    if predicate in LOW:
        with pytest.raises(TransitionRefused, match="second reader"):
            confirmed_year(YearlyState.UNIT_REVIEW, predicate=predicate)
    else:
        confirmed_year(YearlyState.UNIT_REVIEW, predicate=predicate)
    with pytest.raises(TransitionRefused, match="rated cannot become confirmed"):
        confirmed_year(YearlyState.RATED, predicate=predicate)
