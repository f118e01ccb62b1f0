"""Let the office name advisers and substitutes: one more kind of change of people

On the way down such changes are taken out; what was named stays among the relations.

Revision: 0046, after 0045
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

BEFORE = "kind IN ('line', 'post', 'absence', 'relation_end', 'tie')"
AFTER = "kind IN ('line', 'post', 'absence', 'relation_end', 'tie', 'naming')"
CHECK = "ck_people_change_kind"


def upgrade() -> None:
    _replace(BEFORE, AFTER)


def downgrade() -> None:
    op.execute(
        "DELETE FROM person_notice WHERE change_id IN "
        "(SELECT id FROM people_change WHERE kind = 'naming')"
    )
    op.execute("DELETE FROM people_change WHERE kind = 'naming'")
    _replace(AFTER, BEFORE)


def _replace(before: str, after: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(lambda sql: sql.replace(before, after))
        return
    op.drop_constraint(op.f(CHECK), "people_change", type_="check")
    op.create_check_constraint(op.f(CHECK), "people_change", after)


def _rewrite(change: Callable[[str], str]) -> None:
    """Change the definition of the table of SQLite; 0028 says why it cannot be rebuilt."""
    bind = op.get_bind()
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'people_change'"
    sql = bind.exec_driver_sql(query).scalar_one()
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = 'people_change'"
        ),
        {"sql": change(sql)},
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")
