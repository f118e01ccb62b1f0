"""Checks a year for equal treatment once, after it is closed; only groups of thirty are kept."""

from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.insight.compared_queries import compared_people
from portal.evaluation.insight.equity_models import EquityCheck, EquityDifferenceRow
from portal.evaluation.insight.equity_queries import is_checked
from portal.evaluation.rules.equity import equity_differences
from portal.evaluation.rules.equity_groups import EquityDifference
from portal.evaluation.rules.states import CycleState
from portal.storage.database import begin_write

DIGITS = 3


def check_closed_years(session: Session, *, today: date) -> int:
    """Check every closed cycle that was not checked; commits one by one.

    Once only: of two checks, the later one less the earlier one could tell of a single person.

    :returns: how many were checked.
    """
    closed = [each for each in cycles.cycles(session) if each.state is CycleState.CLOSED]
    waiting = [each for each in closed if not is_checked(session, each.id)]
    for cycle in waiting:
        found = equity_differences(list(compared_people(session, cycle, on=today)))
        begin_write(session)
        session.add(EquityCheck(cycle_id=cycle.id, counted_on=today))
        session.flush()
        session.add_all(_row(cycle.id, each) for each in found)
        session.commit()
    return len(waiting)


def _row(cycle_id: int, found: EquityDifference) -> EquityDifferenceRow:
    return EquityDifferenceRow(
        cycle_id=cycle_id,
        measure=found.measure,
        grouped=found.group,
        people=found.people,
        others=found.others,
        difference=round(found.difference, DIGITS),
        lower=round(found.lower, DIGITS),
        upper=round(found.upper, DIGITS),
        is_flagged=found.is_flagged,
    )
