"""Makers of cycles of the evaluation: drafts, open ones, and ones further on."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries, service
from portal.evaluation.cycles.domain import Cycle, quarter_ends
from portal.evaluation.rules.states import CycleState

NOW = datetime(2026, 1, 5, 2, tzinfo=UTC)
TODAY = date(2026, 1, 5)
# The way of a cycle, one state after the other.
COURSE = (CycleState.EVALUATING, CycleState.OBJECTING, CycleState.CLOSED)


def is_weekday(day: date) -> bool:
    """Return whether a day is a working day of a city without holidays."""
    return day.weekday() < 5


def make_draft(session: Session, year: int = 2026) -> int:
    """Make a draft of a calendar year with four quarters; commits."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    ends = quarter_ends(first, last)
    return service.create_cycle(session, service.CreateCycle(year, first, last, ends))


def make_cycle(session: Session, year: int = 2026, *, state: CycleState = CycleState.OPEN) -> Cycle:
    """Make a cycle and bring it into a state; commits."""
    cycle_id = make_draft(session, year)
    if state is CycleState.CANCELLED:
        service.move_cycle(session, cycle_id, to=state)
    elif state is not CycleState.DRAFT:
        opening = service.Opening("Kantor Kinerja", NOW, date(year, 1, 5))
        service.open_cycle(session, cycle_id, opening=opening, is_working_day=is_weekday)
        for following in COURSE[: COURSE.index(state) + 1 if state in COURSE else 0]:
            if following is CycleState.CLOSED:
                service.close_cycle(session, cycle_id, conditions=())
            else:
                service.move_cycle(session, cycle_id, to=following)
    cycle = queries.cycle_with(session, cycle_id)
    if cycle is None:
        raise LookupError(cycle_id)
    return cycle
