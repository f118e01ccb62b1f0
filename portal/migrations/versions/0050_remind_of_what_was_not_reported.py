"""Keep of what people were reminded, and settle silence only after both reminders

Revision: 0050, after 0049
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

RULE = "realisation_silence_is_settled"
REFUSES = (
    "NEW.state = 'not_reported' AND OLD.state <> 'not_reported' AND (NEW.decided_by IS NULL "
    "OR (SELECT count(*) FROM realisation_reminder AS r WHERE r.plan_id = NEW.plan_id "
    "AND r.indicator_key = NEW.indicator_key AND r.period_number = NEW.period_number) < 2)"
)
MESSAGE = "silence counts after two reminders and by somebody who looked"
GROWS = "realisation_reminder"
REFUSAL = "rows of this table are never changed"


def make_rule() -> None:
    """Let the database take no silence before both reminders."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {RULE} BEFORE UPDATE OF state ON realisation "
            f"WHEN {REFUSES} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {RULE}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {REFUSES} THEN RAISE EXCEPTION '{MESSAGE}' "
        f"USING ERRCODE = '23514'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {RULE} BEFORE UPDATE OF state ON realisation "
        f"FOR EACH ROW EXECUTE FUNCTION {RULE}()"
    )


def make_append_only() -> None:
    """Let the database refuse every change of a reminder."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {GROWS}_refuses_{change} BEFORE {change.upper()} ON {GROWS} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    for name, acts, each in (
        ("change", "UPDATE OR DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {GROWS}_refuses_{name} BEFORE {acts} ON {GROWS} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def upgrade() -> None:
    op.create_table(
        "realisation_reminder",
        sa.Column("plan_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("indicator_key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("period_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id", "period_number"],
            ["evaluation_period.cycle_id", "evaluation_period.number"],
            name=op.f("fk_realisation_reminder_cycle_id_period_number_evaluation_period"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "person_id"],
            ["performance_plan.id", "performance_plan.person_id"],
            name=op.f("fk_realisation_reminder_plan_id_person_id_performance_plan"),
        ),
        sa.PrimaryKeyConstraint(
            "plan_id",
            "indicator_key",
            "period_number",
            "reminded_on",
            name=op.f("pk_realisation_reminder"),
        ),
    )
    make_append_only()
    make_rule()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER IF EXISTS {RULE}")
    else:
        op.execute(f"DROP TRIGGER IF EXISTS {RULE} ON realisation")
        op.execute(f"DROP FUNCTION IF EXISTS {RULE}()")
    op.drop_table("realisation_reminder")
