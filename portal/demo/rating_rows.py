"""Writes made-up ballots in bulk: by COPY on PostgreSQL, by prepared statement on SQLite."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.demo.answers import BatchSums, Levels
from portal.demo.mixed_groups import MixedBatch
from portal.rating.mixing.ballot_models import SCORES
from portal.rating.mixing.inbox_models import TOKEN_BYTES
from portal.survey.elements import ELEMENTS

COLUMNS = (
    "token",
    "period",
    "agency_id",
    "unit_id",
    "desk_id",
    "service_id",
    "channel",
    *SCORES,
)
NUMBER_BYTES = 5
_names = ", ".join(f'"{name}"' for name in COLUMNS)
_INSERT = f"INSERT INTO ballot ({_names}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - our own column names
_COPY = f"COPY ballot ({_names}) FROM STDIN"
Row = tuple[Any, ...]


class Tokens:
    """Keys of made-up ballots: a running number first, which fills a large table fast.

    Real ballots have random keys; these hide nobody.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._next = 0

    def take(self, count: int) -> list[bytes]:
        """Return ``count`` fresh keys."""
        width = TOKEN_BYTES - NUMBER_BYTES
        noise = self._rng.bytes(width * count)
        first, self._next = self._next, self._next + count
        return [
            (first + place).to_bytes(NUMBER_BYTES, "big")
            + noise[place * width : (place + 1) * width]
            for place in range(count)
        ]


def ballot_rows(
    batch: MixedBatch, levels: Levels, *, services: Sequence[int | None], tokens: Tokens
) -> Iterator[Row]:
    """Give a batch's ballots as rows of ``COLUMNS``."""
    place = batch.place
    before = (batch.period, place.agency_id, place.unit_id, place.desk_id)
    scores = ([level or None for level in row] for row in levels.tolist())
    rows = zip(tokens.take(len(levels)), services, scores, strict=True)
    channel = str(place.channel)
    return ((token, *before, service, channel, *row) for token, service, row in rows)


def write_ballots(session: Session, rows: Iterator[Row]) -> None:
    """Insert ballots within the current transaction."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        cursor: Any = connection.connection.cursor()
        with cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)
    else:
        connection.exec_driver_sql(_INSERT, list(rows))


def tally_row(batch: MixedBatch, service: int | None, *, sums: BatchSums) -> dict[str, Any]:
    """Return the tally of one batch and service as a row; a cell is written only once."""
    place = batch.place
    counts = zip(ELEMENTS, sums.levels.tolist(), strict=True)
    return {
        "period": batch.period,
        "agency_id": place.agency_id,
        "unit_id": place.unit_id,
        "desk_id": place.desk_id,
        "service_id": service,
        "channel": str(place.channel),
        "respondents": sums.respondents,
        "composite_sum": sums.composite_sum,
        "composite_square_sum": sums.composite_square_sum,
        "all_top": sums.all_top,
        "level_counts": {str(element): row for element, row in counts if any(row)},
    }


def write_rows(session: Session, table: type[Any], *, rows: Sequence[dict[str, Any]]) -> None:
    """Insert other rows within the current transaction."""
    if rows:
        session.execute(insert(table.__table__), list(rows))
