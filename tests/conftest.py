"""Databases, apps and clients for the tests; every integration test runs on both databases."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.settings import Settings
from portal.storage.database import engine_options
from portal.storage.lasting_keys import keys as lasting_keys
from portal.storage.waiting import MIGRATION, acting_as
from portal.time import clock
from portal.time.schedule import evidence
from portal.web.extensions import db
from tests import compiled_once, examples, never_printed
from tests.database_server import POSTGRESQL, run_on_server
from tests.shared import built_once, folder_of_the_run

pytest_plugins = ("tests.garbage", "tests.processor_time", "tests.redis_server")

MakeSettings = Callable[..., Settings]


examples.register()
never_printed.refuse()
compiled_once.share()


def pytest_sessionstart() -> None:
    """Keep the operator's own settings out of the tests."""
    for name in [name for name in os.environ if name.startswith("PORTAL_")]:
        del os.environ[name]
    lasting_keys.DOUBLINGS = 1  # no test guesses keys


def missing(what: str) -> None:
    """Skip a test for what the machine lacks; in CI nothing may be lacking."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI must have it")
    pytest.skip(f"{what} is missing")


def settings_for(folder: Path, url: str, **variables: str) -> Settings:
    """Return settings whose files all lie in ``folder``; ``variables`` as in the environment."""
    environ = {
        "PORTAL_INSTANCE_DIR": str(folder),
        "PORTAL_DATABASE_URL": url,
        "PORTAL_SECRET_KEY": "a key for the tests and nothing else",
        "PORTAL_DEMO": "0",
        "PORTAL_INSPECTORATE": "-",
    }
    environ.update({f"PORTAL_{name}": value for name, value in variables.items()})
    return Settings.from_env(environ)


def close(app: Flask) -> None:
    """Give back every connection of ``app``."""
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def migrate_to_head(folder: Path, url: str) -> None:
    app = create_app(settings_for(folder, url))
    with app.app_context(), acting_as(MIGRATION):
        upgrade()
    close(app)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def migrate(folder: Path) -> None:
        migrate_to_head(folder, f"sqlite:///{folder / 'portal.db'}")

    root = folder_of_the_run(tmp_path_factory)
    return built_once(root, "sqlite-template", migrate) / "portal.db"


@pytest.fixture(scope="session")
def postgresql_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    try:
        run_on_server("SELECT 1")
    except Exception:
        missing("a PostgreSQL server")
    name = f"portal_template_{secrets.token_hex(4)}"
    run_on_server(f"CREATE DATABASE {name}")
    migrate_to_head(tmp_path_factory.mktemp("pg"), POSTGRESQL.rsplit("/", 1)[0] + "/" + name)
    yield name
    run_on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(autouse=True)
def one_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the database's clock be the one that a test sets; tests of two clocks set both."""

    def database_now(session: Session) -> datetime | None:
        return None if session.get_bind().dialect.name == "sqlite" else clock.now()

    monkeypatch.setattr(evidence, "database_now", database_now)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@contextmanager
def new_database(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Give a migrated, empty database of a kind while the block runs."""
    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "portal.db")
        yield f"sqlite:///{folder / 'portal.db'}"
        return
    name = f"portal_test_{secrets.token_hex(6)}"
    template = request.getfixturevalue("postgresql_template")
    run_on_server(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield POSTGRESQL.rsplit("/", 1)[0] + "/" + name
    run_on_server(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def session_on(url: str) -> Iterator[Session]:
    """Give a session on a database, without an app."""
    engine = compiled_once.share_statements(create_engine(url, **engine_options(url)))
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture
def database_url(
    database_kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """A migrated, empty database of the test's own."""
    with new_database(database_kind, tmp_path, request) as url:
        yield url


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """A session on the test's database, without an app."""
    with session_on(database_url) as session:
        yield session


@pytest.fixture
def make_app(tmp_path: Path, database_url: str) -> Iterator[Callable[..., Flask]]:
    """Build apps on the test's database: ``make_app(CITY_NAME="...")``."""
    apps: list[Flask] = []

    def build(**variables: str) -> Flask:
        app = create_app(settings_for(tmp_path, database_url, **variables))
        app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
        with app.app_context():
            compiled_once.share_statements(db.engine)
        apps.append(app)
        return app

    yield build
    for app in apps:
        close(app)


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
