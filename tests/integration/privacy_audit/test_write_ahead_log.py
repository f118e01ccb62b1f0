"""The attack says when the server no longer has the log it is to read, instead of finding less."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from portal.privacy_audit.raw_bytes import FilesUnreadable
from portal.privacy_audit.write_ahead_log import first_written, log_position
from tests.conftest import missing
from tests.servers import Cluster

WORD = b"word of a row, 32 bytes or more."
NOT_KEPT = "-c wal_level=replica -c fsync=off -c wal_keep_size=0 -c min_wal_size=32MB"


@pytest.fixture
def forgetful() -> Iterator[Engine]:
    """A server that keeps no more of its log than it needs to start again."""
    with tempfile.TemporaryDirectory(prefix="portal-log-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        try:
            cluster = Cluster(folder, settings=NOT_KEPT)
        except FileNotFoundError:
            missing("a PostgreSQL server")
        cluster.start()
        engine = create_engine(cluster.new_database())
        yield engine
        engine.dispose()
        cluster.stop()


def say(engine: Engine, *statements: str) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_what_was_written_before_the_trial_is_no_trace_of_it(forgetful: Engine) -> None:
    """A ticket stands in the log when it is issued; where that is says nothing of its visitor."""
    say(forgetful, "CREATE TABLE written (word bytea)", "SELECT pg_switch_wal()")
    write = f"INSERT INTO written VALUES ('{WORD.decode()}')"
    with Session(forgetful) as session:
        say(forgetful, write)
        since = log_position(session)
        assert first_written(session, since=since, keys={WORD}) == {}
        say(forgetful, write)
        between = log_position(session)

        found = first_written(session, since=since, keys={WORD})[WORD].position

    begun, ended = (int(each.split("/")[1], 16) for each in (since, between))
    assert begun <= found < ended


def test_a_log_that_a_checkpoint_cut_is_said_to_be_cut(forgetful: Engine) -> None:
    say(forgetful, "CREATE TABLE written (word bytea)", "SELECT pg_switch_wal()")
    with Session(forgetful) as session:
        since = log_position(session)
        say(forgetful, f"INSERT INTO written VALUES ('{WORD.decode()}')")
        assert set(first_written(session, since=since, keys={WORD})) == {WORD}

        for _ in range(3):
            say(forgetful, "SELECT pg_switch_wal()", "INSERT INTO written VALUES ('more')")
            say(forgetful, "CHECKPOINT")
        with pytest.raises(FilesUnreadable, match="wal_keep_size"):
            first_written(session, since=since, keys={WORD})
