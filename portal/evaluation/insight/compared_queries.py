"""Reads what of everybody's year goes into the equity check; held only while it runs."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from statistics import fmean

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.yearly_queries import final_predicates, steps_in
from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.insight.figure_queries import citizens_difference, served_plans
from portal.evaluation.peer_feedback.queries import folded_figures
from portal.evaluation.rules.equity_groups import ComparedPerson, EquityMeasure, sex_and_birth_year
from portal.organisation.people import queries as people
from portal.organisation.people.domain import Absence, PersonKind

DAY = timedelta(days=1)
Measured = Mapping[EquityMeasure, float]


def compared_people(session: Session, cycle: Cycle, *, on: date) -> Iterator[ComparedPerson]:
    """Give everybody whose result of a cycle is final; no name and no number goes with it."""
    final = final_predicates(session, cycle.id)
    values = _values(session, cycle, on=on)
    persons = people.persons(session, final)
    away = _days_away(session, cycle, person_ids=persons)
    for person in persons.values():
        is_woman, born = sex_and_birth_year(person.number)
        yield ComparedPerson(
            values.get(person.id, {}),
            is_woman,
            None if born is None else cycle.year - born,
            None if person.kind is None else person.kind is PersonKind.PPPK,
            away.get(person.id, 0),
        )


def _values(
    session: Session, cycle: Cycle, *, on: date
) -> Mapping[int, Mapping[EquityMeasure, float]]:
    found: dict[int, dict[EquityMeasure, float]] = {}
    for rated in steps_in(session, cycle.id).values():
        for person, steps in rated.items():
            found[person] = {EquityMeasure.STEPS: fmean(steps)}
    for person, figure in folded_figures(session, cycle.id).items():
        found.setdefault(person, {})[EquityMeasure.COLLEAGUES] = float(figure)
    rules = cycles.rules_of(session, cycle).rules
    for served in served_plans(session, cycle, rules=rules, person_ids=set(found), on=on):
        difference = citizens_difference(session, served)
        if difference is not None:
            found[served.plan.person_id][EquityMeasure.CITIZENS] = float(difference)
    return found


def _days_away(
    session: Session, cycle: Cycle, *, person_ids: Mapping[int, object]
) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for each in people.absences_of(session, set(person_ids)):
        found[each.person_id] = found.get(each.person_id, 0) + _days(each, cycle)
    return found


def _days(absence: Absence, cycle: Cycle) -> int:
    first = max(absence.starts_on, cycle.starts_on)
    last: date = min(absence.ends_on or cycle.ends_on, cycle.ends_on)
    return max(0, (last - first) // DAY + 1)
