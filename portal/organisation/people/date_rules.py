"""Rules that the database enforces on dated people: one entry a day, no circle, numbers stay.

PostgreSQL holds spans apart with exclusion constraints and SQLite with triggers. Both refuse
with what SQLAlchemy raises as an IntegrityError.
"""

from typing import Any, cast

from sqlalchemy import Connection, FromClause, Table, event

from portal.storage.waiting import AdvisoryLock

OVERLAP = "a person has one of these a day"
CIRCLE = "nobody is the own superior, directly or round a circle"

# From the new line upwards, each step with the days on which all lines so far hold.
_ABOVE = (
    "WITH RECURSIVE above (person_id, starts_on, ends_on) AS ("
    "SELECT NEW.superior_id, NEW.starts_on, {end_of_new} "
    "UNION SELECT line.superior_id, {later}, {earlier} "
    "FROM above JOIN reporting_line AS line ON line.person_id = above.person_id "
    "AND line.starts_on <= above.ends_on AND {end_of_line} >= above.starts_on "
    "AND above.person_id <> NEW.person_id) "
    "SELECT 1 FROM above WHERE person_id = NEW.person_id"
)
_SQLITE_CIRCLE = _ABOVE.format(
    end_of_new="coalesce(NEW.ends_on, '9999-12-31')",
    end_of_line="coalesce(line.ends_on, '9999-12-31')",
    later="max(above.starts_on, line.starts_on)",
    earlier="min(above.ends_on, coalesce(line.ends_on, '9999-12-31'))",
)
_POSTGRESQL_CIRCLE = _ABOVE.format(
    end_of_new="coalesce(NEW.ends_on, 'infinity'::date)",
    end_of_line="coalesce(line.ends_on, 'infinity'::date)",
    later="greatest(above.starts_on, line.starts_on)",
    earlier="least(above.ends_on, coalesce(line.ends_on, 'infinity'::date))",
)
_KEEP_NUMBER = (
    "INSERT INTO staff_number (number, person_id) SELECT NEW.number, NEW.id "
    "WHERE NEW.number IS NOT NULL AND NOT EXISTS (SELECT 1 FROM staff_number "
    "WHERE staff_number.number = NEW.number AND staff_number.person_id = NEW.id)"
)


def one_a_day(table: str, *, only: str, dialect: str) -> tuple[str, ...]:
    """Return the statements that keep spans of one person in ``table`` apart.

    :param only: the SQL condition of rows that count, of columns without a prefix.
    """
    if dialect == "postgresql":
        return (
            (
                f"ALTER TABLE {table} ADD CONSTRAINT ex_{table}_one_a_day EXCLUDE USING gist ("
                "int8range(person_id, person_id, '[]') WITH &&, "
                f"daterange(starts_on, ends_on, '[]') WITH &&) WHERE ({only})"
            ),
        )
    overlap = (
        f"SELECT 1 FROM {table} AS own JOIN {table} AS other "  # noqa: S608 - only words of this file
        "ON other.person_id = own.person_id AND other.id <> own.id "
        "AND other.starts_on <= coalesce(own.ends_on, '9999-12-31') "
        "AND coalesce(other.ends_on, '9999-12-31') >= own.starts_on "
        f"WHERE own.id = NEW.id AND {_of('own', only)} AND {_of('other', only)}"
    )
    return tuple(
        f"CREATE TRIGGER {table}_one_a_day_{name} AFTER {name.upper()} ON {table} "
        f"WHEN EXISTS ({overlap}) BEGIN SELECT RAISE(ABORT, '{OVERLAP}'); END"
        for name in ("insert", "update")
    )


def _of(row: str, condition: str) -> str:
    return condition if condition == "TRUE" else f"{row}.{condition}"


def no_circle(dialect: str) -> tuple[str, ...]:
    """Return the statements that refuse a reporting line that closes a circle on any day."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER reporting_line_no_circle_{name} AFTER {name.upper()} "
            f"ON reporting_line WHEN EXISTS ({_SQLITE_CIRCLE}) "
            f"BEGIN SELECT RAISE(ABORT, '{CIRCLE}'); END"
            for name in ("insert", "update")
        )
    return (
        (
            "CREATE OR REPLACE FUNCTION reporting_line_no_circle() RETURNS trigger "
            "LANGUAGE plpgsql AS $$ BEGIN "
            f"PERFORM pg_advisory_xact_lock({AdvisoryLock.REPORTING_LINES}); "
            f"IF EXISTS ({_POSTGRESQL_CIRCLE}) THEN "
            f"RAISE EXCEPTION '{CIRCLE}' USING ERRCODE = '23514'; END IF; RETURN NULL; END $$"
        ),
        (
            "CREATE TRIGGER reporting_line_no_circle AFTER INSERT OR UPDATE ON reporting_line "
            "FOR EACH ROW EXECUTE FUNCTION reporting_line_no_circle()"
        ),
    )


def numbers_are_kept(dialect: str) -> tuple[str, ...]:
    """Return the statements that give each current staff number its row among all numbers.

    A number that belongs to somebody else is refused there, also a former one.
    """
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER officer_number_is_kept_{name} AFTER {act} ON officer "
            f"BEGIN {_KEEP_NUMBER}; END"
            for name, act in (("insert", "INSERT"), ("update", "UPDATE OF number"))
        )
    return (
        (
            "CREATE OR REPLACE FUNCTION officer_number_is_kept() RETURNS trigger LANGUAGE plpgsql "
            f"AS $$ BEGIN {_KEEP_NUMBER}; RETURN NULL; END $$"
        ),
        (
            "CREATE TRIGGER officer_number_is_kept AFTER INSERT OR UPDATE OF number ON officer "
            "FOR EACH ROW EXECUTE FUNCTION officer_number_is_kept()"
        ),
    )


def keep_one_a_day(table: FromClause, *, only: str = "TRUE") -> None:
    """Let ``table`` get what holds the spans of a person apart whenever it is created."""
    name = cast(Table, table).name
    _after_create(table, lambda dialect: one_a_day(name, only=only, dialect=dialect))


def refuse_circles(table: FromClause) -> None:
    """Let the table of lines refuse circles whenever it is created."""
    _after_create(table, no_circle)


def keep_numbers(table: FromClause) -> None:
    """Let current staff numbers be kept once the table of numbers is there."""
    _after_create(table, numbers_are_kept)


def _after_create(table: FromClause, statements: Any) -> None:
    @event.listens_for(cast(Table, table), "after_create")
    def run(target: Table, connection: Connection, **_: Any) -> None:
        for statement in statements(connection.dialect.name):
            connection.exec_driver_sql(statement)
