"""Writers take turns: none loses to another, and what was acknowledged is there."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from portal.organisation.calendar.models import Population
from portal.organisation.places.models import AgencyRow
from portal.storage.database import begin_write, engine_options

WRITERS = 8
TURNS = 25


def count_up(url: str) -> None:
    engine = create_engine(url, **engine_options(url))
    with Session(engine) as session:
        for _ in range(TURNS):
            begin_write(session)
            row = session.scalars(select(Population).with_for_update()).one()
            row.users += 1
            session.commit()
    engine.dispose()


def test_writers_that_read_before_they_write_never_lose_an_update(
    session: Session, database_url: str
) -> None:
    agency = AgencyRow(code="dinas", name="Dinas", kind="dinas")
    session.add(agency)
    session.flush()
    session.add(Population(agency_id=agency.id, year=2026, users=1, source="test"))
    session.commit()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(count_up, [database_url] * WRITERS))

    assert session.scalars(select(Population.users)).one() == 1 + WRITERS * TURNS


def test_a_reader_may_become_a_writer(session: Session) -> None:
    assert session.scalars(select(AgencyRow)).all() == []
    begin_write(session)
    session.add(AgencyRow(code="dinas", name="Dinas", kind="dinas"))
    session.commit()

    assert session.scalars(select(AgencyRow.code)).all() == ["dinas"]


def test_sqlite_keeps_what_it_acknowledged_through_a_power_cut(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        assert session.execute(text("SHOW synchronous_commit")).scalar() == "on"
        return
    assert session.execute(text("PRAGMA synchronous")).scalar() == 2
    assert session.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1
