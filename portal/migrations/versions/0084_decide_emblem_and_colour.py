"""Let the city decide its coat of arms and its colour

Revision: 0084, after 0082
"""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0082"
branch_labels = None
depends_on = None

PICTURES = "city_emblem"
GROWS = "city_setting_change"
COLUMNS = "id, name, value, reason, decided_on, decided_by"
REFUSAL = "rows of this table are never changed"
BEFORE = (
    "CITY_NAME",
    "CITY_CONTACT",
    "INSPECTORATE",
    "OFFICER_LABEL",
    "ELEMENT_CODES",
    "COMPLAINT_VERIFY_DAYS",
    "COMPLAINT_ANSWER_DAYS",
    "COMPLAINT_RESPONSE_DAYS",
    "COMPLAINT_KEEP_DAYS",
    "COMMENT_KEEP_DAYS",
)
AFTER = (*BEFORE[:2], "CITY_COLOUR", "CITY_EMBLEM", *BEFORE[2:])


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
    refuse_changes(GROWS)


def refuse_changes(table: str) -> None:
    """Let the database refuse every change of a row."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{change} BEFORE {change.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    for name, acts, each in (
        ("change", "UPDATE OR DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{name} BEFORE {acts} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def upgrade() -> None:
    op.create_table(
        PICTURES,
        sa.Column("fingerprint", sa.String(length=80), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "substr(fingerprint, 1, 4) IN ('svg-', 'png-')", name=op.f("ck_city_emblem_fingerprint")
        ),
        sa.CheckConstraint(
            "length(picture) BETWEEN 1 AND 400000", name=op.f("ck_city_emblem_picture")
        ),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_city_emblem")),
    )
    refuse_changes(PICTURES)
    allow_names(AFTER)


def downgrade() -> None:
    # Decisions that the version before does not know cannot be kept there.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {GROWS}_refuses_delete")
    else:
        op.execute(f"DROP TRIGGER {GROWS}_refuses_change ON {GROWS}")
    op.execute(f"DELETE FROM {GROWS} WHERE name IN ('CITY_COLOUR', 'CITY_EMBLEM')")
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            f"CREATE TRIGGER {GROWS}_refuses_change BEFORE UPDATE OR DELETE ON {GROWS} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    allow_names(BEFORE)
    op.drop_table(PICTURES)
