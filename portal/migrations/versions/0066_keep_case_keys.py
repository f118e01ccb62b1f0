"""Keep a key for the texts of each objection, files among its evidence; substitutes in corrections

Revision: 0066, after 0065
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.texts.columns

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    ('objection_key_stays', 'objection_key', 'UPDATE OF objection_id', '(NEW.objection_id IS DISTINCT FROM OLD.objection_id)', 'this part of the row never changes'),
    ('objection_key_is_kept', 'objection_key', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('objection_key_is_gone_once', 'objection_key', 'UPDATE OF wrapped_key, expired_on', 'OLD.expired_on IS NOT NULL AND (NEW.wrapped_key IS NOT NULL OR NEW.expired_on IS DISTINCT FROM OLD.expired_on)', 'what was destroyed stays so'),
    ('objection_key_waits', 'objection_key', 'UPDATE OF expired_on', "NEW.expired_on IS NOT NULL AND EXISTS (SELECT 1 FROM objection AS o WHERE o.id = NEW.objection_id AND o.state IN ('filed', 'admitted', 'hearing'))", 'what waits for a decision is kept'),
    ('objection_file_stays', 'objection_file', 'UPDATE OF evidence_id, objection_id, kind, size, sha256', '(NEW.evidence_id IS DISTINCT FROM OLD.evidence_id OR NEW.objection_id IS DISTINCT FROM OLD.objection_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.size IS DISTINCT FROM OLD.size OR NEW.sha256 IS DISTINCT FROM OLD.sha256)', 'this part of the row never changes'),
    ('objection_file_is_kept', 'objection_file', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('objection_file_of_its_case', 'objection_file', 'INSERT', 'NOT EXISTS (SELECT 1 FROM objection_evidence AS e WHERE e.id = NEW.evidence_id AND e.objection_id = NEW.objection_id)', 'a file belongs to the case of its evidence'),
    ('objection_file_is_gone_once', 'objection_file', 'UPDATE OF stored_as, file_key, removed_on, removed_by, removal_reason', 'OLD.removed_on IS NOT NULL AND (NEW.stored_as IS NOT NULL OR NEW.file_key IS NOT NULL OR NEW.removed_on IS DISTINCT FROM OLD.removed_on OR NEW.removed_by IS DISTINCT FROM OLD.removed_by)', 'what was taken away stays away'),
)

# Of corrections: whoever confirmed a result is a side; from now on somebody else, too, once they
# cannot sign in.
SIDES = (
    ('result_correction_of_the_last_document', 'result_correction', 'INSERT', "NOT (EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id AND e.person_id = NEW.person_id AND e.state IN ('delivered', 'received', 'final')) AND NEW.about = (SELECT max(s.number) FROM appraisal_snapshot AS s WHERE s.evaluation_id = NEW.evaluation_id) AND EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id AND (e.confirmed_by = NEW.appraiser_id OR NOT EXISTS (SELECT 1 FROM account AS a WHERE a.officer_id = e.confirmed_by AND a.is_active))))", 'a delivered result is corrected by its last document'),
    ('result_correction_leaves_a_document', 'result_correction', 'UPDATE OF state', "NEW.state = 'confirmed' AND OLD.state <> 'confirmed' AND (NOT EXISTS (SELECT 1 FROM appraisal_snapshot AS s WHERE s.evaluation_id = NEW.evaluation_id AND s.number = NEW.snapshot_number AND s.number = NEW.about + 1) OR EXISTS (SELECT 1 FROM objection AS o WHERE o.evaluation_id = NEW.evaluation_id AND o.state IN ('filed', 'admitted', 'hearing')) OR NOT EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id AND e.person_id = NEW.person_id AND e.state IN ('delivered', 'received', 'final')))", 'a correction leaves a document, and none while an objection waits'),
)
SIDES_BEFORE = (
    ('result_correction_of_the_last_document', 'result_correction', 'INSERT', "NOT (EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id AND e.person_id = NEW.person_id AND e.confirmed_by = NEW.appraiser_id AND e.state IN ('delivered', 'received', 'final')) AND NEW.about = (SELECT max(s.number) FROM appraisal_snapshot AS s WHERE s.evaluation_id = NEW.evaluation_id))", 'a delivered result is corrected by its last document'),
    ('result_correction_leaves_a_document', 'result_correction', 'UPDATE OF state', "NEW.state = 'confirmed' AND OLD.state <> 'confirmed' AND (NOT EXISTS (SELECT 1 FROM appraisal_snapshot AS s WHERE s.evaluation_id = NEW.evaluation_id AND s.number = NEW.snapshot_number AND s.number = NEW.about + 1) OR EXISTS (SELECT 1 FROM objection AS o WHERE o.evaluation_id = NEW.evaluation_id AND o.state IN ('filed', 'admitted', 'hearing')) OR NOT EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id AND e.person_id = NEW.person_id AND e.confirmed_by = NEW.appraiser_id AND e.state IN ('delivered', 'received', 'final')))", 'a correction leaves a document, and none while an objection waits'),
)


def make_rules(rules: tuple[tuple[str, str, str, str, str], ...]) -> None:
    """Let the database refuse what the rules say."""
    for name, table, act, refuses, message in rules:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                f"WHEN {refuses} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            continue
        row = "OLD" if act == "DELETE" else "NEW"
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {refuses} THEN RAISE EXCEPTION '{message}' "
            f"USING ERRCODE = '23514'; END IF; RETURN {row}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def upgrade() -> None:
    op.create_table('objection_key',
    sa.Column('objection_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('wrapped_key', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('expired_on', sa.Date(), nullable=True),
    sa.CheckConstraint('(wrapped_key IS NULL) = (expired_on IS NOT NULL)', name=op.f('ck_objection_key_expired')),
    sa.ForeignKeyConstraint(['objection_id'], ['objection.id'], name=op.f('fk_objection_key_objection_id_objection')),
    sa.PrimaryKeyConstraint('objection_id', name=op.f('pk_objection_key'))
    )
    op.create_table('objection_file',
    sa.Column('evidence_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('objection_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('name', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('stored_as', sa.String(length=32), nullable=True),
    sa.Column('file_key', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Integer(), nullable=True),
    sa.Column('removal_reason', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.CheckConstraint('(removal_reason IS NULL) = (removed_by IS NULL) AND (removal_reason IS NULL OR removed_on IS NOT NULL)', name=op.f('ck_objection_file_removal')),
    sa.CheckConstraint('(removed_on IS NULL) = (stored_as IS NOT NULL) AND (stored_as IS NULL) = (file_key IS NULL)', name=op.f('ck_objection_file_content')),
    sa.CheckConstraint("kind IN ('pdf', 'jpeg', 'png')", name=op.f('ck_objection_file_kind')),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_objection_file_sha256')),
    sa.CheckConstraint('size > 0', name=op.f('ck_objection_file_size')),
    sa.ForeignKeyConstraint(['evidence_id'], ['objection_evidence.id'], name=op.f('fk_objection_file_evidence_id_objection_evidence')),
    sa.ForeignKeyConstraint(['objection_id'], ['objection.id'], name=op.f('fk_objection_file_objection_id_objection')),
    sa.ForeignKeyConstraint(['removed_by'], ['officer.id'], name=op.f('fk_objection_file_removed_by_officer')),
    sa.ForeignKeyConstraint(['stored_as'], ['stored_content.name'], name=op.f('fk_objection_file_stored_as_stored_content')),
    sa.PrimaryKeyConstraint('evidence_id', name=op.f('pk_objection_file')),
    sa.UniqueConstraint('stored_as', name=op.f('uq_objection_file_stored_as'))
    )
    op.create_index(op.f('ix_objection_file_objection_id'), 'objection_file', ['objection_id'], unique=False)
    make_rules(RULES)
    drop_rules(SIDES_BEFORE)
    make_rules(SIDES)


def drop_rules(rules: tuple[tuple[str, str, str, str, str], ...]) -> None:
    """Let the database refuse it no more."""
    for name, table, *_ in rules:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")


def downgrade() -> None:
    drop_rules(SIDES)
    make_rules(SIDES_BEFORE)
    drop_rules(RULES)
    op.drop_table("objection_file")
    op.drop_table("objection_key")
