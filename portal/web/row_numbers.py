"""Row numbers in addresses: a number that no row can have is answered with 404."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

# PostgreSQL's integers end here, those of SQLite later; beyond, both fail instead of not finding.
LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """What ``<int:...>`` means in an address: a number that a row may have."""

    def __init__(self, *words: Any, **options: Any) -> None:
        options.setdefault("max", LARGEST)
        super().__init__(*words, **options)


def bound_row_numbers(app: Flask) -> None:
    """Limit row numbers in addresses; called before any address is added."""
    app.url_map.converters["int"] = RowNumber
