"""How large a table may be; everything is bounded before it is parsed or while it is."""

from dataclasses import dataclass

KIBIBYTE = 1024
MEBIBYTE = 1024 * KIBIBYTE


@dataclass(frozen=True, slots=True)
class TableLimits:
    """Inclusive bounds of one file, and of the program that reads it.

    ``parts``: files in a workbook's archive. ``unpacked_bytes``: all that is read of them.
    ``texts``: shared strings. ``depth``: levels of XML; ``elements``: those of all sheets, as
    often as they are read, and ``other_elements`` those of all else. ``markup_bytes``: one tag
    with its attributes. ``cells``: cells of a workbook, empty ones that carry a format included;
    of a text file its blank lines. ``characters``: all texts of a table together.
    ``seconds``: wall clock; ``cpu_seconds``, ``memory_bytes`` and ``output_bytes`` are set by
    the kernel.
    """

    parts: int = 1_000
    unpacked_bytes: int = 64 * MEBIBYTE
    texts: int = 200_000
    depth: int = 32
    elements: int = 4_000_000
    other_elements: int = 1_000_000
    markup_bytes: int = 128 * KIBIBYTE
    sheets: int = 100
    rows: int = 100_000
    columns: int = 100
    cells: int = 1_000_000
    cell_characters: int = 5_000
    characters: int = 16 * MEBIBYTE
    faults: int = 500
    heading_lines: int = 30
    seconds: int = 30
    cpu_seconds: int = 15
    memory_bytes: int = 512 * MEBIBYTE
    output_bytes: int = 64 * MEBIBYTE

    @property
    def lines(self) -> int:
        """How many lines a file may have, with what may stand above its heading."""
        return self.rows + self.heading_lines


LIMITS = TableLimits()
