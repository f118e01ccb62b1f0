"""How the answers to each element spread over the four levels, as one bar of shares each."""

from portal.publication.reports import labels as words
from portal.publication.reports.content import LevelShare, Report, ReportElement
from portal.publication.reports.numerals import carried
from portal.publication.reports.pdf.bars import BAR_MM, GAP_MM, LABEL_MM, ROW_MM, THICK_MM, row_top
from portal.publication.reports.pdf.page import (
    INK,
    MARGIN_MM,
    PALE,
    SMALL_POINTS,
    WHITE,
    Colour,
    Page,
)

# One hue from dark (lowest level) to pale, so that no colour judges; merged ones take the lowest's.
LEVELS: dict[str, Colour] = {
    "1": (0, 52, 56),
    "2": (0, 104, 110),
    "3": (104, 166, 170),
    "4": (196, 222, 223),
}
PALE_LEVELS = frozenset({"3", "4"})
LEGEND = (("1", "1 (terendah)"), ("2", "2"), ("3", "3"), ("4", "4 (tertinggi)"))
# A share needs this much of the bar to be written on it.
LEAST_WRITTEN_MM = 9


def spread(page: Page, report: Report) -> None:
    """Draw the section; without any share it is left out."""
    shown = [each for each in report.elements if each.shares]
    if not shown:
        return
    page.section("Sebaran jawaban", keep=len(shown) * ROW_MM + 24)
    _legend(page)
    for each in shown:
        _row(page, each)
    page.ln(1)
    page.caption(
        "Persen dari jawaban terhadap setiap unsur. Tingkat yang terlalu sedikit dijawab "
        "digabung dengan tingkat di sebelahnya."
        if any(_is_merged(share) for each in shown for share in each.shares)
        else "Persen dari jawaban terhadap setiap unsur."
    )


def _is_merged(share: LevelShare) -> bool:
    return "-" in share.levels or share.is_at_least


def _legend(page: Page) -> None:
    left, top = float(MARGIN_MM + LABEL_MM + GAP_MM), float(page.get_y())
    for level, label in LEGEND:
        page.box(left, top, width=3, height=3, fill=LEVELS[level])
        page.write_at(label, left + 4, top=top - 0.2, width=20, size=8)
        left += 8 + page.get_string_width(label)
    page.set_xy(MARGIN_MM, top + 6)


def _row(page: Page, each: ReportElement) -> None:
    top = row_top(page, words.coded(each.element), value="")
    below = page.get_y()
    left = float(MARGIN_MM + LABEL_MM + GAP_MM)
    page.box(left, top, width=BAR_MM, height=THICK_MM, fill=PALE)
    for share in each.shares:
        width = BAR_MM * min(1.0, float(share.percent) / 100)
        page.box(left, top, width=width, height=THICK_MM, fill=LEVELS[share.levels[0]])
        if width >= LEAST_WRITTEN_MM:
            _write_share(page, share, left=left, top=top, width=width)
        left += width
    page.set_xy(MARGIN_MM, below)


def _write_share(page: Page, share: LevelShare, *, left: float, top: float, width: float) -> None:
    least = "min. " if share.is_at_least else ""
    ink = INK if share.levels[0] in PALE_LEVELS else WHITE
    page.write_at(
        f"{least}{carried(share.percent)}%",
        left,
        top=top + 0.35,
        width=width,
        size=SMALL_POINTS - 1,
        ink=ink,
        align="C",
    )
