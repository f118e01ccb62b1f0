"""Let queue machines, screens and kiosks speak for agencies

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'api_key',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('agency_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('key_hash', sa.LargeBinary(), nullable=False),
        sa.Column('is_revoked', sa.Boolean(name='is_revoked'), nullable=False),
        sa.CheckConstraint('length(key_hash) = 32', name=op.f('ck_api_key_key_hash')),
        sa.CheckConstraint('length(name) BETWEEN 1 AND 80', name=op.f('ck_api_key_name')),
        sa.ForeignKeyConstraint(
            ['agency_id'], ['agency.id'], name=op.f('fk_api_key_agency_id_agency')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_api_key')),
        sa.UniqueConstraint('key_hash', name=op.f('uq_api_key_key_hash')),
    )
    with op.batch_alter_table('api_key') as batch:
        batch.create_index(batch.f('ix_api_key_agency_id'), ['agency_id'], unique=False)

    op.create_table(
        'paired_device',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('desk_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=10), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('code_hash', sa.LargeBinary(), nullable=True),
        sa.Column('code_ends_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('secret_hash', sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('screen', 'kiosk')", name=op.f('ck_paired_device_kind')
        ),
        sa.CheckConstraint('length(name) BETWEEN 1 AND 80', name=op.f('ck_paired_device_name')),
        sa.CheckConstraint('length(code_hash) = 32', name=op.f('ck_paired_device_code_hash')),
        sa.CheckConstraint('length(secret_hash) = 32', name=op.f('ck_paired_device_secret_hash')),
        sa.CheckConstraint(
            'code_hash IS NULL OR secret_hash IS NULL', name=op.f('ck_paired_device_one_hash')
        ),
        sa.CheckConstraint(
            '(code_hash IS NULL) = (code_ends_at IS NULL)',
            name=op.f('ck_paired_device_code_ends'),
        ),
        sa.ForeignKeyConstraint(
            ['desk_id'], ['desk.id'], name=op.f('fk_paired_device_desk_id_desk')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_paired_device')),
        sa.UniqueConstraint('code_hash', name=op.f('uq_paired_device_code_hash')),
        sa.UniqueConstraint('secret_hash', name=op.f('uq_paired_device_secret_hash')),
    )
    with op.batch_alter_table('paired_device') as batch:
        batch.create_index(batch.f('ix_paired_device_desk_id'), ['desk_id'], unique=False)


def downgrade() -> None:
    op.drop_table('paired_device')
    op.drop_table('api_key')
