"""The grade as a filled square with its letter, which is read without any colour."""

from portal.publication.reports.pdf.page import GRADES, WHITE, Page

POINTS_A_MM = 2.4


def grade_seal(page: Page, letter: str, *, left: float, top: float, size: float) -> None:
    """Draw the grade's letter on its colour, ``size`` mm wide and high."""
    page.box(left, top, width=size, height=size, fill=GRADES[letter])
    points = size * POINTS_A_MM
    middle = top + (size - points * 0.42) / 2
    page.write_at(
        letter, left, top=middle, width=size, size=points, style="B", ink=WHITE, align="C"
    )
