"""Let links and figures that show somebody else's work be taken away with a trace

Revision: 0076, after 0075
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.texts.columns

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    ('evidence_removal_stays', 'evidence_removal', 'UPDATE OF realisation_id, link_id, figure_id, sha256, asked_by, asked_on', '(NEW.realisation_id IS DISTINCT FROM OLD.realisation_id OR NEW.link_id IS DISTINCT FROM OLD.link_id OR NEW.figure_id IS DISTINCT FROM OLD.figure_id OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.asked_by IS DISTINCT FROM OLD.asked_by OR NEW.asked_on IS DISTINCT FROM OLD.asked_on)', 'this part of the row never changes'),
    ('evidence_removal_is_kept', 'evidence_removal', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('evidence_removal_of_its_realisation', 'evidence_removal', 'INSERT', 'NOT EXISTS (SELECT 1 FROM realisation_link AS l WHERE l.id = NEW.link_id AND l.realisation_id = NEW.realisation_id) AND NOT EXISTS (SELECT 1 FROM realisation_figure AS f WHERE f.id = NEW.figure_id AND f.realisation_id = NEW.realisation_id)', 'a removal belongs to the realisation of its evidence'),
    ('evidence_removal_has_a_reason', 'evidence_removal', 'INSERT', 'NEW.reason IS NULL', 'nothing is taken away without a reason'),
    ('evidence_removal_by_two', 'evidence_removal', 'INSERT', "NEW.removed_on IS NOT NULL AND EXISTS (SELECT 1 FROM realisation AS r WHERE r.id = NEW.realisation_id AND r.state NOT IN ('open', 'reported')) AND NOT EXISTS (SELECT 1 FROM realisation AS r WHERE r.id = NEW.realisation_id AND (NEW.asked_by = r.person_id) <> (NEW.removed_by = r.person_id))", 'what was answered loses evidence by both sides only'),
    ('evidence_removal_agreed', 'evidence_removal', 'UPDATE OF removed_by, removed_on', "NEW.removed_on IS NOT NULL AND EXISTS (SELECT 1 FROM realisation AS r WHERE r.id = NEW.realisation_id AND r.state NOT IN ('open', 'reported')) AND NOT EXISTS (SELECT 1 FROM realisation AS r WHERE r.id = NEW.realisation_id AND (NEW.asked_by = r.person_id) <> (NEW.removed_by = r.person_id))", 'what was answered loses evidence by both sides only'),
    ('evidence_removal_ends_once', 'evidence_removal', 'UPDATE OF removed_by, removed_on, ended_by, ended_on', 'OLD.removed_on IS NOT NULL OR OLD.ended_on IS NOT NULL', 'what was taken away or ended stays so'),
    ('realisation_link_stays', 'realisation_link', 'UPDATE OF realisation_id, added_on', '(NEW.realisation_id IS DISTINCT FROM OLD.realisation_id OR NEW.added_on IS DISTINCT FROM OLD.added_on)', 'this part of the row never changes'),
    ('realisation_link_address_stays', 'realisation_link', 'UPDATE OF link', "NEW.link <> OLD.link AND NOT (NEW.link = 'https://removed.invalid/' || NEW.id AND EXISTS (SELECT 1 FROM evidence_removal AS m WHERE m.link_id = NEW.id AND m.removed_on IS NOT NULL))", 'an address goes only with the trace of its removal'),
    ('objection_evidence_is_removed_once', 'objection_evidence', 'UPDATE OF removed_on, removed_by, removal_reason', "(NEW.removed_on IS DISTINCT FROM OLD.removed_on OR NEW.removed_by IS DISTINCT FROM OLD.removed_by) AND (OLD.removed_on IS NOT NULL OR NEW.removed_on IS NULL OR NEW.removed_by IS NULL OR NEW.removal_reason IS NULL OR NOT EXISTS (SELECT 1 FROM objection AS o WHERE o.id = NEW.objection_id AND o.state IN ('draft', 'filed', 'admitted', 'hearing') AND NEW.removed_by IN (o.person_id, o.appraiser_id, o.decider_id)))", 'evidence is taken away once, with a reason, before the decision'),
)
BEFORE = (
    ('realisation_link_stays', 'realisation_link', 'UPDATE OF realisation_id, link, added_on', '(NEW.realisation_id IS DISTINCT FROM OLD.realisation_id OR NEW.link IS DISTINCT FROM OLD.link OR NEW.added_on IS DISTINCT FROM OLD.added_on)', 'this part of the row never changes'),
)
STANDS = sa.text("ended_on IS NULL")


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


def drop_rules(rules: tuple[tuple[str, str, str, str, str], ...]) -> None:
    """Let the database refuse it no more."""
    for name, table, *_ in rules:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")


def upgrade() -> None:
    op.create_table('evidence_removal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('realisation_id', sa.Integer(), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.Column('figure_id', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('reason', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('asked_by', sa.Integer(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('removed_by', sa.Integer(), nullable=True),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('ended_by', sa.Integer(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.CheckConstraint('(link_id IS NULL) <> (figure_id IS NULL)', name=op.f('ck_evidence_removal_one_piece')),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_evidence_removal_sha256')),
    sa.CheckConstraint('(removed_by IS NULL) = (removed_on IS NULL)', name=op.f('ck_evidence_removal_removed')),
    sa.CheckConstraint('(ended_by IS NULL) = (ended_on IS NULL)', name=op.f('ck_evidence_removal_ended')),
    sa.CheckConstraint('removed_on IS NULL OR ended_on IS NULL', name=op.f('ck_evidence_removal_one_end')),
    sa.ForeignKeyConstraint(['realisation_id'], ['realisation.id'], name=op.f('fk_evidence_removal_realisation_id_realisation')),
    sa.ForeignKeyConstraint(['link_id'], ['realisation_link.id'], name=op.f('fk_evidence_removal_link_id_realisation_link')),
    sa.ForeignKeyConstraint(['figure_id'], ['realisation_figure.id'], name=op.f('fk_evidence_removal_figure_id_realisation_figure')),
    sa.ForeignKeyConstraint(['asked_by'], ['officer.id'], name=op.f('fk_evidence_removal_asked_by_officer')),
    sa.ForeignKeyConstraint(['removed_by'], ['officer.id'], name=op.f('fk_evidence_removal_removed_by_officer')),
    sa.ForeignKeyConstraint(['ended_by'], ['officer.id'], name=op.f('fk_evidence_removal_ended_by_officer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_removal'))
    )
    op.create_index(op.f('ix_evidence_removal_realisation_id'), 'evidence_removal', ['realisation_id'], unique=False)
    for piece in ("link", "figure"):
        op.create_index(f"ux_evidence_removal_{piece}", "evidence_removal", [f"{piece}_id"], unique=True, sqlite_where=STANDS, postgresql_where=STANDS)
    binary = "BLOB" if op.get_bind().dialect.name == "sqlite" else "BYTEA"
    for column in (
        "removed_on DATE",
        "removed_by INTEGER",
        f"removal_reason {binary}",
    ):
        op.execute(f"ALTER TABLE objection_evidence ADD COLUMN {column}")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE objection_evidence ALTER COLUMN removal_reason SET STATISTICS 0")
    drop_rules(BEFORE)
    make_rules(RULES)


def downgrade() -> None:
    drop_rules(RULES)
    make_rules(BEFORE)
    for name in ("removal_reason", "removed_by", "removed_on"):
        op.drop_column("objection_evidence", name)
    op.drop_table("evidence_removal")

