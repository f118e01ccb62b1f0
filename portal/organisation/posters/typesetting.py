"""Text for the fonts that every PDF reader has: they know the letters of Western Europe only."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from fpdf import FPDF

CHARSET = "latin-1"
FAMILY = "Helvetica"
_MM_PER_POINT = 25.4 / 72
_PLAIN = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "\u00a0": " ",
    }
)


class UnprintableText(ValueError):
    """A name holds letters that the poster's font has not; ``characters`` are those."""

    def __init__(self, text: str, characters: str) -> None:
        super().__init__(f"{text!r} holds {characters!r}")
        self.text = text
        self.characters = characters


def printable(text: str) -> str:
    """Return ``text`` with marks that the font has not left out: quotes, dashes and accents.

    :raises UnprintableText: when a letter has no counterpart, as in other scripts.
    """
    plain = text.translate(_PLAIN)
    shown = "".join(map(_nearest, plain))
    missing = "".join(sorted({character for character in shown if not _is_known(character)}))
    if missing:
        raise UnprintableText(text, missing)
    return shown


def _nearest(character: str) -> str:
    if _is_known(character):
        return character
    bare = unicodedata.normalize("NFKD", character)[:1]
    return bare if _is_known(bare) else character


def _is_known(character: str) -> bool:
    try:
        character.encode(CHARSET)
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text within a width: at most ``lines``, as large as they fit, in points."""

    largest: float
    smallest: float
    lines: int
    style: str = ""
    ink: tuple[int, int, int] = (20, 33, 31)
    leading: float = 1.15

    def set(self, pdf: FPDF, text: str, *, width_mm: float) -> None:
        """Write ``text`` centred at the pen's height and move the pen below it."""
        shown = printable(text)
        size = self._size(pdf, shown, width_mm=width_mm)
        pdf.set_font(FAMILY, self.style, size)
        pdf.set_text_color(*self.ink)
        pdf.multi_cell(
            width_mm,
            size * self.leading * _MM_PER_POINT,
            shown,
            align="C",
            new_x="LMARGIN",
            new_y="NEXT",
        )

    def _size(self, pdf: FPDF, text: str, *, width_mm: float) -> float:
        size = self.largest
        while size > self.smallest:
            pdf.set_font(FAMILY, self.style, size)
            lines: Any = pdf.multi_cell(width_mm, 1, text, dry_run=True, output="LINES")
            if len(lines) <= self.lines:
                break
            size = max(self.smallest, size - 1)
        return size
