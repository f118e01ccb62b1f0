"""Let a lot fall only for a fact on record

Revision: 0082, after 0081
"""

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

GROWS = "cycle_substitute_bar"
REFUSAL = "rows of this table are never changed"
STANDS = "people_change_lot_stands"
REFUSES = (
    "NEW.state = 'declined' AND EXISTS (SELECT 1 FROM cycle_substitute AS s "
    "WHERE s.change_id = NEW.id AND NOT EXISTS "
    "(SELECT 1 FROM cycle_substitute_bar AS b WHERE b.lot_id = s.id))"
)
MESSAGE = "a lot falls only for a fact on record"


def make_append_only() -> None:
    """Let the database refuse every change of a fact."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {GROWS}_refuses_{change} BEFORE {change.upper()} ON {GROWS} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    for name, acts, each in (
        ("change", "UPDATE OR DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {GROWS}_refuses_{name} BEFORE {acts} ON {GROWS} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def let_lots_stand() -> None:
    """Let the database refuse that a lot is declined without a fact."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {STANDS} BEFORE UPDATE OF state ON people_change "
            f"WHEN {REFUSES} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {STANDS}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {REFUSES} THEN RAISE EXCEPTION '{MESSAGE}' "
        f"USING ERRCODE = '23514'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {STANDS} BEFORE UPDATE OF state ON people_change "
        f"FOR EACH ROW EXECUTE FUNCTION {STANDS}()"
    )


def upgrade() -> None:
    op.create_table(
        GROWS,
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("bar", sa.String(length=10), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "bar IN ('close', 'in_line', 'unable')", name=op.f("ck_cycle_substitute_bar_bar")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"],
            ["cycle_substitute.id"],
            name=op.f("fk_cycle_substitute_bar_lot_id_cycle_substitute"),
        ),
        sa.PrimaryKeyConstraint("lot_id", "bar", name=op.f("pk_cycle_substitute_bar")),
    )
    make_append_only()
    let_lots_stand()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER IF EXISTS {STANDS}")
    else:
        op.execute(f"DROP TRIGGER IF EXISTS {STANDS} ON people_change")
        op.execute(f"DROP FUNCTION IF EXISTS {STANDS}()")
    op.drop_table(GROWS)
