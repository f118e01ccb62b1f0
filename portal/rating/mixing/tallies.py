"""Adds exact sums and counts to the tables that publication reads."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.rating.mixing.ballot_models import Tally
from portal.rating.mixing.domain import TallyCell, TallySums
from portal.rating.mixing.recount_queries import recounted
from portal.rating.mixing.sum_queries import TALLY_COLUMNS, TallyRow, stored_sums
from portal.survey.elements import ELEMENTS, LEVELS

_log = logging.getLogger(__name__)
_tally: Any = Tally.__table__
_NO_PLACE = 0

# Made once: to put them together anew for every batch took as long as to run them. A cell is
# found as the unique index has it, which takes no place for place 0.
_FIND = (
    select(*TALLY_COLUMNS)
    .where(
        *(_tally.c[name] == bindparam(name) for name in ("period", "channel", "agency_id")),
        *(
            func.coalesce(_tally.c[name], _NO_PLACE) == bindparam(name)
            for name in ("unit_id", "desk_id", "service_id")
        ),
    )
    .with_for_update()
)
_MAKE = insert(_tally)
_CHANGE = update(_tally).where(_tally.c.id == bindparam("found"))


def fold_tallies(session: Session, sums: Mapping[TallyCell, TallySums]) -> None:
    """Add ``sums`` to their tallies, making those that are not there yet; never commits.

    The ballots are there already: a tally that cannot be true is counted anew from them.
    """
    for cell, added in sums.items():
        columns = _cell_columns(cell)
        found = session.execute(_FIND, _key(columns)).first()
        if found is None:
            session.execute(_MAKE, {**columns, **_sum_columns(added)})
        elif stored_sums(found).flaw() is None:
            before = {**found._mapping, "level_counts": stored_sums(found).level_counts}
            session.execute(_CHANGE, {"found": found.id, **_sum_columns(added, before=before)})
        else:
            _log.error("a tally could not be true and was counted anew from its ballots")
            recount_tally(session, cell)


def recount_tally(session: Session, cell: TallyCell) -> TallyRow | None:
    """Set a tally to what its ballots say and return that; never commits.

    :returns: None, and nothing is changed, where it has no ballots.
    """
    found = session.execute(_FIND, _key(_cell_columns(cell))).first()
    rows = recounted(session, period=cell.period, cell=cell)
    if found is None or not rows:
        return None
    (row,) = rows
    session.execute(_CHANGE, {"found": found.id, **_counted_columns(row)})
    return row


def _key(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _NO_PLACE if value is None else value for name, value in columns.items()}


def _counted_columns(row: TallyRow) -> dict[str, Any]:
    return {
        "respondents": row.respondents,
        "composite_sum": row.composite_sum,
        "composite_square_sum": row.composite_square_sum,
        "all_top": row.all_top,
        "level_counts": {str(key): list(each.answers) for key, each in row.counts.items()},
    }


def _cell_columns(cell: TallyCell) -> dict[str, Any]:
    return {
        "period": cell.period,
        "channel": str(cell.channel),
        "agency_id": cell.agency_id,
        "unit_id": cell.unit_id,
        "desk_id": cell.desk_id,
        "service_id": cell.service_id,
    }


_NOTHING: Mapping[str, Any] = {
    "respondents": 0,
    "composite_sum": 0,
    "composite_square_sum": 0,
    "all_top": 0,
    "level_counts": {},
}


def _sum_columns(added: TallySums, before: Mapping[str, Any] = _NOTHING) -> dict[str, Any]:
    return {
        "respondents": before["respondents"] + added.respondents,
        "composite_sum": before["composite_sum"] + added.composite_sum,
        "composite_square_sum": before["composite_square_sum"] + added.composite_square_sum,
        "all_top": before["all_top"] + added.all_top,
        "level_counts": _level_counts(before["level_counts"], added),
    }


def _level_counts(before: Mapping[str, Sequence[int]], added: TallySums) -> dict[str, list[int]]:
    none = [0] * len(LEVELS)
    total = {}
    for element in ELEMENTS:
        old, new = before.get(element, none), added.levels.get(element, none)
        total[str(element)] = [one + other for one, other in zip(old, new, strict=True)]
    return {key: counts for key, counts in total.items() if any(counts)}


def add_counts(
    session: Session, table: type[Any], *, count: str, rows: Iterable[Mapping[str, Any]]
) -> None:
    """Add to counted cells, making those that are not there yet; never commits.

    :param table: a model whose primary key is the cell.
    :param count: the name of the counted column.
    :param rows: cells with what is added to each; a cell stands there once.
    """
    values = list(rows)
    if not values:
        return
    dialect = postgresql if session.connection().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table.__table__)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=list(table.__table__.primary_key),
            set_={count: table.__table__.c[count] + statement.excluded[count]},
        ),
        values,
    )
