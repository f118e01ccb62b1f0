"""Constraints from a document for staff: numbers of people who answered about an officer."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.disclosure.figures import Constraint, Count, Rules
from portal.disclosure.shares import count_bounds

Json = Mapping[str, Any]
OFFICERS = "officers"


def staff_constraints(
    document: Json, *, address: str, rules: Rules | None = None
) -> Iterator[Constraint]:
    """Give what an officer's own document, or that of an agency's head, tells.

    The funnel of desks tells nothing beyond public documents. Counts are of people who answered
    about an officer in a span; who is in no document has fewer than a mean needs, covers
    somebody, or also serves elsewhere, so that nothing follows.
    """
    least = (rules or Rules()).least_mean
    folder, _, rest = address.partition("/")
    if folder == OFFICERS:
        yield from _of_officer(rest, document, least=least)
    for row in document.get(OFFICERS, ()):
        yield from _of_officer(str(row["officer_id"]), row, least=least)


def _of_officer(officer: str, said: Json, *, least: int) -> Iterator[Constraint]:
    figures = [("", said["headline"])]
    figures += [(each["element"], each["figure"]) for each in said["elements"]]
    for cell, figure in figures:
        count = Count((f"{OFFICERS}/{officer}",), str(figure["period"]), (), OFFICERS, cell)
        if figure["n"] is not None:
            lower, upper = count_bounds(figure["n"])
            yield Constraint.on(count, (max(lower, least), upper), source=f"{OFFICERS}: n")
        elif figure["suppressed"] == "too_few":
            yield Constraint.on(count, (1, least - 1), source=f"{OFFICERS}: too_few")
    if said["year"] is not None:
        lower, upper = count_bounds(said["year"]["n"])
        year = Count(
            (f"{OFFICERS}/{officer}",), str(said["year"]["period"]), (), OFFICERS, "closed spans"
        )
        yield Constraint.on(year, (max(lower, least), upper), source=f"{OFFICERS}: year")
