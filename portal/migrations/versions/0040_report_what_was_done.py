"""Keep activities and what happened to them

Revision: 0040, after 0039
"""

import re

import sqlalchemy as sa
from alembic import op

import portal.storage.database

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    (
        "activity_state_begins",
        "activity",
        "INSERT",
        "NEW.state <> 'draft'",
        "the first state is another one",
    ),
    (
        "activity_state_follows",
        "activity",
        "UPDATE OF state",
        "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('draft sent', 'sent accepted', 'sent rejected', 'sent returned', 'returned sent')",
        "this state cannot follow that one",
    ),
    (
        "activity_stays",
        "activity",
        "UPDATE OF person_id, entry_key, entered_at",
        "(NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.entry_key IS DISTINCT FROM OLD.entry_key OR NEW.entered_at IS DISTINCT FROM OLD.entered_at)",
        "this part of the row never changes",
    ),
    (
        "activity_content_stays",
        "activity",
        "UPDATE OF done_on, text, amount, unit, quarter_hours, link",
        "OLD.state NOT IN ('draft', 'returned') AND (NEW.done_on IS DISTINCT FROM OLD.done_on OR NEW.text IS DISTINCT FROM OLD.text OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.unit IS DISTINCT FROM OLD.unit OR NEW.quarter_hours IS DISTINCT FROM OLD.quarter_hours OR NEW.link IS DISTINCT FROM OLD.link)",
        "only a draft or what was returned is changed",
    ),
    (
        "activity_served_stays",
        "activity",
        "UPDATE OF purpose, plan_id, result_key",
        "OLD.state NOT IN ('draft', 'returned') AND OLD.purpose <> 'later' AND (NEW.purpose IS DISTINCT FROM OLD.purpose OR NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.result_key IS DISTINCT FROM OLD.result_key)",
        "what an activity serves stays",
    ),
    (
        "activity_decision_stays",
        "activity",
        "UPDATE OF decided_by, sent_on",
        "OLD.state IN ('accepted', 'rejected') AND (NEW.decided_by IS DISTINCT FROM OLD.decided_by OR NEW.sent_on IS DISTINCT FROM OLD.sent_on)",
        "a decision stays",
    ),
    (
        "activity_serves_own_plan",
        "activity",
        "INSERT",
        "NEW.plan_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM performance_plan AS p WHERE p.id = NEW.plan_id AND p.person_id = NEW.person_id)",
        "an activity serves a plan of its person",
    ),
    (
        "activity_serves_own_plan_later",
        "activity",
        "UPDATE OF plan_id",
        "NEW.plan_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM performance_plan AS p WHERE p.id = NEW.plan_id AND p.person_id = NEW.person_id)",
        "an activity serves a plan of its person",
    ),
    (
        "activity_is_kept",
        "activity",
        "DELETE",
        "OLD.state <> 'draft'",
        "what was sent is kept",
    ),
    (
        "activity_event_stays",
        "activity_event",
        "UPDATE OF activity_id, old, new, happened_at, person_id",
        "(NEW.activity_id IS DISTINCT FROM OLD.activity_id OR NEW.old IS DISTINCT FROM OLD.old OR NEW.new IS DISTINCT FROM OLD.new OR NEW.happened_at IS DISTINCT FROM OLD.happened_at OR NEW.person_id IS DISTINCT FROM OLD.person_id)",
        "this part of the row never changes",
    ),
    (
        "activity_event_is_kept",
        "activity_event",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
)
DAY_AFTER = re.compile(r"DAY_AFTER\(([^()]+)\)")
PLAIN = {"sqlite": r"date(\1, '+1 day')", "postgresql": r"(\1 + 1)"}


def make_rules() -> None:
    """Let the database keep the rules of the new rows."""
    dialect = op.get_bind().dialect.name
    for name, table, act, refuses, message in RULES:
        condition = DAY_AFTER.sub(PLAIN[dialect], refuses)
        if dialect == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            continue
        row = "OLD" if act == "DELETE" else "NEW"
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {condition} THEN RAISE EXCEPTION '{message}' "
            f"USING ERRCODE = '23514'; END IF; RETURN {row}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def upgrade() -> None:
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("entry_key", sa.String(length=36), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("result_key", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("quarter_hours", sa.Integer(), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entered_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(purpose = 'result') = (plan_id IS NOT NULL AND result_key IS NOT NULL) AND (plan_id IS NULL) = (result_key IS NULL)",
            name=op.f("ck_activity_served"),
        ),
        sa.CheckConstraint(
            "link = '' OR substr(link, 1, 8) = 'https://'", name=op.f("ck_activity_link")
        ),
        sa.CheckConstraint(
            "purpose IN ('result', 'other_duty', 'later')", name=op.f("ck_activity_purpose")
        ),
        sa.CheckConstraint("state = 'draft' OR sent_on IS NOT NULL", name=op.f("ck_activity_sent")),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'returned', 'accepted', 'rejected')",
            name=op.f("ck_activity_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'returned', 'rejected') OR decided_by IS NOT NULL",
            name=op.f("ck_activity_decided"),
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_activity_amount")),
        sa.CheckConstraint("decided_by <> person_id", name=op.f("ck_activity_not_by_oneself")),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_activity_text")),
        sa.CheckConstraint(
            "quarter_hours BETWEEN 1 AND 96", name=op.f("ck_activity_quarter_hours")
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_activity_revision")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["officer.id"], name=op.f("fk_activity_decided_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_activity_person_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["performance_plan.id"], name=op.f("fk_activity_plan_id_performance_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("person_id", "entry_key", name=op.f("uq_activity_person_id_entry_key")),
    )
    op.create_index(
        "ix_activity_person_id_done_on", "activity", ["person_id", "done_on"], unique=False
    )
    op.create_index(op.f("ix_activity_plan_id"), "activity", ["plan_id"], unique=False)
    op.create_index(
        "ix_activity_waiting",
        "activity",
        ["person_id", "sent_on"],
        unique=False,
        sqlite_where=sa.text("state = 'sent'"),
        postgresql_where=sa.text("state = 'sent'"),
    )

    op.create_table(
        "activity_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("old", sa.String(length=24), nullable=False),
        sa.Column("new", sa.String(length=24), nullable=False),
        sa.Column(
            "happened_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "new IN ('draft', 'sent', 'returned', 'accepted', 'rejected')",
            name=op.f("ck_activity_event_new"),
        ),
        sa.CheckConstraint(
            "new NOT IN ('returned', 'rejected') OR reason IS NOT NULL",
            name=op.f("ck_activity_event_reason"),
        ),
        sa.CheckConstraint(
            "old IN ('draft', 'sent', 'returned', 'accepted', 'rejected')",
            name=op.f("ck_activity_event_old"),
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_event_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_activity_event_person_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_event")),
    )
    op.create_index(
        op.f("ix_activity_event_activity_id"), "activity_event", ["activity_id"], unique=False
    )
    make_rules()


def downgrade() -> None:

    op.drop_table("activity_event")

    op.drop_table("activity")
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in RULES:
            op.execute(f"DROP FUNCTION {name}()")
