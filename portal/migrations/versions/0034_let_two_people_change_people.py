"""Let two people change people: roles of the evaluation, changes, notices, doubts, looks

On the way down the new roles are taken from whoever has them.

Revision: 0034, after 0033
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

ROLES = ("administrator", "moderator", "agency_head", "supervisor", "officer", "auditor")
NEW = ("performance_office", "performance_coordinator", "mayor")
CITY = ("administrator", "auditor", "moderator")
NEW_CITY = ("mayor", "performance_office")


def _words(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


ROLE_BEFORE = f"role IN ({_words(ROLES)})"
ROLE_AFTER = f"role IN ({_words(ROLES + NEW)})"
SCOPE_BEFORE = f"(role IN ({_words(CITY)})) = (agency_id IS NULL)"
SCOPE_AFTER = f"(role IN ({_words(tuple(sorted(CITY + NEW_CITY)))})) = (agency_id IS NULL)"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(
            lambda sql: sql.replace("role VARCHAR(20)", "role VARCHAR(30)")
            .replace(SCOPE_BEFORE, SCOPE_AFTER)
            .replace(ROLE_BEFORE, ROLE_AFTER)
        )
    else:
        op.alter_column(
            "role_grant", "role", existing_type=sa.String(20), type_=sa.String(30)
        )
        _replace_checks(ROLE_AFTER, SCOPE_AFTER)
    _create_tables()


def downgrade() -> None:
    for table in ("content_look", "superior_doubt", "person_notice", "people_change"):
        op.drop_table(table)
    op.execute(f"DELETE FROM role_grant WHERE role IN ({_words(NEW)})")
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(
            lambda sql: sql.replace("role VARCHAR(30)", "role VARCHAR(20)")
            .replace(SCOPE_AFTER, SCOPE_BEFORE)
            .replace(ROLE_AFTER, ROLE_BEFORE)
        )
    else:
        _replace_checks(ROLE_BEFORE, SCOPE_BEFORE)
        op.alter_column(
            "role_grant", "role", existing_type=sa.String(30), type_=sa.String(20)
        )


def _create_tables() -> None:
    op.create_table(
        "people_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=500), server_default="", nullable=False),
        sa.CheckConstraint(
            "kind IN ('line', 'post', 'absence', 'relation_end', 'tie')",
            name=op.f("ck_people_change_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'confirmed', 'declined')", name=op.f("ck_people_change_state")
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_people_change_reason")),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_people_change_decided_at")
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_people_change_decided_by"),
        ),
        sa.CheckConstraint(
            "decided_by <> entered_by", name=op.f("ck_people_change_two_people")
        ),
        _refers("people_change", "person_id", to="officer"),
        _refers("people_change", "entered_by", to="account"),
        _refers("people_change", "decided_by", to="account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_change")),
    )
    op.create_index(op.f("ix_people_change_person_id"), "people_change", ["person_id"])
    op.create_index(op.f("ix_people_change_state"), "people_change", ["state"])
    op.create_table(
        "person_notice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        _refers("person_notice", "person_id", to="officer"),
        _refers("person_notice", "change_id", to="people_change"),
        sa.PrimaryKeyConstraint("person_id", "change_id", name=op.f("pk_person_notice")),
    )
    op.create_table(
        "superior_doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("superior_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=500), server_default="", nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL)",
            name=op.f("ck_superior_doubt_settled_by"),
        ),
        _refers("superior_doubt", "person_id", to="officer"),
        _refers("superior_doubt", "superior_id", to="officer"),
        _refers("superior_doubt", "settled_by", to="account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_superior_doubt")),
    )
    op.create_index(op.f("ix_superior_doubt_person_id"), "superior_doubt", ["person_id"])
    op.create_index(
        "uq_superior_doubt_open",
        "superior_doubt",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "content_look",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _refers("content_look", "account_id", to="account"),
        _refers("content_look", "person_id", to="officer"),
        sa.PrimaryKeyConstraint(
            "account_id", "person_id", "kind", "day", name=op.f("pk_content_look")
        ),
    )


def _refers(table: str, column: str, *, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _replace_checks(role: str, scope: str) -> None:
    for name, condition in (("role", role), ("scope", scope)):
        op.drop_constraint(op.f(f"ck_role_grant_{name}"), "role_grant", type_="check")
        op.create_check_constraint(op.f(f"ck_role_grant_{name}"), "role_grant", condition)


def _rewrite(change: Callable[[str], str]) -> None:
    """Change the definition of the table of SQLite; 0028 says why it cannot be rebuilt."""
    bind = op.get_bind()
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'role_grant'"
    sql = bind.exec_driver_sql(query).scalar_one()
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = 'role_grant'"),
        {"sql": change(sql)},
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")
