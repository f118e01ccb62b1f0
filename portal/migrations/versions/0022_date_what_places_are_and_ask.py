"""Date what places are, offer and ask

What stands in the tables so far holds in every month before the first change.

Revision: 0022, after 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0028"
branch_labels = None
depends_on = None

REFUSAL = "rows of this table are never changed"
TABLES = (
    "agency_category_change",
    "service_question_change",
    "desk_unit_change",
    "desk_offer_change",
)
KINDS = ("dinas", "badan", "hospital", "health_centre", "district", "other")


def make_append_only(table: str) -> None:
    """Let the database refuse every change of the table's rows."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{change} BEFORE {change.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def create_changes(table: str, *columns: sa.schema.SchemaItem) -> None:
    """Create a table of dated changes; ``columns`` are its own besides month and day."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        *columns,
        sa.CheckConstraint(
            "length(period) = 7 AND substr(period, 5, 1) = '-' "
            "AND substr(period, 1, 4) BETWEEN '2000' AND '2999' "
            "AND substr(period, 6, 2) BETWEEN '01' AND '12'",
            name=op.f(f"ck_{table}_period"),
        ),
        sa.CheckConstraint("decided_on >= '2000-01-01'", name=op.f(f"ck_{table}_decided_on")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    make_append_only(table)


def foreign_key(table: str, column: str, *, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    op.add_column(
        "desk_service",
        sa.Column(
            "is_initial", sa.Boolean(name="is_initial"), nullable=False, server_default=sa.true()
        ),
    )
    category, question, unit, offer = TABLES
    create_changes(
        category,
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.CheckConstraint(f"kind IN {KINDS}", name=op.f(f"ck_{category}_kind")),
        foreign_key(category, "agency_id", to="agency"),
    )
    op.create_index(op.f(f"ix_{category}_agency_id"), category, ["agency_id"])
    create_changes(
        question,
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.String(length=120), nullable=False),
        sa.Column("is_correction", sa.Boolean(name="is_correction"), nullable=False),
        foreign_key(question, "service_id", to="service"),
    )
    op.create_index(op.f(f"ix_{question}_service_id"), question, ["service_id"])
    create_changes(
        unit,
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        foreign_key(unit, "desk_id", to="desk"),
        foreign_key(unit, "unit_id", to="unit"),
    )
    op.create_index(op.f(f"ix_{unit}_desk_id"), unit, ["desk_id"])
    create_changes(
        offer,
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("is_offered", sa.Boolean(name="is_offered"), nullable=False),
        sa.ForeignKeyConstraint(
            ["desk_id", "service_id"],
            ["desk_service.desk_id", "desk_service.service_id"],
            name=op.f(f"fk_{offer}_desk_id_service_id_desk_service"),
        ),
    )
    op.create_index(op.f(f"ix_{offer}_desk_id"), offer, ["desk_id"])


def downgrade() -> None:
    """Keep what was decided last: the tables before knew no months."""
    connection = op.get_bind()
    _category(connection)
    _questions(connection)
    _units(connection)
    ended = _ended_offers(connection)
    for table in reversed(TABLES):
        op.drop_table(table)
    if ended:
        where = "WHERE desk_id = :desk_id AND service_id = :service_id"
        connection.execute(sa.text(f"DELETE FROM desk_service {where}"), ended)  # noqa: S608 - no value in it
    op.drop_column("desk_service", "is_initial")


def _rows(connection: sa.Connection, table: str) -> list[sa.Row]:
    return list(connection.execute(sa.text(f"SELECT * FROM {table} ORDER BY id")))  # noqa: S608 - a name of this file


def _category(connection: sa.Connection) -> None:
    change = sa.text("UPDATE agency SET kind = :kind WHERE id = :agency_id")
    for row in _rows(connection, TABLES[0]):
        connection.execute(change, {"kind": row.kind, "agency_id": row.agency_id})


def _questions(connection: sa.Connection) -> None:
    clear = sa.text("DELETE FROM left_out_element WHERE service_id = :service_id")
    add = sa.text("INSERT INTO left_out_element (service_id, element) VALUES (:service_id, :key)")
    for row in _rows(connection, TABLES[1]):
        connection.execute(clear, {"service_id": row.service_id})
        for key in row.left_out.split():
            connection.execute(add, {"service_id": row.service_id, "key": key})


def _units(connection: sa.Connection) -> None:
    change = sa.text("UPDATE desk SET unit_id = :unit_id WHERE id = :desk_id")
    for row in _rows(connection, TABLES[2]):
        connection.execute(change, {"unit_id": row.unit_id, "desk_id": row.desk_id})


def _ended_offers(connection: sa.Connection) -> list[dict[str, int]]:
    """Return the services that their desks no longer offer."""
    last = {(row.desk_id, row.service_id): row.is_offered for row in _rows(connection, TABLES[3])}
    known = connection.execute(sa.text("SELECT desk_id, service_id, is_initial FROM desk_service"))
    return [
        {"desk_id": row.desk_id, "service_id": row.service_id}
        for row in known
        if not last.get((row.desk_id, row.service_id), row.is_initial)
    ]
