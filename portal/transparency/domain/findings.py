"""Findings of a chart in one sentence: which sentence is true, with the figures it names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from portal.publication.figures.documents import due_on
from portal.survey.index import IKM_PER_INDEX_POINT, Grade
from portal.time.months import PeriodKind, calendar_period_of, first_day

Figure = Mapping[str, Any]
Document = Mapping[str, Any]
NRR_DECIMALS = 2
# As documents write the reason.
TOO_FEW = "too_few"


class ChangeDirection(StrEnum):
    """How a figure moved against an earlier one; intervals that overlap prove no change."""

    UP = "up"
    DOWN = "down"
    UNCERTAIN = "uncertain"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Movement:
    """A change with the two figures it lies between; both None where it is unknown."""

    change: ChangeDirection
    earlier: Figure | None = None
    later: Figure | None = None


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many of the shown places have the best grade that any of them has."""

    grade: Grade
    count: int
    shown: int


@dataclass(frozen=True, slots=True)
class Extremes:
    """The keys of the elements with the highest and the lowest figure; None where they tie."""

    highest: str | None
    lowest: str | None


def movement(earlier: Figure | None, later: Figure | None) -> Movement:
    """Compare two figures by their intervals."""
    if not (earlier and later and earlier["interval"] and later["interval"]):
        return Movement(ChangeDirection.UNKNOWN)
    before, after = earlier["interval"], later["interval"]
    change = ChangeDirection.UNCERTAIN
    if after["lower"] > before["upper"]:
        change = ChangeDirection.UP
    elif after["upper"] < before["lower"]:
        change = ChangeDirection.DOWN
    return Movement(change, earlier=earlier, later=later)


def movement_over(trend: Sequence[Figure]) -> Movement:
    """Compare the first and the last figure of a trend that are shown."""
    shown = [figure for figure in trend if figure["value"] is not None]
    return movement(shown[0], shown[-1]) if len(shown) > 1 else Movement(ChangeDirection.UNKNOWN)


def best_grade(figures: Sequence[Figure]) -> GradeCount | None:
    """Count the best grade among ``figures``; None when no figure has a grade."""
    letters = [figure["grade"]["letter"] for figure in figures if figure["grade"]]
    if not letters:
        return None
    best = min(letters)
    return GradeCount(grade=Grade(best), count=letters.count(best), shown=len(letters))


def is_rounded_over(figure: Figure) -> bool:
    """Return whether ``figure`` was rounded over the bound of its grade, such as 88 with an A."""
    grade = figure["grade"]
    if not grade:
        return False
    return not float(grade["lower"]) <= figure["value"] <= float(grade["upper"])


def extremes(elements: Sequence[Mapping[str, Any]]) -> Extremes | None:
    """Return the elements with the highest and the lowest figure; None with fewer than two."""
    values = {
        entry["element"]: entry["figure"]["value"]
        for entry in elements
        if entry["figure"]["value"] is not None
    }
    if len(values) < 2:
        return None
    return Extremes(_only(values, max(values.values())), _only(values, min(values.values())))


def _only(values: Mapping[str, float], value: float) -> str | None:
    """Return the one key that has ``value``; None when several share it."""
    keys = [key for key, found in values.items() if found == value]
    return keys[0] if len(keys) == 1 else None


@dataclass(frozen=True, slots=True)
class Leading:
    """The figure that a page starts with, and what stands beside it.

    ``figure`` is the newest that is shown, else the last quarter's, or the newest at all where
    none ever was. ``unshown``
    is the newest one where it is not ``figure``: its period and reason are said beside it.
    ``before`` is the figure shown before ``figure``, None where there was none.
    """

    figure: Document
    unshown: Document | None = None
    before: Document | None = None

    @property
    def is_shown(self) -> bool:
        """Whether the page has any figure to start with."""
        return self.figure["value"] is not None


@dataclass(frozen=True, slots=True)
class ComingQuarter:
    """The quarter that may have a figure next: its span, and the day of its release."""

    span: str
    released_on: date


def leading(document: Document) -> Leading:
    """Return what leads the page of a published document (decoded JSON)."""
    newest = document["headline"]
    past = [each for each in document["trend"] if each["value"] is not None and each != newest]
    last = document["previous"]
    if last and last not in past:
        past.append(last)
    if newest["value"] is not None:
        return Leading(newest, before=past[-1] if past else None)
    if not past:
        quarter = last_quarter(document)
        return Leading(quarter, unshown=newest) if quarter else Leading(newest)
    return Leading(past[-1], unshown=newest, before=past[-2] if len(past) > 1 else None)


def last_quarter(document: Document) -> Document | None:
    """Return the newest quarter's figure that is shown, or None; older documents have none."""
    shown = [
        each["figure"]
        for each in document.get("quarters", ())
        if each["figure"]["value"] is not None
    ]
    return shown[-1] if shown else None


def coming_quarter(document: Document) -> ComingQuarter | None:
    """Return the quarter to come of a place whose newest month has too few answers, or None.

    A quarter that ended with that month was decided with it, so that the next one is to come.
    """
    newest, place = document["headline"], document["place"]
    if newest["suppressed"] != TOO_FEW or place["retired"]:
        return None
    last = str(newest["period"]).rpartition("/")[2]
    quarter = calendar_period_of(first_day(last), kind=PeriodKind.QUARTER)
    if quarter.last == last:
        quarter = quarter.following
    return ComingQuarter(str(quarter.span), released_on=due_on(quarter.last))


def leading_elements(document: Document, lead: Leading) -> Sequence[Document]:
    """Return the elements of the figure that leads: those of its own period.

    An element that was not shown then keeps the reason of the newest period.
    """
    entries: Sequence[Document] = document["elements"]
    if lead.unshown is None:
        return entries
    return [_of_period(entry, str(lead.figure["period"])) for entry in entries]


def _of_period(entry: Document, period: str) -> Document:
    last = entry["previous"]
    if entry["figure"]["value"] is not None or not last or last["period"] != period:
        return entry
    nrr = round(last["value"] / IKM_PER_INDEX_POINT, NRR_DECIMALS)
    return {**entry, "figure": last, "nrr": nrr, "previous": None}
