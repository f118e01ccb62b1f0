"""The lists of the first screen: a superior's people, and states by agency without content."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.cycles.domain import Cycle, CyclesInUse, Deadline
from portal.evaluation.cycles.queries import ask_deadlines
from portal.evaluation.plans import queries
from portal.evaluation.rules.states import PlanState
from portal.organisation.people.asked_queries import ask_persons, ask_standing_of_superior
from portal.organisation.people.civil_servants import evaluated_people
from portal.organisation.people.domain import Person
from portal.organisation.people.standing import StandingOnDay
from portal.storage.joint_reading import Asking, answered
from portal.web.access import Role, Staff


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One of a superior's people with the latest plan; None while there is none."""

    name: str
    plan: queries.PlanLine | None

    @property
    def waits_for_superior(self) -> bool:
        """Whether the plan was sent and not answered yet."""
        return self.plan is not None and self.plan.state is PlanState.SUBMITTED


@dataclass(frozen=True, slots=True)
class States:
    """How many people have a plan in which state; no names and no content."""

    without: int
    counts: Mapping[PlanState, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AroundViewer:
    """Somebody with the people whom they rate or stand in for on a day.

    :ivar reviewed: the cycle that is over and still evaluated; None without one.
    :ivar names: of these people, in order of name.
    :ivar delegated: the people whose work the viewer looks at for other superiors, by name.
    :ivar plans: their latest plans of the cycle and the viewer's own; who has none is left out.
    :ivar earlier_plans: the same of the reviewed cycle.
    :ivar deadlines: of the cycle, in the order of days.
    """

    person_id: int
    cycle: Cycle | None
    reviewed: Cycle | None
    standing: StandingOnDay
    names: Mapping[int, Person]
    delegated: Mapping[int, Person]
    plans: Mapping[int, queries.PlanLine]
    earlier_plans: Mapping[int, queries.PlanLine]
    deadlines: Sequence[Deadline]

    @property
    def own_plan(self) -> queries.PlanLine | None:
        """The viewer's own plan, or None."""
        return self.plans.get(self.person_id)

    @property
    def is_own_returned(self) -> bool:
        """Whether the viewer's own plan was returned to be mended."""
        return self.own_plan is not None and self.own_plan.state is PlanState.RETURNED

    @property
    def known(self) -> Mapping[int, Person]:
        """Everybody whose work the viewer looks at."""
        return {**self.names, **self.delegated}

    @property
    def appraised(self) -> Mapping[int, Person]:
        """The people whom the viewer appraises themselves, not in place of somebody else."""
        is_theirs = self.standing.appraiser_of
        return {key: each for key, each in self.names.items() if is_theirs(key) == self.person_id}

    def people(self) -> Sequence[PersonLine]:
        """Return the viewer's people: who waits first, then by name; never by a score."""
        if self.cycle is None:
            return ()
        found = [PersonLine(each.name, self.plans.get(each.id)) for each in self.names.values()]
        return sorted(found, key=lambda line: (not line.waits_for_superior, line.name))


def around_viewer(
    session: Session, person_id: int | None, *, cycles: CyclesInUse, on: date
) -> AroundViewer | None:
    """Return who is around a viewer, in three queries; None for an account without a person."""
    if person_id is None:
        return None
    standing, deadlines = answered(
        session,
        [ask_standing_of_superior(on, superior_id=person_id), _ask_deadlines(cycles.open)],
    )
    own, delegated = standing.people_of(person_id), set(standing.delegated_to(person_id))
    ids = {*own, person_id}
    persons, plans, earlier = answered(
        session,
        [
            ask_persons({*own, *delegated}),
            _ask_plans(cycles.open, ids),
            _ask_plans(cycles.reviewed, ids),
        ],
    )
    return AroundViewer(
        person_id,
        cycles.open,
        cycles.reviewed,
        standing,
        names={each: persons[each] for each in persons if each in ids},
        delegated={each: persons[each] for each in persons if each in delegated},
        plans=plans,
        earlier_plans=earlier,
        deadlines=deadlines,
    )


def _ask_deadlines(cycle: Cycle | None) -> Asking[Sequence[Deadline]]:
    return () if cycle is None else (yield from ask_deadlines(cycle.id))


def _ask_plans(
    cycle: Cycle | None, person_ids: Collection[int]
) -> Asking[Mapping[int, queries.PlanLine]]:
    if cycle is None:
        return {}
    return (yield from queries.ask_latest_lines(cycle.id, person_ids=person_ids))


def states_of_agency(
    session: Session, staff: Staff, *, cycle: Cycle | None, on: date
) -> States | None:
    """Return the states of the plans a coordinator or the office looks after; None for others."""
    is_city = staff.has(Role.PERFORMANCE_OFFICE)
    if cycle is None or not (is_city or staff.has(Role.PERFORMANCE_COORDINATOR)):
        return None
    ids = evaluated_people(session, on=on, agency_id=None if is_city else staff.agency_id)
    lines = queries.latest_lines(session, cycle.id, person_ids=None if is_city else ids)
    counted = Counter(line.state for each, line in lines.items() if each in set(ids))
    return States(without=len(ids) - sum(counted.values()), counts=counted)
