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

OPENING = service.Opening("Kantor Kinerja", NOW, TODAY)


def moved_by_service(session: Session, cycle_id: int, to: CycleState) -> None:
    if to is CycleState.OPEN:
        service.open_cycle(session, cycle_id, opening=OPENING, is_working_day=is_weekday)
    elif to is CycleState.CLOSED:
        service.close_cycle(session, cycle_id, conditions=())
    else:
        service.move_cycle(session, cycle_id, to=to)


@pytest.mark.parametrize(("old", "new"), list(product(CycleState, CycleState)))
def test_the_service_moves_a_cycle_only_as_the_table_says(
    session: Session, old: CycleState, new: CycleState
) -> None:
    cycle = make_cycle(session, state=old)

    if new in CYCLE.allowed[old]:
        moved_by_service(session, cycle.id, new)
        expected = new
    else:
        with pytest.raises(TransitionRefused):
            moved_by_service(session, cycle.id, new)
        session.rollback()
        expected = old
    found = queries.cycle_with(session, cycle.id)
    assert found is not None
    assert found.state is expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (old, new)
        for old, new in product(CycleState, CycleState)
        if old is not new and new not in CYCLE.allowed[old]
    ],
)
def test_the_database_refuses_every_other_change_of_a_cycle(
    session: Session, old: CycleState, new: CycleState
) -> None:
    cycle = make_cycle(session, state=old)

    with pytest.raises(IntegrityError):
        session.execute(
            text("UPDATE evaluation_cycle SET state = :new WHERE id = :id"),
            {"new": new, "id": cycle.id},
        )


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
