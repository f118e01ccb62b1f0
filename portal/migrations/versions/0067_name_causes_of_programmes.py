"""Keep the cause of an improvement programme

Revision: 0067, after 0066
"""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    ('improvement_programme_cause_stays', 'improvement_programme', 'UPDATE OF cause', "NEW.cause IS DISTINCT FROM OLD.cause", 'a cause stays'),
    ('improvement_programme_cause_known', 'improvement_programme', 'INSERT', "NEW.cause IS NOT NULL AND NEW.cause NOT IN ('skill', 'load', 'tools', 'process', 'personal', 'unclear_expectation')", 'a cause is one of those known'),
)


def make_rules() -> None:
    """Let the database refuse what the rules say."""
    for name, table, act, refuses, message in RULES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                f"WHEN {refuses} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            continue
        row = "OLD" if act == "DELETE" else "NEW"
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {refuses} THEN RAISE EXCEPTION '{message}' "
            f"USING ERRCODE = '23514'; END IF; RETURN {row}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def upgrade() -> None:
    op.add_column("improvement_programme", sa.Column("cause", sa.String(length=24), nullable=True))
    make_rules()


def downgrade() -> None:
    for name, table, *_ in RULES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
    op.drop_column("improvement_programme", "cause")
