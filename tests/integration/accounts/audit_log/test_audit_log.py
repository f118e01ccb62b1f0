"""The audit log on both databases: appended to, never changed, and every change shows."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.accounts.audit_log.models import AuditEntry
from portal.accounts.audit_log.queries import first_broken, head
from portal.accounts.audit_log.service import Actor, append
from portal.storage.database import begin_write, engine_options
from portal.storage.hash_chain import Break, ChainFault, Head
from portal.web.access import Act

NOW = datetime(2026, 11, 21, 8, 0, 0, 123456, tzinfo=UTC)
RELINKED = (
    "UPDATE audit_entry SET previous_hash = other.entry_hash FROM "
    "(SELECT entry_hash FROM audit_entry WHERE sequence = 3) AS other WHERE sequence = 2"
)
CLERK = Actor(None, "Sri Contoh")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url, **engine_options(database_url))
    yield engine
    engine.dispose()


def write(session: Session, *subjects: str) -> None:
    begin_write(session)
    for subject in subjects:
        append(session, Act("desk.rename", subject, {"to": "Loket É"}), actor=CLERK, now=NOW)
    session.commit()


def without_triggers(session: Session, statement: str) -> None:
    """Do what somebody with full power over the database could do."""
    if session.get_bind().dialect.name == "sqlite":
        names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
        for name in session.scalars(text(names)).all():
            session.execute(text(f"DROP TRIGGER {name}"))
    else:
        session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
    session.execute(text(statement))
    session.commit()


def test_an_empty_log_holds(session: Session) -> None:
    assert first_broken(session) == Head()


def test_every_entry_is_sealed_to_the_one_before(session: Session) -> None:
    write(session, "desk:a", "desk:b")
    write(session, "desk:c")

    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)).all()
    assert [row.sequence for row in rows] == [1, 2, 3]
    assert [row.previous_hash for row in rows] == [bytes(32), *(r.entry_hash for r in rows[:2])]
    assert rows[0].detail == '{"to":"Loket É"}'
    assert first_broken(session) == head(session) == Head(3, rows[2].entry_hash)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'nobody'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE sequence = 2",
    ],
)
def test_the_database_refuses_to_change_or_delete(session: Session, statement: str) -> None:
    write(session, "desk:a", "desk:b")

    with pytest.raises(DBAPIError, match="the audit log is append-only"):
        session.execute(text(statement))
    session.rollback()

    assert head(session).sequence == 2


def test_the_database_refuses_to_empty_or_replace(session: Session) -> None:
    write(session, "desk:a", "desk:b")
    copy = (
        "audit_entry SELECT sequence, recorded_at, account_id, 'nobody', action, subject, "
        "detail, previous_hash, entry_hash FROM audit_entry WHERE sequence = 1"
    )
    is_sqlite = session.get_bind().dialect.name == "sqlite"

    statement = f"INSERT OR REPLACE INTO {copy}" if is_sqlite else "TRUNCATE audit_entry"
    with pytest.raises(DBAPIError, match="the audit log is append-only"):
        session.execute(text(statement))


@pytest.mark.parametrize("change", ["sequence + 5", "sequence"])
def test_the_database_accepts_only_the_next_entry(session: Session, change: str) -> None:
    write(session, "desk:a")
    fields = "recorded_at, account_id, actor, action, subject, detail"

    statement = (
        f"INSERT INTO audit_entry SELECT {change}, {fields}, entry_hash, previous_hash "
        "FROM audit_entry"
    )
    with pytest.raises(DBAPIError, match="the audit log is append-only"):
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_entry SET actor = 'x' WHERE sequence = 2", Break(2, ChainFault.CHANGED)),
        ("UPDATE audit_entry SET detail = '{}' WHERE sequence = 3", Break(3, ChainFault.CHANGED)),
        ("DELETE FROM audit_entry WHERE sequence = 2", Break(3, ChainFault.MISSING)),
        ("DELETE FROM audit_entry WHERE sequence = 1", Break(2, ChainFault.MISSING)),
        (RELINKED, Break(2, ChainFault.UNLINKED)),
    ],
)
def test_a_change_behind_the_databases_back_shows(
    session: Session, statement: str, broken: Break
) -> None:
    write(session, "desk:a", "desk:b", "desk:c")

    without_triggers(session, statement)

    assert first_broken(session) == broken


def test_acts_at_the_same_time_form_one_chain(engine: Engine) -> None:
    start = threading.Barrier(6)

    def work(name: str) -> None:
        with Session(engine) as session:
            start.wait()
            for number in range(5):
                write(session, f"{name}:{number}")

    threads = [threading.Thread(target=work, args=(f"thread{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with Session(engine) as session:
        assert first_broken(session) == head(session)
        assert head(session).sequence == 30
