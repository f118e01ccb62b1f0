"""Results in the night: delivered, reminded of, deemed received, final, and the cycle closed.

Days are worked by hand from the deadline rules. The result is confirmed on Tuesday, 12 January
2027; the job runs at half past one of every day. From then to 13 February the days off are weekends
only, with a public holiday on Saturday, 6 February.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.letters.service import TO_TELL
from portal.cli.evaluation_jobs import RESULTS_JOB
from portal.evaluation.appraisals import writing
from portal.evaluation.appraisals.domain import Receipt
from portal.evaluation.appraisals.snapshot_models import DeliveryReminder
from portal.evaluation.cycles import service as cycles
from portal.evaluation.cycles.queries import cycle_with
from portal.evaluation.plans.domain import Plan
from portal.evaluation.plans.install import plans_are_over
from portal.evaluation.plans.models import PlanEvent
from portal.evaluation.plans.queries import plan_with
from portal.evaluation.rules.states import CycleState, PlanState, YearlyState
from portal.organisation.calendar.models import Holiday
from portal.web.access import Role
from tests.conftest import settings_for
from tests.factories.organisation import make_holiday
from tests.factories.people import make_absence
from tests.factories.plans import PlanScene, make_plan
from tests.factories.years import held, make_year
from tests.staff import add_account

Nights = Callable[..., None]
DELIVERED = date(2027, 1, 13)


@pytest.fixture
def plan(session: Session, scene: PlanScene) -> Plan:
    """A plan whose result was confirmed and not delivered; its person has an account."""
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    make_year(session, scene, plan, state=YearlyState.CONFIRMED)
    add_account(session, Role.OFFICER, agency_id=scene.agency_id, officer_id=scene.person)
    session.commit()
    return plan


@pytest.fixture
def nights(session: Session, tmp_path: Path, database_url: str) -> Nights:
    """Run the job in every night from one day to another, both inclusive."""
    settings = settings_for(tmp_path, database_url)

    def run(first: date, last: date | None = None) -> None:
        for ahead in range(((last or first) - first).days + 1):
            day = first + timedelta(days=ahead)
            before = day - timedelta(days=1)
            now = datetime(before.year, before.month, before.day, 18, 30, tzinfo=UTC)
            RESULTS_JOB.run(session, settings, now=now)

    return run


def reminders(session: Session) -> list[int]:
    """Return the days of the month on which the person was reminded."""
    query = select(DeliveryReminder.reminded_on).order_by(DeliveryReminder.reminded_on)
    return [each.day for each in session.scalars(query)]


def test_a_result_goes_from_confirmed_to_a_closed_cycle(
    session: Session, plan: Plan, nights: Nights
) -> None:
    for state in (CycleState.EVALUATING, CycleState.OBJECTING):
        cycles.move_cycle(session, plan.cycle_id, to=state)

    nights(DELIVERED)
    year = held(session, plan)
    assert (year.state, year.delivered_on) == (YearlyState.DELIVERED, DELIVERED)
    assert reminders(session) == []

    # Reminded on Thursday and Friday; five working days: 14, 15, 18, 19, 20 January.
    nights(date(2027, 1, 14), date(2027, 1, 20))
    assert held(session, plan).state is YearlyState.DELIVERED
    assert reminders(session) == [14, 15]
    nights(date(2027, 1, 21))
    year = held(session, plan)
    assert (year.state, year.receipt) == (YearlyState.RECEIVED, Receipt.DEEMED)
    # 14 days end on Thursday, 4 February; eight working days ended on the 2nd.
    assert (year.received_on, year.object_until) == (date(2027, 1, 21), date(2027, 2, 4))

    nights(date(2027, 1, 22), date(2027, 2, 4))
    assert held(session, plan).state is YearlyState.RECEIVED
    with pytest.raises(cycles.CycleNotFinished):
        cycles.close_cycle(session, plan.cycle_id, conditions=(plans_are_over,))
    assert reminders(session) == [14, 15, 29, 2, 4]
    nights(date(2027, 2, 4))
    assert reminders(session) == [14, 15, 29, 2, 4]
    nights(date(2027, 2, 5))
    assert held(session, plan).state is YearlyState.FINAL

    found = plan_with(session, plan.id)
    assert found is not None
    assert found.latest.state is PlanState.CONCLUDED
    event = session.scalars(select(PlanEvent).order_by(PlanEvent.id.desc())).first()
    assert event is not None
    assert (event.new, event.person_id) == (PlanState.CONCLUDED, None)
    session.rollback()
    cycles.close_cycle(session, plan.cycle_id, conditions=(plans_are_over,))
    cycle = cycle_with(session, plan.cycle_id)
    assert cycle is not None
    assert cycle.state is CycleState.CLOSED
    # Told once of the delivery, twice as a reminder, and when 7, 3 and 1 days were left to object.
    assert len(session.info[TO_TELL]) == 6


def test_leave_stops_reminders_and_receipt(
    session: Session, scene: PlanScene, plan: Plan, nights: Nights
) -> None:
    make_absence(session, scene.person, starts_on=date(2027, 1, 15), ends_on=date(2027, 1, 22))
    session.commit()

    nights(DELIVERED, date(2027, 1, 28))

    # At work after the delivery: 14, then 25, 26, 27, 28 January.
    assert held(session, plan).state is YearlyState.DELIVERED
    assert reminders(session) == [14, 25]
    nights(date(2027, 1, 29))
    year = held(session, plan)
    assert (year.received_on, year.object_until) == (date(2027, 1, 29), date(2027, 2, 12))
    nights(date(2027, 1, 30), date(2027, 2, 12))
    assert held(session, plan).state is YearlyState.RECEIVED
    nights(date(2027, 2, 13))
    assert held(session, plan).state is YearlyState.FINAL


def test_somebody_who_stays_away_has_received_nothing(
    session: Session, scene: PlanScene, plan: Plan, nights: Nights
) -> None:
    make_absence(session, scene.person, starts_on=date(2027, 1, 14))
    session.commit()

    nights(DELIVERED, date(2027, 2, 5))

    assert held(session, plan).state is YearlyState.DELIVERED
    assert reminders(session) == []


def test_leave_while_objecting_moves_the_last_day(
    session: Session, scene: PlanScene, plan: Plan, nights: Nights
) -> None:
    nights(DELIVERED, date(2027, 1, 22))
    make_absence(session, scene.person, starts_on=date(2027, 1, 25), ends_on=date(2027, 1, 29))
    session.commit()

    nights(date(2027, 1, 23), date(2027, 2, 9))

    # Present: 22 to 24, 30, 31 January, 1 to 9 February; at work of these: 22, 1 to 5, 8, 9.
    year = held(session, plan)
    assert (year.state, year.object_until) == (YearlyState.RECEIVED, date(2027, 2, 9))
    nights(date(2027, 2, 10))
    assert held(session, plan).state is YearlyState.FINAL


def test_a_holiday_declared_later_moves_the_last_day_and_never_back(
    session: Session, plan: Plan, nights: Nights
) -> None:
    nights(DELIVERED, date(2027, 1, 22))
    make_holiday(session, date(2027, 2, 4))
    session.commit()
    nights(date(2027, 1, 23))
    session.execute(delete(Holiday))
    session.commit()

    nights(date(2027, 1, 24), date(2027, 2, 5))

    year = held(session, plan)
    assert (year.state, year.object_until) == (YearlyState.RECEIVED, date(2027, 2, 5))
    nights(date(2027, 2, 6))
    assert held(session, plan).state is YearlyState.FINAL


def test_no_result_is_final_while_its_plan_still_runs(
    session: Session, plan: Plan, nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights(DELIVERED, date(2027, 2, 4))

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the plan cannot be concluded")

    monkeypatch.setattr(writing, "conclude", fail)
    with pytest.raises(RuntimeError):
        nights(date(2027, 2, 5))

    assert held(session, plan).state is YearlyState.RECEIVED
    monkeypatch.undo()
    nights(date(2027, 2, 6))
    assert held(session, plan).state is YearlyState.FINAL
