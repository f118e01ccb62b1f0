"""What a killed process held in PostgreSQL stands until its server notices; tests wait for that."""

import sys

import pytest
from sqlalchemy import create_engine, text

from portal.storage.database import engine_options
from tests.killed import backends, run_until_killed

KILLED_IN_A_STATEMENT = """
import os, signal, sys, threading
from sqlalchemy import create_engine, text
from tests.servers import wait_until
holder, looking = [create_engine(sys.argv[1]).connect() for _ in range(2)]
holder.execute(text("SELECT pg_advisory_lock(7)"))
statement = text("SELECT pg_sleep(1)")
threading.Thread(target=holder.execute, args=[statement], daemon=True).start()
at_work = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
    " AND datname = current_database()")
wait_until(lambda: looking.scalar(at_work) == 1, what="a statement under way")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_nothing_of_a_process_that_was_killed_in_a_statement_stands_any_more(
    database_url: str,
) -> None:
    engine = create_engine(database_url, **engine_options(database_url))
    with engine.connect() as own:
        command = [sys.executable, "-c", KILLED_IN_A_STATEMENT, database_url]
        run_until_killed(command, url=database_url)

        assert own.scalar(text("SELECT pg_try_advisory_lock(7)"))
        assert own.scalar(text("SELECT pg_backend_pid()")) in backends(database_url)
    engine.dispose()


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_process_that_was_not_killed_is_said(database_url: str) -> None:
    with pytest.raises(AssertionError, match="did its work"):
        run_until_killed(
            [sys.executable, "-c", "import sys; sys.exit('did its work')"], url=database_url
        )
