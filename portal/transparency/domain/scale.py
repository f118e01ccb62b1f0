"""Where figures lie on a drawing: positions in per cent, so that it fits every width."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor

from portal.survey.index import GRADE_BOUNDS, HIGHEST_IKM, LOWEST_IKM, Grade

STEP = 5
# Room left and right of the outermost dot, in per cent of the width.
MARGIN_PERCENT = 2.0
DECIMALS = 2


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
    spans = []
    end = scale.high
    for grade, bound in GRADE_BOUNDS:
        start = max(float(bound), scale.low)
        if start < end:
            left = scale.percent(start)
            width = round(scale.percent(end) - left, DECIMALS)
            spans.append(GradeSpan(grade=grade, start=left, width=width))
        end = min(end, start)
    return tuple(reversed(spans))
