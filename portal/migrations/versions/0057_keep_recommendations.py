"""Keep what advisers recommend

Revision: 0057, after 0056
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.texts.columns

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    (
        "adviser_recommendation_stays",
        "adviser_recommendation",
        "UPDATE OF plan_id, person_id, adviser_id, kind, given_on",
        "(NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.adviser_id IS DISTINCT FROM OLD.adviser_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.given_on IS DISTINCT FROM OLD.given_on)",
        "this part of the row never changes",
    ),
    (
        "adviser_recommendation_is_kept",
        "adviser_recommendation",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "adviser_recommendation_before_confirmation",
        "adviser_recommendation",
        "INSERT",
        "EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.plan_id = NEW.plan_id AND (e.state IN ('confirmed', 'delivered', 'received', 'under_objection', 'final') OR e.appraiser_id = NEW.adviser_id))",
        "a recommendation comes before the confirmation, and not from who rated",
    ),
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
        "adviser_recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("text", portal.storage.texts.columns.EncryptedText(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('adviser', 'former_superior')", name=op.f("ck_adviser_recommendation_kind")
        ),
        sa.CheckConstraint(
            "adviser_id <> person_id", name=op.f("ck_adviser_recommendation_not_on_oneself")
        ),
        sa.ForeignKeyConstraint(
            ["adviser_id"],
            ["officer.id"],
            name=op.f("fk_adviser_recommendation_adviser_id_officer"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "person_id"],
            ["performance_plan.id", "performance_plan.person_id"],
            name=op.f("fk_adviser_recommendation_plan_id_person_id_performance_plan"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adviser_recommendation")),
        sa.UniqueConstraint(
            "plan_id", "adviser_id", name=op.f("uq_adviser_recommendation_plan_id_adviser_id")
        ),
    )
    op.create_index(
        op.f("ix_adviser_recommendation_adviser_id"), "adviser_recommendation", ["adviser_id"]
    )
    make_rules()


def downgrade() -> None:
    for name, table, *_ in RULES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
    op.drop_table("adviser_recommendation")
