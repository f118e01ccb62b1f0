"""Keep the catalogue of trainings, its rules, and what people take part in

Revision: 0062, after 0061
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.texts.columns

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    ('training_rule_stays', 'training_rule', 'UPDATE OF cause, topic_code, starts_on, set_by', "(NEW.cause IS DISTINCT FROM OLD.cause OR NEW.topic_code IS DISTINCT FROM OLD.topic_code OR NEW.starts_on IS DISTINCT FROM OLD.starts_on OR NEW.set_by IS DISTINCT FROM OLD.set_by)", 'this part of the row never changes'),
    ('training_rule_ends_once', 'training_rule', 'UPDATE OF ends_on', "OLD.ends_on IS NOT NULL AND NEW.ends_on IS DISTINCT FROM OLD.ends_on", 'a rule ends once'),
    ('training_rule_is_kept', 'training_rule', 'DELETE', "TRUE", 'rows of this table are kept'),
    ('training_record_state_begins', 'training_record', 'INSERT', "NEW.state <> 'suggested'", 'the first state is another one'),
    ('training_record_state_follows', 'training_record', 'UPDATE OF state', "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('suggested accepted', 'suggested declined', 'accepted planned', 'planned taking_part', 'taking_part done', 'done effect_checked')", 'this state cannot follow that one'),
    ('training_record_stays', 'training_record', 'UPDATE OF person_id, topic_code, cause, suggested_by, suggested_on', "(NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.topic_code IS DISTINCT FROM OLD.topic_code OR NEW.cause IS DISTINCT FROM OLD.cause OR NEW.suggested_by IS DISTINCT FROM OLD.suggested_by OR NEW.suggested_on IS DISTINCT FROM OLD.suggested_on)", 'this part of the row never changes'),
    ('training_record_decision_stays', 'training_record', 'UPDATE OF decided_by', "OLD.decided_by IS NOT NULL AND NEW.decided_by IS DISTINCT FROM OLD.decided_by", 'a decision stays'),
    ('training_record_done_stays', 'training_record', 'UPDATE OF hours, done_on, confirmed_by, starts_on, ends_on, substitute_id', "OLD.state IN ('done', 'effect_checked') AND (NEW.hours IS DISTINCT FROM OLD.hours OR NEW.done_on IS DISTINCT FROM OLD.done_on OR NEW.confirmed_by IS DISTINCT FROM OLD.confirmed_by OR NEW.starts_on IS DISTINCT FROM OLD.starts_on OR NEW.ends_on IS DISTINCT FROM OLD.ends_on OR NEW.substitute_id IS DISTINCT FROM OLD.substitute_id)", 'what was done stays'),
    ('training_record_is_kept', 'training_record', 'DELETE', "TRUE", 'rows of this table are kept'),
)


def make_rules() -> None:
    """Let the database refuse what the rules say."""
    for name, table, act, refuses, message in RULES:
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
    op.create_table('training_topic',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('hours', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=120), nullable=False),
    sa.Column('is_offered', sa.Boolean(), nullable=False),
    sa.CheckConstraint('hours BETWEEN 1 AND 900', name=op.f('ck_training_topic_hours')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_training_topic'))
    )
    op.create_table('training_record',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('topic_code', sa.String(length=40), nullable=False),
    sa.Column('cause', sa.String(length=24), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('suggested_by', sa.Integer(), nullable=False),
    sa.Column('suggested_on', sa.Date(), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('declined', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('substitute_id', sa.Integer(), nullable=True),
    sa.Column('not_released', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('evidence', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('hours', sa.Integer(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('confirmed_by', sa.Integer(), nullable=True),
    sa.Column('before', sa.Numeric(precision=18, scale=4), nullable=True),
    sa.Column('before_cases', sa.Integer(), nullable=True),
    sa.Column('after', sa.Numeric(precision=18, scale=4), nullable=True),
    sa.Column('after_cases', sa.Integer(), nullable=True),
    sa.Column('direction', sa.String(length=24), nullable=True),
    sa.Column('effect', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.CheckConstraint("(state = 'declined') = (declined IS NOT NULL)", name=op.f('ck_training_record_declined')),
    sa.CheckConstraint("(state = 'effect_checked') = (effect IS NOT NULL)", name=op.f('ck_training_record_effect')),
    sa.CheckConstraint("(state = 'suggested') = (decided_by IS NULL)", name=op.f('ck_training_record_decided')),
    sa.CheckConstraint("(state IN ('done', 'effect_checked')) = (done_on IS NOT NULL) AND (done_on IS NULL OR evidence IS NOT NULL) AND (done_on IS NULL) = (confirmed_by IS NULL)", name=op.f('ck_training_record_done')),
    sa.CheckConstraint("cause IN ('indicator', 'step', 'citizens', 'skill', 'wish')", name=op.f('ck_training_record_cause')),
    sa.CheckConstraint("direction IN ('higher', 'lower')", name=op.f('ck_training_record_direction')),
    sa.CheckConstraint("state IN ('suggested', 'declined', 'accepted') OR starts_on IS NOT NULL", name=op.f('ck_training_record_planned')),
    sa.CheckConstraint("state IN ('suggested', 'declined', 'accepted', 'planned', 'taking_part', 'done', 'effect_checked')", name=op.f('ck_training_record_state')),
    sa.CheckConstraint('(before IS NULL) = (after IS NULL) AND (before IS NULL) = (direction IS NULL) AND before >= 0 AND after >= 0 AND before_cases >= 1 AND after_cases >= 1', name=op.f('ck_training_record_measured')),
    sa.CheckConstraint('(starts_on IS NULL) = (ends_on IS NULL) AND ends_on >= starts_on AND (starts_on IS NULL) = (substitute_id IS NULL)', name=op.f('ck_training_record_days')),
    sa.CheckConstraint('confirmed_by <> person_id', name=op.f('ck_training_record_not_by_oneself')),
    sa.CheckConstraint('decided_by <> suggested_by AND (decided_by = person_id OR suggested_by = person_id)', name=op.f('ck_training_record_both_sides')),
    sa.CheckConstraint('hours BETWEEN 1 AND 900 AND (hours IS NULL) = (evidence IS NULL)', name=op.f('ck_training_record_hours')),
    sa.CheckConstraint('revision >= 1', name=op.f('ck_training_record_revision')),
    sa.CheckConstraint('substitute_id <> person_id', name=op.f('ck_training_record_substitute')),
    sa.ForeignKeyConstraint(['confirmed_by'], ['officer.id'], name=op.f('fk_training_record_confirmed_by_officer')),
    sa.ForeignKeyConstraint(['decided_by'], ['officer.id'], name=op.f('fk_training_record_decided_by_officer')),
    sa.ForeignKeyConstraint(['person_id'], ['officer.id'], name=op.f('fk_training_record_person_id_officer')),
    sa.ForeignKeyConstraint(['substitute_id'], ['officer.id'], name=op.f('fk_training_record_substitute_id_officer')),
    sa.ForeignKeyConstraint(['suggested_by'], ['officer.id'], name=op.f('fk_training_record_suggested_by_officer')),
    sa.ForeignKeyConstraint(['topic_code'], ['training_topic.code'], name=op.f('fk_training_record_topic_code_training_topic')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training_record'))
    )
    op.create_index(op.f('ix_training_record_person_id'), 'training_record', ['person_id'], unique=False)
    op.create_index(op.f('ix_training_record_topic_code'), 'training_record', ['topic_code'], unique=False)

    op.create_table('training_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cause', sa.String(length=24), nullable=False),
    sa.Column('topic_code', sa.String(length=40), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('set_by', sa.Integer(), nullable=False),
    sa.CheckConstraint("cause IN ('indicator', 'step', 'citizens', 'skill', 'wish')", name=op.f('ck_training_rule_cause')),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_training_rule_days')),
    sa.ForeignKeyConstraint(['set_by'], ['account.id'], name=op.f('fk_training_rule_set_by_account')),
    sa.ForeignKeyConstraint(['topic_code'], ['training_topic.code'], name=op.f('fk_training_rule_topic_code_training_topic')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training_rule'))
    )
    make_rules()


def downgrade() -> None:
    for name, table, *_ in RULES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
    op.drop_table("training_rule")
    op.drop_table("training_record")
    op.drop_table("training_topic")
