"""Keep figures of the portal that show a realisation, by reference

Revision: 0047, after 0046
"""

import re

import sqlalchemy as sa
from alembic import op


revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    ('realisation_figure_stays', 'realisation_figure', 'UPDATE OF realisation_id, release_id, address, place_name, period, measure, value, n, first_month, last_month, sha256, added_on', '(NEW.realisation_id IS DISTINCT FROM OLD.realisation_id OR NEW.release_id IS DISTINCT FROM OLD.release_id OR NEW.address IS DISTINCT FROM OLD.address OR NEW.place_name IS DISTINCT FROM OLD.place_name OR NEW.period IS DISTINCT FROM OLD.period OR NEW.measure IS DISTINCT FROM OLD.measure OR NEW.value IS DISTINCT FROM OLD.value OR NEW.n IS DISTINCT FROM OLD.n OR NEW.first_month IS DISTINCT FROM OLD.first_month OR NEW.last_month IS DISTINCT FROM OLD.last_month OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.added_on IS DISTINCT FROM OLD.added_on)', 'this part of the row never changes'),
    ('realisation_figure_is_kept', 'realisation_figure', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('realisation_figure_before_answer', 'realisation_figure', 'INSERT', "EXISTS (SELECT 1 FROM realisation AS r WHERE r.id = NEW.realisation_id AND r.state IN ('verified', 'not_measurable'))", 'evidence is added before the answer'),
    ('realisation_figure_was_published', 'realisation_figure', 'INSERT', 'NOT EXISTS (SELECT 1 FROM document AS d JOIN release AS r ON r.id = d.release_id WHERE r.published_on IS NOT NULL AND d.release_id = NEW.release_id AND d.address = NEW.address AND d.period = NEW.period AND d.sha256 = NEW.sha256)', 'only a published figure is evidence'),
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
    op.create_table('realisation_figure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('realisation_id', sa.Integer(), nullable=False),
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(length=100), nullable=False),
    sa.Column('place_name', sa.String(length=200), nullable=False),
    sa.Column('period', sa.String(length=7), nullable=False),
    sa.Column('measure', sa.String(length=24), nullable=False),
    sa.Column('value', sa.Numeric(precision=6, scale=2), nullable=False),
    sa.Column('n', sa.Integer(), nullable=True),
    sa.Column('first_month', sa.String(length=7), nullable=False),
    sa.Column('last_month', sa.String(length=7), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('added_on', sa.Date(), nullable=False),
    sa.CheckConstraint("length(first_month) = 7 AND substr(first_month, 5, 1) = '-' AND substr(first_month, 1, 4) BETWEEN '2000' AND '2999' AND substr(first_month, 6, 2) BETWEEN '01' AND '12'", name=op.f('ck_realisation_figure_first_month')),
    sa.CheckConstraint("length(last_month) = 7 AND substr(last_month, 5, 1) = '-' AND substr(last_month, 1, 4) BETWEEN '2000' AND '2999' AND substr(last_month, 6, 2) BETWEEN '01' AND '12'", name=op.f('ck_realisation_figure_last_month')),
    sa.CheckConstraint("length(period) = 7 AND substr(period, 5, 1) = '-' AND substr(period, 1, 4) BETWEEN '2000' AND '2999' AND substr(period, 6, 2) BETWEEN '01' AND '12'", name=op.f('ck_realisation_figure_period')),
    sa.CheckConstraint("measure IN ('headline', 'requirements', 'procedure', 'time', 'cost', 'product', 'competence', 'conduct', 'complaints', 'facilities')", name=op.f('ck_realisation_figure_measure')),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_realisation_figure_sha256')),
    sa.CheckConstraint('n >= 0', name=op.f('ck_realisation_figure_n')),
    sa.CheckConstraint('value BETWEEN 25 AND 100', name=op.f('ck_realisation_figure_value')),
    sa.ForeignKeyConstraint(['realisation_id'], ['realisation.id'], name=op.f('fk_realisation_figure_realisation_id_realisation')),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_realisation_figure_release_id_release')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_realisation_figure')),
    sa.UniqueConstraint('realisation_id', 'release_id', 'address', 'measure', name=op.f('uq_realisation_figure_realisation_id_release_id_address_measure'))
    )
    make_rules()


def downgrade() -> None:
    op.drop_table('realisation_figure')
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in RULES:
            op.execute(f"DROP FUNCTION {name}()")
