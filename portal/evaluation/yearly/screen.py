"""Evaluations on the first screen: the own quarters, and whom the viewer rates."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.evaluation.appraisals.domain import CONFIRMED
from portal.evaluation.appraisals.waiting_queries import (
    QuarterState,
    ask_quarter_states,
    ask_waiting_looks,
    ask_year_states,
)
from portal.evaluation.cycles.domain import Period
from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.plans.queries import PlanLine
from portal.evaluation.rules.states import PeriodicState, YearlyState
from portal.organisation.people.asked_queries import ask_persons
from portal.organisation.people.civil_servants import HeldUnit, ask_units_of
from portal.storage.joint_reading import Asking, side_by_side

ByNumber = Mapping[int, QuarterState]
# A year waits for its person to report, and to say that the result was received.
FOR_PERSON = frozenset({YearlyState.NOT_STARTED, YearlyState.DELIVERED})
# A year waits for the appraiser to rate, and to sign once the unit was looked at.
FOR_APPRAISER = frozenset(
    {YearlyState.NOT_STARTED, YearlyState.SELF_REPORTED, YearlyState.UNIT_REVIEW}
)


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """A quarter with what was written of it; None while nothing was."""

    number: int
    quarter: QuarterState | None
    is_over: bool

    @property
    def waits_for_person(self) -> bool:
        """Whether the person writes the own report, or answers what was shown."""
        if self.quarter is None or self.quarter.state is PeriodicState.NOT_STARTED:
            return self.is_over
        return self.quarter.state is PeriodicState.SHOWN


@dataclass(frozen=True, slots=True)
class WaitingQuarter:
    """A quarter of one of the viewer's people that is over and not shown yet."""

    name: str
    plan_id: int
    number: int
    quarter: QuarterState | None


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year of somebody that waits for the viewer, or the own; no level."""

    name: str
    plan_id: int
    state: YearlyState


@dataclass(frozen=True, slots=True)
class YearsOnScreen:
    """What of a year that is over waits.

    :ivar own: None without a plan in that year.
    :ivar people: whom the viewer rates and has not confirmed yet, by name.
    :ivar reads: whom the viewer reads as a second reader; drawn by lot.
    :ivar units: units that the viewer heads.
    """

    year: int
    own: YearLine | None
    people: tuple[YearLine, ...]
    reads: tuple[YearLine, ...]
    units: tuple[HeldUnit, ...]

    @property
    def waiting(self) -> int:
        """How many years wait for the viewer; how much waits in a unit says its own page."""
        own = self.own is not None and self.own.state in FOR_PERSON
        return own + sum(each.state in FOR_APPRAISER for each in self.people) + len(self.reads)


@dataclass(frozen=True, slots=True)
class AppraisalsOnScreen:
    """What a viewer sees of evaluations first.

    :ivar own_plan_id: None without a plan in force.
    :ivar own: the own quarters that have begun, the latest first.
    :ivar people: by name; never by a level.
    """

    own_plan_id: int | None
    own: tuple[QuarterLine, ...]
    people: tuple[WaitingQuarter, ...]
    years: YearsOnScreen | None

    @property
    def waiting(self) -> int:
        """How many quarters and years wait for the viewer."""
        own = sum(each.waits_for_person for each in self.own)
        years = 0 if self.years is None else self.years.waiting
        return own + len(self.people) + years


def appraisals_on_screen(around: AroundViewer) -> Asking[AppraisalsOnScreen | None]:
    """Ask for what waits; the number of queries does not grow with the people."""
    quarters, years = yield from side_by_side(_ask_quarters(around), years_on_screen(around))
    if around.cycle is None:
        return None if years is None else AppraisalsOnScreen(None, (), (), years)
    found: defaultdict[int, dict[int, QuarterState]] = defaultdict(dict)
    for each in quarters:
        found[each.person_id][each.number] = each
    on = around.standing.on
    begun = [each for each in around.cycle.periods if each.starts_on <= on]
    over = [each for each in begun if each.ends_on < on]
    plan = around.own_plan
    is_evaluated = plan is not None and plan.is_in_force
    return AppraisalsOnScreen(
        plan.plan_id if plan is not None and is_evaluated else None,
        tuple(_own(begun, found[around.person_id], on=on)) if is_evaluated else (),
        tuple(_waiting(around, over, found=found)),
        years,
    )


def years_on_screen(around: AroundViewer) -> Asking[YearsOnScreen | None]:
    """Ask for what waits of the latest year that is over and not closed, or None."""
    cycle, viewer = around.reviewed, around.person_id
    if cycle is None:
        return None
    ids = {viewer, *around.names}
    years, reads, units = yield from side_by_side(
        ask_year_states(ids, cycle_id=cycle.id),
        ask_waiting_looks(viewer),
        ask_units_of(viewer, on=around.standing.on),
    )
    held = {each.person_id: each for each in years}

    def line(person_id: int, name: str) -> YearLine | None:
        plan, year = around.earlier_plans.get(person_id), held.get(person_id)
        if plan is None or not is_closed_by_viewer(around, plan):
            return None
        plan_id = plan.plan_id if year is None else year.plan_id
        return YearLine(name, plan_id, YearlyState.NOT_STARTED if year is None else year.state)

    people = [line(each.id, each.name) for each in around.names.values()]
    read = {each.person_id for each in reads}
    names = (yield from ask_persons(read)) if read else {}
    return YearsOnScreen(
        cycle.year,
        line(viewer, ""),
        tuple(each for each in people if each is not None and each.state not in CONFIRMED),
        tuple(YearLine(names[each.person_id].name, each.plan_id, each.state) for each in reads),
        tuple(units),
    )


def is_closed_by_viewer(around: AroundViewer, plan: PlanLine) -> bool:
    """Return whether the viewer evaluates a plan of one of their people, or the own one.

    Whoever became the superior after the plan's last day does not: that superior does. A named
    substitute does, whatever the line says.
    """
    standing, person_id, viewer = around.standing, plan.person_id, around.person_id
    held = (standing.lines.get(person_id), standing.before.get(person_id))
    then = [line for line in held if line is not None and line.covers(plan.ends_on)]
    is_in_line = any(line is not None and line.superior_id == viewer for line in held)
    is_named = standing.superior_of(person_id) == viewer and not is_in_line
    is_theirs = not then or any(line.superior_id == viewer for line in then)
    return person_id == viewer or is_named or is_theirs


def _ask_quarters(around: AroundViewer) -> Asking[Sequence[QuarterState]]:
    if around.cycle is None:
        return ()
    ids = {around.person_id, *around.names}
    return (yield from ask_quarter_states(ids, cycle_id=around.cycle.id))


def _own(periods: Sequence[Period], held: ByNumber, *, on: date) -> Iterator[QuarterLine]:
    for each in reversed(periods):
        yield QuarterLine(each.number, held.get(each.number), is_over=each.ends_on < on)


def _waiting(
    around: AroundViewer, periods: Sequence[Period], *, found: Mapping[int, ByNumber]
) -> Iterator[WaitingQuarter]:
    for person in around.names.values():
        plan = around.plans.get(person.id)
        if plan is None or not plan.is_in_force or not is_closed_by_viewer(around, plan):
            continue
        for each in periods:
            quarter = found[person.id].get(each.number)
            covers = plan.starts_on <= each.ends_on and each.starts_on <= plan.ends_on
            if covers and (quarter is None or not quarter.is_shown):
                yield WaitingQuarter(person.name, plan.plan_id, each.number, quarter)
