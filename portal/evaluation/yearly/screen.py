"""What of evaluations waits on the first screen: the own quarters, and whom the viewer rates."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import CONFIRMED, Periodic
from portal.evaluation.appraisals.queries import periodics_of_people
from portal.evaluation.appraisals.yearly_queries import years_of_people, years_of_reader
from portal.evaluation.cycles.domain import Cycle, Period
from portal.evaluation.cycles.queries import cycles
from portal.evaluation.plans.domain import IN_FORCE
from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.plans.queries import latest_lines
from portal.evaluation.rules.states import CycleState, PeriodicState, YearlyState
from portal.organisation.people.civil_servants import HeldUnit, heads_on
from portal.organisation.people.queries import persons

ByNumber = Mapping[int, Periodic]
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
    quarter: Periodic | None
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
    quarter: Periodic | None


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


def appraisals_on_screen(session: Session, around: AroundViewer) -> AppraisalsOnScreen | None:
    """Return what waits; the number of queries does not grow with the people."""
    years = years_on_screen(session, around)
    if around.cycle is None:
        return None if years is None else AppraisalsOnScreen(None, (), (), years)
    ids = {around.person_id, *around.names}
    found: defaultdict[int, dict[int, Periodic]] = defaultdict(dict)
    for each in periodics_of_people(session, ids, cycle_id=around.cycle.id):
        found[each.person_id][each.period_number] = each
    on = around.standing.on
    begun = [each for each in around.cycle.periods if each.starts_on <= on]
    over = [each for each in begun if each.ends_on < on]
    plan = around.own_plan
    is_evaluated = plan is not None and plan.state in IN_FORCE
    return AppraisalsOnScreen(
        plan.plan_id if plan is not None and is_evaluated else None,
        tuple(_own(begun, found[around.person_id], on=on)) if is_evaluated else (),
        tuple(_waiting(around, over, found=found)),
        years,
    )


def years_on_screen(session: Session, around: AroundViewer) -> YearsOnScreen | None:
    """Return what waits of the latest year that is over and not closed, or None."""
    on = around.standing.on
    cycle = next((each for each in cycles(session) if is_under_review(each, on=on)), None)
    if cycle is None:
        return None
    ids = {around.person_id, *around.names}
    plans = latest_lines(session, cycle.id, person_ids=ids)
    held = {each.person_id: each for each in years_of_people(session, ids, cycle_id=cycle.id)}

    def line(person_id: int, name: str) -> YearLine | None:
        plan, year = plans.get(person_id), held.get(person_id)
        if plan is None:
            return None
        plan_id = plan.plan_id if year is None else year.plan_id
        return YearLine(name, plan_id, YearlyState.NOT_STARTED if year is None else year.state)

    people = [line(each.id, each.name) for each in around.names.values()]
    reads = years_of_reader(session, around.person_id)
    names = persons(session, {each.person_id for each in reads}) if reads else {}
    return YearsOnScreen(
        cycle.year,
        line(around.person_id, ""),
        tuple(each for each in people if each is not None and each.state not in CONFIRMED),
        tuple(YearLine(names[each.person_id].name, each.plan_id, each.state) for each in reads),
        tuple(each for each in heads_on(session, on=on) if each.person_id == around.person_id),
    )


def is_under_review(cycle: Cycle, *, on: date) -> bool:
    """Return whether a cycle is over by its days and still evaluated."""
    states = {CycleState.OPEN, CycleState.EVALUATING, CycleState.OBJECTING}
    return cycle.ends_on < on and cycle.state in states


def _own(periods: Sequence[Period], held: ByNumber, *, on: date) -> Iterator[QuarterLine]:
    for each in reversed(periods):
        yield QuarterLine(each.number, held.get(each.number), is_over=each.ends_on < on)


def _waiting(
    around: AroundViewer, periods: Sequence[Period], *, found: Mapping[int, ByNumber]
) -> Iterator[WaitingQuarter]:
    for person in around.names.values():
        plan = around.plans.get(person.id)
        if plan is None or plan.state not in IN_FORCE:
            continue
        for each in periods:
            quarter = found[person.id].get(each.number)
            covers = plan.starts_on <= each.ends_on and each.starts_on <= plan.ends_on
            if covers and (quarter is None or not quarter.is_shown):
                yield WaitingQuarter(person.name, plan.plan_id, each.number, quarter)
