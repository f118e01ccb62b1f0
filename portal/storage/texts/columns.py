"""Columns of encrypted texts: their type marks them, so that a change of the key finds each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, select
from sqlalchemy.orm import Session

from portal.storage.database import Base
from portal.storage.row_rules import EncryptedText

__all__ = ["DESTROYED", "EncryptedText", "TextColumn", "newest_text", "text_columns"]

#: Stands where a text was destroyed because its term is over; opens as no text.
DESTROYED = b"\x00"


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column of encrypted texts, the columns that name a row, and the column of signatures."""

    text: Column[Any]
    key: tuple[Column[Any], ...]
    signature: Column[Any] | None = None


def text_columns() -> Iterator[TextColumn]:
    """Give every column of encrypted texts; tables of which others are parts come first."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, EncryptedText):
                beside = column.type.signature
                yield TextColumn(
                    text=column,
                    key=tuple(table.primary_key.columns),
                    signature=None if beside is None else table.columns[beside],
                )


def newest_text(session: Session) -> bytes | None:
    """Return a text that was encrypted, the newest of its column, or None when there is none."""
    for each in text_columns():
        newest_first = [column.desc() for column in each.key]
        found: bytes | None = session.scalar(
            select(each.text)
            .where(each.text.is_not(None), each.text.not_in((b"", DESTROYED)))
            .order_by(*newest_first)
            .limit(1)
        )
        if found is not None:
            return found
    return None
