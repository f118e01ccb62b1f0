"""Keep performance plans and their versions

Revision: 0038, after 0037
"""

import re

import sqlalchemy as sa
from alembic import op

import portal.storage.database

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

NEVER_CHANGED = "rows of this table are never changed"
GROWING = ()
# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    (
        "performance_plan_is_kept",
        "performance_plan",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "performance_plan_stays",
        "performance_plan",
        "UPDATE OF cycle_id, person_id, starts_on",
        "(NEW.cycle_id IS DISTINCT FROM OLD.cycle_id OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.starts_on IS DISTINCT FROM OLD.starts_on)",
        "this part of the row never changes",
    ),
    (
        "performance_plan_only_shortened",
        "performance_plan",
        "UPDATE OF ends_on",
        "NEW.ends_on > OLD.ends_on",
        "a plan ends early, never later",
    ),
    (
        "performance_plan_in_cycle",
        "performance_plan",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM evaluation_cycle AS c WHERE c.id = NEW.cycle_id AND c.state = 'open' AND c.starts_on <= NEW.starts_on AND c.ends_on >= NEW.ends_on)",
        "a plan lies in an open cycle",
    ),
    (
        "plan_version_state_begins",
        "plan_version",
        "INSERT",
        "NEW.state <> 'draft'",
        "the first state is another one",
    ),
    (
        "plan_version_state_follows",
        "plan_version",
        "UPDATE OF state",
        "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('draft submitted', 'submitted agreed', 'submitted agreed_conditionally', 'submitted returned', 'returned draft', 'agreed_conditionally agreed', 'agreed_conditionally running', 'agreed running', 'running amended', 'running concluded', 'running ended_early')",
        "this state cannot follow that one",
    ),
    (
        "plan_version_stays",
        "plan_version",
        "UPDATE OF plan_id, person_id, number",
        "(NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.number IS DISTINCT FROM OLD.number)",
        "this part of the row never changes",
    ),
    (
        "plan_version_is_kept",
        "plan_version",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "plan_version_agreement_stays",
        "plan_version",
        "UPDATE OF agreed_by, agreed_at",
        "OLD.state IN ('agreed', 'agreed_conditionally', 'running', 'amended', 'ended_early', 'concluded') AND (NEW.agreed_by IS DISTINCT FROM OLD.agreed_by OR NEW.agreed_at IS DISTINCT FROM OLD.agreed_at)",
        "an agreement stays",
    ),
    (
        "plan_version_is_complete",
        "plan_version",
        "UPDATE OF state",
        "NEW.state = 'submitted' AND (NOT EXISTS (SELECT 1 FROM plan_result WHERE version_id = NEW.id AND kind = 'main') OR EXISTS (SELECT 1 FROM plan_result AS r WHERE r.version_id = NEW.id AND NOT EXISTS (SELECT 1 FROM plan_indicator AS i WHERE i.result_id = r.id)) OR EXISTS (SELECT 1 FROM plan_indicator WHERE version_id = NEW.id AND (method = '' OR source = '' OR (target IS NULL AND target_text = '') OR (target IS NOT NULL AND weight IS NULL))) OR COALESCE((SELECT sum(weight) FROM plan_indicator WHERE version_id = NEW.id AND target IS NOT NULL), 100) <> 100 OR (SELECT count(*) FROM plan_indicator WHERE version_id = NEW.id AND uses_citizens) > 1)",
        "a plan is complete before it is sent",
    ),
    (
        "plan_event_stays",
        "plan_event",
        "UPDATE OF version_id, old, new, happened_at, person_id",
        "(NEW.version_id IS DISTINCT FROM OLD.version_id OR NEW.old IS DISTINCT FROM OLD.old OR NEW.new IS DISTINCT FROM OLD.new OR NEW.happened_at IS DISTINCT FROM OLD.happened_at OR NEW.person_id IS DISTINCT FROM OLD.person_id)",
        "this part of the row never changes",
    ),
    (
        "plan_event_is_kept",
        "plan_event",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "plan_result_is_fixed_on_insert",
        "plan_result",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM plan_version AS v WHERE v.id = NEW.version_id AND v.state = 'draft')",
        "only a draft is changed",
    ),
    (
        "plan_result_is_fixed_on_update",
        "plan_result",
        "UPDATE OF version_id, key, kind, text, serves_text, own_reason, assigned_by",
        "NOT EXISTS (SELECT 1 FROM plan_version AS v WHERE v.id = OLD.version_id AND v.state = 'draft')",
        "only a draft is changed",
    ),
    (
        "plan_result_is_fixed_on_delete",
        "plan_result",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM plan_version AS v WHERE v.id = OLD.version_id AND v.state = 'draft')",
        "only a draft is changed",
    ),
    (
        "plan_result_serves_stays",
        "plan_result",
        "UPDATE OF serves_id",
        "OLD.serves_id IS NOT NULL AND NEW.serves_id IS DISTINCT FROM OLD.serves_id AND NOT EXISTS (SELECT 1 FROM plan_version AS v WHERE v.id = OLD.version_id AND v.state = 'draft')",
        "what a result serves stays",
    ),
    (
        "plan_indicator_is_fixed_on_insert",
        "plan_indicator",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM plan_version AS v WHERE v.id = NEW.version_id AND v.state = 'draft')",
        "only a draft is changed",
    ),
    (
        "plan_indicator_is_fixed_on_update",
        "plan_indicator",
        "UPDATE OF version_id, result_id, key, text, aspect, direction, target, unit, target_text, method, source, weight, quarters, uses_citizens",
        "NOT EXISTS (SELECT 1 FROM plan_version AS v WHERE v.id = OLD.version_id AND v.state = 'draft')",
        "only a draft is changed",
    ),
    (
        "plan_indicator_is_fixed_on_delete",
        "plan_indicator",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM plan_version AS v WHERE v.id = OLD.version_id AND v.state = 'draft')",
        "only a draft is changed",
    ),
    (
        "plan_expectation_is_fixed_on_insert",
        "plan_expectation",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM plan_version AS v WHERE v.id = NEW.version_id AND v.state = 'draft')",
        "only a draft is changed",
    ),
    (
        "plan_expectation_is_fixed_on_update",
        "plan_expectation",
        "UPDATE OF version_id, value",
        "NOT EXISTS (SELECT 1 FROM plan_version AS v WHERE v.id = OLD.version_id AND v.state = 'draft')",
        "only a draft is changed",
    ),
    (
        "plan_expectation_is_fixed_on_delete",
        "plan_expectation",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM plan_version AS v WHERE v.id = OLD.version_id AND v.state = 'draft')",
        "only a draft is changed",
    ),
    (
        "plan_appendix_is_fixed_on_insert",
        "plan_appendix",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM plan_version AS v WHERE v.id = NEW.version_id AND v.state = 'draft')",
        "only a draft is changed",
    ),
    (
        "plan_appendix_is_fixed_on_update",
        "plan_appendix",
        "UPDATE OF version_id, kind, text",
        "NOT EXISTS (SELECT 1 FROM plan_version AS v WHERE v.id = OLD.version_id AND v.state = 'draft')",
        "only a draft is changed",
    ),
    (
        "plan_appendix_is_fixed_on_delete",
        "plan_appendix",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM plan_version AS v WHERE v.id = OLD.version_id AND v.state = 'draft')",
        "only a draft is changed",
    ),
)
# One plan a person and day.
ONE_A_DAY = {
    "sqlite": (
        "CREATE TRIGGER performance_plan_one_a_day_insert AFTER INSERT ON performance_plan WHEN EXISTS (SELECT 1 FROM performance_plan AS own JOIN performance_plan AS other ON other.person_id = own.person_id AND other.id <> own.id AND other.starts_on <= coalesce(own.ends_on, '9999-12-31') AND coalesce(other.ends_on, '9999-12-31') >= own.starts_on WHERE own.id = NEW.id AND TRUE AND TRUE) BEGIN SELECT RAISE(ABORT, 'a person has one of these a day'); END",
        "CREATE TRIGGER performance_plan_one_a_day_update AFTER UPDATE ON performance_plan WHEN EXISTS (SELECT 1 FROM performance_plan AS own JOIN performance_plan AS other ON other.person_id = own.person_id AND other.id <> own.id AND other.starts_on <= coalesce(own.ends_on, '9999-12-31') AND coalesce(other.ends_on, '9999-12-31') >= own.starts_on WHERE own.id = NEW.id AND TRUE AND TRUE) BEGIN SELECT RAISE(ABORT, 'a person has one of these a day'); END",
    ),
    "postgresql": (
        "ALTER TABLE performance_plan ADD CONSTRAINT ex_performance_plan_one_a_day EXCLUDE USING gist (int8range(person_id, person_id, '[]') WITH &&, daterange(starts_on, ends_on, '[]') WITH &&) WHERE (TRUE)",
    ),
}
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
        "performance_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("post", sa.String(length=300), nullable=False),
        sa.Column("unit", sa.String(length=300), nullable=False),
        sa.Column("approach", sa.String(length=24), nullable=False),
        sa.Column("official_number", sa.String(length=60), nullable=False),
        sa.Column("end_kind", sa.String(length=24), nullable=True),
        sa.CheckConstraint(
            "approach IN ('quantitative', 'qualitative')", name=op.f("ck_performance_plan_approach")
        ),
        sa.CheckConstraint(
            "end_kind IN ('transfer', 'leave', 'retirement', 'other')",
            name=op.f("ck_performance_plan_end_kind"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_performance_plan_dates")),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["evaluation_cycle.id"],
            name=op.f("fk_performance_plan_cycle_id_evaluation_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_performance_plan_person_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance_plan")),
        sa.UniqueConstraint("id", "person_id", name=op.f("uq_performance_plan_id_person_id")),
    )
    op.create_index(
        op.f("ix_performance_plan_cycle_id"), "performance_plan", ["cycle_id"], unique=False
    )
    op.create_index(
        op.f("ix_performance_plan_person_id"), "performance_plan", ["person_id"], unique=False
    )
    op.create_table(
        "plan_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("change_reason", sa.LargeBinary(), nullable=True),
        sa.Column("sent_at", portal.storage.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("agreed_at", portal.storage.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state = 'draft' OR sent_at IS NOT NULL", name=op.f("ck_plan_version_sent")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'agreed_conditionally', 'agreed', 'running', 'amended', 'ended_early', 'concluded')",
            name=op.f("ck_plan_version_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('agreed', 'agreed_conditionally', 'running', 'amended', 'ended_early', 'concluded') OR (agreed_at IS NOT NULL AND agreed_by IS NOT NULL)",
            name=op.f("ck_plan_version_agreed"),
        ),
        sa.CheckConstraint(
            "(number = 1) = (change_reason IS NULL)", name=op.f("ck_plan_version_change_reason")
        ),
        sa.CheckConstraint("agreed_by <> person_id", name=op.f("ck_plan_version_both_sides")),
        sa.CheckConstraint("number >= 1 AND revision >= 1", name=op.f("ck_plan_version_number")),
        sa.ForeignKeyConstraint(
            ["agreed_by"], ["officer.id"], name=op.f("fk_plan_version_agreed_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "person_id"],
            ["performance_plan.id", "performance_plan.person_id"],
            name=op.f("fk_plan_version_plan_id_person_id_performance_plan"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_version_plan_id_number")),
    )
    op.create_index(
        "uq_plan_version_running",
        "plan_version",
        ["plan_id"],
        unique=True,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_index(
        "uq_plan_version_under_way",
        "plan_version",
        ["plan_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'submitted', 'returned')"),
        postgresql_where=sa.text("state IN ('draft', 'submitted', 'returned')"),
    )
    op.create_table(
        "plan_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("old", sa.String(length=24), nullable=False),
        sa.Column("new", sa.String(length=24), nullable=False),
        sa.Column(
            "happened_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "new IN ('draft', 'submitted', 'returned', 'agreed_conditionally', 'agreed', 'running', 'amended', 'ended_early', 'concluded')",
            name=op.f("ck_plan_event_new"),
        ),
        sa.CheckConstraint(
            "old IN ('draft', 'submitted', 'returned', 'agreed_conditionally', 'agreed', 'running', 'amended', 'ended_early', 'concluded')",
            name=op.f("ck_plan_event_old"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_plan_event_person_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_version.id"], name=op.f("fk_plan_event_version_id_plan_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_event")),
    )
    op.create_index(op.f("ix_plan_event_version_id"), "plan_event", ["version_id"], unique=False)
    op.create_table(
        "plan_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("serves_id", sa.Integer(), nullable=True),
        sa.Column("serves_text", sa.String(length=1000), nullable=False),
        sa.Column("own_reason", sa.String(length=1000), nullable=False),
        sa.Column("assigned_by", sa.String(length=300), nullable=False),
        sa.CheckConstraint("kind IN ('main', 'additional')", name=op.f("ck_plan_result_kind")),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_plan_result_text")),
        sa.ForeignKeyConstraint(
            ["serves_id"], ["plan_result.id"], name=op.f("fk_plan_result_serves_id_plan_result")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_version.id"], name=op.f("fk_plan_result_version_id_plan_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_result")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_plan_result_version_id_key")),
    )
    op.create_index(op.f("ix_plan_result_serves_id"), "plan_result", ["serves_id"], unique=False)
    op.create_table(
        "plan_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("aspect", sa.String(length=24), nullable=False),
        sa.Column("direction", sa.String(length=24), nullable=False),
        sa.Column("target", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("target_text", sa.String(length=300), nullable=False),
        sa.Column("method", sa.String(length=1000), nullable=False),
        sa.Column("source", sa.String(length=1000), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=True),
        sa.Column("quarters", sa.String(length=100), nullable=False),
        sa.Column("uses_citizens", sa.Boolean(name="uses_citizens"), nullable=False),
        sa.CheckConstraint(
            "aspect IN ('quantity', 'quality', 'time', 'cost')",
            name=op.f("ck_plan_indicator_aspect"),
        ),
        sa.CheckConstraint(
            "direction IN ('higher', 'lower', 'range')", name=op.f("ck_plan_indicator_direction")
        ),
        sa.CheckConstraint(
            "target > 0 OR (target = 0 AND direction = 'lower')",
            name=op.f("ck_plan_indicator_target_measurable"),
        ),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_plan_indicator_text")),
        sa.CheckConstraint("weight BETWEEN 0 AND 100", name=op.f("ck_plan_indicator_weight")),
        sa.ForeignKeyConstraint(
            ["result_id"], ["plan_result.id"], name=op.f("fk_plan_indicator_result_id_plan_result")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["plan_version.id"],
            name=op.f("fk_plan_indicator_version_id_plan_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_indicator")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_plan_indicator_version_id_key")),
    )
    op.create_index(
        op.f("ix_plan_indicator_result_id"), "plan_indicator", ["result_id"], unique=False
    )
    op.create_table(
        "plan_expectation",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=24), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "value IN ('service', 'accountable', 'competent', 'harmonious', 'loyal', 'adaptive', 'collaborative')",
            name=op.f("ck_plan_expectation_value"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["plan_version.id"],
            name=op.f("fk_plan_expectation_version_id_plan_version"),
        ),
        sa.PrimaryKeyConstraint("version_id", "value", name=op.f("pk_plan_expectation")),
    )
    op.create_table(
        "plan_appendix",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('resources', 'accountability', 'consequences')",
            name=op.f("ck_plan_appendix_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["plan_version.id"],
            name=op.f("fk_plan_appendix_version_id_plan_version"),
        ),
        sa.PrimaryKeyConstraint("version_id", "kind", name=op.f("pk_plan_appendix")),
    )
    for statement in ONE_A_DAY[op.get_bind().dialect.name]:
        op.execute(statement)
    make_rules()
    for table in GROWING:
        make_append_only(table)


def downgrade() -> None:
    op.drop_table("plan_appendix")
    op.drop_table("plan_expectation")
    op.drop_table("plan_indicator")
    op.drop_table("plan_result")
    op.drop_table("plan_event")
    op.drop_table("plan_version")
    op.drop_table("performance_plan")
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in RULES:
            op.execute(f"DROP FUNCTION {name}()")
