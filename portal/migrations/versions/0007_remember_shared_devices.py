"""Remember devices that people share, and the authenticator secret a browser is shown

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def _known_device(*key: str) -> None:
    """Make the table anew; a forgotten device only means waiting like a stranger once."""
    op.drop_table('known_device')
    op.create_table('known_device',
    sa.Column('device_hash', sa.LargeBinary(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(device_hash) = 32', name=op.f('ck_known_device_device_hash')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_known_device_account_id_account')),
    sa.PrimaryKeyConstraint(*key, name=op.f('pk_known_device'))
    )


def upgrade() -> None:
    _known_device('device_hash', 'account_id')
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('offered_secret', sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.drop_column('offered_secret')
    _known_device('device_hash')
    with op.batch_alter_table('known_device', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_device_account_id'), ['account_id'], unique=False)
