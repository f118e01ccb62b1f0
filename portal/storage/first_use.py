"""Whether there was a database before: a missing one is never replaced silently by an empty one.

A database that is not there is most likely a disk that is not mounted or a wrong setting. What
was made in its place would take citizens' ratings in until somebody notices, and be lost then.
"""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.engine import make_url

from portal.settings import Settings

VERSIONS = "alembic_version"
# What only a portal that was used leaves behind, by its folder.
KEYS = ("belongs-to", "*.key")
COPIES = ("*.sealed",)
BACKUPS = ("suara-loket-*.tar",)
# Beside an SQLite file as soon as something was written to it; it tells of one that is gone.
TURNS = (".lock", ".next", "-wal")


class DatabaseGone(Exception):
    """There is no database, or an empty one, and there was one before."""


def check_first_use(settings: Settings, connection: Connection | None) -> None:
    """Refuse to set up a database in place of one that is away.

    :param connection: to the database that is to be set up; None where there is none yet.
    :raises DatabaseGone: when it is not set up and something tells that there was one.
    """
    if connection is not None and VERSIONS in inspect(connection).get_table_names():
        return
    trace = next(traces(settings), None)
    if trace is not None:
        raise DatabaseGone(
            f"there is no database here, but there was one: {trace} is still there. Mount its "
            "disk, set PORTAL_DATABASE_URL right, or put a backup back: flask backup restore FILE. "
            "For a new city move that away first."
        )


def sqlite_file(settings: Settings) -> Path | None:
    """Return where the SQLite database lies; None for one in memory or on a server."""
    url = make_url(settings.database_url)
    is_file = url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}
    return Path(str(url.database)) if is_file else None


def traces(settings: Settings) -> Iterator[Path]:
    """Yield what a database that was at work left behind."""
    for folder, patterns in (
        (settings.keys_dir, KEYS),
        (settings.escrow_dir, COPIES),
        (settings.backup_dir, BACKUPS),
    ):
        for pattern in patterns:
            yield from folder.glob(pattern) if folder is not None else ()
    file = sqlite_file(settings)
    if file is not None and not file.exists():
        beside = (Path(f"{file}{suffix}") for suffix in TURNS)
        yield from (path for path in beside if path.exists())
