"""Keep yearly cycles, their rules and last days

Revision: 0037, after 0036
"""

import re

import sqlalchemy as sa
from alembic import op

import portal.storage.database

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

NEVER_CHANGED = "rows of this table are never changed"
GROWING = ("evaluation_rule_set", "evaluation_deadline", "evaluation_extension")
# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    (
        "evaluation_cycle_state_begins",
        "evaluation_cycle",
        "INSERT",
        "NEW.state <> 'draft'",
        "the first state is another one",
    ),
    (
        "evaluation_cycle_state_follows",
        "evaluation_cycle",
        "UPDATE OF state",
        "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('draft cancelled', 'draft open', 'open evaluating', 'evaluating objecting', 'objecting closed')",
        "this state cannot follow that one",
    ),
    (
        "evaluation_cycle_stays",
        "evaluation_cycle",
        "UPDATE OF year, starts_on, ends_on",
        "(NEW.year IS DISTINCT FROM OLD.year OR NEW.starts_on IS DISTINCT FROM OLD.starts_on OR NEW.ends_on IS DISTINCT FROM OLD.ends_on)",
        "this part of the row never changes",
    ),
    (
        "evaluation_cycle_rules_stay",
        "evaluation_cycle",
        "UPDATE OF rule_set_version, opened_on",
        "OLD.rule_set_version IS NOT NULL AND (NEW.rule_set_version IS DISTINCT FROM OLD.rule_set_version OR NEW.opened_on IS DISTINCT FROM OLD.opened_on)",
        "the rules of a cycle are frozen at its opening",
    ),
    (
        "evaluation_cycle_is_covered",
        "evaluation_cycle",
        "UPDATE OF state",
        "NEW.state = 'open' AND (SELECT max(ends_on) FROM evaluation_period WHERE cycle_id = NEW.id) IS DISTINCT FROM NEW.ends_on",
        "periods must cover the cycle",
    ),
    (
        "evaluation_cycle_is_kept",
        "evaluation_cycle",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "evaluation_period_state_begins",
        "evaluation_period",
        "INSERT",
        "NEW.state <> 'open'",
        "the first state is another one",
    ),
    (
        "evaluation_period_state_follows",
        "evaluation_period",
        "UPDATE OF state",
        "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('open reporting', 'reporting evaluated')",
        "this state cannot follow that one",
    ),
    (
        "evaluation_period_stays",
        "evaluation_period",
        "UPDATE OF cycle_id, number, starts_on, ends_on",
        "(NEW.cycle_id IS DISTINCT FROM OLD.cycle_id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.starts_on IS DISTINCT FROM OLD.starts_on OR NEW.ends_on IS DISTINCT FROM OLD.ends_on)",
        "this part of the row never changes",
    ),
    (
        "evaluation_period_follows",
        "evaluation_period",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM evaluation_cycle AS whole LEFT JOIN evaluation_period AS before ON before.cycle_id = whole.id AND before.number = NEW.number - 1 WHERE whole.id = NEW.cycle_id AND whole.state = 'draft' AND NEW.ends_on <= whole.ends_on AND ((NEW.number = 1 AND NEW.starts_on = whole.starts_on) OR NEW.starts_on = DAY_AFTER(before.ends_on)))",
        "a period begins the day after the one before",
    ),
    (
        "evaluation_period_is_kept",
        "evaluation_period",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "evaluation_extension_is_later",
        "evaluation_extension",
        "INSERT",
        "EXISTS (SELECT 1 FROM evaluation_deadline AS d WHERE d.cycle_id = NEW.cycle_id AND d.period_number = NEW.period_number AND d.step = NEW.step AND d.last_on >= NEW.last_on) OR EXISTS (SELECT 1 FROM evaluation_extension AS e WHERE e.cycle_id = NEW.cycle_id AND e.period_number = NEW.period_number AND e.step = NEW.step AND e.last_on >= NEW.last_on)",
        "an extension is later than what was in force",
    ),
    (
        "evaluation_exception_stays",
        "evaluation_exception",
        "UPDATE OF cycle_id, person_id, kind, decided_by, decided_at",
        "(NEW.cycle_id IS DISTINCT FROM OLD.cycle_id OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.decided_by IS DISTINCT FROM OLD.decided_by OR NEW.decided_at IS DISTINCT FROM OLD.decided_at)",
        "this part of the row never changes",
    ),
    (
        "evaluation_exception_is_kept",
        "evaluation_exception",
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


def make_append_only(table: str) -> None:
    """Let the database refuse every change of the table's rows."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{change} BEFORE {change.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{NEVER_CHANGED}'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def upgrade() -> None:
    op.create_table(
        "evaluation_rule_set",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("adopted_by", sa.String(length=160), nullable=False),
        sa.Column("adopted_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_evaluation_rule_set_reason")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_evaluation_rule_set_version")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_evaluation_rule_set")),
    )
    op.create_table(
        "evaluation_cycle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("rule_set_version", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('draft', 'cancelled')) = (rule_set_version IS NULL)",
            name=op.f("ck_evaluation_cycle_rules_frozen"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'open', 'evaluating', 'objecting', 'closed', 'cancelled')",
            name=op.f("ck_evaluation_cycle_state"),
        ),
        sa.CheckConstraint(
            "(rule_set_version IS NULL) = (opened_on IS NULL)",
            name=op.f("ck_evaluation_cycle_opened_on"),
        ),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_evaluation_cycle_dates")),
        sa.CheckConstraint(
            "substr(CAST(starts_on AS TEXT), 1, 4) = CAST(year AS TEXT) AND substr(CAST(ends_on AS TEXT), 1, 4) = CAST(year AS TEXT)",
            name=op.f("ck_evaluation_cycle_year"),
        ),
        sa.ForeignKeyConstraint(
            ["rule_set_version"],
            ["evaluation_rule_set.version"],
            name=op.f("fk_evaluation_cycle_rule_set_version_evaluation_rule_set"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_cycle")),
    )
    op.create_index(
        "uq_evaluation_cycle_year",
        "evaluation_cycle",
        ["year"],
        unique=True,
        sqlite_where=sa.text("state <> 'cancelled'"),
        postgresql_where=sa.text("state <> 'cancelled'"),
    )
    op.create_table(
        "evaluation_period",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'reporting', 'evaluated')", name=op.f("ck_evaluation_period_state")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_evaluation_period_dates")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_evaluation_period_number")),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["evaluation_cycle.id"],
            name=op.f("fk_evaluation_period_cycle_id_evaluation_cycle"),
        ),
        sa.PrimaryKeyConstraint("cycle_id", "number", name=op.f("pk_evaluation_period")),
    )
    op.create_table(
        "evaluation_deadline",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("period_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "step IN ('plan_sent', 'plan_agreed', 'activity_looked_at', 'realisation_reported', 'realisation_verified', 'second_look', 'period_evaluated', 'round_open', 'year_confirmed', 'year_delivered', 'objection_explained', 'objection_decided')",
            name=op.f("ck_evaluation_deadline_step"),
        ),
        sa.CheckConstraint("last_on >= begins_on", name=op.f("ck_evaluation_deadline_dates")),
        sa.CheckConstraint("period_number >= 0", name=op.f("ck_evaluation_deadline_period_number")),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["evaluation_cycle.id"],
            name=op.f("fk_evaluation_deadline_cycle_id_evaluation_cycle"),
        ),
        sa.PrimaryKeyConstraint(
            "cycle_id", "period_number", "step", name=op.f("pk_evaluation_deadline")
        ),
    )
    op.create_table(
        "evaluation_extension",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("period_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_by", sa.String(length=160), nullable=False),
        sa.Column("decided_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_evaluation_extension_reason")),
        sa.ForeignKeyConstraint(
            ["cycle_id", "period_number", "step"],
            [
                "evaluation_deadline.cycle_id",
                "evaluation_deadline.period_number",
                "evaluation_deadline.step",
            ],
            name=op.f("fk_evaluation_extension_cycle_id_period_number_step_evaluation_deadline"),
        ),
        sa.PrimaryKeyConstraint(
            "cycle_id", "period_number", "step", "last_on", name=op.f("pk_evaluation_extension")
        ),
    )
    op.create_table(
        "evaluation_exception",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("decided_by", sa.String(length=160), nullable=False),
        sa.Column("decided_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('leave', 'study', 'suspended', 'retired', 'died', 'left_the_city', 'other')",
            name=op.f("ck_evaluation_exception_kind"),
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_evaluation_exception_reason")),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["evaluation_cycle.id"],
            name=op.f("fk_evaluation_exception_cycle_id_evaluation_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_evaluation_exception_person_id_officer")
        ),
        sa.PrimaryKeyConstraint("cycle_id", "person_id", name=op.f("pk_evaluation_exception")),
    )
    op.create_index(
        op.f("ix_evaluation_exception_person_id"),
        "evaluation_exception",
        ["person_id"],
        unique=False,
    )
    make_rules()
    for table in GROWING:
        make_append_only(table)


def downgrade() -> None:
    op.drop_table("evaluation_exception")
    op.drop_table("evaluation_extension")
    op.drop_table("evaluation_deadline")
    op.drop_table("evaluation_period")
    op.drop_table("evaluation_cycle")
    op.drop_table("evaluation_rule_set")
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in RULES:
            op.execute(f"DROP FUNCTION {name}()")
