"""Let trainings and records of calibration meetings be destroyed once their term is over

Revision: 0077, after 0076

On the way down what was destroyed stays so; that it was is no longer known.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

BEFORE = "kind IN ('activity', 'talk')"
AFTER = "kind IN ('activity', 'talk', 'calibration', 'training')"
CHECK, TABLE = "ck_work_retention_kind", "work_retention"
# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    ('calibration_seat_is_kept', 'calibration_seat', 'DELETE', "NOT EXISTS (SELECT 1 FROM work_retention AS r WHERE r.kind = 'calibration' AND (SELECT c.ends_on FROM calibration_meeting AS m JOIN evaluation_cycle AS c ON c.id = m.cycle_id WHERE m.id = OLD.meeting_id) < r.keeps_from)", 'what a meeting looked at is kept until its term is over'),
    ('calibration_record_is_kept', 'calibration_record', 'DELETE', "NOT EXISTS (SELECT 1 FROM work_retention AS r WHERE r.kind = 'calibration' AND (SELECT c.ends_on FROM calibration_meeting AS m JOIN evaluation_cycle AS c ON c.id = m.cycle_id WHERE m.id = OLD.meeting_id) < r.keeps_from)", 'what a meeting looked at is kept until its term is over'),
    ('training_record_is_kept', 'training_record', 'DELETE', "NOT EXISTS (SELECT 1 FROM work_retention AS r WHERE r.kind = 'training' AND COALESCE(OLD.done_on, OLD.ends_on, OLD.suggested_on) < r.keeps_from)", 'a training is kept until its term is over'),
)
RULES_BEFORE = (
    ('calibration_seat_is_kept', 'calibration_seat', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('calibration_record_is_kept', 'calibration_record', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('training_record_is_kept', 'training_record', 'DELETE', 'TRUE', 'rows of this table are kept'),
)


def make_rules(rules: tuple[tuple[str, str, str, str, str], ...]) -> None:
    """Let the database refuse what the rules say, and nothing else under their names."""
    for name, table, act, refuses, message in rules:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                f"WHEN {refuses} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            continue
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {refuses} THEN RAISE EXCEPTION '{message}' "
            f"USING ERRCODE = '23514'; END IF; RETURN OLD; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def upgrade() -> None:
    _replace(BEFORE, AFTER)
    make_rules(RULES)


def downgrade() -> None:
    make_rules(RULES_BEFORE)
    _take_out("kind IN ('calibration', 'training')")
    _replace(AFTER, BEFORE)


def _take_out(condition: str) -> None:
    """Delete rows of a table to which rows are only added."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        op.execute(f"DELETE FROM {TABLE} WHERE {condition}")
        op.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")
        return
    name = f"{TABLE}_refuses_delete"
    query = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name"
    made = bind.execute(sa.text(query), {"name": name}).scalar_one()
    op.execute(f"DROP TRIGGER {name}")
    op.execute(f"DELETE FROM {TABLE} WHERE {condition}")
    bind.exec_driver_sql(made)


def _replace(before: str, after: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(lambda sql: sql.replace(before, after))
        return
    op.drop_constraint(op.f(CHECK), TABLE, type_="check")
    op.create_check_constraint(op.f(CHECK), TABLE, after)


def _rewrite(change: Callable[[str], str]) -> None:
    """Change the definition of the table of SQLite; 0028 says why it cannot be rebuilt."""
    bind = op.get_bind()
    where = f"WHERE type = 'table' AND name = '{TABLE}'"
    sql = bind.exec_driver_sql(f"SELECT sql FROM sqlite_master {where}").scalar_one()
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.execute(sa.text(f"UPDATE sqlite_master SET sql = :sql {where}"), {"sql": change(sql)})
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")

