"""Makers of folded answers about officers."""

from portal.publication.figures.documents import ReleaseStamp
from portal.publication.staff_building.officer_ranges import ClosedSpan, closed_spans
from portal.rating.mixing.sum_queries import OfficerTallyRow
from portal.survey.elements import OFFICER_ELEMENTS, Element, LevelCounts

STAMP = ReleaseStamp("2026-03", "2026-03", "monthly", is_demo=False)


def answers(
    officer: int, *levels: int, month: str = "2026-01", desk: int = 1, element: Element
) -> OfficerTallyRow:
    """One element of one officer, desk and month; ``levels`` from lowest to highest."""
    return OfficerTallyRow(month, officer, desk, element, LevelCounts(levels))


def both(
    officer: int, *levels: int, month: str = "2026-01", desk: int = 1
) -> list[OfficerTallyRow]:
    """The same answers on competence and on conduct."""
    return [
        answers(officer, *levels, month=month, desk=desk, element=each) for each in OFFICER_ELEMENTS
    ]


def people(officer: int, n: int, *, month: str = "2026-01", desk: int = 1) -> list[OfficerTallyRow]:
    """So many people who are content with an officer."""
    return both(officer, 0, 0, n, 0, month=month, desk=desk)


def closed_at_thirty(rows: list[OfficerTallyRow]) -> tuple[ClosedSpan, ...]:
    """The spans of ``rows`` by the usual threshold."""
    return closed_spans(rows, least_mean=lambda _: 30)
