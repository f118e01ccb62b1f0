"""Keep papers that people signed, with their scans and the acts for which they stand

Revision: 0081, after 0080
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.row_rules
import portal.storage.texts.columns

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

GROWS = "paper_act"
REFUSAL = "rows of this table are never changed"
# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    (
        "paper_record_stays",
        "paper_record",
        "UPDATE OF person_id, plan_id, kind, about_id, signed_on, file_kind, size, "
        "sha256, recorded_by, recorded_at",
        "(NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.plan_id IS DISTINCT FROM "
        "OLD.plan_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.about_id IS DISTINCT "
        "FROM OLD.about_id OR NEW.signed_on IS DISTINCT FROM OLD.signed_on OR "
        "NEW.file_kind IS DISTINCT FROM OLD.file_kind OR NEW.size IS DISTINCT FROM "
        "OLD.size OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.recorded_by IS "
        "DISTINCT FROM OLD.recorded_by OR NEW.recorded_at IS DISTINCT FROM "
        "OLD.recorded_at)",
        "this part of the row never changes",
    ),
    (
        "paper_record_is_kept",
        "paper_record",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "paper_record_of_its_matter",
        "paper_record",
        "INSERT",
        "(NEW.kind = 'plan' AND NOT EXISTS (SELECT 1 FROM plan_version AS v WHERE v.id = "
        "NEW.about_id AND v.plan_id = NEW.plan_id)) OR (NEW.kind = 'realisation' AND NOT "
        "EXISTS (SELECT 1 FROM performance_plan AS p JOIN evaluation_period AS d ON "
        "d.cycle_id = p.cycle_id WHERE p.id = NEW.plan_id AND d.number = NEW.about_id)) "
        "OR (NEW.kind = 'receipt' AND NOT EXISTS (SELECT 1 FROM yearly_evaluation AS e "
        "WHERE e.id = NEW.about_id AND e.plan_id = NEW.plan_id AND e.person_id = "
        "NEW.person_id)) OR (NEW.kind = 'objection' AND NOT EXISTS (SELECT 1 FROM "
        "objection AS o WHERE o.id = NEW.about_id AND o.plan_id = NEW.plan_id))",
        "a paper belongs to the plan of what it is about",
    ),
    (
        "paper_record_not_by_oneself",
        "paper_record",
        "INSERT",
        "EXISTS (SELECT 1 FROM account AS a WHERE a.id = NEW.recorded_by AND a.officer_id"
        " = NEW.person_id)",
        "nobody records what they signed themself",
    ),
    (
        "paper_record_is_gone_once",
        "paper_record",
        "UPDATE OF stored_as, file_key, removed_on",
        "OLD.removed_on IS NOT NULL AND (NEW.stored_as IS NOT NULL OR NEW.file_key IS NOT"
        " NULL OR NEW.removed_on IS DISTINCT FROM OLD.removed_on)",
        "what was destroyed stays so",
    ),
)


def make_append_only() -> None:
    """Let the database refuse every change of what a paper stands for."""
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
    op.create_table(
        "paper_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("kept_at", portal.storage.texts.columns.EncryptedText(), nullable=True),
        sa.Column("file_kind", sa.String(length=24), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_as", sa.String(length=32), nullable=True),
        sa.Column("file_key", portal.storage.texts.columns.EncryptedText(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", portal.storage.row_rules.UtcDateTime(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(removed_on IS NULL) = (stored_as IS NOT NULL) AND (stored_as IS NULL) = "
            "(file_key IS NULL) AND (stored_as IS NULL) = (kept_at IS NULL)",
            name=op.f("ck_paper_record_content"),
        ),
        sa.CheckConstraint(
            "file_kind IN ('pdf', 'jpeg', 'png')", name=op.f("ck_paper_record_file_kind")
        ),
        sa.CheckConstraint(
            "kind IN ('plan', 'realisation', 'receipt', 'objection')",
            name=op.f("ck_paper_record_kind"),
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_paper_record_sha256")),
        sa.CheckConstraint("size > 0", name=op.f("ck_paper_record_size")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_paper_record_person_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "person_id"],
            ["performance_plan.id", "performance_plan.person_id"],
            name=op.f("fk_paper_record_plan_id_person_id_performance_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_paper_record_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["stored_as"],
            ["stored_content.name"],
            name=op.f("fk_paper_record_stored_as_stored_content"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_record")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_paper_record_stored_as")),
    )
    op.create_index("ix_paper_record_kind_about_id", "paper_record", ["kind", "about_id"])
    for column in ("person_id", "plan_id"):
        op.create_index(op.f(f"ix_paper_record_{column}"), "paper_record", [column])
    op.create_table(
        GROWS,
        sa.Column("paper_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("happened_at", portal.storage.row_rules.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper_record.id"], name=op.f("fk_paper_act_paper_id_paper_record")
        ),
        sa.PrimaryKeyConstraint("paper_id", "part", name=op.f("pk_paper_act")),
    )
    make_rules()
    make_append_only()


def downgrade() -> None:
    op.drop_table(GROWS)
    op.drop_table("paper_record")
    if op.get_bind().dialect.name != "sqlite":
        for name, *_ in RULES:
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
