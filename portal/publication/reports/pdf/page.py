"""A report as plain data in reading order, with its tables; ``report.typ`` says how it looks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.web.colours import light_colour

SOFT, PALE, RULE, WHITE = "#546361", "#e5eeed", "#c4d0ce", "#ffffff"
INK, ACCENT, WARN = light_colour("ink"), light_colour("accent"), light_colour("warn")
GRADES = {letter: light_colour(f"grade-{letter.lower()}") for letter in "ABCD"}
COLOURS = {
    "ink": INK,
    "soft": SOFT,
    "accent": ACCENT,
    "pale": PALE,
    "rule": RULE,
    "warn": WARN,
    "white": WHITE,
}
# A4 without its margins, as report.typ has them.
TEXT_MM = 166
DEMONSTRATION = "DATA CONTOH - semua nama dan angka di sini rekaan"


@dataclass
class DrawnPage:
    """Blocks in the order they are read."""

    blocks: list[dict[str, Any]] = field(default_factory=list)

    def add(self, kind: str, **parts: Any) -> None:
        """Add a block; ``report.typ`` has a function for each kind."""
        self.blocks.append({"kind": kind, **parts})

    def chapter(self, text: str) -> None:
        """Write a chapter's heading."""
        self.add("chapter", text=text)

    def section(self, text: str) -> None:
        """Write a heading within a chapter."""
        self.add("section", text=text)

    def paragraph(self, text: str) -> None:
        """Write running text."""
        self.add("paragraph", text=text)

    def caption(self, text: str) -> None:
        """Write a small remark below a table or a chart."""
        self.add("caption", text=text)


class Drawing:
    """Lines, dots and words at places in mm from the upper left; a table says the same in words."""

    def __init__(self, *, height: float) -> None:
        self.height = height
        self.shapes: list[dict[str, Any]] = []

    def box(self, left: float, top: float, *, width: float, height: float, fill: str) -> None:
        """Fill a rectangle."""
        self._add("box", left=left, top=top, width=width, height=height, fill=fill)

    def frame(self, left: float, top: float, *, width: float, height: float) -> None:
        """Draw the outline of a rectangle."""
        self._add("frame", left=left, top=top, width=width, height=height)

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        colour: str = RULE,
        width: float = 0.25,
        is_dashed: bool = False,
    ) -> None:
        """Draw a line from ``start`` to ``end``."""
        self._add(
            "line", left=start[0], top=start[1], right=end[0], bottom=end[1], colour=colour,
            width=width, is_dashed=is_dashed,
        )  # fmt: skip

    def dot(self, centre: tuple[float, float], *, radius: float, fill: str, colour: str) -> None:
        """Draw a circle around ``centre``."""
        self._add("dot", left=centre[0], top=centre[1], radius=radius, fill=fill, colour=colour)

    def write(
        self,
        text: str,
        left: float,
        *,
        top: float,
        width: float,
        size: float,
        weight: str = "regular",
        ink: str = SOFT,
        align: str = "left",
    ) -> None:
        """Write one line into ``width`` mm; ``size`` is in points."""
        self._add(
            "text", text=text, left=left, top=top, width=width, size=size, weight=weight, ink=ink,
            align=align,
        )  # fmt: skip

    def put(self, page: DrawnPage) -> None:
        """Add the drawing to a page."""
        page.add("drawing", height=self.height, shapes=self.shapes)

    def _add(self, kind: str, **parts: Any) -> None:
        self.shapes.append({"kind": kind, **parts})


def rows_of(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return rows as lists, which JSON keeps."""
    return [list(row) for row in rows]


@dataclass(frozen=True, slots=True)
class DrawnColumn:
    """A column: its title, its share of the width, and whether it holds numbers."""

    title: str
    width: float
    is_number: bool = False


def table(
    page: DrawnPage, columns: Sequence[DrawnColumn], *, rows: Iterable[Sequence[str]]
) -> None:
    """Write a table between the margins."""
    page.add(
        "table",
        titles=[column.title for column in columns],
        widths=[column.width for column in columns],
        numbers=[column.is_number for column in columns],
        rows=rows_of(rows),
    )
