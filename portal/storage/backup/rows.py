"""How many rows the tables of a database hold, and whether it holds any."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, MetaData, func, inspect, select, table, text

REVISIONS = "alembic_version"
# `Table.info` of a table whose rows never enter a backup, such as answers that are not folded yet.
NEVER_IN_BACKUP = {"backup": "never"}


def never_in_backup(metadata: MetaData) -> tuple[str, ...]:
    """Return the names of the tables marked ``NEVER_IN_BACKUP``, in alphabetical order."""
    marked = NEVER_IN_BACKUP.items()
    return tuple(
        sorted(each.name for each in metadata.tables.values() if marked <= each.info.items())
    )


def counted(connection: Connection, *, left_out: Sequence[str] = ()) -> Mapping[str, int]:
    """Return the rows of each table of the database but those ``left_out``, by name."""
    names = sorted(set(inspect(connection).get_table_names()) - set(left_out))
    return {name: _rows(connection, name) for name in names}


def _rows(connection: Connection, name: str) -> int:
    return connection.scalar(select(func.count()).select_from(table(name))) or 0


def revision_of(connection: Connection) -> str | None:
    """Return the revision of the database's schema, or None when it has none."""
    if not inspect(connection).has_table(REVISIONS):
        return None
    found = connection.scalar(text(f"SELECT version_num FROM {REVISIONS}"))  # noqa: S608 - a constant
    return None if found is None else str(found)
