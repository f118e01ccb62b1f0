"""Which elements to improve first: citizens' wishes beside how the elements are rated."""

from collections.abc import Iterable
from decimal import Decimal

from portal.publication.reports.content import (
    Priority,
    Quadrant,
    Report,
    ReportElement,
    ReportTable,
)
from portal.survey.elements import Element

WEAKEST = 3

_QUADRANTS = {
    (True, False): Quadrant.IMPROVE_FIRST,
    (True, True): Quadrant.KEEP_UP,
    (False, False): Quadrant.IMPROVE_LATER,
    (False, True): Quadrant.MAINTAIN,
}


def priorities(
    elements: Iterable[ReportElement], *, reasons: ReportTable | None
) -> tuple[Priority, ...]:
    """Return the elements that have both an importance and a figure, in the survey's order.

    Importance is the share of the wishes "what should be better?"; both axes are divided at
    the plain mean of the elements shown. Without wishes there is no importance, hence nothing.
    """
    wishes = {line.answer: line.percent for line in reasons.lines} if reasons else {}
    pairs = [
        (each.element, importance, each.figure.value)
        for each in elements
        if each.figure.value is not None and (importance := wishes.get(each.element)) is not None
    ]
    if not pairs:
        return ()
    middle_importance = _mean(importance for _, importance, _ in pairs)
    middle_performance = _mean(performance for _, _, performance in pairs)
    return tuple(
        Priority(
            element,
            importance,
            performance,
            _QUADRANTS[importance >= middle_importance, performance >= middle_performance],
        )
        for element, importance, performance in pairs
    )


def first_to_improve(report: Report) -> tuple[Element, ...]:
    """Return the elements to improve first, the lowest rated first.

    Where nobody stated a wish, the three lowest rated alone.
    """
    if report.priorities:
        urgent = [each for each in report.priorities if each.quadrant is Quadrant.IMPROVE_FIRST]
        return tuple(each.element for each in sorted(urgent, key=lambda one: one.performance))
    rated = [
        (each.figure.value, each.element)
        for each in report.elements
        if each.figure.value is not None
    ]
    return tuple(element for _, element in sorted(rated, key=lambda pair: pair[0])[:WEAKEST])


def _mean(values: Iterable[Decimal]) -> Decimal:
    found = list(values)
    return sum(found, Decimal()) / len(found)
