"""Publish the year of the evaluation: one more kind of release

On the way down such releases become corrections named after the year, and on the way up again
what they were, since what was published is never lost.

Revision: 0055, after 0054
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

BEFORE = "kind IN ('monthly', 'daily', 'revision', 'correction')"
AFTER = "kind IN ('monthly', 'daily', 'revision', 'correction', 'evaluation')"
CHECK = "ck_release_kind"


def upgrade() -> None:
    _replace(BEFORE, AFTER)
    op.execute(
        "UPDATE release SET kind = 'evaluation', edition = substr(edition, 12) "
        "WHERE kind = 'correction' AND edition LIKE 'evaluation %'"
    )


def downgrade() -> None:
    op.execute(
        "UPDATE release SET kind = 'correction', edition = 'evaluation ' || edition "
        "WHERE kind = 'evaluation'"
    )
    _replace(AFTER, BEFORE)


def _replace(before: str, after: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(lambda sql: sql.replace(before, after))
        return
    op.drop_constraint(op.f(CHECK), "release", type_="check")
    op.create_check_constraint(op.f(CHECK), "release", after)


def _rewrite(change: Callable[[str], str]) -> None:
    """Change the definition of the table of SQLite; 0028 says why it cannot be rebuilt."""
    bind = op.get_bind()
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'release'"
    sql = bind.exec_driver_sql(query).scalar_one()
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = 'release'"),
        {"sql": change(sql)},
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")
