"""Refuse sums that cannot be true, and name those that are there

Rows from before these rules stay as they are: they are withheld with their place and named by
`flask releases contradictions`. Only what is written from now on is refused.

Revision: 0035, after 0034
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

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
FORMER_KINDS = ("not_asked", "not_answered", "another_agency", "figures", "unchecked")
KINDS = (*FORMER_KINDS[:3], "impossible", "impossible_paper", *FORMER_KINDS[3:])
FLAWS = (
    "",
    "respondents",
    "level_counts",
    "all_top",
    "composite_sum",
    "composite_square_sum",
)
N = "CAST(respondents AS BIGINT)"
TOP = "CAST(all_top AS BIGINT)"
KEYS = ", ".join(f"'{each}'" for each in ELEMENTS)
PATHS = ", ".join(f"'$.{each}'" for each in ELEMENTS)
KNOWN = {
    "postgresql": f"CAST(level_counts AS JSONB) - ARRAY[{KEYS}] = CAST('{{}}' AS JSONB)",
    "sqlite": f"json_remove(level_counts, {PATHS}) = '{{}}'",
}
FORMER_SUM = {"composite_sum": "composite_sum >= 2520 * respondents"}
SUM = {
    "composite_sum": f"composite_sum BETWEEN 2520 * {N} + 7560 * {TOP} AND 9800 * {N} + 280 * {TOP}",
    "composite_square_sum": (
        f"composite_square_sum BETWEEN 2520 * composite_sum AND 12600 * composite_sum - 25401600 * {N}"
    ),
}
CELL = (
    "period",
    "channel",
    "agency_id",
    sa.text("coalesce(unit_id, 0)"),
    sa.text("coalesce(desk_id, 0)"),
    sa.text("coalesce(service_id, 0)"),
)


def upgrade() -> None:
    with op.batch_alter_table("contradiction") as batch:
        batch.add_column(sa.Column("flaw", sa.String(20), nullable=False, server_default=""))
        batch.drop_constraint(op.f("ck_contradiction_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_contradiction_kind"), _one_of("kind", KINDS))
        batch.create_check_constraint(op.f("ck_contradiction_flaw"), _one_of("flaw", FLAWS))
    known = {"known_elements": KNOWN[op.get_bind().dialect.name]}
    _change_rules(drop=FORMER_SUM, make=SUM | known)


def downgrade() -> None:
    known = {"known_elements": KNOWN[op.get_bind().dialect.name]}
    _change_rules(drop=SUM | known, make=FORMER_SUM)
    op.execute(f"DELETE FROM contradiction WHERE NOT ({_one_of('kind', FORMER_KINDS)})")
    with op.batch_alter_table("contradiction") as batch:
        batch.drop_constraint(op.f("ck_contradiction_flaw"), type_="check")
        batch.drop_constraint(op.f("ck_contradiction_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_contradiction_kind"), _one_of("kind", FORMER_KINDS))
        batch.drop_column("flaw")


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def _change_rules(*, drop: dict[str, str], make: dict[str, str]) -> None:
    """Change the rules of tallies for what is written from now on."""
    if op.get_bind().dialect.name == "postgresql":
        for name in drop:
            op.execute(f"ALTER TABLE tally DROP CONSTRAINT ck_tally_{name}")
        for name, rule in make.items():
            op.execute(f"ALTER TABLE tally ADD CONSTRAINT ck_tally_{name} CHECK ({rule}) NOT VALID")
            if not _is_broken(rule):
                op.execute(f"ALTER TABLE tally VALIDATE CONSTRAINT ck_tally_{name}")
        return
    with _as_they_are(op.get_bind()):
        op.drop_index("uq_tally_cell", "tally")
        with op.batch_alter_table("tally") as batch:
            for name in drop:
                batch.drop_constraint(op.f(f"ck_tally_{name}"), type_="check")
            for name, rule in make.items():
                batch.create_check_constraint(op.f(f"ck_tally_{name}"), rule)
        op.create_index("uq_tally_cell", "tally", CELL, unique=True)


def _is_broken(rule: str) -> bool:
    found = op.get_bind().exec_driver_sql(f"SELECT 1 FROM tally WHERE NOT ({rule}) LIMIT 1")
    return found.first() is not None


@contextmanager
def _as_they_are(connection: sa.Connection) -> Iterator[None]:
    """Let SQLite write rows again that its rules would refuse, and keep the triggers."""
    triggers = connection.execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'tally'")
    ).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
    yield
    connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")
    for _, statement in triggers:
        connection.exec_driver_sql(statement)
