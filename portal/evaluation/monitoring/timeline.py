"""A person's year as a picture and as rows: weeks, months, plans, dialogues; pure arithmetic."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.evaluation.plans.domain import Plan

WEEK = timedelta(days=7)
# Of the drawing, in units of its view box: fits a phone of 360 px without being scaled down.
WIDTH, HEIGHT = 320, 132
BAR_TOP, BAR_BOTTOM = 44, 92


@dataclass(frozen=True, slots=True)
class Span:
    """Days that are drawn as one bar, both inclusive; ``number`` is said in words."""

    number: int
    starts_on: date
    ends_on: date
    word: str = ""


@dataclass(frozen=True, slots=True)
class YearFacts:
    """What happened in a year from first to last day, both inclusive.

    :ivar activities: how many, by day.
    :ivar dialogues: the days on which the two talked.
    """

    starts_on: date
    ends_on: date
    periods: Sequence[Span]
    plans: Sequence[Span]
    activities: Mapping[date, int]
    dialogues: Sequence[date]


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of the drawing."""

    left: float
    top: float
    width: float
    height: float
    number: int = 0


@dataclass(frozen=True, slots=True)
class YearDrawing:
    """Where everything of a year is drawn, in units of the view box.

    :ivar weeks: one bar a week in which something was done, the busiest as high as there is room.
    :ivar most: how many activities the highest bar stands for; 0 without any.
    :ivar today: None outside the year.
    """

    periods: tuple[Bar, ...]
    plans: tuple[Bar, ...]
    weeks: tuple[Bar, ...]
    dialogues: tuple[float, ...]
    most: int
    today: float | None


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of the year as the table says it.

    :ivar first: the first day of the month within the year.
    """

    first: date
    activities: int
    dialogues: tuple[date, ...]


def weeks_of(facts: YearFacts) -> Mapping[date, int]:
    """Return how many activities there were by the first day of each week, counted from Monday."""
    found: dict[date, int] = {}
    for day, count in facts.activities.items():
        if facts.starts_on <= day <= facts.ends_on:
            monday = day - timedelta(days=day.weekday())
            found[monday] = found.get(monday, 0) + count
    return found


def plan_spans(plans: Iterable[Plan]) -> list[Span]:
    """Return the days of plans, numbered in their order, with their states."""
    return [
        Span(number, each.starts_on, each.ends_on, str(each.latest.state))
        for number, each in enumerate(plans, start=1)
    ]


def months_of(facts: YearFacts) -> tuple[MonthRow, ...]:
    """Return every month of the year with what happened in it."""
    rows, first = [], facts.starts_on
    while first <= facts.ends_on:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        days = [day for day in facts.activities if first <= day < following]
        talks = tuple(sorted(day for day in facts.dialogues if first <= day < following))
        rows.append(MonthRow(first, sum(facts.activities[day] for day in days), talks))
        first = following
    return tuple(rows)


def drawn(facts: YearFacts, *, today: date) -> YearDrawing:
    """Return where everything is drawn."""
    length = (facts.ends_on - facts.starts_on).days + 1

    def at(day: date) -> float:
        inside = min(max((day - facts.starts_on).days, 0), length)
        return round(inside * WIDTH / length, 1)

    def bar(span: Span, *, top: float, height: float) -> Bar:
        left, right = at(span.starts_on), at(span.ends_on + timedelta(days=1))
        return Bar(left, top, round(right - left, 1), height, span.number)

    weeks = weeks_of(facts)
    most = max(weeks.values(), default=0)
    room = BAR_BOTTOM - BAR_TOP
    bars = []
    for monday, count in sorted(weeks.items()):
        left, height = at(monday), round(count * room / most, 1)
        width = round(at(monday + WEEK) - left - 1, 1)
        bars.append(Bar(left, BAR_BOTTOM - height, max(width, 1), height))
    return YearDrawing(
        periods=tuple(bar(each, top=0, height=HEIGHT) for each in facts.periods),
        plans=tuple(bar(each, top=24, height=10) for each in facts.plans),
        weeks=tuple(bars),
        dialogues=tuple(at(day) for day in sorted(facts.dialogues)),
        most=most,
        today=at(today) if facts.starts_on <= today <= facts.ends_on else None,
    )
