"""Call a cause of quarters by the word that notes and programmes use

The word of the sixth cause was ``unclear`` in quarters and ``unclear_expectation`` elsewhere. The
rule that what was shown stays is set aside for this one change of its spelling.

Revision: 0075, after 0074
"""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

TABLE = "periodic_evaluation"
RULE = "periodic_evaluation_shown_stays"
CHECK = "ck_periodic_evaluation_cause"
OLD, NEW = "unclear", "unclear_expectation"


def _allowed(last: str) -> str:
    return f"cause IN ('skill', 'load', 'tools', 'process', 'personal', '{last}')"


def upgrade() -> None:
    _spell(OLD, NEW)


def downgrade() -> None:
    _spell(NEW, OLD)


def _spell(before: str, after: str) -> None:
    change = sa.text(f"UPDATE {TABLE} SET cause = :after WHERE cause = :before")
    values = {"before": before, "after": after}
    if op.get_bind().dialect.name == "sqlite":
        rule = _set_aside()
        _rewrite(_allowed(before), _allowed(after))
        op.get_bind().execute(change, values)
        op.get_bind().exec_driver_sql(rule)
        return
    op.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER {RULE}")
    op.drop_constraint(op.f(CHECK), TABLE, type_="check")
    op.get_bind().execute(change, values)
    op.create_check_constraint(op.f(CHECK), TABLE, _allowed(after))
    op.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER {RULE}")


def _set_aside() -> str:
    """Drop the rule of SQLite and return what makes it again."""
    bind = op.get_bind()
    query = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
    rule: str = bind.execute(query, {"name": RULE}).scalar_one()
    bind.exec_driver_sql(f"DROP TRIGGER {RULE}")
    return rule


def _rewrite(before: str, after: str) -> None:
    """Change the definition of the table of SQLite; 0028 says why it cannot be rebuilt."""
    bind = op.get_bind()
    query = f"SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '{TABLE}'"
    sql = bind.exec_driver_sql(query).scalar_one()
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.execute(
        sa.text(f"UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = '{TABLE}'"),
        {"sql": sql.replace(before, after)},
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")
