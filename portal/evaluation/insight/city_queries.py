"""Queries on a cycle for all of the city, and on the group that one appraiser is compared with."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from portal.evaluation.awards.nominee_queries import self_nominated_since
from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.insight.around import LookedAt, Unlock
from portal.evaluation.insight.facts import CityFacts
from portal.evaluation.peer_feedback.queries import folded_figures
from portal.evaluation.rules.sameness import sameness_signs
from portal.evaluation.rules.year_signals import colleagues_error
from portal.organisation.people.change_queries import doubts_since

# By appraiser and person.
Steps = Mapping[int, Mapping[int, Sequence[int]]]


def around_cycle(session: Session, cycle: Cycle, *, unlock: Unlock, today: date) -> LookedAt:
    """Return what is the same for everybody in a cycle."""
    found = (each for each in cycles.cycles(session) if each.year == cycle.year - 1)
    earlier = next((each for each in found if each.rules_version is not None), None)
    begins = datetime.combine(cycle.starts_on, time(), tzinfo=UTC)
    return LookedAt(
        cycle,
        cycles.rules_of(session, cycle).rules,
        None if earlier is None else (earlier, cycles.rules_of(session, earlier).rules),
        folded_figures(session, cycle.id),
        doubts_since(session, begins),
        self_nominated_since(session, cycle.starts_on),
        today,
        unlock,
    )


def city_facts(
    at: LookedAt, steps: Steps, *, leniency: Mapping[int, float] | None = None
) -> CityFacts:
    """Return what one appraiser is compared with."""
    rules = at.rules.signals
    rows = {str(each): list(people.values()) for each, people in steps.items()}
    same = sameness_signs(rows, rules=rules).shown if rows else ()
    error = colleagues_error(list(at.figures.values()), rules=rules)
    return CityFacts(error, frozenset(map(int, same)), leniency or {}, rules)
