"""Shows the fault campaign as a table, in the terminal and in the documentation."""

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.fault_run import Row

RESULTS = Path(__file__).parent / "results" / "faults.json"
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


def shown(rows: Sequence[Row], *, with_headings: bool = True) -> str:
    """Return aligned lines."""
    lines = [*([HEADINGS] if with_headings else []), *map(cells, rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def keep(row: Row) -> None:
    """Put ``row`` among the kept ones, in place of an earlier one of the same fault."""
    rows = {(each.database, each.fault): each for each in kept()}
    rows[row.database, row.fault] = row
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps([asdict(each) for each in rows.values()], indent=1) + "\n")


def kept() -> list[Row]:
    """Return the kept rows."""
    found = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    return [Row(**{**each, "odd": tuple(each["odd"])}) for each in found]


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
