"""A cycle and its periods go only where the table of transitions says, in code and database."""

from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries, service
from portal.evaluation.rules.machines import CYCLE, PERIOD
from portal.evaluation.rules.states import CycleState, PeriodState, TransitionRefused
from tests.factories.cycles import NOW, TODAY, is_weekday, make_cycle
from tests.refusals import is_refused

OPENING = service.Opening("Kantor Kinerja", NOW, TODAY)


def moved_by_service(session: Session, cycle_id: int, to: CycleState) -> None:
    if to is CycleState.OPEN:
        service.open_cycle(session, cycle_id, opening=OPENING, is_working_day=is_weekday)
    elif to is CycleState.CLOSED:
        service.close_cycle(session, cycle_id, conditions=())
    else:
        service.move_cycle(session, cycle_id, to=to)


def state_of(session: Session, cycle_id: int) -> CycleState:
    found = queries.cycle_with(session, cycle_id)
    assert found is not None
    return found.state


@pytest.mark.parametrize(
    ("old", "new"), [(old, new) for old in CycleState for new in sorted(CYCLE.allowed[old])]
)
def test_the_service_moves_a_cycle_where_the_table_says(
    session: Session, old: CycleState, new: CycleState
) -> None:
    cycle = make_cycle(session, state=old)

    moved_by_service(session, cycle.id, new)

    assert state_of(session, cycle.id) is new


@pytest.mark.parametrize("old", CycleState)
def test_service_and_database_refuse_every_other_change_of_a_cycle(
    session: Session, old: CycleState
) -> None:
    cycle = make_cycle(session, state=old)
    others = set(CycleState) - CYCLE.allowed[old]

    for new in others:
        with pytest.raises(TransitionRefused):
            moved_by_service(session, cycle.id, new)
        session.rollback()
        assert state_of(session, cycle.id) is old
    change = "UPDATE evaluation_cycle SET state = :new WHERE id = :id"
    for new in others - {old}:
        assert is_refused(session, change, new=new, id=cycle.id), new


@pytest.mark.parametrize(
    ("old", "new"), [each for each in product(PeriodState, PeriodState) if each[0] is not each[1]]
)
def test_a_period_moves_only_as_the_table_says_in_code_and_in_the_database(
    session: Session, old: PeriodState, new: PeriodState
) -> None:
    cycle = make_cycle(session)
    for state in list(PeriodState)[1 : list(PeriodState).index(old) + 1]:
        service.move_period(session, cycle.id, number=1, to=state)

    if new in PERIOD.allowed[old]:
        service.move_period(session, cycle.id, number=1, to=new)
        return
    with pytest.raises(TransitionRefused):
        service.move_period(session, cycle.id, number=1, to=new)
    session.rollback()
    with pytest.raises(IntegrityError):
        session.execute(
            text("UPDATE evaluation_period SET state = :new WHERE number = 1"), {"new": new}
        )


@pytest.mark.parametrize("state", [each for each in CycleState if each is not CycleState.DRAFT])
def test_a_cycle_begins_as_a_draft(session: Session, state: CycleState) -> None:
    with pytest.raises(IntegrityError):
        session.execute(
            text(
                "INSERT INTO evaluation_cycle (id, year, starts_on, ends_on, state) "
                "VALUES (1, 2026, '2026-01-01', '2026-12-31', :state)"
            ),
            {"state": state},
        )
