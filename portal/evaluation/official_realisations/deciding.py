"""Outcome of each line of a file, compared with what is recorded; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.official.domain import OfficialFault, text_key
from portal.evaluation.official.merging import Outcome
from portal.evaluation.official_realisations.domain import Reached, ReachedLine, number_in, reached
from portal.evaluation.plans.domain import Indicator, Plan
from portal.evaluation.realisations.domain import (
    TO_REPORT,
    DraftedReport,
    IndicatorPeriod,
    drafted_number,
)
from portal.evaluation.realisations.realised import PlannedPeriod, planned_period
from portal.evaluation.rules.states import RealisationState

# A line whose own cells cannot be read leaves its indicator to another line.
UNREADABLE = frozenset(
    {
        OfficialFault.NOT_A_NUMBER,
        OfficialFault.NOT_A_LINK,
        OfficialFault.TOO_MANY_LINKS,
        OfficialFault.TOO_LONG,
    }
)


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """What somebody said of an indicator, in plain words.

    :ivar said: what the person reported; None while nothing was reported.
    :ivar form_cell: the same as a form writes it.
    :ivar draft: what the person typed and did not report; None without a draft.
    :ivar draft_revision: 0 without a draft.
    """

    state: RealisationState = RealisationState.OPEN
    said: Reached | None = None
    form_cell: str = ""
    draft: DraftedReport | None = None
    draft_revision: int = 0


@dataclass(frozen=True, slots=True)
class RecordedReach:
    """What is here of the people of a part of a file.

    :ivar people: who has which staff number.
    :ivar plans: of each person, the latest first.
    :ivar told: what was said, by place; nothing of the others.
    """

    people: Mapping[str, int]
    plans: Mapping[int, Sequence[Plan]]
    cycles: Mapping[int, Cycle]
    told: Mapping[IndicatorPeriod, ToldBefore]
    today: date


@dataclass(frozen=True, slots=True)
class DecidedReach:
    """What an import does with one line.

    :ivar draft: what the person's draft says afterwards, where it changes.
    :ivar revision: of the draft before; 0 for none.
    """

    line: ReachedLine
    outcome: Outcome
    place: IndicatorPeriod | None = None
    draft: DraftedReport | None = None
    revision: int = 0
    fault: OfficialFault | None = None
    detail: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class _Found:
    place: IndicatorPeriod
    indicator: Indicator
    planned: PlannedPeriod


def decide_reach(lines: Sequence[ReachedLine], recorded: RecordedReach) -> Sequence[DecidedReach]:
    """Return what becomes of the lines of a file.

    An indicator is known again by its words within the result, the second of the same words as
    the second of the plan. What the file says becomes the person's draft, and fills what the
    draft leaves empty; what was reported is compared and stays.
    """
    taken: set[IndicatorPeriod] = set()
    decided = []
    for line in lines:
        found = _find(line, recorded, taken=taken)
        if isinstance(found, OfficialFault):
            decided.append(_refused(line, found))
        else:
            decided.append(_decided(line, found, recorded=recorded))
            if decided[-1].fault not in UNREADABLE:
                taken.add(found.place)
    return decided


def _find(
    line: ReachedLine, recorded: RecordedReach, *, taken: set[IndicatorPeriod]
) -> _Found | OfficialFault:
    person_id = recorded.people.get(line.number)
    if person_id is None:
        return OfficialFault.UNKNOWN_PERSON
    periods = [
        planned
        for plan in recorded.plans.get(person_id, ())
        if (planned := _planned(line, plan, recorded=recorded)) is not None
    ]
    if not periods:
        return OfficialFault.NO_AGREED_PLAN
    # A form says the plan's days or the quarter's: of two plans the one of these days is meant.
    periods.sort(key=lambda each: line.span != (each.plan.starts_on, each.plan.ends_on))
    same = [each for planned in periods for each in _of_words(line, planned)]
    free = [each for each in same if each.place not in taken]
    if not free:
        return OfficialFault.INDICATOR_TWICE if same else OfficialFault.NO_SUCH_INDICATOR
    return free[0]


def _planned(line: ReachedLine, plan: Plan, *, recorded: RecordedReach) -> PlannedPeriod | None:
    cycle = recorded.cycles.get(plan.cycle_id)
    if cycle is None or line.year not in {None, cycle.year}:
        return None
    first, last = line.span or (plan.starts_on, plan.ends_on)
    if first < cycle.starts_on or last > cycle.ends_on:
        return None
    if last < plan.starts_on or first > plan.ends_on:
        return None
    return planned_period(plan, cycle, number=line.period)


def _of_words(line: ReachedLine, planned: PlannedPeriod) -> Sequence[_Found]:
    plan = planned.plan
    return [
        _Found(
            IndicatorPeriod(plan.id, plan.person_id, each.key, plan.cycle_id, line.period),
            each,
            planned,
        )
        for result in planned.version.results
        if text_key(result.text) == text_key(line.result)
        for each in result.indicators
        if text_key(each.text) == text_key(line.indicator)
    ]


def _decided(line: ReachedLine, found: _Found, *, recorded: RecordedReach) -> DecidedReach:
    told = recorded.told.get(found.place, ToldBefore())
    said = reached(line, found.indicator)
    if told.said is not None and (_is_same(said, told.said) or line.cell == told.form_cell):
        return DecidedReach(line, Outcome.SAME, found.place)
    if said.fault is not None:
        return replace(_refused(line, said.fault), detail=said.detail)
    if said.is_silent:
        return DecidedReach(line, Outcome.SAME, found.place)
    fault = _closed(found.planned, told=told, today=recorded.today)
    if fault is not None:
        return _refused(line, fault)
    return _filled(line, found.place, said=said, told=told)


def _closed(planned: PlannedPeriod, *, told: ToldBefore, today: date) -> OfficialFault | None:
    """Return why nothing can be drafted any more, or not yet."""
    if planned.plan.is_concluded:
        return OfficialFault.OVER
    if planned.period.starts_on > today:
        return OfficialFault.PERIOD_AHEAD
    return None if told.state in TO_REPORT else OfficialFault.REALISED_OTHERWISE


def _filled(
    line: ReachedLine, place: IndicatorPeriod, *, said: Reached, told: ToldBefore
) -> DecidedReach:
    old = told.draft or DraftedReport()
    new = DraftedReport(
        old.value or drafted_number(said.value),
        old.remark or said.remark,
        old.links or "\n".join(said.links),
    )
    if said.value is not None and _number(new.value) != said.value:
        return _refused(line, OfficialFault.REALISED_OTHERWISE)
    is_kept = text_key(new.remark) == text_key(said.remark) or not said.remark
    if not is_kept or not set(said.links) <= set(new.links.split()):
        return _refused(line, OfficialFault.REALISED_OTHERWISE)
    if new == old:
        return DecidedReach(line, Outcome.SAME, place)
    outcome = Outcome.NEW if told.draft is None else Outcome.CHANGED
    return DecidedReach(line, outcome, place, new, told.draft_revision)


def _is_same(said: Reached, held: Reached) -> bool:
    has_words = text_key(said.remark) == text_key(held.remark)
    return said.value == held.value and has_words and set(said.links) <= set(held.links)


def _number(text: str) -> object:
    """Return the number of what was typed, or the text itself where it is none."""
    value = number_in(text)
    return text if value is None else value


def _refused(line: ReachedLine, fault: OfficialFault) -> DecidedReach:
    return DecidedReach(line, Outcome.REFUSED, fault=fault, detail=line.number)
