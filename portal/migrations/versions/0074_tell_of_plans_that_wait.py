"""Keep who was told that a plan waits

Revision: 0074, after 0073
"""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

GROWS = "plan_silence_notice"
REFUSAL = "rows of this table are never changed"


def make_append_only() -> None:
    """Let the database refuse every change of a notice."""
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
        "plan_silence_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("days_left", sa.Integer(), nullable=False),
        sa.Column("told_id", sa.Integer(), nullable=False),
        sa.Column("told_as", sa.String(length=24), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "days_left = 0 OR told_as IN ('person', 'appraiser')",
            name=op.f("ck_plan_silence_notice_told_before"),
        ),
        sa.CheckConstraint(
            "(told_as = 'person') = (told_id = person_id)",
            name=op.f("ck_plan_silence_notice_told_person"),
        ),
        sa.CheckConstraint(
            "days_left IN (0, 1, 5)", name=op.f("ck_plan_silence_notice_days_left")
        ),
        sa.CheckConstraint(
            "kind IN ('not_sent', 'not_answered')", name=op.f("ck_plan_silence_notice_kind")
        ),
        sa.CheckConstraint(
            "told_as IN ('person', 'appraiser', 'above', 'coordinator')",
            name=op.f("ck_plan_silence_notice_told_as"),
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["evaluation_cycle.id"],
            name=op.f("fk_plan_silence_notice_cycle_id_evaluation_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["officer.id"],
            name=op.f("fk_plan_silence_notice_person_id_officer"),
        ),
        sa.ForeignKeyConstraint(
            ["told_id"], ["officer.id"], name=op.f("fk_plan_silence_notice_told_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_silence_notice")),
        sa.UniqueConstraint(
            "cycle_id",
            "person_id",
            "kind",
            "last_on",
            "days_left",
            "told_id",
            name=op.f("uq_plan_silence_notice_cycle_id_person_id_kind_last_on_days_left_told_id"),
        ),
    )
    op.create_index(
        op.f("ix_plan_silence_notice_told_id"), "plan_silence_notice", ["told_id"], unique=False
    )
    make_append_only()


def downgrade() -> None:
    op.drop_table("plan_silence_notice")
