"""Outcome of each plan of a file, compared with what is recorded; pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.official.domain import OfficialFault, OfficialPlan, text_key
from portal.evaluation.official.merging import Change, Merged, Outcome, merged, refusal_of
from portal.evaluation.plans.domain import AppendixKind, BehaviourValue, Plan
from portal.evaluation.rules.planning import plan_gaps

Unlock = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is here of the person that a plan of a file is about.

    :ivar person_id: None when nobody within reach has the staff number.
    :ivar plans: of the person, any order.
    :ivar cycles: every cycle whose plans may be made.
    """

    person_id: int | None
    plans: Sequence[Plan]
    cycles: Sequence[Cycle]


@dataclass(frozen=True, slots=True)
class Decided:
    """What an import does with one plan of a file.

    :ivar plan: the one that is here; None for a new one.
    :ivar cycle: of a new plan.
    :ivar fault: why it is refused; None for every other outcome.
    :ivar expectations: those that become others, not encrypted yet; so is ``appendix``.
    :ivar has_new_number: whether the official record's number is another one than before.
    :ivar gap_count: what is still missing before the plan can be sent.
    """

    official: OfficialPlan
    outcome: Outcome
    person_id: int | None = None
    plan: Plan | None = None
    cycle: Cycle | None = None
    merged: Merged = field(default=Merged((), (), 0))
    fault: OfficialFault | None = None
    expectations: Mapping[BehaviourValue, str] = field(default_factory=dict)
    appendix: Mapping[AppendixKind, str] = field(default_factory=dict)
    has_new_number: bool = False
    gap_count: int = 0

    @property
    def changes(self) -> tuple[Change, ...]:
        """Everything that the plan says afterwards and did not before."""
        texts = [Change("expectation", value, text) for value, text in self.expectations.items()]
        texts += [Change("appendix", kind, text) for kind, text in self.appendix.items()]
        number = self.official.official_number
        if self.has_new_number:
            texts.append(Change("official_number", "", number))
        return (*self.merged.changes, *texts)


def decide(official: OfficialPlan, recorded: Recorded, *, unlock: Unlock) -> Decided:
    """Return what becomes of a plan of a file.

    A draft is added to and mended; a plan that was sent is left alone until it is returned. What
    both sides agreed changes by an amendment only, which one of them begins: its draft then
    takes the file in. The official record's number is kept in every state.

    :param unlock: opens an encrypted text.
    """
    if recorded.person_id is None:
        return _refused(official, OfficialFault.UNKNOWN_PERSON)
    cycle = _cycle(official, recorded.cycles)
    held = _matching(official, recorded, cycle=cycle)
    if isinstance(held, OfficialFault):
        return _refused(official, held)
    if held is None:
        return _new(official, recorded.person_id, cycle=cycle)
    return _compared(official, held, unlock=unlock)


def span_of(official: OfficialPlan, cycle: Cycle) -> tuple[date, date]:
    """Return the days of a plan; those of the whole cycle where the file does not say them."""
    return official.starts_on or cycle.starts_on, official.ends_on or cycle.ends_on


def _refused(official: OfficialPlan, fault: OfficialFault) -> Decided:
    return Decided(official, Outcome.REFUSED, fault=fault)


def _cycle(official: OfficialPlan, cycles: Sequence[Cycle]) -> Cycle | None:
    for cycle in cycles:
        first, last = span_of(official, cycle)
        if cycle.starts_on <= first <= last <= cycle.ends_on:
            return cycle
    return None


def _matching(
    official: OfficialPlan, recorded: Recorded, *, cycle: Cycle | None
) -> Plan | OfficialFault | None:
    """Return the plan that a file is about, why none can be told, or None for a new one."""
    if cycle is None and official.starts_on is None:
        return OfficialFault.NO_OPEN_CYCLE
    first = official.starts_on or (cycle.starts_on if cycle else date.min)
    last = official.ends_on or (cycle.ends_on if cycle else date.max)
    over = [each for each in recorded.plans if each.starts_on <= last and first <= each.ends_on]
    is_report = not official.results
    exact = [
        each
        for each in over
        if each.starts_on == first and (is_report or each.end_kind or each.ends_on == last)
    ]
    if exact:
        return exact[0]
    if len(over) == 1 and (is_report or official.starts_on is None):
        return over[0]
    if over:
        return OfficialFault.OTHER_DAYS
    if is_report:
        return OfficialFault.NO_PLAN
    return None if cycle else OfficialFault.NO_OPEN_CYCLE


def _new(official: OfficialPlan, person_id: int, *, cycle: Cycle | None) -> Decided:
    found = merged((), official.results)
    return Decided(
        official,
        Outcome.NEW,
        person_id,
        cycle=cycle,
        merged=found,
        expectations=official.expectations,
        appendix=official.appendix,
        has_new_number=bool(official.official_number),
        gap_count=len(plan_gaps([each.planned() for each in found.results])),
    )


def _compared(official: OfficialPlan, plan: Plan, *, unlock: Unlock) -> Decided:
    latest = plan.latest
    found = merged(latest.results, official.results)
    expectations = {
        value: text
        for value, text in official.expectations.items()
        if value not in latest.expectations
        or text_key(unlock(latest.expectations[value])) != text_key(text)
    }
    appendix = {
        kind: text
        for kind, text in official.appendix.items()
        if text_key(latest.appendix.get(kind, "")) != text_key(text)
    }
    is_different = bool(found.changes or expectations or appendix)
    has_new_number = official.official_number not in {"", plan.official_number}
    fault = refusal_of(latest.state, is_different=is_different)
    is_changed = is_different or has_new_number
    outcome = Outcome.CHANGED if is_changed else Outcome.SAME
    return Decided(
        official,
        Outcome.REFUSED if fault else outcome,
        plan.person_id,
        plan,
        merged=found,
        fault=fault,
        expectations=expectations,
        appendix=appendix,
        has_new_number=has_new_number,
        gap_count=len(plan_gaps([each.planned() for each in found.results])),
    )
