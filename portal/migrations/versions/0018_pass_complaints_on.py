"""Pass complaints on to another agency

Revision: 0018, after 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0015"
branch_labels = None
depends_on = None

SQLITE = """
CREATE TRIGGER complaint_stays BEFORE UPDATE OF agency_id ON complaint
WHEN OLD.queue = 'inspectorate' AND NEW.agency_id <> OLD.agency_id
BEGIN SELECT RAISE(ABORT, 'what lies with the inspectorate is not passed on'); END
"""
POSTGRESQL = (
    """
CREATE FUNCTION complaint_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.queue = 'inspectorate' AND NEW.agency_id <> OLD.agency_id THEN
    RAISE EXCEPTION 'what lies with the inspectorate is not passed on'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$
""",
    """
CREATE TRIGGER complaint_stays BEFORE UPDATE OF agency_id ON complaint
FOR EACH ROW EXECUTE FUNCTION complaint_stays()
""",
)


def upgrade() -> None:
    op.create_table(
        "complaint_former_place",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_former_place_complaint_id_complaint"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_complaint_former_place_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["desk_id"], ["desk.id"], name=op.f("fk_complaint_former_place_desk_id_desk")
        ),
        sa.PrimaryKeyConstraint(
            "complaint_id", "agency_id", name=op.f("pk_complaint_former_place")
        ),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in (SQLITE,) if is_sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("DROP TRIGGER complaint_stays" + ("" if is_sqlite else " ON complaint"))
    if not is_sqlite:
        op.execute("DROP FUNCTION complaint_stays()")
    op.drop_table("complaint_former_place")
