"""Know people day by day: numbers, posts, reporting lines, absences, relations

Staff numbers are read as the portal reads them everywhere: also without invisible signs, quotes
and wide digits. Where two of them are one number nothing is changed at all: they are listed,
and a person decides. People without number or badge can be kept from now on; on the way down
nobody of them may be left.

Revision: 0033, after 0032
"""

import re
import unicodedata
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

NUMBERS = (("officer", "number"), ("account", "staff_number"))
KIND = "kind IN ('pns', 'pppk', 'other')"
BADGE = "number IS NOT NULL OR badge_number = ''"
LINE_KINDS = "kind IN ('definitive', 'acting', 'daily_acting')"
IN_ORDER = "ends_on IS NULL OR ends_on >= starts_on"
NORMAL = (
    "number = upper(replace(replace(replace(number, ' ', ''), '.', ''), '-', ''))"
)
RELATIONS = (
    "kind IN ('adviser', 'business', 'delegate', 'former_spouse', 'household', 'relative', "
    "'second_reader', 'substitute_appraiser', 'substitute_decider')"
)
PREDICATES = (
    "predicate IN ('istimewa', 'baik', 'butuh_perbaikan', 'kurang', 'sangat_kurang')"
)
YEAR = "year BETWEEN 2000 AND 2999"
QUARTER = "quarter IS NULL OR quarter BETWEEN 1 AND 4"
GROUPING = re.compile("[\\s.\\-'\u2019`\u00ad\u2010-\u2015\u2212\u200b-\u200d\u2060\ufeff]+")

OVERLAP = "a person has one of these a day"
CIRCLE = "nobody is the own superior, directly or round a circle"
GROWS = "rows of this table are never changed"
ABOVE = (
    "WITH RECURSIVE above (person_id, starts_on, ends_on) AS ("
    "SELECT NEW.superior_id, NEW.starts_on, {end_of_new} "
    "UNION SELECT line.superior_id, {later}, {earlier} "
    "FROM above JOIN reporting_line AS line ON line.person_id = above.person_id "
    "AND line.starts_on <= above.ends_on AND {end_of_line} >= above.starts_on "
    "AND above.person_id <> NEW.person_id) "
    "SELECT 1 FROM above WHERE person_id = NEW.person_id"
)
SQLITE_CIRCLE = ABOVE.format(
    end_of_new="coalesce(NEW.ends_on, '9999-12-31')",
    end_of_line="coalesce(line.ends_on, '9999-12-31')",
    later="max(above.starts_on, line.starts_on)",
    earlier="min(above.ends_on, coalesce(line.ends_on, '9999-12-31'))",
)
POSTGRESQL_CIRCLE = ABOVE.format(
    end_of_new="coalesce(NEW.ends_on, 'infinity'::date)",
    end_of_line="coalesce(line.ends_on, 'infinity'::date)",
    later="greatest(above.starts_on, line.starts_on)",
    earlier="least(above.ends_on, coalesce(line.ends_on, 'infinity'::date))",
)
KEEP_NUMBER = (
    "INSERT INTO staff_number (number, person_id) SELECT NEW.number, NEW.id "
    "WHERE NEW.number IS NOT NULL AND NOT EXISTS (SELECT 1 FROM staff_number "
    "WHERE staff_number.number = NEW.number AND staff_number.person_id = NEW.id)"
)
SPANS = (("person_post", "kind = 'definitive'"), ("reporting_line", "TRUE"), ("absence", "TRUE"))
GROWING = ("agency_predicate", "agency_indicator")


class StaffNumbersCollide(RuntimeError):
    """Two rows would have the same staff number."""


class PeopleWithoutNumber(RuntimeError):
    """People without a staff number cannot be kept by the tables before."""


def upgrade() -> None:
    _read_numbers_rightly()
    _widen_officers()
    _create_people()
    _create_agency_results()
    op.execute(
        "INSERT INTO staff_number (number, person_id) "
        "SELECT number, id FROM officer WHERE number IS NOT NULL"
    )
    _create_rules()


