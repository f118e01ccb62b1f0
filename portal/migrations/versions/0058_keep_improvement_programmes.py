"""Keep improvement programmes

Revision: 0058, after 0057
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.texts.columns

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    ('improvement_programme_state_begins', 'improvement_programme', 'INSERT', "NEW.state <> 'proposed'", 'the first state is another one'),
    ('improvement_programme_state_follows', 'improvement_programme', 'UPDATE OF state', "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('proposed agreed', 'agreed running', 'running extended', 'running reviewed', 'extended reviewed', 'reviewed closed')", 'this state cannot follow that one'),
    ('improvement_programme_stays', 'improvement_programme', 'UPDATE OF person_id, proposed_by, proposed_on', "(NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.proposed_by IS DISTINCT FROM OLD.proposed_by OR NEW.proposed_on IS DISTINCT FROM OLD.proposed_on)", 'this part of the row never changes'),
    ('improvement_programme_agreed_stays', 'improvement_programme', 'UPDATE OF starts_on, every, agreed_by, agreed_on', "OLD.state <> 'proposed' AND (NEW.starts_on IS DISTINCT FROM OLD.starts_on OR NEW.every IS DISTINCT FROM OLD.every OR NEW.agreed_by IS DISTINCT FROM OLD.agreed_by OR NEW.agreed_on IS DISTINCT FROM OLD.agreed_on)", 'what was agreed stays'),
    ('improvement_programme_has_a_goal', 'improvement_programme', 'UPDATE OF state', "NEW.state = 'agreed' AND NOT EXISTS (SELECT 1 FROM programme_goal AS g WHERE g.programme_id = NEW.id)", 'a programme has a goal'),
    ('improvement_programme_extended_once', 'improvement_programme', 'UPDATE OF extended_to', "OLD.extended_to IS NOT NULL AND NEW.extended_to IS DISTINCT FROM OLD.extended_to", 'a programme is extended once'),
    ('improvement_programme_ends_by_facts', 'improvement_programme', 'UPDATE OF state', "NEW.state = 'reviewed' AND OLD.state <> 'reviewed' AND EXISTS (SELECT 1 FROM programme_goal AS g WHERE g.programme_id = NEW.id AND NOT EXISTS (SELECT 1 FROM programme_figure AS f WHERE f.goal_id = g.id AND f.kind = 'result'))", 'a programme ends by the figures of its goals'),
    ('improvement_programme_review_stays', 'improvement_programme', 'UPDATE OF facts, outcome, reviewed_by, reviewed_on', "OLD.state IN ('reviewed', 'closed') AND (NEW.facts IS DISTINCT FROM OLD.facts OR NEW.outcome IS DISTINCT FROM OLD.outcome OR NEW.reviewed_by IS DISTINCT FROM OLD.reviewed_by OR NEW.reviewed_on IS DISTINCT FROM OLD.reviewed_on)", 'an outcome stays'),
    ('improvement_programme_closes_with_effect', 'improvement_programme', 'UPDATE OF state', "NEW.state = 'closed' AND OLD.state <> 'closed' AND NEW.no_effect IS NULL AND NOT EXISTS (SELECT 1 FROM programme_goal AS g JOIN programme_figure AS f ON f.goal_id = g.id WHERE g.programme_id = NEW.id AND f.kind = 'effect')", 'a programme closes with its effect, or why there is none'),
    ('improvement_programme_is_kept', 'improvement_programme', 'DELETE', "OLD.state <> 'proposed'", 'what was agreed is kept'),
    ('programme_goal_stays', 'programme_goal', 'UPDATE OF programme_id, plan_id, indicator_key, baseline, baseline_cases, target, unit, direction, due_on', "(NEW.programme_id IS DISTINCT FROM OLD.programme_id OR NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.indicator_key IS DISTINCT FROM OLD.indicator_key OR NEW.baseline IS DISTINCT FROM OLD.baseline OR NEW.baseline_cases IS DISTINCT FROM OLD.baseline_cases OR NEW.target IS DISTINCT FROM OLD.target OR NEW.unit IS DISTINCT FROM OLD.unit OR NEW.direction IS DISTINCT FROM OLD.direction OR NEW.due_on IS DISTINCT FROM OLD.due_on)", 'this part of the row never changes'),
    ('programme_goal_added_stays', 'programme_goal', 'INSERT', "EXISTS (SELECT 1 FROM improvement_programme AS p WHERE p.id = NEW.programme_id AND p.state <> 'proposed')", 'goals of what was agreed stay'),
    ('programme_goal_removed_stays', 'programme_goal', 'DELETE', "EXISTS (SELECT 1 FROM improvement_programme AS p WHERE p.id = OLD.programme_id AND p.state <> 'proposed')", 'goals of what was agreed stay'),
    ('programme_figure_stays', 'programme_figure', 'UPDATE OF goal_id, kind, value, cases, taken_on, realisation_id, recorded_by', "(NEW.goal_id IS DISTINCT FROM OLD.goal_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.value IS DISTINCT FROM OLD.value OR NEW.cases IS DISTINCT FROM OLD.cases OR NEW.taken_on IS DISTINCT FROM OLD.taken_on OR NEW.realisation_id IS DISTINCT FROM OLD.realisation_id OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by)", 'this part of the row never changes'),
    ('programme_figure_is_kept', 'programme_figure', 'DELETE', "TRUE", 'rows of this table are kept'),
    ('programme_check_in_stays', 'programme_check_in', 'UPDATE OF programme_id, due_on', "(NEW.programme_id IS DISTINCT FROM OLD.programme_id OR NEW.due_on IS DISTINCT FROM OLD.due_on)", 'this part of the row never changes'),
    ('programme_check_in_held_stays', 'programme_check_in', 'UPDATE OF held_on, recorded_by, was_provided', "OLD.held_on IS NOT NULL AND (NEW.held_on IS DISTINCT FROM OLD.held_on OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by OR NEW.was_provided IS DISTINCT FROM OLD.was_provided)", 'what was recorded stays'),
    ('programme_check_in_is_kept', 'programme_check_in', 'DELETE', "TRUE", 'rows of this table are kept'),
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
    op.create_table('improvement_programme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('reason', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.Column('proposed_by', sa.Integer(), nullable=False),
    sa.Column('proposed_on', sa.Date(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('every', sa.Integer(), nullable=False),
    sa.Column('agreed_by', sa.Integer(), nullable=True),
    sa.Column('agreed_on', sa.Date(), nullable=True),
    sa.Column('extended_to', sa.Date(), nullable=True),
    sa.Column('extend_reason', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('facts', sa.String(length=24), nullable=True),
    sa.Column('outcome', sa.String(length=24), nullable=True),
    sa.Column('outcome_reason', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('reviewed_by', sa.Integer(), nullable=True),
    sa.Column('reviewed_on', sa.Date(), nullable=True),
    sa.Column('no_effect', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.CheckConstraint("(extended_to IS NULL) = (extend_reason IS NULL) AND (state <> 'extended' OR extended_to IS NOT NULL)", name=op.f('ck_improvement_programme_extended')),
    sa.CheckConstraint("(state = 'proposed') = (agreed_by IS NULL) AND (agreed_by IS NULL) = (agreed_on IS NULL)", name=op.f('ck_improvement_programme_agreed')),
    sa.CheckConstraint("(state IN ('reviewed', 'closed')) = (outcome IS NOT NULL) AND (outcome IS NULL) = (facts IS NULL) AND (outcome IS NULL) = (reviewed_by IS NULL) AND (outcome IS NULL) = (reviewed_on IS NULL)", name=op.f('ck_improvement_programme_reviewed')),
    sa.CheckConstraint("facts IN ('met', 'partly', 'not_met')", name=op.f('ck_improvement_programme_facts')),
    sa.CheckConstraint("outcome IN ('met', 'partly', 'not_met')", name=op.f('ck_improvement_programme_outcome')),
    sa.CheckConstraint("state IN ('proposed', 'agreed', 'running', 'extended', 'reviewed', 'closed')", name=op.f('ck_improvement_programme_state')),
    sa.CheckConstraint('agreed_by <> proposed_by AND (agreed_by = person_id OR proposed_by = person_id)', name=op.f('ck_improvement_programme_both_sides')),
    sa.CheckConstraint('every BETWEEN 5 AND 60', name=op.f('ck_improvement_programme_every')),
    sa.CheckConstraint('outcome = facts OR outcome_reason IS NOT NULL', name=op.f('ck_improvement_programme_outcome_reason')),
    sa.CheckConstraint('reviewed_by <> person_id', name=op.f('ck_improvement_programme_not_by_oneself')),
    sa.CheckConstraint('revision >= 1', name=op.f('ck_improvement_programme_revision')),
    sa.ForeignKeyConstraint(['agreed_by'], ['officer.id'], name=op.f('fk_improvement_programme_agreed_by_officer')),
    sa.ForeignKeyConstraint(['person_id'], ['officer.id'], name=op.f('fk_improvement_programme_person_id_officer')),
    sa.ForeignKeyConstraint(['proposed_by'], ['officer.id'], name=op.f('fk_improvement_programme_proposed_by_officer')),
    sa.ForeignKeyConstraint(['reviewed_by'], ['officer.id'], name=op.f('fk_improvement_programme_reviewed_by_officer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_improvement_programme'))
    )
    op.create_index(op.f('ix_improvement_programme_person_id'), 'improvement_programme', ['person_id'], unique=False)

    op.create_table('programme_check_in',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('note', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('was_provided', sa.Boolean(), nullable=True),
    sa.CheckConstraint('(held_on IS NULL) = (recorded_by IS NULL) AND (held_on IS NULL) = (note IS NULL) AND (held_on IS NULL) = (was_provided IS NULL)', name=op.f('ck_programme_check_in_held')),
    sa.ForeignKeyConstraint(['programme_id'], ['improvement_programme.id'], name=op.f('fk_programme_check_in_programme_id_improvement_programme')),
    sa.ForeignKeyConstraint(['recorded_by'], ['officer.id'], name=op.f('fk_programme_check_in_recorded_by_officer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_check_in')),
    sa.UniqueConstraint('programme_id', 'due_on', name=op.f('uq_programme_check_in_programme_id_due_on'))
    )
    op.create_table('programme_goal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('weak_point', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=True),
    sa.Column('indicator_key', sa.Integer(), nullable=True),
    sa.Column('baseline', sa.Numeric(precision=18, scale=4), nullable=False),
    sa.Column('baseline_cases', sa.Integer(), nullable=True),
    sa.Column('target', sa.Numeric(precision=18, scale=4), nullable=False),
    sa.Column('unit', sa.String(length=60), nullable=False),
    sa.Column('direction', sa.String(length=24), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('checked_by', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.Column('provides', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.CheckConstraint("(direction = 'higher' AND target > baseline) OR (direction = 'lower' AND target < baseline)", name=op.f('ck_programme_goal_better')),
    sa.CheckConstraint("direction IN ('higher', 'lower')", name=op.f('ck_programme_goal_direction')),
    sa.CheckConstraint('(plan_id IS NULL) = (indicator_key IS NULL)', name=op.f('ck_programme_goal_indicator')),
    sa.CheckConstraint('baseline >= 0 AND target >= 0', name=op.f('ck_programme_goal_value')),
    sa.CheckConstraint('baseline_cases >= 1', name=op.f('ck_programme_goal_cases')),
    sa.ForeignKeyConstraint(['plan_id'], ['performance_plan.id'], name=op.f('fk_programme_goal_plan_id_performance_plan')),
    sa.ForeignKeyConstraint(['programme_id'], ['improvement_programme.id'], name=op.f('fk_programme_goal_programme_id_improvement_programme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_goal'))
    )
    op.create_index(op.f('ix_programme_goal_programme_id'), 'programme_goal', ['programme_id'], unique=False)

    op.create_table('programme_figure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('goal_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('value', sa.Numeric(precision=18, scale=4), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=True),
    sa.Column('taken_on', sa.Date(), nullable=False),
    sa.Column('source', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('realisation_id', sa.Integer(), nullable=True),
    sa.Column('recorded_by', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('check_in', 'result', 'effect')", name=op.f('ck_programme_figure_kind')),
    sa.CheckConstraint('(source IS NULL) <> (realisation_id IS NULL)', name=op.f('ck_programme_figure_source')),
    sa.CheckConstraint('cases >= 1', name=op.f('ck_programme_figure_cases')),
    sa.CheckConstraint('value >= 0', name=op.f('ck_programme_figure_value')),
    sa.ForeignKeyConstraint(['goal_id'], ['programme_goal.id'], name=op.f('fk_programme_figure_goal_id_programme_goal')),
    sa.ForeignKeyConstraint(['realisation_id'], ['realisation.id'], name=op.f('fk_programme_figure_realisation_id_realisation')),
    sa.ForeignKeyConstraint(['recorded_by'], ['officer.id'], name=op.f('fk_programme_figure_recorded_by_officer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_figure'))
    )
    op.create_index(op.f('ix_programme_figure_goal_id'), 'programme_figure', ['goal_id'], unique=False)
    make_rules()


def downgrade() -> None:
    for name, table, *_ in RULES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
    op.drop_table("programme_figure")
    op.drop_table("programme_goal")
    op.drop_table("programme_check_in")
    op.drop_table("improvement_programme")
