"""How the answers to each element spread over the four levels, as one bar of shares each."""

from portal.publication.reports import labels as words
from portal.publication.reports.content import LevelShare, Report, ReportElement, carried
from portal.publication.reports.pdf.page import INK, WHITE, DrawnPage

# One hue from dark (lowest level) to pale, so that no colour judges; merged ones take the lowest's.
LEVELS = {
    "1": "#003438",
    "2": "#00686e",
    "3": "#68a6aa",
    "4": "#c4dedf",
}
PALE_LEVELS = frozenset({"3", "4"})
LEGEND = (("1", "1 (terendah)"), ("2", "2"), ("3", "3"), ("4", "4 (tertinggi)"))
# A share needs this much of the bar to be written on it.
LEAST_WRITTEN = 0.13


def spread(page: DrawnPage, report: Report) -> None:
    """Draw the section; without any share it is left out."""
    shown = [each for each in report.elements if each.shares]
    if not shown:
        return
    page.section("Sebaran jawaban")
    page.add("legend", entries=[{"fill": LEVELS[level], "text": text} for level, text in LEGEND])
    page.add("bars", rows=[_row(each, report=report) for each in shown])
    page.caption(
        "Persen dari jawaban terhadap setiap unsur. Tingkat yang terlalu sedikit dijawab "
        "digabung dengan tingkat di sebelahnya."
        if any(_is_merged(share) for each in shown for share in each.shares)
        else "Persen dari jawaban terhadap setiap unsur."
    )


def _is_merged(share: LevelShare) -> bool:
    return "-" in share.levels or share.is_at_least


def _row(each: ReportElement, *, report: Report) -> dict[str, object]:
    pieces, room = [], 1.0
    for share in each.shares:
        length = min(room, float(share.percent) / 100)
        pieces.append(
            {
                "length": length,
                "fill": LEVELS[share.levels[0]],
                "text": _written(share) if length >= LEAST_WRITTEN else "",
                "ink": INK if share.levels[0] in PALE_LEVELS else WHITE,
            }
        )
        room -= length
    said = "; ".join(f"{share.levels}: {_written(share)}" for share in each.shares)
    label = words.coded(each.element, codes=report.codes)
    return {"label": label, "value": "", "words": said, "pieces": pieces}


def _written(share: LevelShare) -> str:
    least = "min. " if share.is_at_least else ""
    return f"{least}{carried(share.percent)}%"
