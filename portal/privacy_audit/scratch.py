"""An empty database with the installed schema, of the same kind, thrown away afterwards."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, MetaData, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ProgrammingError

from portal.storage.database import engine_options
from portal.storage.sqlite_files import making_database
from portal.storage.waiting import COMMAND, acting_as

SQLITE_SCHEMA = text(
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
    "ORDER BY type = 'table' DESC"
)


# Columns of which the server keeps more or fewer samples than usual: no reflection tells.
SAMPLED = text(
    "SELECT format('ALTER TABLE %I ALTER COLUMN %I SET STATISTICS %s', "
    "relname, attname, attstattarget) FROM pg_attribute "
    "JOIN pg_class ON pg_class.oid = attrelid "
    "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 "
    "AND NOT attisdropped AND attstattarget >= 0"
)


class NoScratchDatabase(RuntimeError):
    """The database's user may not create another database on the server."""


@contextmanager
def scratch_database(installed: Engine) -> Iterator[Engine]:
    """Give an engine on a copy of the installed schema, without any of its rows.

    Attacks compute for minutes between two statements of one transaction, as commands may.

    :raises NoScratchDatabase: when PostgreSQL does not allow one to be created.
    """
    if installed.dialect.name == "postgresql":
        with acting_as(COMMAND), _on_server(installed) as engine:
            metadata = MetaData()
            metadata.reflect(installed)
            metadata.create_all(engine)
            _copy_samples(installed, engine)
            yield engine
        return
    with tempfile.TemporaryDirectory() as folder:
        engine = _engine(URL.create("sqlite", database=str(Path(folder) / "scratch.db")))
        _copy_sqlite_schema(installed, engine)
        yield engine
        engine.dispose()


def _copy_samples(installed: Engine, engine: Engine) -> None:
    """Let the copy keep samples of the same columns as the installed database."""
    with installed.connect() as connection:
        statements = list(connection.scalars(SAMPLED))
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def _copy_sqlite_schema(installed: Engine, engine: Engine) -> None:
    with installed.connect() as connection:
        statements = list(connection.scalars(SQLITE_SCHEMA))
    with making_database(), engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@contextmanager
def _on_server(installed: Engine) -> Iterator[Engine]:
    name = f"portal_privacy_{secrets.token_hex(6)}"
    _run(installed, f"CREATE DATABASE {name} TEMPLATE template0")
    engine = _engine(installed.url.set(database=name))
    try:
        yield engine
    finally:
        engine.dispose()
        _run(installed, f"DROP DATABASE {name} WITH (FORCE)")


def _run(installed: Engine, statement: str) -> None:
    with installed.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            connection.exec_driver_sql(statement)
        except ProgrammingError as error:
            raise NoScratchDatabase(
                "no scratch database can be created: grant CREATEDB to the database's user "
                "for this check, or run it on a test server"
            ) from error


def _engine(url: URL) -> Engine:
    """Return an engine that does not wait for the disk: what is thrown away need not last."""
    text_url = url.render_as_string(hide_password=False)
    engine = create_engine(text_url, **engine_options(text_url))
    is_sqlite = url.get_backend_name() == "sqlite"

    @event.listens_for(engine, "connect")
    def hurry(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=OFF" if is_sqlite else "SET synchronous_commit=off")
        cursor.close()
        if not is_sqlite:
            connection.commit()

    return engine
