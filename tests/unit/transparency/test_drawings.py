"""Marks, bars and trends say what the figures say."""

import json
from typing import Any

from portal.publication.figures.encoding import to_json
from portal.publication.figures.figures import Reason
from portal.transparency.domain.drawings import (
    TREND_HEIGHT,
    strip,
    trend,
    values_of,
    whole_scale,
)
from portal.transparency.domain.place_page import bar
from tests.factories import published as made


def read(document: Any) -> Any:
    return json.loads(to_json(document))


def test_a_mark_lies_within_its_interval() -> None:
    mark = strip(read(made.figure(88)), whole_scale())

    assert mark is not None
    assert mark.low < mark.at < mark.high
    assert mark.before is None


def test_a_mark_shows_where_the_figure_was_before() -> None:
    mark = strip(read(made.figure(88)), whole_scale(), before=read(made.figure(62.5)))

    assert mark is not None
    assert mark.before == 50


def test_a_hidden_figure_has_no_mark_and_no_values() -> None:
    hidden = read(made.hidden(Reason.TOO_FEW))

    assert strip(hidden, whole_scale()) is None
    assert values_of([hidden, None]) == []


def test_a_hidden_earlier_figure_leaves_only_the_present_mark() -> None:
    mark = strip(read(made.figure(88)), whole_scale(), before=read(made.hidden(Reason.TOO_FEW)))

    assert mark is not None
    assert mark.before is None


def test_a_figure_without_interval_is_a_dot_alone() -> None:
    figure = {**read(made.figure(88)), "interval": None}

    mark = strip(figure, whole_scale())

    assert mark is not None
    assert mark.low == mark.at == mark.high
    assert values_of([figure]) == [88]


def test_a_bar_fills_its_width_although_shares_are_rounded() -> None:
    parts = bar([{"levels": "1-2", "percent": 3}, {"levels": "4", "percent": 96}])

    assert [part.levels for part in parts] == ["1-2", "4"]
    assert parts[0].start == 0
    assert round(parts[-1].start + parts[-1].width, 1) == 100


def test_an_empty_bar_has_no_parts_with_width() -> None:
    assert bar([]) == ()
    assert bar([{"levels": "4", "percent": 0}])[0].width == 0


def test_a_trend_breaks_its_line_where_a_month_is_hidden() -> None:
    drawing = trend(read(made.trend(82, None, 85, 88)))

    assert drawing is not None
    assert [point.y is None for point in drawing.points] == [False, True, False, False]
    assert len(drawing.lines) == 1


def test_a_trend_runs_from_left_to_right_and_the_higher_is_above() -> None:
    drawing = trend(read(made.trend(82, 85, 88)))

    assert drawing is not None
    across = [point.x for point in drawing.points]
    down = [point.y for point in drawing.points]
    assert across == sorted(across)
    assert down == sorted(down, reverse=True)
    assert all(0 < y < TREND_HEIGHT for y in down if y is not None)


def test_a_trend_marks_the_lower_bounds_of_grades_it_crosses() -> None:
    drawing = trend(read(made.trend(82, 90)))

    assert drawing is not None
    assert [bound.grade for bound in drawing.bounds] == ["A", "B"]


def test_a_span_of_two_months_lies_between_them() -> None:
    figures = read((made.figure(80, period="2026-07/2026-08"), made.figure(82, period="2026-09")))

    drawing = trend(figures)

    assert drawing is not None
    assert drawing.points[0].x == 5 + 90 * 0.5 / 2


def test_a_single_figure_is_no_trend() -> None:
    assert trend(read(made.trend(None, 88))) is None


def test_a_trend_point_without_interval_is_drawn_as_a_dot() -> None:
    figures = [{**figure, "interval": None} for figure in read(made.trend(82, 88))]

    drawing = trend(figures)

    assert drawing is not None
    assert drawing.points[0].low_y == drawing.points[0].y


ESTIMATE = {"value": 80, "interval": {"lower": 70, "upper": 90}}


def test_an_estimate_is_drawn_as_one_where_the_figure_is_hidden() -> None:
    hidden = read(made.hidden(Reason.TOO_FEW))

    mark = strip(hidden, whole_scale(), estimate=ESTIMATE)
    shown = strip(read(made.figure(88)), whole_scale(), estimate=ESTIMATE)

    assert mark is not None
    assert shown is not None
    assert (mark.is_estimate, mark.low < mark.at < mark.high) == (True, True)
    assert not shown.is_estimate


def test_no_line_leads_to_an_estimate_of_a_trend() -> None:
    figures = read(made.trend(82, 85, None))

    drawing = trend(figures, estimates={figures[-1]["period"]: ESTIMATE})

    assert drawing is not None
    assert [point.is_estimate for point in drawing.points] == [False, False, True]
    assert drawing.points[-1].y is not None
    assert len(drawing.lines) == 1
    assert drawing.has_estimate
    without = trend(figures)
    assert without is not None
    assert not without.has_estimate
