"""Rules of the database on places: those that a row names together belong together.

Triggers and not foreign keys, because rows from before these rules stay as they are: only what
is written from now on is refused.
"""

from typing import Any, cast

from sqlalchemy import Connection, FromClause, Table, event

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
        (
            f"CREATE OR REPLACE FUNCTION {table}_places_on_insert() {head} "
            f"IF EXISTS ({inserted}) THEN {raises}; END IF; "
            "RETURN NULL; END $$"
        ),
        (
            f"CREATE OR REPLACE FUNCTION {table}_places_on_update() {head} "
            f"IF {updated} THEN {raises}; END IF; RETURN NEW; END $$"
        ),
        (
            f"CREATE TRIGGER {table}_places_on_insert AFTER INSERT ON {table} "
            f"REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT "
            f"EXECUTE FUNCTION {table}_places_on_insert()"
        ),
        (
            f"CREATE TRIGGER {table}_places_on_update "
            f"BEFORE UPDATE OF {columns.replace(' ', ', ')} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_places_on_update()"
        ),
    )


def _fixed(table: str, *, dialect: str) -> tuple[str, ...]:
    name, act = f"{table}_agency_stays", f"BEFORE UPDATE OF agency_id ON {table}"
    if dialect == "sqlite":
        return (
            (
                f"CREATE TRIGGER {name} {act} WHEN NEW.agency_id <> OLD.agency_id "
                f"BEGIN SELECT RAISE(ABORT, '{AGENCY_STAYS}'); END"
            ),
        )
    return (
        (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN RAISE EXCEPTION '{AGENCY_STAYS}' USING ERRCODE = '23514'; END $$"
        ),
        (
            f"CREATE TRIGGER {name} {act} FOR EACH ROW "
            f"WHEN (NEW.agency_id <> OLD.agency_id) EXECUTE FUNCTION {name}()"
        ),
    )


def keep_places_together(table: FromClause) -> None:
    """Let ``table`` (a mapped class's ``__table__``) get its triggers whenever it is created."""
    target = cast(Table, table)

    @event.listens_for(target, "after_create")
    def run(created: Table, connection: Connection, **_: Any) -> None:
        for statement in triggers(created.name, dialect=connection.dialect.name):
            connection.exec_driver_sql(statement)
