"""Use cases of cycles: make, open under frozen rules, extend, move on, close."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries
from portal.evaluation.cycles.decisions import AdoptRules, NoSuchCycle, add_rules, locked_cycle
from portal.evaluation.cycles.domain import (
    Cycle,
    OpenMatter,
    PeriodFault,
    deadlines_of,
    period_faults,
    periods_ending,
)
from portal.evaluation.cycles.models import CycleDeadline, EvaluationCycle, EvaluationPeriod
from portal.evaluation.rules.days import DayTest
from portal.evaluation.rules.deadlines import DayRules
from portal.evaluation.rules.machines import CYCLE, PERIOD
from portal.evaluation.rules.states import CycleState, PeriodState
from portal.storage.database import begin_write

# Of the version that the portal comes with, when a cycle opens and none was adopted before.
_DEFAULT_REASON = "aturan bawaan portal"
# What a feature above says still keeps a cycle from closing, or from opening; nothing when
# nothing does.
ClosingCondition = Callable[[Session, Cycle], Sequence[OpenMatter]]


class YearTaken(ValueError):
    """The year has a cycle that was not cancelled."""


class PeriodsDoNotFit(ValueError):
    """The ends of the periods do not divide the cycle.

    :ivar faults: everything that is wrong with them.
    """

    def __init__(self, faults: Sequence[PeriodFault]) -> None:
        super().__init__(", ".join(faults))
        self.faults = tuple(faults)


class CycleNotFinished(ValueError):
    """Something still keeps the cycle from closing, or from opening.

    :ivar matters: what it is, with counts.
    """

    def __init__(self, matters: Sequence[OpenMatter]) -> None:
        super().__init__(f"{len(matters)} matters are open")
        self.matters = tuple(matters)


@dataclass(frozen=True, slots=True)
class CreateCycle:
    """A new cycle whose periods end on ``period_ends``."""

    year: int
    starts_on: date
    ends_on: date
    period_ends: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """Who opens a cycle, and when by the clock and by the city's date."""

    opened_by: str
    now: datetime
    today: date


def create_cycle(session: Session, command: CreateCycle) -> int:
    """Make a draft with its periods and return its number; commits.

    :raises YearTaken: when the year has a cycle that was not cancelled.
    :raises PeriodsDoNotFit: when the periods leave a gap, overlap or end elsewhere.
    """
    faults = period_faults(
        command.period_ends, starts_on=command.starts_on, ends_on=command.ends_on
    )
    if faults:
        raise PeriodsDoNotFit(faults)
    begin_write(session)
    taken = (each for each in queries.cycles(session) if each.year == command.year)
    if any(each.state is not CycleState.CANCELLED for each in taken):
        session.rollback()
        raise YearTaken(f"{command.year}")
    cycle = EvaluationCycle(
        year=command.year,
        starts_on=command.starts_on,
        ends_on=command.ends_on,
        state=CYCLE.first,
    )
    session.add(cycle)
    session.flush()
    for period in periods_ending(command.period_ends, starts_on=command.starts_on):
        session.add(
            EvaluationPeriod(
                cycle_id=cycle.id,
                number=period.number,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
                state=PERIOD.first,
            )
        )
        session.flush()
    session.commit()
    return cycle.id


def open_cycle(
    session: Session,
    cycle_id: int,
    *,
    opening: Opening,
    is_working_day: DayTest,
    conditions: Sequence[ClosingCondition] = (),
) -> None:
    """Freeze the newest rules, store the last days and open the cycle; commits.

    The rules that the portal comes with become version 1 when none was adopted before.

    :param conditions: what features above registered.
    :raises NoSuchCycle: when there is none of that number.
    :raises portal.evaluation.rules.states.TransitionRefused: when it is no draft.
    :raises CycleNotFinished: when one of ``conditions`` names something to settle before.
    """
    begin_write(session)
    row = locked_cycle(session, cycle_id)
    state = CYCLE.moved(CycleState(row.state), to=CycleState.OPEN)
    matters = open_matters(session, queries.cycle_of(session, row), conditions=conditions)
    if matters:
        session.rollback()
        raise CycleNotFinished(matters)
    rules = queries.newest_rules(session)
    version = rules.version
    if not version:
        command = AdoptRules(rules.rules, reason=_DEFAULT_REASON, adopted_by=opening.opened_by)
        version = add_rules(session, command, now=opening.now)
    _store_deadlines(session, row, days=rules.rules.days, is_working_day=is_working_day)
    row.state, row.rule_set_version, row.opened_on = state, version, opening.today
    session.commit()


def _store_deadlines(
    session: Session, row: EvaluationCycle, *, days: DayRules, is_working_day: DayTest
) -> None:
    cycle = queries.cycle_of(session, row)
    for each in deadlines_of(cycle, days, is_working_day=is_working_day):
        session.add(
            CycleDeadline(
                cycle_id=row.id,
                period_number=each.period_number,
                step=each.step,
                begins_on=each.begins_on,
                last_on=each.last_on,
            )
        )


def move_cycle(session: Session, cycle_id: int, *, to: CycleState, reason: str = "") -> None:
    """Move a cycle on to ``evaluating`` or ``objecting``, or cancel a draft; commits.

    :raises NoSuchCycle: when there is none of that number.
    :raises portal.evaluation.rules.states.TransitionRefused: when it cannot go there.
    """
    begin_write(session)
    row = locked_cycle(session, cycle_id)
    row.state = CYCLE.moved(CycleState(row.state), to=to, reason=reason)
    session.commit()


def move_period(session: Session, cycle_id: int, *, number: int, to: PeriodState) -> None:
    """Move a period of a cycle on; commits.

    :raises NoSuchCycle: when there is no such period.
    :raises portal.evaluation.rules.states.TransitionRefused: when it cannot go there.
    """
    begin_write(session)
    locked_cycle(session, cycle_id)
    row = session.get(EvaluationPeriod, (cycle_id, number))
    if row is None:
        raise NoSuchCycle(f"{cycle_id}, period {number}")
    row.state = PERIOD.moved(PeriodState(row.state), to=to)
    session.commit()


def close_cycle(session: Session, cycle_id: int, *, conditions: Sequence[ClosingCondition]) -> None:
    """Close a cycle once nothing keeps it open; commits.

    :param conditions: what features above registered.
    :raises NoSuchCycle: when there is none of that number.
    :raises portal.evaluation.rules.states.TransitionRefused: when it cannot be closed yet.
    :raises CycleNotFinished: when one of ``conditions`` names something.
    """
    begin_write(session)
    row = locked_cycle(session, cycle_id)
    state = CYCLE.moved(CycleState(row.state), to=CycleState.CLOSED)
    matters = open_matters(session, queries.cycle_of(session, row), conditions=conditions)
    if matters:
        session.rollback()
        raise CycleNotFinished(matters)
    row.state = state
    session.commit()


def open_matters(
    session: Session, cycle: Cycle, *, conditions: Sequence[ClosingCondition]
) -> tuple[OpenMatter, ...]:
    """Return what keeps a cycle from closing, in the order in which it was registered."""
    return tuple(matter for condition in conditions for matter in condition(session, cycle))
