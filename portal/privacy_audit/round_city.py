"""Made-up people of a few units with an open cycle and a planned round, in the scratch database."""

from datetime import UTC, date, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.evaluation.cycles.domain import quarter_ends
from portal.evaluation.cycles.service import CreateCycle, Opening, create_cycle, open_cycle
from portal.evaluation.peer_feedback.domain import round_days
from portal.evaluation.peer_feedback.round_decisions import PlanRound, plan_round
from portal.storage.sealing.keys import KeyStore
from portal.tables import Base
from portal.time.working_days import WorkingDays

UNITS, PEOPLE_OF_A_UNIT = 4, 9
YEAR = 2026
PLANNED_ON, OPENS_ON = date(YEAR, 9, 1), date(YEAR, 11, 9)
LONG_AGO = date(2020, 1, 1)
NOW = datetime(YEAR, 1, 5, 3, tzinfo=UTC)
CALENDAR = WorkingDays()


def plan_made_up_round(session: Session, store: KeyStore) -> int:
    """Make the people and the cycle, plan the round, and return its number; commits."""
    agency = _add(session, "agency", code="colleagues", name="Dinas Rekan", kind="dinas")
    for number in range(UNITS):
        unit = _add(
            session, "unit", code=f"rekan-{number}", name=f"Unit {number}", agency_id=agency
        )
        for person in range(PEOPLE_OF_A_UNIT):
            _colleague(session, f"Rekan {number}-{person}", agency_id=agency, unit_id=unit)
    session.commit()
    first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
    cycle_id = create_cycle(session, CreateCycle(YEAR, first, last, quarter_ends(first, last)))
    opening = Opening("made up", NOW, NOW.date())
    open_cycle(session, cycle_id, opening=opening, is_working_day=CALENDAR.includes)
    days = round_days(PLANNED_ON, opens_on=OPENS_ON, open_days=10, calendar=CALENDAR)
    command = PlanRound(cycle_id, days, recorded_since=first)
    return plan_round(session, store, command=command)


def _colleague(session: Session, name: str, *, agency_id: int, unit_id: int) -> None:
    person = _add(session, "officer", name=name, badge_name="", badge_number="", kind="pns")
    _add(
        session,
        "person_post",
        person_id=person,
        title="Pengelola Layanan",
        agency_id=agency_id,
        unit_id=unit_id,
        is_head=False,
        kind="definitive",
        starts_on=LONG_AGO,
    )
    address = f"{name.lower().replace(' ', '.')}@example.go.id"
    _add(
        session,
        "account",
        email=address,
        name=name,
        officer_id=person,
        is_active=True,
        created_at=NOW,
    )


def _add(session: Session, table: str, **values: object) -> int:
    """Insert a row and return its number."""
    into = Base.metadata.tables[table]
    return int(session.scalar(insert(into).values(**values).returning(into.c.id)) or 0)
