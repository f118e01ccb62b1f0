"""Remember what an agency's headings mean, and keep staff numbers in one form

Staff numbers (officers and accounts) become capital letters and digits. Where two of them
would become equal nothing is changed at all: the pairs are listed, and a person decides.

Revision: 0028, after 0024
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0024"
branch_labels = None
depends_on = None

NUMBERS = (("officer", "number"), ("account", "staff_number"))


class StaffNumbersCollide(RuntimeError):
    """Two rows would have the same staff number."""


def upgrade() -> None:
    changes = [(table, column, _changes(table, column)) for table, column in NUMBERS]
    _refuse_collisions(changes)
    for table, column, numbers in changes:
        for row_id, number in numbers.items():
            op.execute(
                sa.text(f"UPDATE {table} SET {column} = :number WHERE id = :id").bindparams(
                    number=number, id=row_id
                )
            )
    for table, column in NUMBERS:
        _add_check(table, f"ck_{table}_{column}_form", condition=_is_normal(column))
    op.create_table(
        "column_meaning",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("import_name", sa.String(length=20), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("meaning", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "length(import_name) BETWEEN 1 AND 20", name=op.f("ck_column_meaning_import_name")
        ),
        sa.CheckConstraint(
            "length(heading) BETWEEN 1 AND 200", name=op.f("ck_column_meaning_heading")
        ),
        sa.CheckConstraint(
            "length(meaning) BETWEEN 1 AND 40", name=op.f("ck_column_meaning_meaning")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_column_meaning_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint(
            "agency_id", "import_name", "heading", name=op.f("pk_column_meaning")
        ),
    )


def downgrade() -> None:
    op.drop_table("column_meaning")
    for table, column in reversed(NUMBERS):
        _drop_check(table, f"ck_{table}_{column}_form", condition=_is_normal(column))


def _add_check(table: str, name: str, *, condition: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.create_check_constraint(op.f(name), table, condition)
        return
    _rewrite(table, lambda sql: f"{sql.rpartition(')')[0].rstrip()}{_check(name, condition)}\n)")


def _drop_check(table: str, name: str, *, condition: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f(name), table, type_="check")
        return
    _rewrite(table, lambda sql: sql.replace(_check(name, condition), ""))


def _check(name: str, condition: str) -> str:
    return f", \n\tCONSTRAINT {name} CHECK ({condition})"


def _rewrite(table: str, change: Callable[[str], str]) -> None:
    """Change the definition of a table of SQLite, as its documentation of ALTER TABLE says.

    The table cannot be rebuilt: dropping it would leave the rows that refer to it without
    their row, and foreign keys cannot be switched off within a transaction.
    """
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


def _is_normal(column: str) -> str:
    bare = f"replace(replace(replace({column}, ' ', ''), '.', ''), '-', '')"
    return f"{column} = upper({bare})"


def _normal(number: str) -> str:
    return number.replace(" ", "").replace(".", "").replace("-", "").upper()


def _rows(table: str, column: str) -> list[tuple[int, str]]:
    query = f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY id"
    return [(row[0], row[1]) for row in op.get_bind().execute(sa.text(query))]


def _changes(table: str, column: str) -> dict[int, str]:
    return {
        row_id: _normal(number)
        for row_id, number in _rows(table, column)
        if _normal(number) != number
    }


def _refuse_collisions(changes: list[tuple[str, str, dict[int, str]]]) -> None:
    pairs = []
    for table, column, _ in changes:
        by_number: dict[str, list[str]] = {}
        for _row_id, number in _rows(table, column):
            by_number.setdefault(_normal(number), []).append(number)
        pairs += [
            f"{table}: " + " = ".join(map(repr, same))
            for same in by_number.values()
            if len(same) > 1
        ]
    if pairs:
        raise StaffNumbersCollide(
            "These staff numbers are one number in two spellings. Decide which record is right "
            "and give the other its own number with `flask organisation renumber OLD NEW`, "
            "then upgrade again. " + "; ".join(pairs)
        )
