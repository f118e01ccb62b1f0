"""Keep who was drawn to stand above an appraiser in a cycle

Revision: 0078, after 0077
"""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None

GROWS = "cycle_substitute"
REFUSAL = "rows of this table are never changed"


def make_append_only() -> None:
    """Let the database refuse every change of a lot."""
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
        GROWS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("pool_size", sa.Integer(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.CheckConstraint("holder_id <> person_id", name=op.f("ck_cycle_substitute_holder")),
        sa.CheckConstraint("pool_size >= 1", name=op.f("ck_cycle_substitute_pool_size")),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["evaluation_cycle.id"],
            name=op.f("fk_cycle_substitute_cycle_id_evaluation_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_cycle_substitute_person_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["officer.id"], name=op.f("fk_cycle_substitute_holder_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["people_change.id"],
            name=op.f("fk_cycle_substitute_change_id_people_change"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_substitute")),
        sa.UniqueConstraint("change_id", name=op.f("uq_cycle_substitute_change_id")),
    )
    for column in ("cycle_id", "person_id", "holder_id"):
        op.create_index(op.f(f"ix_cycle_substitute_{column}"), GROWS, [column], unique=False)
    make_append_only()


def downgrade() -> None:
    op.drop_table(GROWS)
