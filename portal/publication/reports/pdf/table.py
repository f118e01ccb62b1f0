"""Tables with thin rules, whose head is repeated on every page and read with every cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.publication.reports.pdf.page import Page, rows_of


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its share of the width, and whether it holds numbers."""

    title: str
    width: float
    is_number: bool = False


def table(page: Page, columns: Sequence[Column], *, rows: Iterable[Sequence[str]]) -> None:
    """Write a table between the margins."""
    page.add(
        "table",
        titles=[column.title for column in columns],
        widths=[column.width for column in columns],
        numbers=[column.is_number for column in columns],
        rows=rows_of(rows),
    )
