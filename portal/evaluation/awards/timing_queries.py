"""Which cycle a scheme's year is, what was learned in it, and what may still be disputed."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.yearly_queries import years_in
from portal.evaluation.cycles.queries import cycles
from portal.evaluation.objections.queries import pending_objections
from portal.evaluation.rules.states import CycleState, YearlyState
from portal.evaluation.training.queries import hours_done


def has_open_objections(session: Session, year: int, *, today: date) -> bool:
    """Return whether an objection to a result of a year waits, or may still be filed in time."""
    cycle_ids = cycle_ids_of(session, year)
    if any(each.cycle_id in cycle_ids for each in pending_objections(session)):
        return True
    waiting = years_in(session, YearlyState.DELIVERED, YearlyState.RECEIVED)
    return any(
        each.cycle_id in cycle_ids and (each.object_until is None or each.object_until >= today)
        for each in waiting
    )


def cycle_ids_of(session: Session, year: int) -> set[int]:
    """Return the cycles of a year that were not cancelled; one or none."""
    is_off = CycleState.CANCELLED
    return {each.id for each in cycles(session) if each.year == year and each.state is not is_off}


def hours_in(session: Session, person_ids: Collection[int], *, year: int) -> Mapping[int, int]:
    """Return the hours of training done with evidence in a year; who has none is left out."""
    return hours_done(session, person_ids, first=date(year, 1, 1), last=date(year, 12, 31))
