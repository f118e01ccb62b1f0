"""Processes that a test kills, and the moment from which nothing of theirs stands any more.

The kernel gives a killed process's files back before its parent hears of its end. PostgreSQL does
not: its backend holds locks and open transactions until it has noticed that nobody is there.
"""

import signal
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from portal.storage.database import engine_options
from tests.servers import wait_until

ROOT = Path(__file__).resolve().parents[1]
BACKENDS = text(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
    " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


def run_until_killed(
    command: list[str], *, url: str, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run what kills itself on the database at ``url``; return when that has noticed, too."""
    others = backends(url)
    options = {"cwd": ROOT, "capture_output": True, "text": True} | options
    done = subprocess.run(command, check=False, **options)
    assert done.returncode == -signal.SIGKILL, done.stderr
    wait_until(lambda: backends(url) <= others, what="an end of the killed process's sessions")
    return done


def backends(url: str) -> set[int]:
    """Return who is connected to a database besides the one who asks; on SQLite nobody."""
    if url.startswith("sqlite"):
        return set()
    engine = create_engine(url, poolclass=NullPool, **engine_options(url, is_pooled=False))
    with engine.connect() as connection:
        return set(connection.scalars(BACKENDS))
