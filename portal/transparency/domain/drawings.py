"""Figures as marks on a scale: a dot with its interval, a bar of shares, a line of months."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import floor
from typing import Any

from portal.survey.index import GRADE_BOUNDS, HIGHEST_IKM, LOWEST_IKM, Grade
from portal.time.months import MonthRange, ordinal

STEP = 5
# Room left and right of the outermost dot, in per cent of the width.
MARGIN_PERCENT = 2.0
DECIMALS = 2
Figure = Mapping[str, Any]
TREND_HEIGHT = 200
TREND_PADDING = 12
TREND_MARGIN_PERCENT = 5.0


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from ``low`` to ``high``, drawn between two margins."""

    low: float
    high: float
    margin_percent: float = MARGIN_PERCENT

    def percent(self, value: float) -> float:
        """Return where ``value`` lies, 0 to 100 per cent; what is outside lies at the edge."""
        inside = min(max(value, self.low), self.high)
        width = 100 - 2 * self.margin_percent
        share = (inside - self.low) / (self.high - self.low)
        return round(self.margin_percent + width * share, DECIMALS)

    @property
    def ticks(self) -> tuple["Tick", ...]:
        """The values written along the scale, both ends included."""
        middle = self.low + STEP * round((self.high - self.low) / 2 / STEP)
        values = sorted({self.low, middle, self.high})
        return tuple(Tick(value=value, percent=self.percent(value)) for value in values)


@dataclass(frozen=True, slots=True)
class Tick:
    """A value written along a scale, and where."""

    value: float
    percent: float


@dataclass(frozen=True, slots=True)
class GradeSpan:
    """The part of a scale that earns one grade, from ``start`` on, ``width`` wide, in per cent."""

    grade: Grade
    start: float
    width: float

    @property
    def middle(self) -> float:
        """Where the grade's letter stands."""
        return round(self.start + self.width / 2, DECIMALS)


def whole_scale() -> Scale:
    """Return the scale of every IKM there can be."""
    return Scale(low=float(LOWEST_IKM), high=float(HIGHEST_IKM), margin_percent=0.0)


def fitted_scale(values: Iterable[float]) -> Scale:
    """Return a scale up to the highest IKM that starts at a round value below all ``values``.

    :param values: IKM of what is drawn, ends of intervals included; may be empty.
    """
    lowest = min(values, default=float(LOWEST_IKM))
    low = max(float(LOWEST_IKM), STEP * floor((lowest - 1) / STEP))
    return Scale(low=float(min(low, HIGHEST_IKM - 2 * STEP)), high=float(HIGHEST_IKM))


def grade_spans(scale: Scale) -> tuple[GradeSpan, ...]:
    """Return the grades that show on ``scale``, lowest first."""
    spans, end = [], scale.high
    for grade, bound in GRADE_BOUNDS:
        start = max(float(bound), scale.low)
        if start < end:
            left = scale.percent(start)
            width = round(scale.percent(end) - left, DECIMALS)
            spans.append(GradeSpan(grade=grade, start=left, width=width))
        end = min(end, start)
    return tuple(reversed(spans))


@dataclass(frozen=True, slots=True)
class Strip:
    """A dot with its interval on a horizontal scale, all in per cent of the width.

    ``before`` is the dot of the period published before; None where that is not shown. An
    estimate is no figure: it is drawn as what it is.
    """

    at: float
    low: float
    high: float
    before: float | None = None
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class DrawnPoint:
    """One published span: across in per cent, down in units of the drawing's height.

    ``figure`` is what it shows; without ``y`` the figure is suppressed and the line is broken.
    A suppressed figure may have an estimate, which no line leads to.
    """

    figure: Figure
    x: float
    y: float | None = None
    low_y: float | None = None
    high_y: float | None = None
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A straight piece between two neighbouring points of the trend."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Level:
    """A horizontal guide of the trend with the value written at it."""

    value: float
    y: float


