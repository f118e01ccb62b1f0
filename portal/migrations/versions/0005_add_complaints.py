"""Add complaints

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

MOVES = " OR ".join(
    (
        "OLD.state = NEW.state",
        "(OLD.state = 'new' AND NEW.state IN ('archived', 'elsewhere', 'postponed', 'verified'))",
        "(OLD.state = 'postponed' AND NEW.state IN ('archived', 'elsewhere', 'verified'))",
        "(OLD.state = 'verified' AND NEW.state IN ('archived', 'elsewhere', 'forwarded'))",
        "(OLD.state = 'forwarded' AND NEW.state IN ('answered', 'elsewhere', 'in_progress'))",
        "(OLD.state = 'in_progress' AND NEW.state IN ('answered', 'elsewhere'))",
        "(OLD.state = 'answered' AND NEW.state IN ('closed', 'reopened'))",
        "(OLD.state = 'reopened' AND NEW.state IN ('answered', 'in_progress'))",
        "(OLD.state = 'closed' AND NEW.state IN ('reopened'))",
    )
)

# SQL that lets a complaint's state change only along the ways above.
SQLITE = f"""
CREATE TRIGGER complaint_moves BEFORE UPDATE OF state ON complaint
WHEN NOT ({MOVES})
BEGIN SELECT RAISE(ABORT, 'a complaint cannot move like this'); END
"""
POSTGRESQL = (
    f"""
CREATE FUNCTION complaint_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT ({MOVES}) THEN
    RAISE EXCEPTION 'a complaint cannot move like this' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$
""",
    """
