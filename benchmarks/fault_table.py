"""Shows the fault campaign as a table, in the terminal and in the documentation."""

import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.fault_run import Row

PAGE = Path(__file__).resolve().parent.parent / "docs" / "faults.md"
START = "<!-- results: written by `python -m benchmarks faults` -->"
END = "<!-- end of results -->"
HEADINGS = (
    "Database",
    "Fault",
    "Seed",
    "Forms",
    "No answer",
    "5xx",
    "Lost",
    "Doubled",
    "Texts lost",
    "Recovery (s)",
    "Said after (s)",
    "Said by",
)


def cells(row: Row) -> tuple[str, ...]:
    said = "" if row.said_seconds is None else f"{row.said_seconds:.1f}"
    if row.said_seconds is not None and not row.said_by:
        said = "never"
    return (
        row.database,
        row.fault + (f" ({', '.join(row.odd)})" if row.odd else ""),
        str(row.seed),
        str(row.tried),
        str(row.unanswered),
        str(row.failures),
        str(row.lost),
        str(row.doubled),
        str(row.texts_lost),
        f"{row.recovery_seconds:.1f}",
        said,
        row.said_by,
    )


def shown(rows: Sequence[Row]) -> str:
    """Return aligned lines."""
    lines = [HEADINGS, *map(cells, rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def write_page(rows: Sequence[Row]) -> None:
    """Put the table between the marks of the documentation."""
    before, _, rest = PAGE.read_text().partition(START)
    after = rest.partition(END)[2]
    moment = datetime.now(UTC).strftime("%d %B %Y")
    lines = [
        f"Run on {moment}, Python {platform.python_version()}.",
        "",
        "| " + " | ".join(HEADINGS) + " |",
        "|" + "---|" * len(HEADINGS),
        *("| " + " | ".join(cells(row)) + " |" for row in rows),
    ]
    PAGE.write_text(before + START + "\n\n" + "\n".join(lines) + "\n\n" + END + after)
