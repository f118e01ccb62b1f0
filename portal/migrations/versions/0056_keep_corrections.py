"""Keep corrections of typing errors in confirmed results

Revision: 0056, after 0055
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.database
import portal.storage.texts.columns

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    ('result_correction_state_begins', 'result_correction', 'INSERT', "NEW.state <> 'proposed'", 'the first state is another one'),
    ('result_correction_state_follows', 'result_correction', 'UPDATE OF state', "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('proposed agreed', 'proposed refused', 'proposed withdrawn', 'agreed confirmed', 'agreed refused', 'agreed withdrawn')", 'this state cannot follow that one'),
    ('result_correction_stays', 'result_correction', 'UPDATE OF evaluation_id, plan_id, person_id, appraiser_id, decider_id, about, indicator_key, period, was, value, proposed_by, proposed_on', '(NEW.evaluation_id IS DISTINCT FROM OLD.evaluation_id OR NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.appraiser_id IS DISTINCT FROM OLD.appraiser_id OR NEW.decider_id IS DISTINCT FROM OLD.decider_id OR NEW.about IS DISTINCT FROM OLD.about OR NEW.indicator_key IS DISTINCT FROM OLD.indicator_key OR NEW.period IS DISTINCT FROM OLD.period OR NEW.was IS DISTINCT FROM OLD.was OR NEW.value IS DISTINCT FROM OLD.value OR NEW.proposed_by IS DISTINCT FROM OLD.proposed_by OR NEW.proposed_on IS DISTINCT FROM OLD.proposed_on)', 'this part of the row never changes'),
    ('result_correction_is_kept', 'result_correction', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('result_correction_of_the_last_document', 'result_correction', 'INSERT', "NOT (EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id AND e.person_id = NEW.person_id AND e.confirmed_by = NEW.appraiser_id AND e.state IN ('delivered', 'received', 'final')) AND NEW.about = (SELECT max(s.number) FROM appraisal_snapshot AS s WHERE s.evaluation_id = NEW.evaluation_id))", 'a delivered result is corrected by its last document'),
    ('result_correction_leaves_a_document', 'result_correction', 'UPDATE OF state', "NEW.state = 'confirmed' AND OLD.state <> 'confirmed' AND (NOT EXISTS (SELECT 1 FROM appraisal_snapshot AS s WHERE s.evaluation_id = NEW.evaluation_id AND s.number = NEW.snapshot_number AND s.number = NEW.about + 1) OR EXISTS (SELECT 1 FROM objection AS o WHERE o.evaluation_id = NEW.evaluation_id AND o.state IN ('filed', 'admitted', 'hearing')) OR NOT EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id AND e.person_id = NEW.person_id AND e.confirmed_by = NEW.appraiser_id AND e.state IN ('delivered', 'received', 'final')))", 'a correction leaves a document, and none while an objection waits'),
    ('result_correction_end_stays', 'result_correction', 'UPDATE OF snapshot_number, agreed_by, confirmed_by, ended_by', "OLD.state IN ('confirmed', 'refused', 'withdrawn')", 'a correction that ended stays'),
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
    op.create_table('result_correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('evaluation_id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('appraiser_id', sa.Integer(), nullable=False),
    sa.Column('decider_id', sa.Integer(), nullable=True),
    sa.Column('about', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('indicator_key', sa.Integer(), nullable=False),
    sa.Column('period', sa.Integer(), nullable=False),
    sa.Column('was', sa.Numeric(precision=18, scale=4), nullable=False),
    sa.Column('value', sa.Numeric(precision=18, scale=4), nullable=False),
    sa.Column('reason', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.Column('proposed_by', sa.Integer(), nullable=False),
    sa.Column('proposed_on', sa.Date(), nullable=False),
    sa.Column('agreed_by', sa.Integer(), nullable=True),
    sa.Column('agreed_on', sa.Date(), nullable=True),
    sa.Column('confirmed_by', sa.Integer(), nullable=True),
    sa.Column('ended_by', sa.Integer(), nullable=True),
    sa.Column('end_reason', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('snapshot_number', sa.Integer(), nullable=True),
    sa.CheckConstraint("(agreed_by IS NULL) = (agreed_on IS NULL) AND (state NOT IN ('agreed', 'confirmed') OR agreed_by IS NOT NULL)", name=op.f('ck_result_correction_agreed')),
    sa.CheckConstraint("(state = 'confirmed') = (snapshot_number IS NOT NULL) AND (state = 'confirmed') = (confirmed_by IS NOT NULL)", name=op.f('ck_result_correction_confirmed')),
    sa.CheckConstraint("(state IN ('refused', 'withdrawn')) = (ended_by IS NOT NULL)", name=op.f('ck_result_correction_ended')),
    sa.CheckConstraint("state <> 'refused' OR end_reason IS NOT NULL", name=op.f('ck_result_correction_end_reason')),
    sa.CheckConstraint("state IN ('proposed', 'agreed', 'confirmed', 'refused', 'withdrawn')", name=op.f('ck_result_correction_state')),
    sa.CheckConstraint('about >= 1', name=op.f('ck_result_correction_about')),
    sa.CheckConstraint('agreed_by IN (person_id, appraiser_id) AND agreed_by <> proposed_by', name=op.f('ck_result_correction_agreed_by')),
    sa.CheckConstraint('appraiser_id <> person_id', name=op.f('ck_result_correction_two_sides')),
    sa.CheckConstraint('confirmed_by = decider_id', name=op.f('ck_result_correction_confirmed_by')),
    sa.CheckConstraint('decider_id <> person_id AND decider_id <> appraiser_id', name=op.f('ck_result_correction_decider_is_above')),
    sa.CheckConstraint('proposed_by IN (person_id, appraiser_id)', name=op.f('ck_result_correction_proposed_by')),
    sa.CheckConstraint('revision >= 1', name=op.f('ck_result_correction_revision')),
    sa.CheckConstraint('value >= 0 AND value <> was', name=op.f('ck_result_correction_value')),
    sa.ForeignKeyConstraint(['agreed_by'], ['officer.id'], name=op.f('fk_result_correction_agreed_by_officer')),
    sa.ForeignKeyConstraint(['appraiser_id'], ['officer.id'], name=op.f('fk_result_correction_appraiser_id_officer')),
    sa.ForeignKeyConstraint(['confirmed_by'], ['officer.id'], name=op.f('fk_result_correction_confirmed_by_officer')),
    sa.ForeignKeyConstraint(['decider_id'], ['officer.id'], name=op.f('fk_result_correction_decider_id_officer')),
    sa.ForeignKeyConstraint(['ended_by'], ['officer.id'], name=op.f('fk_result_correction_ended_by_officer')),
    sa.ForeignKeyConstraint(['evaluation_id'], ['yearly_evaluation.id'], name=op.f('fk_result_correction_evaluation_id_yearly_evaluation')),
    sa.ForeignKeyConstraint(['person_id'], ['officer.id'], name=op.f('fk_result_correction_person_id_officer')),
    sa.ForeignKeyConstraint(['plan_id'], ['performance_plan.id'], name=op.f('fk_result_correction_plan_id_performance_plan')),
    sa.ForeignKeyConstraint(['proposed_by'], ['officer.id'], name=op.f('fk_result_correction_proposed_by_officer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_result_correction'))
    )
    op.create_index(op.f('ix_result_correction_appraiser_id'), 'result_correction', ['appraiser_id'], unique=False)
    op.create_index(op.f('ix_result_correction_decider_id'), 'result_correction', ['decider_id'], unique=False)
    op.create_index(op.f('ix_result_correction_evaluation_id'), 'result_correction', ['evaluation_id'], unique=False)
    op.create_index(op.f('ix_result_correction_person_id'), 'result_correction', ['person_id'], unique=False)
    op.create_index('ux_result_correction_one_open', 'result_correction', ['evaluation_id'], unique=True, sqlite_where=sa.text("state IN ('proposed', 'agreed')"), postgresql_where=sa.text("state IN ('proposed', 'agreed')"))
    make_rules()


def downgrade() -> None:
    for name, table, *_ in RULES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
    op.drop_table("result_correction")
