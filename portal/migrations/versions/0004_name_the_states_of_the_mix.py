"""Name the states of the mix

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATES = "state IN ('prepared', 'current', 'closed', 'destroyed')"
FORMER_STATES = "state IN ('current', 'closed', 'destroyed')"
IS_PERIOD = (
    "length(period) = 7 AND substr(period, 5, 1) = '-' "
    "AND substr(period, 1, 4) BETWEEN '2000' AND '2999' "
    "AND substr(period, 6, 2) BETWEEN '01' AND '12'"
)
CELL = [
    "period",
    "channel",
    "agency_id",
    sa.text("coalesce(unit_id, 0)"),
    sa.text("coalesce(desk_id, 0)"),
    sa.text("coalesce(service_id, 0)"),
]


def upgrade() -> None:
    op.create_index("uq_tally_cell", "tally", CELL, unique=True)
    _allow_states(STATES)
    op.drop_index("ix_sealed_rating_group", "sealed_rating")
    op.create_index("ix_sealed_rating_group", "sealed_rating", ["desk_id", "channel", "token"])
    op.create_table(
        "mix_turn",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.CheckConstraint("kind IN ('parts', 'leftovers')", name=op.f("ck_mix_turn_kind")),
        sa.CheckConstraint(IS_PERIOD, name=op.f("ck_mix_turn_period")),
        sa.PrimaryKeyConstraint("kind", "period", name=op.f("pk_mix_turn")),
    )


def downgrade() -> None:
    op.drop_table("mix_turn")
    op.drop_index("ix_sealed_rating_group", "sealed_rating")
    op.create_index("ix_sealed_rating_group", "sealed_rating", ["key_id", "desk_id", "channel"])
    _allow_states(FORMER_STATES)
    op.drop_index("uq_tally_cell", "tally")


def _allow_states(condition: str) -> None:
    with op.batch_alter_table("inbox_key") as batch:
        batch.drop_constraint(op.f("ck_inbox_key_state"), type_="check")
        batch.create_check_constraint(op.f("ck_inbox_key_state"), condition)
