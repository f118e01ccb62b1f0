"""Keep releases, their documents and the ledger

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

APPEND_ONLY = ("document", "ledger")
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
    op.create_table('ledger',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('recorded_on', sa.Date(), nullable=False),
    sa.Column('entry', sa.Text(), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.CheckConstraint('id >= 1', name=op.f('ck_ledger_id')),
    sa.CheckConstraint('length(hash) = 64', name=op.f('ck_ledger_hash')),
    sa.CheckConstraint('length(previous_hash) = 64', name=op.f('ck_ledger_previous_hash')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger')),
    sa.UniqueConstraint('hash', name=op.f('uq_ledger_hash')),
    sa.UniqueConstraint('previous_hash', name=op.f('uq_ledger_previous_hash'))
    )
    op.create_table('release',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('edition', sa.String(length=20), nullable=False),
    sa.Column('period', sa.String(length=7), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('prepared_on', sa.Date(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('signed_by', sa.String(length=160), nullable=True),
    sa.Column('reflection', sa.Text(), nullable=True),
    sa.Column('held_by', sa.String(length=160), nullable=True),
    sa.Column('held_days', sa.Integer(), nullable=True),
    sa.Column('hold_reason', sa.String(length=300), nullable=True),
    sa.CheckConstraint("(state = 'published') = (published_on IS NOT NULL)", name=op.f('ck_release_published')),
    sa.CheckConstraint("kind IN ('monthly', 'daily', 'revision', 'correction')", name=op.f('ck_release_kind')),
    sa.CheckConstraint("length(period) = 7 AND substr(period, 5, 1) = '-' AND substr(period, 1, 4) BETWEEN '2000' AND '2999' AND substr(period, 6, 2) BETWEEN '01' AND '12'", name=op.f('ck_release_period')),
    sa.CheckConstraint("state <> 'held' OR held_days IS NOT NULL", name=op.f('ck_release_held')),
    sa.CheckConstraint("state IN ('prepared', 'held', 'published')", name=op.f('ck_release_state')),
    sa.CheckConstraint('(held_days IS NULL) = (hold_reason IS NULL) AND (held_days IS NULL) = (held_by IS NULL)', name=op.f('ck_release_hold')),
    sa.CheckConstraint('(signed_by IS NULL) = (reflection IS NULL)', name=op.f('ck_release_sign_off')),
    sa.CheckConstraint('held_days IS NULL OR held_days BETWEEN 1 AND 14', name=op.f('ck_release_held_days')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_release')),
    sa.UniqueConstraint('kind', 'edition', name=op.f('uq_release_kind_edition'))
    )
    op.create_table('document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('period', sa.String(length=7), nullable=False),
    sa.Column('address', sa.String(length=100), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.CheckConstraint("length(period) = 7 AND substr(period, 5, 1) = '-' AND substr(period, 1, 4) BETWEEN '2000' AND '2999' AND substr(period, 6, 2) BETWEEN '01' AND '12'", name=op.f('ck_document_period')),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_document_sha256')),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_document_release_id_release')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document')),
    sa.UniqueConstraint('release_id', 'address', name=op.f('uq_document_release_id_address'))
    )
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.create_index('ix_document_latest', ['address', 'period', 'id'], unique=False)

    op.create_table('draft_document',
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(length=100), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_draft_document_sha256')),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_draft_document_release_id_release')),
    sa.PrimaryKeyConstraint('release_id', 'address', name=op.f('pk_draft_document'))
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = '23514'; END $$"
        )
    for table in APPEND_ONLY:
        make_append_only(table)


def downgrade() -> None:
    op.drop_table('draft_document')
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.drop_index('ix_document_latest')

    op.drop_table('document')
    op.drop_table('release')
    op.drop_table('ledger')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
