"""The PostgreSQL server on which tests make databases, by one connection that stays open."""

import atexit
import os
from functools import cache

from sqlalchemy import Engine, create_engine, text

from portal.storage.waiting import MIGRATION, acting_as

POSTGRESQL = os.environ.get(
    "TEST_POSTGRESQL_URL", "postgresql+psycopg://postgres@127.0.0.1/postgres"
)


@cache
def _server() -> Engine:
    """Return the way to the server, which thousands of tests use twice each."""
    engine = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
    atexit.register(engine.dispose)
    return engine


def run_on_server(statement: str) -> None:
    """Make or drop a database, which a busy machine may take long for."""
    with acting_as(MIGRATION), _server().connect() as connection:
        connection.execute(text(statement))
