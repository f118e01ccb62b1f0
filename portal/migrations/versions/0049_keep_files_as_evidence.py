"""Keep files that show a realisation, encrypted

Revision: 0049, after 0048
"""

import re

import sqlalchemy as sa
from alembic import op


revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    ('stored_content_stays', 'stored_content', 'UPDATE OF name, content', '(NEW.name IS DISTINCT FROM OLD.name OR NEW.content IS DISTINCT FROM OLD.content)', 'this part of the row never changes'),
    ('realisation_file_stays', 'realisation_file', 'UPDATE OF realisation_id, plan_id, period_number, kind, size, sha256, added_on', '(NEW.realisation_id IS DISTINCT FROM OLD.realisation_id OR NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.period_number IS DISTINCT FROM OLD.period_number OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.size IS DISTINCT FROM OLD.size OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.added_on IS DISTINCT FROM OLD.added_on)', 'this part of the row never changes'),
    ('realisation_file_is_kept', 'realisation_file', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('realisation_file_before_answer', 'realisation_file', 'INSERT', "EXISTS (SELECT 1 FROM realisation AS r WHERE r.id = NEW.realisation_id AND r.state IN ('verified', 'not_measurable'))", 'evidence is added before the answer'),
    ('realisation_file_of_its_place', 'realisation_file', 'INSERT', 'NOT EXISTS (SELECT 1 FROM realisation AS r WHERE r.id = NEW.realisation_id AND r.plan_id = NEW.plan_id AND r.period_number = NEW.period_number)', 'a file belongs to the plan and period of its realisation'),
    ('realisation_file_is_gone_once', 'realisation_file', 'UPDATE OF stored_as, file_key, removed_on, removed_by, removal_reason', 'OLD.removed_on IS NOT NULL AND (NEW.stored_as IS NOT NULL OR NEW.file_key IS NOT NULL OR NEW.removed_on IS DISTINCT FROM OLD.removed_on OR NEW.removed_by IS DISTINCT FROM OLD.removed_by)', 'what was taken away stays away'),
)
DAY_AFTER = re.compile(r"DAY_AFTER\(([^()]+)\)")
PLAIN = {"sqlite": r"date(\1, '+1 day')", "postgresql": r"(\1 + 1)"}


def make_rules() -> None:
    """Let the database keep the rules of the new rows."""
    dialect = op.get_bind().dialect.name
    for name, table, act, refuses, message in RULES:
        condition = DAY_AFTER.sub(PLAIN[dialect], refuses)
        if dialect == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            continue
        row = "OLD" if act == "DELETE" else "NEW"
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {condition} THEN RAISE EXCEPTION '{message}' "
            f"USING ERRCODE = '23514'; END IF; RETURN {row}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )



def upgrade() -> None:
    op.create_table('stored_content',
    sa.Column('name', sa.String(length=32), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('length(name) = 32', name=op.f('ck_stored_content_name')),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_stored_content'))
    )
    op.create_table('realisation_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('realisation_id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('period_number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('stored_as', sa.String(length=32), nullable=True),
    sa.Column('file_key', sa.LargeBinary(), nullable=True),
    sa.Column('added_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_by', sa.Integer(), nullable=True),
    sa.Column('removal_reason', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("kind IN ('pdf', 'jpeg', 'png')", name=op.f('ck_realisation_file_kind')),
    sa.CheckConstraint('(removed_on IS NULL) = (stored_as IS NOT NULL) AND (stored_as IS NULL) = (file_key IS NULL)', name=op.f('ck_realisation_file_content')),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_realisation_file_sha256')),
    sa.CheckConstraint('removal_reason IS NULL OR removed_on IS NOT NULL', name=op.f('ck_realisation_file_removal')),
    sa.CheckConstraint('size > 0', name=op.f('ck_realisation_file_size')),
    sa.ForeignKeyConstraint(['plan_id'], ['performance_plan.id'], name=op.f('fk_realisation_file_plan_id_performance_plan')),
    sa.ForeignKeyConstraint(['realisation_id'], ['realisation.id'], name=op.f('fk_realisation_file_realisation_id_realisation')),
    sa.ForeignKeyConstraint(['removed_by'], ['officer.id'], name=op.f('fk_realisation_file_removed_by_officer')),
    sa.ForeignKeyConstraint(['stored_as'], ['stored_content.name'], name=op.f('fk_realisation_file_stored_as_stored_content')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_realisation_file')),
    sa.UniqueConstraint('stored_as', name=op.f('uq_realisation_file_stored_as'))
    )
    op.create_index('ix_realisation_file_plan_id_period_number', 'realisation_file', ['plan_id', 'period_number'])
    op.create_index(op.f('ix_realisation_file_realisation_id'), 'realisation_file', ['realisation_id'])
    make_rules()


def downgrade() -> None:
    op.drop_table('realisation_file')
    op.drop_table('stored_content')
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in RULES:
            op.execute(f"DROP FUNCTION {name}()")