@dataclass(frozen=True, slots=True)
class Bound:
    """The height from which on a figure earns ``grade``."""

    grade: Grade
    y: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The whole line of published spans, earliest first."""

    points: tuple[DrawnPoint, ...]
    lines: tuple[TrendLine, ...]
    levels: tuple[Level, ...]
    bounds: tuple[Bound, ...]
    height: int = TREND_HEIGHT

    @property
    def has_estimate(self) -> bool:
        """Whether a point is no figure but an estimate."""
        return any(point.is_estimate for point in self.points)


def values_of(figures: Iterable[Figure | None]) -> list[float]:
    """Return the values and interval ends of the figures that are shown."""
    found: list[float] = []
    for figure in figures:
        if figure is None or figure["value"] is None:
            continue
        found.append(figure["value"])
        if figure["interval"]:
            found.extend((figure["interval"]["lower"], figure["interval"]["upper"]))
    return found


def strip(
    figure: Figure, scale: Scale, *, before: Figure | None = None, estimate: Figure | None = None
) -> Strip | None:
    """Return where ``figure`` lies on ``scale``, or its estimate when it is not shown, or None."""
    if figure["value"] is None:
        return replace(_placed(estimate, scale), is_estimate=True) if estimate else None
    return replace(_placed(figure, scale), before=_before(before, scale))


def _before(before: Figure | None, scale: Scale) -> float | None:
    return scale.percent(before["value"]) if before and before["value"] is not None else None


def _placed(figure: Figure, scale: Scale) -> Strip:
    interval = figure["interval"] or {"lower": figure["value"], "upper": figure["value"]}
    return Strip(
        at=scale.percent(figure["value"]),
        low=scale.percent(interval["lower"]),
        high=scale.percent(interval["upper"]),
    )


def trend(
    figures: Sequence[Figure], *, estimates: Mapping[str, Figure] | None = None
) -> Trend | None:
    """Return the drawing of ``figures`` in time; None with fewer than two that are shown.

    :param estimates: of figures that are not shown, by their period.
    """
    known = estimates or {}
    shown = [figure for figure in figures if figure["value"] is not None]
    if len(shown) < 2:
        return None
    scale = fitted_scale(values_of((*shown, *known.values())))
    across = _across(figures)
    points = tuple(
        _point(figure, scale, across=across, estimate=known.get(figure["period"]))
        for figure in figures
    )
    return Trend(
        points=points,
        lines=tuple(_lines(points)),
        levels=tuple(Level(value=tick.value, y=_down(tick.value, scale)) for tick in scale.ticks),
        bounds=tuple(_bounds(scale)),
    )


def _across(figures: Sequence[Figure]) -> Scale:
    """Return the scale of months; beside it is room for what is written at the guides."""
    spans = [MonthRange.of(figure["period"]) for figure in figures]
    first = min(ordinal(span.first) for span in spans)
    last = max(ordinal(span.last) for span in spans)
    return Scale(
        low=float(first), high=float(max(last, first + 1)), margin_percent=TREND_MARGIN_PERCENT
    )


def _point(figure: Figure, scale: Scale, *, across: Scale, estimate: Figure | None) -> DrawnPoint:
    span = MonthRange.of(figure["period"])
    x = across.percent((ordinal(span.first) + ordinal(span.last)) / 2)
    is_estimate = figure["value"] is None
    drawn = estimate if is_estimate else figure
    if drawn is None:
        return DrawnPoint(figure=figure, x=x)
    interval = drawn["interval"] or {"lower": drawn["value"], "upper": drawn["value"]}
    return DrawnPoint(
        figure=figure,
        x=x,
        y=_down(drawn["value"], scale),
        low_y=_down(interval["lower"], scale),
        high_y=_down(interval["upper"], scale),
        is_estimate=is_estimate,
    )


def _down(value: float, scale: Scale) -> float:
    """Return how far below the top ``value`` lies; the highest value is at the top."""
    room = TREND_HEIGHT - 2 * TREND_PADDING
    share = (value - scale.low) / (scale.high - scale.low)
    return round(TREND_PADDING + room * (1 - share), DECIMALS)


def _bounds(scale: Scale) -> Iterable[Bound]:
    for grade, lowest in GRADE_BOUNDS:
        if scale.low < lowest < scale.high:
            yield Bound(grade=grade, y=_down(float(lowest), scale))


def _lines(points: Sequence[DrawnPoint]) -> Iterable[TrendLine]:
    for left, right in pairwise(points):
        if left.is_estimate or right.is_estimate:
            continue
        if left.y is not None and right.y is not None:
            yield TrendLine(x1=left.x, y1=left.y, x2=right.x, y2=right.y)
