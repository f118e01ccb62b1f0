"""Published figures of several months as one; nothing but what every reader knows goes in."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from portal.publication.figures.disclosure_rules import (
    count_bounds,
    grade_bound,
    rounded_ikm,
    step_of,
)
from portal.publication.figures.figures import Figure, GradeBound, Reason
from portal.rating.answers.answers import Channel
from portal.survey.index import HIGHEST_IKM, LOWEST_IKM
from portal.time.months import MonthRange, covering

# The lowest and highest that a figure can really be, with its number of respondents as shown.
Range = tuple[Fraction, Fraction, int]


def combined(figures: Sequence[Figure], *, span: MonthRange) -> Figure:
    """Return the mean of the figures that are shown, weighted by their respondents as shown.

    One alone stays as it was published, interval included. Without any, the last one's reason
    stands for all.

    :param figures: disjoint spans of one place, earliest first; may be empty.
    :param span: what is said to be hidden when nothing is shown.
    """
    shown = [figure for figure in figures if figure.value is not None and figure.n]
    if not shown:
        reason = figures[-1].suppressed if figures else None
        channels = figures[-1].channels if figures else ()
        return Figure(None, None, span, channels, suppressed=reason or Reason.NOT_MEASURED)
    if len(shown) == 1:
        return shown[0]
    n = sum(figure.n or 0 for figure in shown)
    value = sum(Fraction(figure.value or 0) * (figure.n or 0) for figure in shown) / Fraction(n)
    return Figure(
        value=rounded_ikm(value, n=n),
        n=n,
        period=covering(month for figure in shown for month in figure.period.months),
        channels=_channels(shown),
        is_verified=all(figure.is_verified for figure in shown),
        step=step_of(n),
        grade=_grade(shown),
    )


def _channels(figures: Iterable[Figure]) -> tuple[str, ...]:
    used = {channel for figure in figures for channel in figure.channels}
    return tuple(str(channel) for channel in Channel if channel in used)


def _grade(figures: Iterable[Figure]) -> GradeBound | None:
    """Return the grade when rounding leaves no other; None when two are possible."""
    ranges = [_range(figure) for figure in figures]
    lowest = grade_bound(_least([(low, n) for low, _, n in ranges]))
    highest = grade_bound(-_least([(-high, n) for _, high, n in ranges]))
    return lowest if lowest == highest else None


def _range(figure: Figure) -> Range:
    """Return between which ends, both inclusive, the unrounded value of a figure lies."""
    value, half = Fraction(figure.value or 0), Fraction(figure.step or 0) / 2
    low, high = max(Fraction(LOWEST_IKM), value - half), min(Fraction(HIGHEST_IKM), value + half)
    if figure.grade is not None:
        # A grade is decided at two decimals, so the true value may lie half of one outside.
        rounding = Fraction(Decimal("0.005"))
        low = max(low, Fraction(figure.grade.lower) - rounding)
        high = min(high, Fraction(figure.grade.upper) + rounding)
    return low, high, figure.n or 0


def _least(values: Sequence[tuple[Fraction, int]]) -> Fraction:
    """Return the least weighted mean that weights within their rounding allow."""
    ordered = sorted(values)
    weights = [count_bounds(n) for _, n in ordered]
    return min(_mean(ordered, weights=weights, heavy=heavy) for heavy in range(len(ordered) + 1))


def _mean(
    values: Sequence[tuple[Fraction, int]], *, weights: Sequence[tuple[int, int]], heavy: int
) -> Fraction:
    """Return the mean with the first ``heavy`` values at their highest weight, others lowest."""
    taken = [high if place < heavy else low for place, (low, high) in enumerate(weights)]
    pairs = zip(values, taken, strict=True)
    return sum((value * weight for (value, _), weight in pairs), Fraction()) / sum(taken)
