"""Sentences above the charts are true or not said."""

import json
from typing import Any

import pytest

from portal.publication.figures.encoding import to_json
from portal.publication.figures.figures import Reason
from portal.transparency.domain.findings import (
    ChangeDirection,
    best_grade,
    extremes,
    movement,
    movement_over,
)
from tests.factories import published as made


def read(document: Any) -> Any:
    return json.loads(to_json(document))


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (80, 90, ChangeDirection.UP),
        (90, 80, ChangeDirection.DOWN),
        (88, 90, ChangeDirection.UNCERTAIN),
        (86, 90, ChangeDirection.UNCERTAIN),
    ],
)
def test_a_change_is_claimed_only_where_intervals_part(
    before: float, after: float, change: ChangeDirection
) -> None:
    found = movement(read(made.figure(before)), read(made.figure(after)))

    assert found.change is change
    assert found.later is not None
    assert found.later["value"] == after


@pytest.mark.parametrize(
    "earlier", [None, made.hidden(Reason.TOO_FEW)], ids=["no period before", "hidden before"]
)
def test_nothing_is_claimed_without_an_earlier_figure(earlier: Any) -> None:
    found = movement(read(earlier) if earlier else None, read(made.figure(88)))

    assert found.change is ChangeDirection.UNKNOWN
    assert found.earlier is None


def test_a_trend_is_judged_by_its_first_and_last_shown_figures() -> None:
    assert movement_over(read(made.trend(80, None, 90, None))).change is ChangeDirection.UP
    assert movement_over(read(made.trend(None, 90))).change is ChangeDirection.UNKNOWN


def test_counts_the_best_grade_among_shown_places() -> None:
    figures = read((made.figure(92), made.figure(80), made.figure(90), made.hidden(Reason.FOLDED)))

    found = best_grade(figures)

    assert found is not None
    assert (found.grade, found.count, found.shown) == ("A", 2, 3)


def test_counts_nothing_where_no_place_has_a_grade() -> None:
    assert best_grade(read([made.hidden(Reason.TOO_FEW)])) is None


def test_names_the_highest_and_lowest_element() -> None:
    found = extremes(read(made.elements()))

    assert found is not None
    assert (found.highest, found.lowest) == ("facilities", "requirements")


def test_names_no_element_where_several_tie() -> None:
    entries = [{"element": key, "figure": {"value": 88}} for key in ("time", "cost")]

    found = extremes(entries)

    assert found is not None
    assert (found.highest, found.lowest) == (None, None)


def test_one_element_alone_is_neither_highest_nor_lowest() -> None:
    assert extremes([{"element": "time", "figure": {"value": 88}}]) is None
