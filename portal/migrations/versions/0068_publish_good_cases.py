"""Keep good cases

Revision: 0068, after 0067
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.texts.columns

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    ('good_case_state_begins', 'good_case', 'INSERT', "NEW.state <> 'proposed'", 'the first state is another one'),
    ('good_case_state_follows', 'good_case', 'UPDATE OF state', "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('proposed consented', 'proposed withdrawn', 'consented declined', 'consented published', 'consented withdrawn', 'published withdrawn')", 'this state cannot follow that one'),
    ('good_case_stays', 'good_case', 'UPDATE OF person_id, written_by, agency_id, made_on', "(NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.written_by IS DISTINCT FROM OLD.written_by OR NEW.agency_id IS DISTINCT FROM OLD.agency_id OR NEW.made_on IS DISTINCT FROM OLD.made_on)", 'this part of the row never changes'),
    ('good_case_publication_stays', 'good_case', 'UPDATE OF published_on, names_agency', "OLD.published_on IS NOT NULL AND (NEW.published_on IS DISTINCT FROM OLD.published_on OR NEW.names_agency IS DISTINCT FROM OLD.names_agency)", 'what was published stays as it was'),
    ('good_case_is_kept', 'good_case', 'DELETE', "TRUE", 'rows of this table are kept'),
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
    op.create_table('good_case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('written_by', sa.Integer(), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('title', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.Column('problem', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.Column('done', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.Column('changed', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('names_agency', sa.Boolean(name='names_agency'), nullable=True),
    sa.Column('reason', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.CheckConstraint("(published_on IS NULL) = (names_agency IS NULL) AND (state <> 'published' OR published_on IS NOT NULL) AND (published_on IS NULL OR state IN ('published', 'withdrawn'))", name=op.f('ck_good_case_published')),
    sa.CheckConstraint("(state = 'declined') = (reason IS NOT NULL)", name=op.f('ck_good_case_declined')),
    sa.CheckConstraint("state IN ('proposed', 'consented', 'published', 'declined', 'withdrawn')", name=op.f('ck_good_case_state')),
    sa.CheckConstraint('revision >= 1', name=op.f('ck_good_case_revision')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_good_case_agency_id_agency')),
    sa.ForeignKeyConstraint(['person_id'], ['officer.id'], name=op.f('fk_good_case_person_id_officer')),
    sa.ForeignKeyConstraint(['written_by'], ['officer.id'], name=op.f('fk_good_case_written_by_officer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_good_case'))
    )
    op.create_index(op.f('ix_good_case_person_id'), 'good_case', ['person_id'], unique=False)
    op.create_index(op.f('ix_good_case_state'), 'good_case', ['state'], unique=False)
    make_rules()


def downgrade() -> None:
    for name, table, *_ in RULES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
    op.drop_table("good_case")
