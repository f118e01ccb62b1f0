"""The lists of the first screen: a superior's people, and states by agency without content."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.plans import queries
from portal.evaluation.rules.states import PlanState
from portal.organisation.people import queries as people
from portal.organisation.people.civil_servants import evaluated_people
from portal.organisation.people.domain import Person
from portal.organisation.people.standing import StandingOnDay
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

    :ivar names: of these people, in order of name.
    :ivar plans: their latest plans of the cycle and the viewer's own; who has none is left out.
    """

    person_id: int
    cycle: Cycle | None
    standing: StandingOnDay
    names: Mapping[int, Person]
    plans: Mapping[int, queries.PlanLine]

    @property
    def own_plan(self) -> queries.PlanLine | None:
        """The viewer's own plan, or None."""
        return self.plans.get(self.person_id)

    def people(self) -> Sequence[PersonLine]:
        """Return the viewer's people: who waits first, then by name; never by a score."""
        if self.cycle is None:
            return ()
        found = [PersonLine(each.name, self.plans.get(each.id)) for each in self.names.values()]
        return sorted(found, key=lambda line: (not line.waits_for_superior, line.name))


def around_viewer(
    session: Session, person_id: int | None, *, cycle: Cycle | None, on: date
) -> AroundViewer | None:
    """Return who is around a viewer; None for an account without a person."""
    if person_id is None:
        return None
    standing = people.standing_of_superior(session, on, superior_id=person_id)
    ids = standing.people_of(person_id)
    names = people.persons(session, ids) if ids else {}
    plans = queries.latest_lines(session, cycle.id, person_ids={*ids, person_id}) if cycle else {}
    return AroundViewer(person_id, cycle, standing, names, plans)


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
