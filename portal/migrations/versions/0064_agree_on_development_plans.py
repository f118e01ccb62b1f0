"""Keep development plans and their aims

Revision: 0064, after 0063
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.texts.columns

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    ('development_plan_state_begins', 'development_plan', 'INSERT', "NEW.state <> 'draft'", 'the first state is another one'),
    ('development_plan_state_follows', 'development_plan', 'UPDATE OF state', "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('draft sent', 'sent agreed', 'sent draft', 'agreed closed')", 'this state cannot follow that one'),
    ('development_plan_stays', 'development_plan', 'UPDATE OF person_id, made_on', "(NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.made_on IS DISTINCT FROM OLD.made_on)", 'this part of the row never changes'),
    ('development_plan_one_at_a_time', 'development_plan', 'INSERT', "EXISTS (SELECT 1 FROM development_plan AS p WHERE p.person_id = NEW.person_id AND p.state <> 'closed')", 'one plan at a time'),
    ('development_plan_has_aims', 'development_plan', 'UPDATE OF state', "NEW.state = 'sent' AND OLD.state <> 'sent' AND (SELECT count(*) FROM development_aim AS a WHERE a.plan_id = NEW.id) NOT BETWEEN 2 AND 3", 'a plan has two or three aims'),
    ('development_plan_agreement_stays', 'development_plan', 'UPDATE OF agreed_by, agreed_on', "OLD.state IN ('agreed', 'closed') AND (NEW.agreed_by IS DISTINCT FROM OLD.agreed_by OR NEW.agreed_on IS DISTINCT FROM OLD.agreed_on)", 'what was agreed stays'),
    ('development_plan_closes_with_aims', 'development_plan', 'UPDATE OF state', "NEW.state = 'closed' AND OLD.state <> 'closed' AND EXISTS (SELECT 1 FROM development_aim AS a WHERE a.plan_id = NEW.id AND a.is_reached IS NULL)", 'a plan closes once every aim was ended'),
    ('development_plan_is_kept', 'development_plan', 'DELETE', "OLD.state <> 'draft'", 'what was sent is kept'),
    ('development_aim_stays', 'development_aim', 'UPDATE OF plan_id, way, due_on', "(NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.way IS DISTINCT FROM OLD.way OR NEW.due_on IS DISTINCT FROM OLD.due_on)", 'this part of the row never changes'),
    ('development_aim_added_stays', 'development_aim', 'INSERT', "NOT EXISTS (SELECT 1 FROM development_plan AS p WHERE p.id = NEW.plan_id AND p.state = 'draft')", 'aims of what was sent stay'),
    ('development_aim_removed_stays', 'development_aim', 'DELETE', "NOT EXISTS (SELECT 1 FROM development_plan AS p WHERE p.id = OLD.plan_id AND p.state = 'draft')", 'aims of what was sent stay'),
    ('development_aim_end_stays', 'development_aim', 'UPDATE OF is_reached, ended_on', "OLD.is_reached IS NOT NULL AND (NEW.is_reached IS DISTINCT FROM OLD.is_reached OR NEW.ended_on IS DISTINCT FROM OLD.ended_on)", 'what became of an aim stays'),
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
    op.create_table('development_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('strengths', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.Column('wish', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('returned', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('agreed_by', sa.Integer(), nullable=True),
    sa.Column('agreed_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name=op.f('ck_development_plan_closed')),
    sa.CheckConstraint("(state IN ('agreed', 'closed')) = (agreed_by IS NOT NULL) AND (agreed_by IS NULL) = (agreed_on IS NULL)", name=op.f('ck_development_plan_agreed')),
    sa.CheckConstraint("returned IS NULL OR state = 'draft'", name=op.f('ck_development_plan_returned')),
    sa.CheckConstraint("state IN ('draft', 'sent', 'agreed', 'closed')", name=op.f('ck_development_plan_state')),
    sa.CheckConstraint('agreed_by <> person_id', name=op.f('ck_development_plan_both_sides')),
    sa.CheckConstraint('revision >= 1', name=op.f('ck_development_plan_revision')),
    sa.ForeignKeyConstraint(['agreed_by'], ['officer.id'], name=op.f('fk_development_plan_agreed_by_officer')),
    sa.ForeignKeyConstraint(['person_id'], ['officer.id'], name=op.f('fk_development_plan_person_id_officer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_development_plan'))
    )
    op.create_index(op.f('ix_development_plan_person_id'), 'development_plan', ['person_id'], unique=False)
    op.create_table('development_aim',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('aim', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.Column('way', sa.String(length=24), nullable=False),
    sa.Column('means', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('is_reached', sa.Boolean(name='is_reached'), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('told', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.CheckConstraint("way IN ('training', 'mentoring', 'job_shadowing', 'assignment')", name=op.f('ck_development_aim_way')),
    sa.CheckConstraint('(is_reached IS NULL) = (ended_on IS NULL) AND (ended_on IS NULL) = (told IS NULL)', name=op.f('ck_development_aim_ended')),
    sa.ForeignKeyConstraint(['plan_id'], ['development_plan.id'], name=op.f('fk_development_aim_plan_id_development_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_development_aim'))
    )
    op.create_index(op.f('ix_development_aim_plan_id'), 'development_aim', ['plan_id'], unique=False)
    make_rules()


def downgrade() -> None:
    for name, table, *_ in RULES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
    op.drop_table("development_aim")
    op.drop_table("development_plan")
