"""Keep places together, and remember what contradicts itself.

Rows that were written before stay as they are; only new ones are refused.

Revision: 0023, after 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0025"
branch_labels = None
depends_on = None

NEVER_CHANGED = "rows of this table are never changed"
ELEMENTS = (
    "requirements",
    "procedure",
    "time",
    "cost",
    "product",
    "competence",
    "conduct",
    "complaints",
    "facilities",
)
KINDS = ("not_asked", "not_answered", "another_agency", "figures", "unchecked")
REFUSAL = "the places of this row do not belong together"
AGENCY_STAYS = "what belongs to an agency stays there"

# Each is a query that finds a row where the rule is broken.
_DESK = "SELECT 1 FROM desk WHERE desk.id = {row}.desk_id AND desk.agency_id <> {row}.agency_id"
_UNIT = "SELECT 1 FROM unit WHERE unit.id = {row}.unit_id AND unit.agency_id <> {row}.agency_id"
_SERVICE = (
    "SELECT 1 FROM service WHERE service.id = {row}.service_id "
    "AND service.agency_id <> {row}.agency_id"
)
_OFFER = (
    "SELECT 1 WHERE {row}.desk_id IS NOT NULL AND {row}.service_id IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM desk_service WHERE desk_service.desk_id = {row}.desk_id "
    "AND desk_service.service_id = {row}.service_id)"
)
_SERVICE_OF_DESK = (
    "SELECT 1 FROM desk JOIN service ON service.id = {row}.service_id "
    "WHERE desk.id = {row}.desk_id AND desk.agency_id <> service.agency_id"
)
_UNIT_OF_DESK = (
    "SELECT 1 FROM desk JOIN unit ON unit.id = {row}.unit_id "
    "WHERE desk.id = {row}.desk_id AND desk.agency_id <> unit.agency_id"
)
RULES = {
    "ballot": ("agency_id unit_id desk_id service_id", (_DESK, _UNIT, _SERVICE, _OFFER)),
    "tally": ("agency_id unit_id desk_id service_id", (_DESK, _UNIT, _SERVICE, _OFFER)),
    "desk_service": ("desk_id service_id", (_SERVICE_OF_DESK,)),
    "desk_unit_change": ("desk_id unit_id", (_UNIT_OF_DESK,)),
}
FIXED = ("desk", "service", "unit")


def triggers(table: str, *, dialect: str) -> tuple[str, ...]:
    """Return the statements that make the database keep the rules of ``table``."""
    if table in FIXED:
        return _fixed(table, dialect=dialect)
    columns, broken = RULES[table]
    if dialect == "sqlite":
        return _sqlite(table, columns=columns, broken=broken)
    return _postgresql(table, columns=columns, broken=broken)


def _broken(broken: tuple[str, ...], *, row: str) -> str:
    return " OR ".join(f"EXISTS ({query.format(row=row)})" for query in broken)


def _sqlite(table: str, *, columns: str, broken: tuple[str, ...]) -> tuple[str, ...]:
    acts = {"insert": "INSERT", "update": f"UPDATE OF {columns.replace(' ', ', ')}"}
    return tuple(
        f"CREATE TRIGGER {table}_places_on_{name} BEFORE {act} ON {table} "
        f"WHEN {_broken(broken, row='NEW')} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for name, act in acts.items()
    )


def _postgresql(table: str, *, columns: str, broken: tuple[str, ...]) -> tuple[str, ...]:
    """Check an insert as a whole, which is many times faster than row by row."""
    raises = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = '23514'"
    inserted = f"SELECT 1 FROM fresh WHERE {_broken(broken, row='fresh')}"  # noqa: S608 - only words of this file
    updated = _broken(broken, row="NEW")
    head = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    return (
        (f"CREATE OR REPLACE FUNCTION {table}_places_on_insert() {head} "
        f"IF EXISTS ({inserted}) THEN {raises}; END IF; "
        "RETURN NULL; END $$"),
        (f"CREATE OR REPLACE FUNCTION {table}_places_on_update() {head} "
        f"IF {updated} THEN {raises}; END IF; RETURN NEW; END $$"),
        (f"CREATE TRIGGER {table}_places_on_insert AFTER INSERT ON {table} "
        f"REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT "
        f"EXECUTE FUNCTION {table}_places_on_insert()"),
        (f"CREATE TRIGGER {table}_places_on_update BEFORE UPDATE OF {columns.replace(' ', ', ')} "
        f"ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_places_on_update()"),
    )


def _fixed(table: str, *, dialect: str) -> tuple[str, ...]:
    name, act = f"{table}_agency_stays", f"BEFORE UPDATE OF agency_id ON {table}"
    if dialect == "sqlite":
        return (
            (f"CREATE TRIGGER {name} {act} WHEN NEW.agency_id <> OLD.agency_id "
            f"BEGIN SELECT RAISE(ABORT, '{AGENCY_STAYS}'); END"),
        )
    return (
        (f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{AGENCY_STAYS}' USING ERRCODE = '23514'; END $$"),
        (f"CREATE TRIGGER {name} {act} FOR EACH ROW "
        f"WHEN (NEW.agency_id <> OLD.agency_id) EXECUTE FUNCTION {name}()"),
    )


def is_period(table: str, column: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"length({column}) = 7 AND substr({column}, 5, 1) = '-' "
        f"AND substr({column}, 1, 4) BETWEEN '2000' AND '2999' "
        f"AND substr({column}, 6, 2) BETWEEN '01' AND '12'",
        name=op.f(f"ck_{table}_{column}"),
    )


def make_append_only(table: str) -> None:
    """Let the database refuse every change of the table's rows."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{change} BEFORE {change.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{NEVER_CHANGED}'); END"
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


def upgrade() -> None:
    table = "contradiction"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("address", sa.String(length=160), nullable=False),
        sa.Column("first_period", sa.String(length=7), nullable=False),
        sa.Column("last_period", sa.String(length=7), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("element", sa.String(length=20), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        *(is_period(table, column) for column in ("period", "first_period", "last_period")),
        sa.CheckConstraint(f"kind IN {KINDS}", name=op.f(f"ck_{table}_kind")),
        sa.CheckConstraint(f"element IN {('', *ELEMENTS)}", name=op.f(f"ck_{table}_element")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    table = "withheld_month"
    op.create_table(
        table,
        sa.Column("address", sa.String(length=160), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(length=160), nullable=False),
        is_period(table, "period"),
        sa.CheckConstraint(
            "length(reason) BETWEEN 1 AND 300", name=op.f(f"ck_{table}_reason")
        ),
        sa.CheckConstraint("length(decided_by) > 0", name=op.f(f"ck_{table}_decided_by")),
        sa.PrimaryKeyConstraint("address", "period", name=op.f(f"pk_{table}")),
    )
    make_append_only(table)
    dialect = op.get_bind().dialect.name
    for table in (*RULES, *FIXED):
        for statement in triggers(table, dialect=dialect):
            op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    names = {table: [f"{table}_places_on_insert", f"{table}_places_on_update"] for table in RULES}
    names |= {table: [f"{table}_agency_stays"] for table in FIXED}
    for table, created in names.items():
        for name in created:
            op.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite else f" ON {table}"))
            if not is_sqlite:
                op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("withheld_month")
    op.drop_table("contradiction")
