"""The page: A4 with its running head and foot, the house's colours, headings and paragraphs."""

from fpdf import FPDF

from portal.organisation.places.printing import UnprintableText, printable
from portal.organisation.posters.typesetting import FAMILY
from portal.web.colours import Rgb, print_colour

Colour = Rgb
INK = print_colour("ink")
SOFT: Colour = (84, 99, 97)
ACCENT = print_colour("accent")
PALE: Colour = (229, 238, 237)
RULE: Colour = (196, 208, 206)
WHITE: Colour = (255, 255, 255)
WARN = print_colour("warn")
GRADES = {letter: print_colour(f"grade-{letter.lower()}") for letter in "ABCD"}
WIDTH_MM, HEIGHT_MM, MARGIN_MM = 210, 297, 22
TEXT_MM = WIDTH_MM - 2 * MARGIN_MM
HEAD_MM, FOOT_MM, BAND_MM = 24, 20, 8
BODY_POINTS, SMALL_POINTS = 10.5, 8.5
LINE_MM, SMALL_LINE_MM = 5.2, 4.1
DEMONSTRATION = "DATA CONTOH - semua nama dan angka di sini rekaan"


def shown(text: str) -> str:
    """Return ``text`` in the letters of the standard fonts, a question mark for any other."""
    try:
        return printable(text)
    except UnprintableText as error:
        return printable("".join("?" if each in error.characters else each for each in text))


class Page(FPDF):
    """An A4 document; every page says whose report it is and, of made-up data, that it is."""

    def __init__(self, *, head: tuple[str, str], foot: str, is_demo: bool) -> None:
        """Start an empty document.

        :param head: what stands at the left and right of the head, from the second page on.
        :param foot: what stands at the foot, beside the number of the page.
        """
        super().__init__(unit="mm", format="A4")
        self._head, self._foot, self._is_demo = head, foot, is_demo
        self.set_lang("id")
        self.set_margins(MARGIN_MM, HEAD_MM, MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=FOOT_MM)
        self.c_margin = 0

    def header(self) -> None:
        """Draw the head; the library calls this for every page."""
        if self._is_demo:
            self.set_fill_color(*WARN)
            self.rect(0, 0, WIDTH_MM, BAND_MM, style="F")
            self.line_of(DEMONSTRATION, top=1.5, size=9, style="B", ink=WHITE, align="C")
        if self.page_no() > 1:
            left, right = self._head
            self.line_of(self.cut(left, 115), top=12, size=SMALL_POINTS, ink=SOFT)
            self.line_of(right, top=12, size=SMALL_POINTS, ink=SOFT, align="R")
            self.rule(18)
        self.set_xy(MARGIN_MM, HEAD_MM)

    def footer(self) -> None:
        """Draw the foot; the library calls this for every page."""
        top = HEIGHT_MM - 14
        self.line_of(self._foot, top=top, size=SMALL_POINTS, ink=SOFT)
        self.line_of(str(self.page_no()), top=top, size=SMALL_POINTS, ink=SOFT, align="R")

    def line_of(
        self,
        text: str,
        *,
        top: float,
        size: float,
        style: str = "",
        ink: Colour = INK,
        align: str = "L",
    ) -> None:
        """Write one line at a height of the page, between its margins."""
        self.write_at(
            text, MARGIN_MM, top=top, width=TEXT_MM, size=size, style=style, ink=ink, align=align
        )

    def write_at(
        self,
        text: str,
        left: float,
        *,
        top: float,
        width: float,
        size: float,
        style: str = "",
        ink: Colour = INK,
        align: str = "L",
    ) -> None:
        """Write one line anywhere; what is wider than ``width`` is not broken."""
        self.set_font(FAMILY, style, size)
        self.set_text_color(*ink)
        self.set_xy(left, top)
        self.cell(width, size * 0.42, shown(text), align=align)

    def rule(self, top: float, *, colour: Colour = RULE) -> None:
        """Draw a thin line between the margins."""
        self.set_draw_color(*colour)
        self.set_line_width(0.25)
        self.line(MARGIN_MM, top, WIDTH_MM - MARGIN_MM, top)

    def box(self, left: float, top: float, *, width: float, height: float, fill: Colour) -> None:
        """Fill a rectangle."""
        self.set_fill_color(*fill)
        self.rect(left, top, width, height, style="F")

    def cut(self, text: str, width: float, *, size: float = SMALL_POINTS) -> str:
        """Return ``text`` as much of it as fits into ``width`` mm."""
        self.set_font(FAMILY, "", size)
        text = shown(text)
        if self.get_string_width(text) <= width:
            return text
        while text and self.get_string_width(f"{text}...") > width:
            text = text[:-1]
        return f"{text.rstrip()}..."

    def need(self, height: float) -> None:
        """Start a new page unless ``height`` mm are left on this one."""
        if self.get_y() + height > HEIGHT_MM - FOOT_MM:
            self.add_page()

    def chapter(self, text: str, *, keep: float = 45) -> None:
        """Write a chapter's heading, on a page with ``keep`` mm left for what follows."""
        self.need(keep)
        self.ln(4)
        self.block(text, size=15, style="B", ink=ACCENT, leading=7)
        self.ln(2)

    def section(self, text: str, *, keep: float = 30) -> None:
        """Write a heading within a chapter."""
        self.need(keep)
        self.ln(1.5)
        self.block(text, size=11, style="B", leading=5.4)
        self.ln(1)

    def paragraph(self, text: str, *, ink: Colour = INK) -> None:
        """Write running text."""
        self.block(text, size=BODY_POINTS, ink=ink, leading=LINE_MM)
        self.ln(2)

    def caption(self, text: str) -> None:
        """Write a small remark below a table or a chart."""
        self.block(text, size=SMALL_POINTS, ink=SOFT, leading=SMALL_LINE_MM)
        self.ln(3)

    def block(
        self,
        text: str,
        *,
        size: float,
        leading: float,
        style: str = "",
        ink: Colour = INK,
        align: str = "L",
    ) -> None:
        """Write lines between the margins at the pen's height and move the pen below them."""
        self.set_font(FAMILY, style, size)
        self.set_text_color(*ink)
        self.set_x(MARGIN_MM)
        self.multi_cell(TEXT_MM, leading, shown(text), align=align, new_x="LMARGIN", new_y="NEXT")
