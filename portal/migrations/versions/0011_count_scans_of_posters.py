"""Count scans of posters by desk and month

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('poster_scan',
    sa.Column('desk_id', sa.Integer(), nullable=False),
    sa.Column('period', sa.String(length=7), nullable=False),
    sa.Column('scans', sa.Integer(), nullable=False),
    sa.CheckConstraint("length(period) = 7 AND substr(period, 5, 1) = '-' AND substr(period, 1, 4) BETWEEN '2000' AND '2999' AND substr(period, 6, 2) BETWEEN '01' AND '12'", name=op.f('ck_poster_scan_period')),
    sa.CheckConstraint('scans > 0', name=op.f('ck_poster_scan_scans')),
    sa.ForeignKeyConstraint(['desk_id'], ['desk.id'], name=op.f('fk_poster_scan_desk_id_desk')),
    sa.PrimaryKeyConstraint('desk_id', 'period', name=op.f('pk_poster_scan'))
    )


def downgrade() -> None:
    op.drop_table('poster_scan')
