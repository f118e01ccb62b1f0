"""Keep what was done with promised actions, and why

What was done or withdrawn before stays so: it has no reason that could be shown.

Revision: 0071, after 0070
"""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

GROWS = "promised_action_change"


def make_append_only() -> None:
    """Let the database refuse every change of what is only added to."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {GROWS}_refuses_{change} BEFORE {change.upper()} ON {GROWS} "
                "BEGIN SELECT RAISE(ABORT, 'rows of this table are never changed'); END"
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
    op.create_table('promised_action_change',
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('old_due_on', sa.Date(), nullable=True),
    sa.Column('new_due_on', sa.Date(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.CheckConstraint("(step = 'moved') = (old_due_on IS NOT NULL AND new_due_on IS NOT NULL)", name=op.f('ck_promised_action_change_moved')),
    sa.CheckConstraint("step IN ('done', 'moved', 'withdrawn', 'resumed')", name=op.f('ck_promised_action_change_step')),
    sa.CheckConstraint('length(reason) BETWEEN 10 AND 300', name=op.f('ck_promised_action_change_reason')),
    sa.CheckConstraint('old_due_on IS NULL OR old_due_on <> new_due_on', name=op.f('ck_promised_action_change_another_day')),
    sa.CheckConstraint('sequence >= 1', name=op.f('ck_promised_action_change_sequence')),
    sa.ForeignKeyConstraint(['action_id'], ['promised_action.id'], name=op.f('fk_promised_action_change_action_id_promised_action')),
    sa.PrimaryKeyConstraint('action_id', 'sequence', name=op.f('pk_promised_action_change'))
    )
    make_append_only()


def downgrade() -> None:
    op.drop_table('promised_action_change')