CREATE TRIGGER complaint_moves BEFORE UPDATE OF state ON complaint
FOR EACH ROW EXECUTE FUNCTION complaint_moves()
""",
)


def upgrade() -> None:
    op.create_table('complaint',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.LargeBinary(), nullable=True),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('concern', sa.String(length=10), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('desk_id', sa.Integer(), nullable=True),
    sa.Column('happened', sa.String(length=12), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=True),
    sa.Column('signature', sa.BigInteger(), nullable=False),
    sa.Column('may_publish', sa.Boolean(name='may_publish'), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('queue', sa.String(length=12), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('state_reason', sa.String(length=30), nullable=True),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('promised_on', sa.Date(), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('is_in_time', sa.Boolean(name='is_in_time'), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('decision', sa.String(length=10), nullable=False),
    sa.Column('decision_reason', sa.String(length=30), nullable=True),
    sa.Column('public_text', sa.Text(), nullable=True),
    sa.Column('helped', sa.Integer(), nullable=True),
    sa.Column('sp4n_number', sa.String(length=30), nullable=True),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("concern IN ('service', 'officer', 'head', 'levy')", name=op.f('ck_complaint_concern')),
    sa.CheckConstraint("concern NOT IN ('head', 'levy') OR queue = 'inspectorate'", name=op.f('ck_complaint_inspectorate')),
    sa.CheckConstraint("decision <> 'hidden' OR decision_reason IS NOT NULL", name=op.f('ck_complaint_decision_reason')),
    sa.CheckConstraint("decision IN ('undecided', 'published', 'redacted', 'internal', 'hidden')", name=op.f('ck_complaint_decision')),
    sa.CheckConstraint("decision NOT IN ('published', 'redacted') OR (may_publish AND public_text IS NOT NULL)", name=op.f('ck_complaint_public_text')),
    sa.CheckConstraint("happened IN ('this_week', 'this_month', 'earlier', 'unsure')", name=op.f('ck_complaint_happened')),
    sa.CheckConstraint("kind IN ('complaint', 'suggestion', 'question', 'praise')", name=op.f('ck_complaint_kind')),
    sa.CheckConstraint("queue IN ('agency', 'city', 'inspectorate')", name=op.f('ck_complaint_queue')),
    sa.CheckConstraint("state IN ('new', 'verified', 'forwarded', 'in_progress', 'answered', 'closed', 'reopened', 'postponed', 'elsewhere', 'archived')", name=op.f('ck_complaint_state')),
    sa.CheckConstraint("state NOT IN ('postponed', 'elsewhere', 'archived') OR state_reason IS NOT NULL", name=op.f('ck_complaint_state_reason')),
    sa.CheckConstraint('code_hash IS NULL OR length(code_hash) = 32', name=op.f('ck_complaint_code_hash')),
    sa.CheckConstraint('helped IS NULL OR helped BETWEEN 1 AND 4', name=op.f('ck_complaint_helped')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_complaint_version')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_complaint_agency_id_agency')),
    sa.ForeignKeyConstraint(['desk_id'], ['desk.id'], name=op.f('fk_complaint_desk_id_desk')),
    sa.ForeignKeyConstraint(['group_id'], ['complaint.id'], name=op.f('fk_complaint_group_id_complaint')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_complaint_code_hash'))
    )
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_agency', ['agency_id', 'promised_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaint_desk_id'), ['desk_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaint_group_id'), ['group_id'], unique=False)
        batch_op.create_index('ix_complaint_promise', ['promised_on', 'id'], unique=False)
        batch_op.create_index('ix_complaint_received', ['received_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaint_signature'), ['signature'], unique=False)

    op.create_table('comment_decision',
    sa.Column('token', sa.LargeBinary(), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('decision', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=30), nullable=True),
    sa.Column('public_text', sa.Text(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.CheckConstraint("(decision IN ('published', 'redacted')) = (public_text IS NOT NULL)", name=op.f('ck_comment_decision_public_text')),
    sa.CheckConstraint("decision <> 'hidden' OR reason IS NOT NULL", name=op.f('ck_comment_decision_reason')),
    sa.CheckConstraint("decision IN ('published', 'redacted', 'internal', 'hidden')", name=op.f('ck_comment_decision_decision')),
    sa.CheckConstraint('length(token) = 16', name=op.f('ck_comment_decision_token')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_comment_decision_agency_id_agency')),
    sa.ForeignKeyConstraint(['token'], ['rating_comment.token'], name=op.f('fk_comment_decision_token_rating_comment')),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_comment_decision'))
    )
    with op.batch_alter_table('comment_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_comment_decision_agency_id'), ['agency_id'], unique=False)

    op.create_table('complaint_appeal',
    sa.Column('complaint_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('appealed_account_id', sa.Integer(), nullable=False),
    sa.Column('appealed_on', sa.Date(), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(outcome = 'pending') = (decided_by IS NULL)", name=op.f('ck_complaint_appeal_decided')),
    sa.CheckConstraint("outcome IN ('pending', 'upheld', 'granted')", name=op.f('ck_complaint_appeal_outcome')),
    sa.CheckConstraint('decided_by IS NULL OR decided_by <> appealed_account_id', name=op.f('ck_complaint_appeal_another')),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_appeal_complaint_id_complaint')),
    sa.PrimaryKeyConstraint('complaint_id', 'sequence', name=op.f('pk_complaint_appeal'))
    )
    op.create_table('complaint_claim',
    sa.Column('complaint_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_claim_complaint_id_complaint')),
    sa.PrimaryKeyConstraint('complaint_id', name=op.f('pk_complaint_claim'))
    )
    op.create_table('complaint_event',
    sa.Column('complaint_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=20), nullable=False),
    sa.Column('old_value', sa.String(length=30), nullable=True),
    sa.Column('new_value', sa.String(length=30), nullable=True),
    sa.Column('reason', sa.String(length=30), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.CheckConstraint("step IN ('received', 'moved', 'decided', 'answered', 'replied', 'helped', 'appealed', 'appeal_decided', 'queue_changed', 'handed_over', 'grouped', 'purged')", name=op.f('ck_complaint_event_step')),
    sa.CheckConstraint('sequence >= 1', name=op.f('ck_complaint_event_sequence')),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_event_complaint_id_complaint')),
    sa.PrimaryKeyConstraint('complaint_id', 'sequence', name=op.f('pk_complaint_event'))
    )
    with op.batch_alter_table('complaint_event', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_event_step', ['step', 'happened_on'], unique=False)

    op.create_table('complaint_message',
    sa.Column('complaint_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('speaker', sa.String(length=10), nullable=False),
    sa.Column('written_on', sa.Date(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("speaker IN ('citizen', 'office')", name=op.f('ck_complaint_message_speaker')),
    sa.CheckConstraint('sequence >= 1', name=op.f('ck_complaint_message_sequence')),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_message_complaint_id_complaint')),
    sa.PrimaryKeyConstraint('complaint_id', 'sequence', name=op.f('pk_complaint_message'))
    )
    op.create_table('promised_action',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('complaint_id', sa.Integer(), nullable=True),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('theme', sa.String(length=20), nullable=False),
    sa.Column('said', sa.String(length=300), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('promised_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('is_withdrawn', sa.Boolean(name='is_withdrawn'), nullable=False),
    sa.CheckConstraint('NOT is_withdrawn OR done_on IS NULL', name=op.f('ck_promised_action_withdrawn')),
    sa.CheckConstraint('done_on IS NULL OR done_on >= promised_on', name=op.f('ck_promised_action_done_on')),
    sa.CheckConstraint('due_on >= promised_on', name=op.f('ck_promised_action_due_on')),
    sa.CheckConstraint('length(text) BETWEEN 10 AND 300', name=op.f('ck_promised_action_text')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_promised_action_agency_id_agency')),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_promised_action_complaint_id_complaint')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promised_action'))
    )
    with op.batch_alter_table('promised_action', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_promised_action_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_promised_action_complaint_id'), ['complaint_id'], unique=False)

    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in (SQLITE,) if is_sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table('promised_action', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_promised_action_complaint_id'))
        batch_op.drop_index(batch_op.f('ix_promised_action_agency_id'))

    op.drop_table('promised_action')
    op.drop_table('complaint_message')
    with op.batch_alter_table('complaint_event', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_event_step')

    op.drop_table('complaint_event')
    op.drop_table('complaint_claim')
    op.drop_table('complaint_appeal')
    with op.batch_alter_table('comment_decision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_comment_decision_agency_id'))

    op.drop_table('comment_decision')
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaint_signature'))
        batch_op.drop_index('ix_complaint_received')
        batch_op.drop_index('ix_complaint_promise')
        batch_op.drop_index(batch_op.f('ix_complaint_group_id'))
        batch_op.drop_index(batch_op.f('ix_complaint_desk_id'))
        batch_op.drop_index('ix_complaint_agency')

    op.drop_table('complaint')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION complaint_moves()")
