"""A person's year as a picture: weeks from Monday, nothing outside, the busiest fills the room."""

from datetime import date

from portal.evaluation.monitoring.timeline import (
    BAR_BOTTOM,
    BAR_TOP,
    WIDTH,
    Span,
    YearFacts,
    drawn,
    months_of,
    weeks_of,
)

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
QUARTERS = (
    Span(1, date(2026, 1, 1), date(2026, 3, 31)),
    Span(2, date(2026, 4, 1), date(2026, 6, 30)),
    Span(3, date(2026, 7, 1), date(2026, 9, 30)),
    Span(4, date(2026, 10, 1), date(2026, 12, 31)),
)
# 12 January 2026 is a Monday.
BUSY = {date(2026, 1, 12): 3, date(2026, 1, 18): 1, date(2026, 1, 19): 2, date(2025, 12, 31): 9}


def facts(**changed: object) -> YearFacts:
    given = {"activities": BUSY, "dialogues": (date(2026, 2, 3),), "plans": (Span(1, *YEAR),)}
    return YearFacts(*YEAR, periods=QUARTERS, **(given | changed))  # type: ignore[arg-type]


def test_a_week_begins_on_monday_and_days_outside_the_year_do_not_count() -> None:
    assert weeks_of(facts()) == {date(2026, 1, 12): 4, date(2026, 1, 19): 2}


def test_the_busiest_week_fills_the_room_and_others_are_in_proportion() -> None:
    drawing = drawn(facts(), today=date(2026, 1, 20))

    heights = [each.height for each in drawing.weeks]
    assert heights == [BAR_BOTTOM - BAR_TOP, (BAR_BOTTOM - BAR_TOP) / 2]
    assert all(each.top + each.height == BAR_BOTTOM for each in drawing.weeks)
    assert drawing.most == 4


def test_everything_lies_within_the_drawing_and_periods_meet() -> None:
    drawing = drawn(facts(dialogues=YEAR, activities=dict.fromkeys(YEAR, 1)), today=YEAR[1])

    for each in (*drawing.periods, *drawing.plans, *drawing.weeks):
        assert each.left >= 0
        assert each.left + each.width <= WIDTH + 0.1
    ends = [round(each.left + each.width, 1) for each in drawing.periods]
    assert ends[:-1] == [each.left for each in drawing.periods[1:]]
    assert ends[-1] == WIDTH


def test_an_empty_year_and_a_day_outside_it_are_drawn_without_bars_or_today() -> None:
    drawing = drawn(facts(activities={}, dialogues=(), plans=()), today=date(2027, 1, 1))

    assert (drawing.weeks, drawing.most, drawing.today) == ((), 0, None)


def test_the_table_has_every_month_with_what_the_picture_shows() -> None:
    rows = months_of(facts())

    assert [each.first.month for each in rows] == list(range(1, 13))
    assert [each.activities for each in rows] == [6, *[0] * 11]
    assert rows[1].dialogues == (date(2026, 2, 3),)


def test_a_year_that_begins_within_a_month_has_that_month_from_its_first_day() -> None:
    given = YearFacts(date(2026, 3, 15), date(2026, 5, 2), (), (), {date(2026, 3, 14): 1}, ())

    rows = months_of(given)

    assert [each.first for each in rows] == [date(2026, 3, 15), date(2026, 4, 1), date(2026, 5, 1)]
    assert rows[0].activities == 0
