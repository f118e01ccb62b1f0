"""Keep what units share, and the measures of a unit

Revision: 0063, after 0062
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.texts.columns

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    ('unit_measure_state_begins', 'unit_measure', 'INSERT', "NEW.state <> 'proposed'", 'the first state is another one'),
    ('unit_measure_state_follows', 'unit_measure', 'UPDATE OF state', "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('proposed accepted', 'proposed declined', 'accepted checked')", 'this state cannot follow that one'),
    ('unit_measure_stays', 'unit_measure', 'UPDATE OF agency_id, unit_id, kind, point, year, proposed_on', "(NEW.agency_id IS DISTINCT FROM OLD.agency_id OR NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.point IS DISTINCT FROM OLD.point OR NEW.year IS DISTINCT FROM OLD.year OR NEW.proposed_on IS DISTINCT FROM OLD.proposed_on)", 'this part of the row never changes'),
    ('unit_measure_decision_stays', 'unit_measure', 'UPDATE OF owner_id, due_on, decided_by, decided_on', "OLD.state <> 'proposed' AND (NEW.owner_id IS DISTINCT FROM OLD.owner_id OR NEW.due_on IS DISTINCT FROM OLD.due_on OR NEW.decided_by IS DISTINCT FROM OLD.decided_by OR NEW.decided_on IS DISTINCT FROM OLD.decided_on)", 'a decision stays'),
    ('unit_measure_check_stays', 'unit_measure', 'UPDATE OF is_still_shared, checked_on', "OLD.state = 'checked' AND (NEW.is_still_shared IS DISTINCT FROM OLD.is_still_shared OR NEW.checked_on IS DISTINCT FROM OLD.checked_on)", 'what was found stays'),
    ('unit_measure_is_kept', 'unit_measure', 'DELETE', "TRUE", 'rows of this table are kept'),
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
    op.create_table('unit_measure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('point', sa.String(length=500), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('proposed_on', sa.Date(), nullable=False),
    sa.Column('what', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('starts_from', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('reason', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('decided_by', sa.String(length=160), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('is_still_shared', sa.Boolean(name='is_still_shared'), nullable=True),
    sa.Column('effect', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(state = 'checked') = (effect IS NOT NULL) AND (effect IS NULL) = (is_still_shared IS NULL) AND (effect IS NULL) = (checked_on IS NULL) AND checked_on > due_on", name=op.f('ck_unit_measure_checked')),
    sa.CheckConstraint("(state = 'declined') = (reason IS NOT NULL)", name=op.f('ck_unit_measure_declined')),
    sa.CheckConstraint("(state = 'proposed') = (decided_on IS NULL) AND (decided_on IS NULL) = (decided_by IS NULL)", name=op.f('ck_unit_measure_decided')),
    sa.CheckConstraint("(state IN ('accepted', 'checked')) = (what IS NOT NULL) AND (what IS NULL) = (owner_id IS NULL) AND (what IS NULL) = (due_on IS NULL) AND (what IS NULL) = (starts_from IS NULL)", name=op.f('ck_unit_measure_accepted')),
    sa.CheckConstraint("kind IN ('indicator', 'step', 'citizens', 'cause')", name=op.f('ck_unit_measure_kind')),
    sa.CheckConstraint("state IN ('proposed', 'accepted', 'declined', 'checked')", name=op.f('ck_unit_measure_state')),
    sa.CheckConstraint('revision >= 1', name=op.f('ck_unit_measure_revision')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_unit_measure_agency_id_agency')),
    sa.ForeignKeyConstraint(['owner_id'], ['officer.id'], name=op.f('fk_unit_measure_owner_id_officer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_measure')),
    sa.UniqueConstraint('agency_id', 'unit_id', 'kind', 'point', 'year', name=op.f('uq_unit_measure_agency_id_unit_id_kind_point_year'))
    )
    op.create_index(op.f('ix_unit_measure_agency_id'), 'unit_measure', ['agency_id'], unique=False)
    op.create_index(op.f('ix_unit_measure_owner_id'), 'unit_measure', ['owner_id'], unique=False)
    op.create_table('unit_point',
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('point', sa.String(length=500), nullable=False),
    sa.Column('is_strength', sa.Boolean(name='is_strength'), nullable=False),
    sa.CheckConstraint("kind IN ('indicator', 'step', 'citizens', 'cause')", name=op.f('ck_unit_point_kind')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_unit_point_agency_id_agency')),
    sa.PrimaryKeyConstraint('agency_id', 'unit_id', 'kind', 'point', 'is_strength', name=op.f('pk_unit_point'))
    )
    make_rules()


def downgrade() -> None:
    for name, table, *_ in RULES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
    op.drop_table("unit_point")
    op.drop_table("unit_measure")
