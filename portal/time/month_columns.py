"""Columns of months: what a table holds as text comes back as a `Month`."""

from functools import lru_cache
from typing import Annotated

from sqlalchemy import Dialect, String, TypeDecorator
from sqlalchemy.orm import mapped_column

from portal.time.months import KEPT, Month

_read = lru_cache(KEPT)(Month)


class MonthText(TypeDecorator[Month]):
    """A month as seven characters; the table's own CHECK refuses everything else."""

    impl = String(7)
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> Month | None:
        """Return the text of a row as a month."""
        return None if value is None else _read(value)


StoredMonth = Annotated[Month, mapped_column(MonthText())]
