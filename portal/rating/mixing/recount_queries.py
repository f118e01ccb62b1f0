"""The same sums counted anew from the ballots, so that tallies can be checked against them."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, and_, case, cast, func, select
from sqlalchemy.orm import Session

from portal.rating.answers.answers import Channel
from portal.rating.mixing.ballot_models import Ballot
from portal.rating.mixing.domain import TallyCell
from portal.rating.mixing.sum_queries import TallyRow
from portal.survey.elements import (
    ELEMENTS,
    HIGHEST_LEVEL,
    LEVELS,
    Element,
    ElementCounts,
    LevelCounts,
)
from portal.survey.index import COMPOSITE_SCALE
from portal.time.months import Month

_ballot: Any = Ballot.__table__
_CELL = tuple(_ballot.c[name] for name in ("agency_id", "unit_id", "desk_id", "service_id"))


def recounted(session: Session, *, period: Month, cell: TallyCell | None = None) -> list[TallyRow]:
    """Return what the tallies of a month should be, summed by the database from its ballots.

    :param cell: the only one that is asked for, of that month; all of them when None.
    """
    composite = _scaled_composite()
    sums: list[ColumnElement[Any]] = [
        func.count().label("respondents"),
        func.sum(composite).label("composite_sum"),
        func.sum(composite * composite).label("composite_square_sum"),
        func.sum(_flag(_is_all_top())).label("all_top"),
        *(
            func.sum(_flag(_ballot.c[element] == level)).label(_name(element, level))
            for element in ELEMENTS
            for level in LEVELS
        ),
    ]
    query = (
        select(*_CELL, _ballot.c.channel, *sums)
        .where(_ballot.c.period == period)
        .group_by(*_CELL, _ballot.c.channel)
    )
    if cell is not None:
        query = query.where(_ballot.c.channel == cell.channel, *_is_of(cell))
    return [_row(dict(row._mapping), period=period) for row in session.execute(query)]


def _is_of(cell: TallyCell) -> list[ColumnElement[bool]]:
    return [column.is_not_distinct_from(getattr(cell, column.name)) for column in _CELL]


def _scaled_composite() -> ColumnElement[int]:
    """Return the mean of the elements answered times 2,520, in whole numbers."""
    answered = sum(_flag(_ballot.c[element].is_not(None)) for element in ELEMENTS)
    total = sum(func.coalesce(_ballot.c[element], 0) for element in ELEMENTS)
    # Dividing first is exact: every possible number of answers divides the scale.
    counts = range(1, len(ELEMENTS) + 1)
    choices: Any = [(answered == count, COMPOSITE_SCALE // count) for count in counts]
    share: Any = case(*choices, else_=0)
    return cast(share * total, BigInteger)


def _is_all_top() -> ColumnElement[bool]:
    return and_(
        *(func.coalesce(_ballot.c[element], HIGHEST_LEVEL) == HIGHEST_LEVEL for element in ELEMENTS)
    )


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(case((condition, 1), else_=0), Integer)


def _name(element: Element, level: int) -> str:
    return f"{element}_{level}"


def _row(found: dict[str, Any], *, period: Month) -> TallyRow:
    counts = {
        element: LevelCounts(tuple(int(found[_name(element, level)]) for level in LEVELS))
        for element in ELEMENTS
    }
    return TallyRow(
        period=Month(period),
        agency_id=found["agency_id"],
        unit_id=found["unit_id"],
        desk_id=found["desk_id"],
        service_id=found["service_id"],
        channel=Channel(found["channel"]),
        respondents=found["respondents"],
        composite_sum=int(found["composite_sum"]),
        composite_square_sum=int(found["composite_square_sum"]),
        all_top=int(found["all_top"]),
        counts=ElementCounts.of(counts),
    )