def downgrade() -> None:
    without = op.get_bind().scalar(sa.text("SELECT count(*) FROM officer WHERE number IS NULL"))
    if without:
        raise PeopleWithoutNumber(
            f"{without} people have no staff number. Give each of them one, then try again."
        )
    _drop_rules()
    for table in (
        "agency_indicator",
        "agency_predicate",
        "staff_relation",
        "absence",
        "reporting_line",
        "person_post",
        "staff_number",
    ):
        op.drop_table(table)
    _narrow_officers()


def _create_people() -> None:
    op.create_table(
        "staff_number",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "length(number) BETWEEN 1 AND 20", name=op.f("ck_staff_number_number")
        ),
        sa.CheckConstraint(NORMAL, name=op.f("ck_staff_number_number_form")),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_staff_number_order"),
        ),
        _person("staff_number", "person_id"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_staff_number")),
    )
    _index("staff_number", "person_id")
    op.create_table(
        "person_post",
        _id(),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("is_head", sa.Boolean(name="is_head"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        *_span(),
        sa.CheckConstraint(IN_ORDER, name=op.f("ck_person_post_order")),
        sa.CheckConstraint(LINE_KINDS, name=op.f("ck_person_post_kind")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_person_post_title")),
        _person("person_post", "person_id"),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_person_post_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id", "agency_id"],
            ["unit.id", "unit.agency_id"],
            name=op.f("fk_person_post_unit_id_agency_id_unit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_post")),
    )
    _index("person_post", "person_id")
    op.create_index("ix_person_post_place", "person_post", ["agency_id", "unit_id"])
    op.create_table(
        "reporting_line",
        _id(),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("superior_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        *_span(),
        sa.CheckConstraint(IN_ORDER, name=op.f("ck_reporting_line_order")),
        sa.CheckConstraint(LINE_KINDS, name=op.f("ck_reporting_line_kind")),
        sa.CheckConstraint(
            "person_id <> superior_id", name=op.f("ck_reporting_line_superior")
        ),
        _person("reporting_line", "person_id"),
        _person("reporting_line", "superior_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_line")),
    )
    _index("reporting_line", "person_id")
    _index("reporting_line", "superior_id")
    op.create_table(
        "absence",
        _id(),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        *_span(),
        sa.CheckConstraint(IN_ORDER, name=op.f("ck_absence_order")),
        sa.CheckConstraint(
            "kind IN ('away', 'study', 'secondment')", name=op.f("ck_absence_kind")
        ),
        _person("absence", "person_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    _index("absence", "person_id")
    op.create_table(
        "staff_relation",
        _id(),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        *_span(),
        sa.CheckConstraint(IN_ORDER, name=op.f("ck_staff_relation_order")),
        sa.CheckConstraint(RELATIONS, name=op.f("ck_staff_relation_kind")),
        sa.CheckConstraint("holder_id <> about_id", name=op.f("ck_staff_relation_holder")),
        _person("staff_relation", "holder_id"),
        _person("staff_relation", "about_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_relation")),
    )
    _index("staff_relation", "holder_id")
    _index("staff_relation", "about_id")


def _create_agency_results() -> None:
    op.create_table(
        "agency_predicate",
        _id(),
        *_agency_period(),
        sa.Column("predicate", sa.String(length=20), nullable=False),
        sa.Column("decree_number", sa.String(length=100), nullable=False),
        sa.Column("decree_date", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *_agency_period_checks("agency_predicate"),
        sa.CheckConstraint(PREDICATES, name=op.f("ck_agency_predicate_predicate")),
        sa.CheckConstraint(
            "length(decree_number) > 0", name=op.f("ck_agency_predicate_decree_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_predicate")),
    )
    _index("agency_predicate", "agency_id")
    op.create_table(
        "agency_indicator",
        _id(),
        *_agency_period(),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("target", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("realisation", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *_agency_period_checks("agency_indicator"),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_agency_indicator_name")),
        sa.CheckConstraint("length(unit) > 0", name=op.f("ck_agency_indicator_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_indicator")),
    )
    _index("agency_indicator", "agency_id")


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _span() -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
    )


def _agency_period() -> tuple[sa.Column, ...]:
    return (
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=True),
    )


def _agency_period_checks(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.CheckConstraint(YEAR, name=op.f(f"ck_{table}_year")),
        sa.CheckConstraint(QUARTER, name=op.f(f"ck_{table}_quarter")),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f(f"fk_{table}_agency_id_agency")
        ),
    )


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["officer.id"], name=op.f(f"fk_{table}_{column}_officer")
    )


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _create_rules() -> None:
    dialect = op.get_bind().dialect.name
    make = _sqlite_rules if dialect == "sqlite" else _postgresql_rules
    for statement in make():
        op.get_bind().exec_driver_sql(statement)


def _sqlite_rules() -> list[str]:
    made = [
        f"CREATE TRIGGER {table}_one_a_day_{name} AFTER {name.upper()} ON {table} "
        f"WHEN EXISTS ({_overlap(table, only)}) BEGIN SELECT RAISE(ABORT, '{OVERLAP}'); END"
        for table, only in SPANS
        for name in ("insert", "update")
    ]
    made += [
        f"CREATE TRIGGER reporting_line_no_circle_{name} AFTER {name.upper()} "
        f"ON reporting_line WHEN EXISTS ({SQLITE_CIRCLE}) "
        f"BEGIN SELECT RAISE(ABORT, '{CIRCLE}'); END"
        for name in ("insert", "update")
    ]
    made += [
        f"CREATE TRIGGER officer_number_is_kept_{name} AFTER {act} ON officer "
        f"BEGIN {KEEP_NUMBER}; END"
        for name, act in (("insert", "INSERT"), ("update", "UPDATE OF number"))
    ]
    made += [
        f"CREATE TRIGGER {table}_refuses_{change} BEFORE {change.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{GROWS}'); END"
        for table in GROWING
        for change in ("update", "delete")
    ]
    return made


def _overlap(table: str, only: str) -> str:
    own, other = (only if only == "TRUE" else f"{row}.{only}" for row in ("own", "other"))
    return (
        f"SELECT 1 FROM {table} AS own JOIN {table} AS other "
        "ON other.person_id = own.person_id AND other.id <> own.id "
        "AND other.starts_on <= coalesce(own.ends_on, '9999-12-31') "
        "AND coalesce(other.ends_on, '9999-12-31') >= own.starts_on "
        f"WHERE own.id = NEW.id AND {own} AND {other}"
    )


def _postgresql_rules() -> list[str]:
    made = [
        f"ALTER TABLE {table} ADD CONSTRAINT ex_{table}_one_a_day EXCLUDE USING gist ("
        "int8range(person_id, person_id, '[]') WITH &&, "
        f"daterange(starts_on, ends_on, '[]') WITH &&) WHERE ({only})"
        for table, only in SPANS
    ]
    made += [
        "CREATE OR REPLACE FUNCTION reporting_line_no_circle() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN PERFORM pg_advisory_xact_lock(7203118); "
        f"IF EXISTS ({POSTGRESQL_CIRCLE}) THEN "
        f"RAISE EXCEPTION '{CIRCLE}' USING ERRCODE = '23514'; END IF; RETURN NULL; END $$",
        "CREATE TRIGGER reporting_line_no_circle AFTER INSERT OR UPDATE ON reporting_line "
        "FOR EACH ROW EXECUTE FUNCTION reporting_line_no_circle()",
        "CREATE OR REPLACE FUNCTION officer_number_is_kept() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN {KEEP_NUMBER}; RETURN NULL; END $$",
        "CREATE TRIGGER officer_number_is_kept AFTER INSERT OR UPDATE OF number ON officer "
        "FOR EACH ROW EXECUTE FUNCTION officer_number_is_kept()",
    ]
    for table in GROWING:
        made += [
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ]
    return made


def _drop_rules() -> None:
    """Drop what stands on officers; the rest goes with its table."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER officer_number_is_kept_insert")
        op.execute("DROP TRIGGER officer_number_is_kept_update")
        return
    op.execute("DROP TRIGGER officer_number_is_kept ON officer")
    op.execute("DROP FUNCTION officer_number_is_kept()")
    op.execute("DROP TRIGGER reporting_line_no_circle ON reporting_line")
    op.execute("DROP FUNCTION reporting_line_no_circle()")


def _widen_officers() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.add_column("officer", sa.Column("kind", sa.String(length=10), nullable=True))
        op.alter_column("officer", "number", existing_type=sa.String(20), nullable=True)
        op.create_check_constraint(op.f("ck_officer_kind"), "officer", KIND)
        op.create_check_constraint(op.f("ck_officer_badge"), "officer", BADGE)
        return
    op.get_bind().exec_driver_sql("ALTER TABLE officer ADD COLUMN kind VARCHAR(10)")
    _rewrite(
        "officer",
        lambda sql: (
            sql.replace("number VARCHAR(20) NOT NULL", "number VARCHAR(20)", 1).rpartition(")")[0]
            + _check("kind", KIND)
            + _check("badge", BADGE)
            + ")"
        ),
    )


def _narrow_officers() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_officer_badge"), "officer", type_="check")
        op.drop_constraint(op.f("ck_officer_kind"), "officer", type_="check")
        op.alter_column("officer", "number", existing_type=sa.String(20), nullable=False)
        op.drop_column("officer", "kind")
        return
    _rewrite(
        "officer",
        lambda sql: (
            sql.replace(_check("kind", KIND), "")
            .replace(_check("badge", BADGE), "")
            .replace("number VARCHAR(20)", "number VARCHAR(20) NOT NULL", 1)
        ),
    )
    op.get_bind().exec_driver_sql("ALTER TABLE officer DROP COLUMN kind")


def _check(name: str, condition: str) -> str:
    return f", CONSTRAINT ck_officer_{name} CHECK ({condition})"


def _rewrite(table: str, change: Callable[[str], str]) -> None:
    """Change the definition of a table of SQLite; 0028 says why it cannot be rebuilt."""
    bind = op.get_bind()
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"
    sql = bind.execute(sa.text(query), {"name": table}).scalar_one()
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name"),
        {"sql": change(sql), "name": table},
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")


def _read_numbers_rightly() -> None:
    changes = [(table, column, _changes(table, column)) for table, column in NUMBERS]
    _refuse_collisions()
    for table, column, numbers in changes:
        for row_id, number in numbers.items():
            op.execute(
                sa.text(f"UPDATE {table} SET {column} = :number WHERE id = :id").bindparams(
                    number=number, id=row_id
                )
            )


def _normal(number: str) -> str:
    return GROUPING.sub("", unicodedata.normalize("NFKC", number)).upper()


def _rows(table: str, column: str) -> list[tuple[int, str]]:
    query = f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY id"
    return [(row[0], row[1]) for row in op.get_bind().execute(sa.text(query))]


def _changes(table: str, column: str) -> dict[int, str]:
    return {
        row_id: _normal(number)
        for row_id, number in _rows(table, column)
        if _normal(number) not in {number, ""}
    }


def _refuse_collisions() -> None:
    pairs = []
    for table, column in NUMBERS:
        by_number: dict[str, list[str]] = {}
        for _row_id, number in _rows(table, column):
            by_number.setdefault(_normal(number), []).append(number)
        pairs += [
            f"{table}: " + " = ".join(map(ascii, same))
            for same in by_number.values()
            if len(same) > 1
        ]
    if pairs:
        raise StaffNumbersCollide(
            "These staff numbers are one number in two spellings. Decide which record is right "
            "and give the other its own number with `flask organisation renumber OLD NEW`, "
            "then upgrade again. " + "; ".join(pairs)
        )
