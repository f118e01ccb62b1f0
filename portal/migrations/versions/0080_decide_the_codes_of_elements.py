"""Let the city decide by which list the codes of elements are shown

Revision: 0080, after 0079
"""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None

GROWS = "city_setting_change"
COLUMNS = "id, name, value, reason, decided_on, decided_by"
REFUSAL = "rows of this table are never changed"
BEFORE = (
    "CITY_NAME",
    "CITY_CONTACT",
    "INSPECTORATE",
    "OFFICER_LABEL",
    "COMPLAINT_VERIFY_DAYS",
    "COMPLAINT_ANSWER_DAYS",
    "COMPLAINT_RESPONSE_DAYS",
    "COMPLAINT_KEEP_DAYS",
    "COMMENT_KEEP_DAYS",
)
AFTER = (*BEFORE[:4], "ELEMENT_CODES", *BEFORE[4:])


def allow_names(names: tuple[str, ...]) -> None:
    """Let decisions be about ``names`` only."""
    rule = f"name IN {names!r}"
    if op.get_bind().dialect.name == "sqlite":
        rebuild(rule)
        return
    op.drop_constraint(op.f("ck_city_setting_change_name"), GROWS, type_="check")
    op.create_check_constraint(op.f("ck_city_setting_change_name"), GROWS, rule)


def rebuild(rule: str) -> None:
    """Make the table anew with the same rows: SQLite cannot change a rule of a table."""
    op.create_table(
        "city_setting_change_new",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(length=160), nullable=False),
        sa.CheckConstraint(rule, name=op.f("ck_city_setting_change_name")),
        sa.CheckConstraint(
            "length(reason) BETWEEN 10 AND 300", name=op.f("ck_city_setting_change_reason")
        ),
        sa.CheckConstraint(
            "length(decided_by) > 0", name=op.f("ck_city_setting_change_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_setting_change")),
    )
    op.execute(f"INSERT INTO city_setting_change_new ({COLUMNS}) SELECT {COLUMNS} FROM {GROWS}")
    op.drop_table(GROWS)
    op.rename_table("city_setting_change_new", GROWS)
    for change in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER {GROWS}_refuses_{change} BEFORE {change.upper()} ON {GROWS} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def upgrade() -> None:
    allow_names(AFTER)


def downgrade() -> None:
    # Decisions that the version before does not know cannot be kept there.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {GROWS}_refuses_delete")
    else:
        op.execute(f"DROP TRIGGER {GROWS}_refuses_change ON {GROWS}")
    op.execute(f"DELETE FROM {GROWS} WHERE name = 'ELEMENT_CODES'")
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            f"CREATE TRIGGER {GROWS}_refuses_change BEFORE UPDATE OR DELETE ON {GROWS} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    allow_names(BEFORE)
