"""How far an agency's people are, by unit: states only, no level and no name."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import CONFIRMED
from portal.evaluation.appraisals.queries import shown_days
from portal.evaluation.appraisals.yearly_queries import years_of_people
from portal.evaluation.plans.queries import PlanLine, latest_lines
from portal.evaluation.rules.states import PlanState, YearlyState
from portal.organisation.people import queries as people
from portal.organisation.people.civil_servants import evaluated_people
from portal.organisation.people.domain import Post

UNSENT = frozenset({PlanState.DRAFT, PlanState.RETURNED})
RATED = frozenset({YearlyState.RATED, YearlyState.UNIT_REVIEW, YearlyState.SECOND_LOOK})


@dataclass(frozen=True, slots=True)
class UnitCompleteness:
    """How many of a unit's people are how far.

    :ivar unit_id: None for those directly under the head of the agency.
    :ivar quarters: people whose evaluation was shown, by number of the period.
    """

    unit_id: int | None
    people: int
    without_plan: int
    unsent: int
    waiting: int
    in_force: int
    quarters: Mapping[int, int]
    rated: int
    confirmed: int


def completeness(
    session: Session, cycle_id: int, *, agency_id: int, on: date
) -> Sequence[UnitCompleteness]:
    """Return how far an agency's people are in a cycle, by unit.

    :param on: of which posts and people are read.
    """
    ids = evaluated_people(session, on=on, agency_id=agency_id)
    units: defaultdict[int | None, list[int]] = defaultdict(list)
    for post in people.posts_of(session, ids):
        if post.agency_id == agency_id and _is_held(post, on):
            units[post.unit_id].append(post.person_id)
    lines = latest_lines(session, cycle_id, person_ids=ids)
    shown = shown_days(session, cycle_id)
    found = years_of_people(session, ids, cycle_id=cycle_id)
    years = {each.person_id: each.state for each in found}
    return [
        _unit(unit_id, sorted(set(members)), lines=lines, shown=shown, years=years)
        for unit_id, members in sorted(units.items(), key=lambda pair: pair[0] or 0)
    ]


def _unit(
    unit_id: int | None,
    members: Sequence[int],
    *,
    lines: Mapping[int, PlanLine],
    shown: Mapping[tuple[int, int], date],
    years: Mapping[int, YearlyState],
) -> UnitCompleteness:
    states = [lines[each].state for each in members if each in lines]
    found = [years[each] for each in members if each in years]
    return UnitCompleteness(
        unit_id,
        len(members),
        len(members) - len(states),
        unsent=_count(states, UNSENT),
        waiting=_count(states, {PlanState.SUBMITTED}),
        in_force=len(states) - _count(states, {*UNSENT, PlanState.SUBMITTED}),
        quarters=Counter(number for person, number in shown if person in set(members)),
        rated=_count(found, RATED),
        confirmed=_count(found, CONFIRMED),
    )


def _count(states: Sequence[object], wanted: Collection[object]) -> int:
    return sum(each in wanted for each in states)


def _is_held(post: Post, on: date) -> bool:
    is_begun = post.starts_on <= on and (post.ends_on is None or on <= post.ends_on)
    return post.kind == "definitive" and is_begun
