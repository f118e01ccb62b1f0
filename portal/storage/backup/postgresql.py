"""Copying a PostgreSQL database with the server's own programs, and putting a copy back."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.pool import NullPool

from portal.storage.backup.copies import CannotCopy, Copied
from portal.storage.backup.postgresql_programs import Programs
from portal.storage.backup.rows import counted, revision_of
from portal.storage.database import engine_options

SCRATCH = "suara_loket_backup_check_"
LOCK_TIMEOUT_MS = 10_000
MAY_CREATE = """SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"""
OLD_COPIES = """SELECT datname FROM pg_database d WHERE starts_with(datname, :prefix)
    AND pg_get_userbyid(datdba) = current_user
    AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)"""
# All that a portal keeps lies in the schema `public`; what an extension owns stays.
EMPTY = """DO $$ DECLARE each record; BEGIN
  FOR each IN SELECT c.oid::regclass AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') LOOP
    EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', each.name);
  END LOOP;
  FOR each IN SELECT p.oid::regprocedure AS name FROM pg_proc p
      WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS
        (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP ROUTINE %s CASCADE', each.name);
  END LOOP;
END $$;
"""


class PostgresqlCopies:
    """Copies of the database of ``engine``, made and read by pg_dump and pg_restore."""

    kind = "postgresql"
    member = "database.dump"

    def __init__(self, engine: Engine, *, left_out: Sequence[str] = ()) -> None:
        self._engine = _lone(engine)
        self._left_out = left_out

    def check(self) -> None:
        """Refuse when a program is missing or no scratch database may be made."""
        with self._engine.connect() as connection:
            self._programs(connection)
            if not connection.scalar(text(MAY_CREATE)):
                raise CannotCopy(
                    "the database's role may make no scratch database: "
                    "ALTER ROLE ... CREATEDB, as the server's administrator"
                )

    def copy_out(self, to: Path) -> Copied:
        """Dump the state that is counted; both see one snapshot."""
        reading = self._engine.execution_options(isolation_level="REPEATABLE READ")
        with reading.connect() as connection:
            for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
                connection.execute(text(f"SET LOCAL {name} = 0"))
            snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
            copied = Copied(
                counted(connection, left_out=self._left_out), revision_of(connection) or ""
            )
            self._programs(connection).dump(
                self._engine, to, snapshot=str(snapshot), left_out=self._left_out
            )
        return copied

    @contextmanager
    def scratch(self, copy: Path, *, tables: Mapping[str, int]) -> Iterator[Engine]:
        """Make a database beside the portal's own, fill it, and drop it afterwards."""
        name = SCRATCH + secrets.token_hex(6)
        server = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            for old in connection.scalars(text(OLD_COPIES), {"prefix": SCRATCH}).all():
                connection.execute(text(f'DROP DATABASE IF EXISTS "{old}"'))
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
        try:
            scratch = _lone(self._engine, database=name)
            self._load(copy, into=scratch, tables=tables)
            yield scratch
        finally:
            with server.connect() as connection:
                connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))

    def put_back(self, copy: Path, *, tables: Mapping[str, int]) -> None:
        """Drop all tables, fill them from ``copy`` and count, in one transaction."""
        self._load(copy, into=self._engine, tables=tables)

    def _load(self, copy: Path, *, into: Engine, tables: Mapping[str, int]) -> None:
        with into.connect() as connection:
            programs = self._programs(connection)
        programs.load(into, copy, before=_begun(), after=_counting(tables))

    def _programs(self, connection: Connection) -> Programs:
        return Programs.for_server(connection.scalar(text("SHOW server_version_num")))


def _lone(engine: Engine, *, database: str | None = None) -> Engine:
    """Return an engine like ``engine`` that keeps no connection, perhaps on another database."""
    url = engine.url.set(database=database) if database else engine.url
    return create_engine(url, poolclass=NullPool, **engine_options(url.drivername, is_pooled=False))


def _begun() -> str:
    limits = f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}; SET LOCAL client_min_messages = error;\n"
    return "BEGIN;\n" + limits + EMPTY


def _counting(tables: Mapping[str, int]) -> str:
    """Return what fails when a table has not the rows it should have."""
    checks = [
        f'IF (SELECT count(*) FROM public."{name}") <> {rows:d} THEN RAISE EXCEPTION USING '  # noqa: S608 - checked names
        "ERRCODE = 'P0001'; END IF;"
        for name, rows in tables.items()
    ]
    return "\n".join(["DO $$ BEGIN", *checks, "END $$;", ""])
