"""Where limits and points lie in the drawing of a funnel."""

import pytest

from portal.publication.staff_figures.funnel_drawing import (
    HEIGHT,
    FunnelDrawing,
    FunnelPoint,
    funnel_drawing,
)

CURVE = [(30, 80, 90, 76, 94), (300, 83, 87, 82, 88)]
FUNNEL = {
    "target": 85,
    "limits": [
        {"n": n, "inner": {"lower": a, "upper": b}, "outer": {"lower": c, "upper": d}}
        for n, a, b, c, d in CURVE
    ],
}


def drawing(*points: FunnelPoint) -> FunnelDrawing:
    return funnel_drawing(FUNNEL, points)


def test_limits_run_from_the_fewest_to_the_most_answers() -> None:
    pieces = drawing().pieces

    assert [piece.kind for piece in pieces] == ["outer", "outer", "inner", "inner"]
    assert {(piece.x1, piece.x2) for piece in pieces} == {(7.0, 93.0)}
    # The lower outer limit rises to the right, so that it goes down less far.
    assert pieces[0].y1 > pieces[0].y2


def test_answers_run_to_the_right_by_factors() -> None:
    (mark,) = drawing(FunnelPoint(95, 85, "inside")).marks

    assert mark.x == pytest.approx(50, abs=0.1)
    assert mark.y == drawing().target


def test_the_drawing_reaches_as_far_as_its_points_and_their_intervals() -> None:
    (mark,) = drawing(FunnelPoint(600, 70, "far_below", (62, 77))).marks

    assert mark.x == 93.0
    assert mark.low_y is not None
    assert mark.high_y is not None
    assert HEIGHT > mark.low_y > mark.y > mark.high_y > 0


def test_levels_are_round_and_fewer_where_they_would_overlap() -> None:
    assert [level.value for level in drawing().levels] == [100, 95, 90, 85, 80, 75]
    far = drawing(FunnelPoint(60, 41, "far_below"))
    assert [level.value for level in far.levels] == [100, 90, 80, 70, 60, 50, 40]


def test_numbers_of_answers_stand_at_both_ends_and_in_the_middle() -> None:
    assert [count.value for count in drawing().counts] == [30, 90, 300]


def test_a_funnel_of_one_size_is_drawn_all_the_same() -> None:
    alone = {"target": 85, "limits": FUNNEL["limits"][:1]}  # type: ignore[index] # FUNNEL is typed as values of any kind; this one is a list

    found = funnel_drawing(alone, [FunnelPoint(30, 85, "inside")])

    assert [mark.x for mark in found.marks] == [7.0]
    assert [count.value for count in found.counts] == [30]
