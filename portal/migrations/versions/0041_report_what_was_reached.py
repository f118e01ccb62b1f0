"""Keep realisations, what happened to them, and links that show them

Revision: 0041, after 0040
"""

import re

import sqlalchemy as sa
from alembic import op

import portal.storage.database

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    (
        "realisation_state_begins",
        "realisation",
        "INSERT",
        "NEW.state <> 'open'",
        "the first state is another one",
    ),
    (
        "realisation_state_follows",
        "realisation",
        "UPDATE OF state",
        "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('open not_measurable', 'open not_reported', 'open reported', 'reported disputed', 'reported not_measurable', 'reported verified', 'disputed not_measurable', 'disputed reported', 'not_reported reported')",
        "this state cannot follow that one",
    ),
    (
        "realisation_stays",
        "realisation",
        "UPDATE OF plan_id, person_id, indicator_key, cycle_id, period_number",
        "(NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.indicator_key IS DISTINCT FROM OLD.indicator_key OR NEW.cycle_id IS DISTINCT FROM OLD.cycle_id OR NEW.period_number IS DISTINCT FROM OLD.period_number)",
        "this part of the row never changes",
    ),
    (
        "realisation_is_kept",
        "realisation",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "realisation_report_stays",
        "realisation",
        "UPDATE OF value, reported_on, is_late",
        "OLD.state IN ('reported', 'verified', 'not_measurable') AND (NEW.value IS DISTINCT FROM OLD.value OR NEW.reported_on IS DISTINCT FROM OLD.reported_on OR NEW.is_late IS DISTINCT FROM OLD.is_late)",
        "what was reported stays",
    ),
    (
        "realisation_answer_stays",
        "realisation",
        "UPDATE OF decided_by, appraiser_value, cause, proposed_by, agreed_by",
        "OLD.state IN ('verified', 'not_measurable') AND (NEW.decided_by IS DISTINCT FROM OLD.decided_by OR NEW.appraiser_value IS DISTINCT FROM OLD.appraiser_value OR NEW.cause IS DISTINCT FROM OLD.cause OR NEW.proposed_by IS DISTINCT FROM OLD.proposed_by OR NEW.agreed_by IS DISTINCT FROM OLD.agreed_by)",
        "an answer stays",
    ),
    (
        "realisation_of_agreed_indicator",
        "realisation",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM plan_indicator AS i JOIN plan_version AS v ON v.id = i.version_id JOIN performance_plan AS p ON p.id = v.plan_id WHERE v.plan_id = NEW.plan_id AND i.key = NEW.indicator_key AND v.agreed_at IS NOT NULL AND p.cycle_id = NEW.cycle_id)",
        "only an agreed indicator is realised",
    ),
    (
        "realisation_event_stays",
        "realisation_event",
        "UPDATE OF realisation_id, old, new, happened_at, person_id",
        "(NEW.realisation_id IS DISTINCT FROM OLD.realisation_id OR NEW.old IS DISTINCT FROM OLD.old OR NEW.new IS DISTINCT FROM OLD.new OR NEW.happened_at IS DISTINCT FROM OLD.happened_at OR NEW.person_id IS DISTINCT FROM OLD.person_id)",
        "this part of the row never changes",
    ),
    (
        "realisation_event_is_kept",
        "realisation_event",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "realisation_link_stays",
        "realisation_link",
        "UPDATE OF realisation_id, link, added_on",
        "(NEW.realisation_id IS DISTINCT FROM OLD.realisation_id OR NEW.link IS DISTINCT FROM OLD.link OR NEW.added_on IS DISTINCT FROM OLD.added_on)",
        "this part of the row never changes",
    ),
    (
        "realisation_link_is_kept",
        "realisation_link",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "realisation_link_opened_once",
        "realisation_link",
        "UPDATE OF opened_on, opened_by",
        "OLD.opened_on IS NOT NULL AND (NEW.opened_on IS DISTINCT FROM OLD.opened_on OR NEW.opened_by IS DISTINCT FROM OLD.opened_by)",
        "that a link was opened stays",
    ),
    (
        "realisation_link_before_answer",
        "realisation_link",
        "INSERT",
        "EXISTS (SELECT 1 FROM realisation AS r WHERE r.id = NEW.realisation_id AND r.state IN ('verified', 'not_measurable'))",
        "evidence is added before the answer",
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
        "realisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("indicator_key", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("period_number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("value", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("remark", sa.LargeBinary(), nullable=True),
        sa.Column("appraiser_value", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("is_late", sa.Boolean(name="is_late"), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=24), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "cause IN ('source_failed', 'duty_removed', 'absence', 'outside_event')",
            name=op.f("ck_realisation_cause"),
        ),
        sa.CheckConstraint(
            "state <> 'disputed' OR value IS NULL OR appraiser_value IS NOT NULL",
            name=op.f("ck_realisation_both_values"),
        ),
        sa.CheckConstraint(
            "state <> 'not_measurable' OR (cause IS NOT NULL AND proposed_by IS NOT NULL AND agreed_by IS NOT NULL)",
            name=op.f("ck_realisation_agreed"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'reported', 'verified', 'disputed', 'not_measurable', 'not_reported')",
            name=op.f("ck_realisation_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('reported', 'verified', 'disputed') OR (reported_on IS NOT NULL AND (value IS NOT NULL OR remark IS NOT NULL))",
            name=op.f("ck_realisation_reported"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('verified', 'disputed') OR decided_by IS NOT NULL",
            name=op.f("ck_realisation_decided"),
        ),
        sa.CheckConstraint("decided_by <> person_id", name=op.f("ck_realisation_not_by_oneself")),
        sa.CheckConstraint("proposed_by <> agreed_by", name=op.f("ck_realisation_both_sides")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_realisation_revision")),
        sa.CheckConstraint(
            "value >= 0 AND appraiser_value >= 0", name=op.f("ck_realisation_value")
        ),
        sa.ForeignKeyConstraint(
            ["agreed_by"], ["officer.id"], name=op.f("fk_realisation_agreed_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id", "period_number"],
            ["evaluation_period.cycle_id", "evaluation_period.number"],
            name=op.f("fk_realisation_cycle_id_period_number_evaluation_period"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["officer.id"], name=op.f("fk_realisation_decided_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "person_id"],
            ["performance_plan.id", "performance_plan.person_id"],
            name=op.f("fk_realisation_plan_id_person_id_performance_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["officer.id"], name=op.f("fk_realisation_proposed_by_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_realisation")),
        sa.UniqueConstraint(
            "plan_id",
            "indicator_key",
            "period_number",
            name=op.f("uq_realisation_plan_id_indicator_key_period_number"),
        ),
    )
    op.create_table(
        "realisation_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("realisation_id", sa.Integer(), nullable=False),
        sa.Column("old", sa.String(length=24), nullable=False),
        sa.Column("new", sa.String(length=24), nullable=False),
        sa.Column(
            "happened_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "new IN ('open', 'reported', 'verified', 'disputed', 'not_measurable', 'not_reported')",
            name=op.f("ck_realisation_event_new"),
        ),
        sa.CheckConstraint(
            "new NOT IN ('disputed', 'not_measurable') OR reason IS NOT NULL",
            name=op.f("ck_realisation_event_reason"),
        ),
        sa.CheckConstraint(
            "old IN ('open', 'reported', 'verified', 'disputed', 'not_measurable', 'not_reported')",
            name=op.f("ck_realisation_event_old"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_realisation_event_person_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["realisation_id"],
            ["realisation.id"],
            name=op.f("fk_realisation_event_realisation_id_realisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_realisation_event")),
    )
    op.create_index(
        op.f("ix_realisation_event_realisation_id"),
        "realisation_event",
        ["realisation_id"],
        unique=False,
    )

    op.create_table(
        "realisation_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("realisation_id", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "substr(link, 1, 8) = 'https://'", name=op.f("ck_realisation_link_link")
        ),
        sa.CheckConstraint(
            "(opened_on IS NULL) = (opened_by IS NULL)", name=op.f("ck_realisation_link_opened")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["officer.id"], name=op.f("fk_realisation_link_opened_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["realisation_id"],
            ["realisation.id"],
            name=op.f("fk_realisation_link_realisation_id_realisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_realisation_link")),
        sa.UniqueConstraint(
            "realisation_id", "link", name=op.f("uq_realisation_link_realisation_id_link")
        ),
    )
    make_rules()


def downgrade() -> None:
    op.drop_table("realisation_link")

    op.drop_table("realisation_event")
    op.drop_table("realisation")
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in RULES:
            op.execute(f"DROP FUNCTION {name}()")
