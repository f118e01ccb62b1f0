"""What a chart says in one sentence: which sentence is true, with the figures it names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.survey.index import Grade

Figure = Mapping[str, Any]


class Change(StrEnum):
    """How a figure moved against an earlier one; intervals that overlap prove no change."""

    UP = "up"
    DOWN = "down"
    UNCERTAIN = "uncertain"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Movement:
    """A change with the two figures it lies between; both None where it is unknown."""

    change: Change
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
        return Movement(Change.UNKNOWN)
    before, after = earlier["interval"], later["interval"]
    change = Change.UNCERTAIN
    if after["lower"] > before["upper"]:
        change = Change.UP
    elif after["upper"] < before["lower"]:
        change = Change.DOWN
    return Movement(change, earlier=earlier, later=later)


def movement_over(trend: Sequence[Figure]) -> Movement:
    """Compare the first and the last figure of a trend that are shown."""
    shown = [figure for figure in trend if figure["value"] is not None]
    return movement(shown[0], shown[-1]) if len(shown) > 1 else Movement(Change.UNKNOWN)


def best_grade(figures: Sequence[Figure]) -> GradeCount | None:
    """Count the best grade among ``figures``; None when no figure has a grade."""
    letters = [figure["grade"]["letter"] for figure in figures if figure["grade"]]
    if not letters:
        return None
    best = min(letters)
    return GradeCount(grade=Grade(best), count=letters.count(best), shown=len(letters))


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
