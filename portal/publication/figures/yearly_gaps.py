"""What a December release keeps back of an agency's year: profile, reasons, bands of officers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.publication.figures.reasons import Reason

OFFICERS = "officers"
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class YearlyGap:
    """A section of an agency's year that is hidden, or of which ``answers`` answers are."""

    agency: str
    section: str
    reason: Reason | None
    answers: int = 0


def yearly_gaps(documents: Iterable[Json], *, year: int) -> tuple[YearlyGap, ...]:
    """Return what is hidden of a year, agency by agency.

    :param documents: the agencies' documents, decoded.
    """
    return tuple(gap for document in documents for gap in _gaps(document, year=year))


def _gaps(document: Json, *, year: int) -> Iterator[YearlyGap]:
    name = document["place"]["name"]
    for breakdown in document["breakdowns"]:
        hidden = sum(each["suppressed"] is not None for each in breakdown["answers"])
        if breakdown["year"] == year and (breakdown["suppressed"] or hidden):
            yield YearlyGap(name, breakdown["field"], _reason(breakdown["suppressed"]), hidden)
    officers = document["officers"]
    if officers and officers["suppressed"]:
        yield YearlyGap(name, OFFICERS, _reason(officers["suppressed"]))


def _reason(text: str | None) -> Reason | None:
    return Reason(text) if text else None
