"""Notice what is unusual, and leave out by rule only

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# What was noticed, found and decided stays as it was written.
APPEND_ONLY = ("anomaly_signal", "signal_review", "exclusion")
REFUSAL = "rows of this table are never changed"


def make_append_only(table: str) -> None:
    """Let the database refuse every change of ``table``'s rows."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{change} BEFORE {change.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
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
    op.create_table('anomaly_signal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('desk_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('period', sa.String(length=7), nullable=False),
    sa.Column('noticed_on', sa.Date(), nullable=False),
    sa.Column('observed', sa.Float(), nullable=False),
    sa.Column('expected', sa.Float(), nullable=False),
    sa.CheckConstraint("channel IN ('ticket', 'presence', 'open', 'paper', 'any')", name=op.f('ck_anomaly_signal_channel')),
    sa.CheckConstraint("kind IN ('low_share', 'all_top_share', 'burst', 'ratings_above_tickets', 'ratings_above_visits', 'tickets_above_visits')", name=op.f('ck_anomaly_signal_kind')),
    sa.CheckConstraint("length(period) = 7 AND substr(period, 5, 1) = '-' AND substr(period, 1, 4) BETWEEN '2000' AND '2999' AND substr(period, 6, 2) BETWEEN '01' AND '12'", name=op.f('ck_anomaly_signal_period')),
    sa.ForeignKeyConstraint(['desk_id'], ['desk.id'], name=op.f('fk_anomaly_signal_desk_id_desk')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_anomaly_signal')),
    sa.UniqueConstraint('kind', 'desk_id', 'channel', 'period', name=op.f('uq_anomaly_signal_kind_desk_id_channel_period'))
    )
    op.create_table('exclusion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('desk_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('period', sa.String(length=7), nullable=False),
    sa.Column('rule', sa.String(length=30), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.CheckConstraint("channel IN ('ticket', 'presence', 'open', 'paper')", name=op.f('ck_exclusion_channel')),
    sa.CheckConstraint("length(period) = 7 AND substr(period, 5, 1) = '-' AND substr(period, 1, 4) BETWEEN '2000' AND '2999' AND substr(period, 6, 2) BETWEEN '01' AND '12'", name=op.f('ck_exclusion_period')),
    sa.CheckConstraint("rule IN ('not_from_visitors', 'staff_rated', 'device_fault')", name=op.f('ck_exclusion_rule')),
    sa.CheckConstraint('length(reason) BETWEEN 1 AND 500', name=op.f('ck_exclusion_reason')),
    sa.ForeignKeyConstraint(['desk_id'], ['desk.id'], name=op.f('fk_exclusion_desk_id_desk')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exclusion')),
    sa.UniqueConstraint('desk_id', 'channel', 'period', name=op.f('uq_exclusion_desk_id_channel_period'))
    )
    op.create_table('watch_state',
    sa.Column('desk_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('watch', sa.String(length=10), nullable=False),
    sa.Column('height', sa.Float(), nullable=False),
    sa.CheckConstraint("channel IN ('ticket', 'presence', 'open', 'paper')", name=op.f('ck_watch_state_channel')),
    sa.CheckConstraint("watch IN ('low', 'all_top')", name=op.f('ck_watch_state_watch')),
    sa.CheckConstraint('height >= 0', name=op.f('ck_watch_state_height')),
    sa.ForeignKeyConstraint(['desk_id'], ['desk.id'], name=op.f('fk_watch_state_desk_id_desk')),
    sa.PrimaryKeyConstraint('desk_id', 'channel', 'watch', name=op.f('pk_watch_state'))
    )
    op.create_table('watched_tally',
    sa.Column('period', sa.String(length=7), nullable=False),
    sa.Column('desk_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('respondents', sa.Integer(), nullable=False),
    sa.CheckConstraint("channel IN ('ticket', 'presence', 'open', 'paper')", name=op.f('ck_watched_tally_channel')),
    sa.CheckConstraint("length(period) = 7 AND substr(period, 5, 1) = '-' AND substr(period, 1, 4) BETWEEN '2000' AND '2999' AND substr(period, 6, 2) BETWEEN '01' AND '12'", name=op.f('ck_watched_tally_period')),
    sa.CheckConstraint('respondents > 0', name=op.f('ck_watched_tally_respondents')),
    sa.ForeignKeyConstraint(['desk_id'], ['desk.id'], name=op.f('fk_watched_tally_desk_id_desk')),
    sa.PrimaryKeyConstraint('period', 'desk_id', 'channel', name=op.f('pk_watched_tally'))
    )
    op.create_table('signal_review',
    sa.Column('signal_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('reviewed_on', sa.Date(), nullable=False),
    sa.CheckConstraint("outcome IN ('explained', 'unfounded', 'excluded')", name=op.f('ck_signal_review_outcome')),
    sa.CheckConstraint('length(note) BETWEEN 1 AND 500', name=op.f('ck_signal_review_note')),
    sa.ForeignKeyConstraint(['signal_id'], ['anomaly_signal.id'], name=op.f('fk_signal_review_signal_id_anomaly_signal')),
    sa.PrimaryKeyConstraint('signal_id', name=op.f('pk_signal_review'))
    )
    for table in APPEND_ONLY:
        make_append_only(table)


def downgrade() -> None:
    for table in ("signal_review", "watched_tally", "watch_state", "exclusion", "anomaly_signal"):
        op.drop_table(table)
