"""Rows of the scratch database with everything that orders them: places, transactions, bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.survey.elements import ELEMENTS

PAGE = 1 << 16
# What these tables are meant to say. Every other column, present or future, is a trace.
CONTENT: Mapping[str, frozenset[str]] = {
    "ticket": frozenset({"desk_id", "service_id", "agency_id", "expires_on", "is_spent"}),
    "accepted_submission": frozenset({"expires_on"}),
    "ballot": frozenset(
        {"period", "agency_id", "unit_id", "desk_id", "service_id", "channel", *map(str, ELEMENTS)}
    ),
    "rating_comment": frozenset({"period", "agency_id", "desk_id", "text"}),
    "sealed_part": frozenset({"key_id", "ciphertext"}),
    "peer_box": frozenset({"key_id", "ciphertext"}),
    "peer_seat": frozenset({"round_id", "rater_id", "rated_id", "is_answered"}),
    "complaint": frozenset(
        {"kind", "concern", "agency_id", "desk_id", "happened", "text", "may_publish"}
        | {"received_on", "queue", "state", "state_reason", "since", "promised_on", "answered_on"}
        | {"is_in_time", "closed_on", "decision", "decision_reason", "public_text", "helped"}
        | {"sp4n_number", "group_id"}
    ),
}
# Rows about a complaint, and acts of staff: only their places and transactions are looked at.
PLACES_ONLY = frozenset({"complaint_event", "complaint_message", "complaint_appeal", "audit_entry"})


@dataclass(slots=True)
class RawRow:
    """A row with its values and with what orders it: ``traces`` maps a method to a sort key."""

    values: Mapping[str, Any]
    traces: dict[str, Any] = field(default_factory=dict)


def rows_of(session: Session, table: str, *, key: str) -> list[RawRow]:
    """Return every row of ``table`` with the traces that a query shows.

    On PostgreSQL ``xmin`` (the transaction) and ``ctid`` (the place in the file); on SQLite
    ``rowid`` where the table has one; on both the rank of ``key`` and of each column that is
    not content.
    """
    hidden = _hidden_columns(session, table)
    extra = "".join(f"{column} AS trace_{name}, " for name, column in hidden.items())
    rows = session.execute(text(f"SELECT {extra}{table}.* FROM {table}")).mappings().all()  # noqa: S608 - names of our own tables
    return [_traced(table, dict(row), hidden=hidden, key=key) for row in rows]


def _hidden_columns(session: Session, table: str) -> dict[str, str]:
    if session.connection().dialect.name == "postgresql":
        return {"xmin": f"{table}.xmin::text::bigint", "ctid": f"{table}.ctid::text"}
    try:
        session.execute(text(f"SELECT rowid FROM {table} LIMIT 1"))  # noqa: S608 - names of our own tables
    except OperationalError:
        return {}
    return {"rowid": f"{table}.rowid"}


def _traced(table: str, row: dict[str, Any], *, hidden: Mapping[str, str], key: str) -> RawRow:
    traces = {name: _order(row.pop(f"trace_{name}")) for name in hidden}
    traces["primary key"] = row[key]
    content = row.keys() if table in PLACES_ONLY else CONTENT[table]
    for column, value in row.items():
        if column != key and column not in content and value is not None:
            traces[f"column {column}"] = value
    return RawRow(values=row, traces=traces)


def _order(value: Any) -> Any:
    """Return a place in a file such as ``(3,12)`` as a number; transactions are numbers."""
    if not isinstance(value, str):
        return value
    page, line = value.strip("()").split(",")
    return int(page) * PAGE + int(line)
