"""Mix by what can be known of a rating, and regroup the ballots that were mixed before

Ballots were mixed by desk and channel alone. Here those of one desk, channel and month are put
into groups of ten or more that share service and pattern of elements not asked: a smaller group
loses its service, and where its pattern is rare as well, the elements that tell it; others lose
as much, as far as they are needed to make ten. Tallies are counted anew from the ballots. What a
ballot lost does not come back on the way down.

Revision: 0031, after 0023
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from random import SystemRandom
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0023"
branch_labels = None
depends_on = None

CROWD = 10
SCALE = 2520
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
PLACE = ("period", "agency_id", "unit_id", "desk_id", "channel")
KINDS = "kind IN ('parts', 'services', 'leftovers', 'regrouped')"
FORMER_KINDS = "kind IN ('parts', 'leftovers')"
random = SystemRandom()


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(each) for each in columns))


BALLOT = _table("ballot", "token", "service_id", *PLACE, *ELEMENTS)
TALLY = sa.table(
    "tally",
    *(sa.column(each) for each in (*PLACE, "service_id", "respondents", "composite_sum")),
    *(sa.column(each) for each in ("composite_square_sum", "all_top")),
    sa.column("level_counts", sa.JSON),
)
LEFT_OUT = _table("left_out_element", "service_id", "element")
CHANGE = _table("service_question_change", "service_id", "left_out")
SERVICE = _table("service", "id", "agency_id")
RELEASE = _table("release", "kind", "state", "period")
TURN = _table("mix_turn", "kind", "period")
Row = Any
Group = tuple[int | None, frozenset[str]]


def upgrade() -> None:
    _allow_kinds(KINDS)
    connection = op.get_bind()
    with _without_place_rules(connection):
        changed = _regroup(connection)
        _note_releases(connection, changed)
        if connection.dialect.name == "postgresql":
            _write_anew(connection)


def downgrade() -> None:
    op.execute("DELETE FROM mix_turn WHERE kind IN ('services', 'regrouped')")
    _allow_kinds(FORMER_KINDS)


def _allow_kinds(condition: str) -> None:
    with op.batch_alter_table("mix_turn") as batch:
        batch.drop_constraint(op.f("ck_mix_turn_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_mix_turn_kind"), condition)


@contextmanager
def _without_place_rules(connection: sa.Connection) -> Iterator[None]:
    """Let rows from before the rules of places be written again as they are."""
    tables = ("ballot", "tally")
    if connection.dialect.name == "postgresql":
        for table in tables:
            connection.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        yield
        for table in tables:
            connection.execute(sa.text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
        return
    triggers = connection.execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN :names")
        .bindparams(sa.bindparam("names", tables, expanding=True))
    ).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _, statement in triggers:
        connection.exec_driver_sql(statement)


def _regroup(connection: sa.Connection) -> set[str]:
    """Put ballots into groups of ten and return the months in which one of them changed."""
    left_out = _left_out(connection)
    changed = set()
    digital = BALLOT.c.channel != "paper"
    months = connection.scalars(sa.select(BALLOT.c.period).where(digital).distinct()).all()
    for month in sorted(months):
        rows = connection.execute(
            sa.select(BALLOT)
            .where(digital, BALLOT.c.period == month)
            .order_by(*(BALLOT.c[each] for each in PLACE))
        ).mappings()
        for _, members in groupby(rows.all(), key=lambda row: [row[each] for each in PLACE]):
            if _regroup_place(connection, [dict(row) for row in members], left_out=left_out):
                changed.add(month)
    return changed


def _left_out(connection: sa.Connection) -> dict[tuple[str, int], frozenset[str]]:
    """Return what a service did not ask in some month, and what no service of an agency lacks."""
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for service, element in connection.execute(sa.select(LEFT_OUT)):
        found["service", service].add(element)
    for service, elements in connection.execute(sa.select(CHANGE)):
        found["service", service].update(elements.split())
    for service, agency in connection.execute(sa.select(SERVICE)):
        found["agency", agency] |= found["service", service]
    return {key: frozenset(elements) for key, elements in found.items()}


def _regroup_place(
    connection: sa.Connection, ballots: list[Row], *, left_out: dict[Any, frozenset[str]]
) -> bool:
    groups: defaultdict[Group, list[Row]] = defaultdict(list)
    for ballot in ballots:
        groups[ballot["service_id"], _pattern(ballot, left_out=left_out)].append(ballot)
    changes = _changes(groups)
    if not changes:
        return False
    for ballot, values in changes:
        ballot |= values
        where = BALLOT.c.token == ballot["token"]
        connection.execute(sa.update(BALLOT).where(where).values(**values))
    _count_anew(connection, ballots)
    return True


def _pattern(ballot: Row, *, left_out: dict[Any, frozenset[str]]) -> frozenset[str]:
    service = ballot["service_id"]
    key = ("agency", ballot["agency_id"]) if service is None else ("service", service)
    return frozenset(each for each in left_out.get(key, ()) if ballot[each] is None)


def _changes(groups: dict[Group, list[Row]]) -> list[tuple[Row, dict[str, None]]]:
    """Return the columns that each ballot loses, so that ten share what can be known of them."""
    kept = {key: rows for key, rows in groups.items() if key[0] and len(rows) >= CROWD}
    pools: defaultdict[frozenset[str], list[Row]] = defaultdict(list)
    for key, rows in groups.items():
        if key not in kept:
            pools[key[1]] += rows
    lonely = {pattern for pattern, rows in pools.items() if len(rows) < CROWD}
    rare = [row for pattern in lonely for row in pools.pop(pattern)]
    lenders = [*((key[1], rows) for key, rows in kept.items()), *pools.items()]
    unsaid = frozenset().union(*lonely)
    if rare:
        unsaid = _borrow(lenders, rare, unsaid=unsaid)
    found = [(row, unsaid if _answers(row, unsaid) else frozenset()) for row in rare]
    found += [(row, frozenset()) for rows in pools.values() for row in rows]
    lost = [
        (row, {name: None for name in (*unsaid, "service_id") if row[name] is not None})
        for row, unsaid in found
    ]
    return [(row, values) for row, values in lost if values]


def _borrow(
    lenders: list[tuple[frozenset[str], list[Row]]], rare: list[Row], *, unsaid: frozenset[str]
) -> frozenset[str]:
    """Move so many ballots out of large groups that the rare ones are ten with them.

    Groups that lack nothing else are asked first. Returns what all of them have to lose.
    """
    for pattern, rows in sorted(lenders, key=lambda each: (not each[0] <= unsaid, -len(each[1]))):
        wanted = CROWD - len(rare)
        if wanted <= 0:
            break
        unsaid |= pattern
        random.shuffle(rows)
        able = [row for row in rows if _answers(row, unsaid)]
        taken = able[: wanted if len(rows) - wanted >= CROWD else len(rows)]
        rare += taken
        names = {row["token"] for row in taken}
        rows[:] = [row for row in rows if row["token"] not in names]
    return unsaid


def _answers(ballot: Row, unsaid: frozenset[str]) -> bool:
    """Whether something is left of a ballot without some elements."""
    return any(ballot[each] is not None for each in ELEMENTS if each not in unsaid)


def _count_anew(connection: sa.Connection, ballots: list[Row]) -> None:
    place = {each: ballots[0][each] for each in PLACE}
    here = [TALLY.c[name].is_not_distinct_from(value) for name, value in place.items()]
    connection.execute(sa.delete(TALLY).where(*here))
    by_service: defaultdict[int | None, list[Row]] = defaultdict(list)
    for ballot in ballots:
        by_service[ballot["service_id"]].append(ballot)
    for service, rows in by_service.items():
        connection.execute(
            sa.insert(TALLY).values(**place, service_id=service, **_sums(rows))
        )


def _sums(ballots: list[Row]) -> dict[str, Any]:
    levels = {each: [0] * 4 for each in ELEMENTS}
    composites = []
    for ballot in ballots:
        scores = {each: ballot[each] for each in ELEMENTS if ballot[each] is not None}
        composites.append(sum(scores.values()) * (SCALE // len(scores)))
        for element, level in scores.items():
            levels[element][level - 1] += 1
    return {
        "respondents": len(ballots),
        "composite_sum": sum(composites),
        "composite_square_sum": sum(each**2 for each in composites),
        "all_top": composites.count(4 * SCALE),
        "level_counts": {name: counts for name, counts in levels.items() if any(counts)},
    }


def _note_releases(connection: sa.Connection, changed: set[str]) -> None:
    """Note which months are out and rest on ballots that lost something since."""
    months = sa.select(RELEASE.c.period).where(
        RELEASE.c.kind == "monthly", RELEASE.c.state == "published"
    )
    for period in sorted(set(connection.scalars(months))):
        if any(month[:4] == period[:4] and month <= period for month in changed):
            connection.execute(sa.insert(TURN).values(kind="regrouped", period=period))


def _write_anew(connection: sa.Connection) -> None:
    """Let all ballots be of one transaction, in the order of their random tokens."""
    for statement in (
        "CREATE TEMPORARY TABLE ballot_moved AS SELECT * FROM ballot",
        "TRUNCATE ballot",
        "INSERT INTO ballot SELECT * FROM ballot_moved ORDER BY token",
        "DROP TABLE ballot_moved",
    ):
        connection.execute(sa.text(statement))
