"""The migrations build exactly the tables that the code describes, and take them away again."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import IntegrityError

from portal import tables
from portal.app import create_app
from portal.cli.migrations import newest_migration
from portal.rating.answers.answers import Channel
from portal.storage.database import Base
from portal.web.extensions import db
from tests.conftest import POSTGRESQL, close, missing, run_on_server, settings_for
from tests.factories.ratings import answers_of, make_inbox_key, make_small_city, send
from tests.integration.schema_dump import schema_dump

MakeUrl = Callable[[], str]


@pytest.fixture
def empty_database(database_kind: str, tmp_path: Path) -> Iterator[MakeUrl]:
    """Make databases without any table, as many as a test asks for."""
    names: list[str] = []

    def make() -> str:
        name = f"portal_empty_{secrets.token_hex(6)}"
        if database_kind == "sqlite":
            return f"sqlite:///{tmp_path / name}"
        try:
            run_on_server(f"CREATE DATABASE {name}")
        except Exception:
            missing("a PostgreSQL server")
        names.append(name)
        return POSTGRESQL.rsplit("/", 1)[0] + "/" + name

    yield make
    for name in names:
        run_on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def app(empty_database: MakeUrl, tmp_path: Path) -> Iterator[Flask]:
    """An app on an empty database."""
    app = create_app(settings_for(tmp_path, empty_database()))
    with app.app_context():
        yield app
    close(app)


@pytest.fixture
def described(empty_database: MakeUrl) -> Iterator[Engine]:
    """A database whose tables come straight from the models."""
    url = make_url(empty_database())
    if url.get_backend_name() == "sqlite":
        # A file that is not there is never made by opening it.
        Path(str(url.database)).touch()
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def test_the_migrated_schema_is_the_described_one_checks_included(
    app: Flask, described: Engine
) -> None:
    upgrade()

    assert schema_dump(db.engine) ^ schema_dump(described) == set()


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based")
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_alembic_sees_no_drift(app: Flask) -> None:
    upgrade()

    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _, name, *__: name != "uq_tally_cell",
            },
        )
        assert compare_metadata(context, Base.metadata) == []


TRIGGERS = {
    "sqlite": "SELECT name || sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT t.tgname || pg_get_triggerdef(t.oid) || p.prosrc FROM pg_trigger t "
    "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal",
}


def triggers_of(engine: Engine) -> set[str]:
    """Return what keeps places together, and what keeps dated changes as they are."""
    with engine.connect() as connection:
        found = connection.scalars(text(TRIGGERS[engine.dialect.name]))
        kinds = (
            "_places_on_",
            "_agency_stays",
            "_change_refuses_",
            "withheld_month_refuses_",
            "_one_a_day",
            "_no_circle",
            "_number_is_kept",
            "agency_predicate_refuses_",
            "agency_indicator_refuses_",
            "evaluation_",
            "plan_",
        )
        return {trigger for trigger in found if any(kind in trigger for kind in kinds)}


def test_the_migrated_triggers_are_the_described_ones(app: Flask, described: Engine) -> None:
    upgrade()

    found = triggers_of(db.engine)

    assert found == triggers_of(described)
    assert len(found) > 2 * 4


def test_a_changed_check_would_be_seen(described: Engine) -> None:
    dump = schema_dump(described)

    assert any("BETWEEN 1 AND 4" in line or "<= 4" in line for line in dump)
    assert any("ck_inbox_key_state" in line and "current" in line for line in dump)


def test_readiness_knows_the_newest_migration_as_alembic_does() -> None:
    assert newest_migration() == ScriptDirectory(str(tables.MIGRATIONS)).get_current_head()


def test_every_migration_goes_up_down_and_up_again(app: Flask) -> None:
    script = ScriptDirectory(str(tables.MIGRATIONS))
    steps = [step.revision for step in reversed(list(script.walk_revisions()))]

    for revision in steps:
        upgrade(revision=revision)
        downgrade(revision="-1")
        upgrade(revision=revision)

    assert len(script.get_heads()) == 1


def test_a_rating_that_waits_survives_a_change_of_its_tables_key(app: Flask) -> None:
    upgrade()
    session = db.session()
    city = make_small_city(session)
    make_inbox_key(session)
    answers = answers_of(city.service_ids[0])
    send(session, answers, desk_id=city.desk_ids[1], channel=Channel.OPEN, times=3)
    waiting = "SELECT token, key_id, desk_id, channel, ciphertext FROM sealed_rating ORDER BY token"
    before = db.session.execute(text(waiting)).all()
    db.session.remove()

    downgrade(revision="0020")
    upgrade()

    assert len(before) == 3
    assert db.session.execute(text(waiting)).all() == before
    db.session.remove()


def test_the_last_success_of_a_job_survives_the_memory_of_failures(app: Flask) -> None:
    upgrade(revision="0026")
    downgrade(revision="-1")
    run = "INSERT INTO job_run (name, last_success_at) VALUES ('mix', '2026-03-01 05:00:00+00')"
    db.session.execute(text(run))
    db.session.commit()

    upgrade(revision="0026")
    kept = db.session.execute(text("SELECT last_success_at = last_run_at, problem FROM job_run"))
    assert [tuple(row) for row in kept] == [(1, "")]
    failed = "INSERT INTO job_run (name, problem) VALUES ('releases', 'a month is late')"
    db.session.execute(text(failed))
    db.session.commit()
    db.session.remove()
    downgrade(revision="-1")

    assert db.session.scalars(text("SELECT name FROM job_run")).all() == ["mix"]
    db.session.remove()


def test_promises_stay_when_their_history_comes_and_goes(app: Flask) -> None:
    upgrade(revision="0070")
    agency = "INSERT INTO agency (id, code, name, kind) VALUES (1, 'a', 'A', 'dinas')"
    promise = (
        "INSERT INTO promised_action (id, agency_id, theme, said, text, promised_on, due_on, "
        "is_withdrawn, done_on) VALUES (1, 1, 'cost', 'Biaya tidak jelas', 'Papan dipasang', "
        "'2026-01-01', '2026-02-01', false, '2026-01-20')"
    )
    for statement in (agency, promise):
        db.session.execute(text(statement))
    db.session.commit()
    kept = "SELECT id, said, due_on, done_on, is_withdrawn FROM promised_action"
    before = db.session.execute(text(kept)).all()
    change = (
        "INSERT INTO promised_action_change (action_id, sequence, step, reason, account_id, "
        "changed_on) VALUES (1, 1, 'resumed', 'Papan itu dicuri', 7, '2026-01-21')"
    )

    # SQLite lets nobody see a table that came after they began to read.
    db.session.remove()
    upgrade(revision="0071")
    db.session.execute(text(change))
    db.session.commit()
    with pytest.raises(IntegrityError):
        db.session.execute(text("DELETE FROM promised_action_change"))
    db.session.remove()
    downgrade(revision="0070")

    assert db.session.execute(text(kept)).all() == before
    db.session.remove()


def test_down_to_the_beginning_leaves_no_table(app: Flask) -> None:
    upgrade()
    downgrade(revision="base")

    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
