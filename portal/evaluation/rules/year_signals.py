"""Signs that an appraiser differs from other sources, or from before; they change nothing.

A sign asks for a second look. It never says that somebody did wrong, and no step, level or
predicate is computed from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import fmean, pstdev, variance

from portal.evaluation.rules.exact import ExactNumber, exact
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.signal_rules import SIGNAL_RULES, SignalRules

# Correlation of colleagues' folded figure with the truth, the lowest that was simulated (12.4).
COLLEAGUES_AND_TRUTH = 0.77
NORMAL_95 = 1.959964
INDEX_PER_POINT = 25
_LEVELS = (ExpectationLevel.BELOW, ExpectationLevel.MEETS, ExpectationLevel.ABOVE)


@dataclass(frozen=True, slots=True)
class StandingSetOnce:
    """What an appraiser set for somebody once.

    :ivar result, behaviour: levels.
    :ivar mean_step: of the seven steps, 1 to 5; None for a quarter, which has none.
    """

    result: ExpectationLevel
    behaviour: ExpectationLevel
    mean_step: Fraction | None = None


def colleagues_error(
    figures: Sequence[ExactNumber], *, rules: SignalRules = SIGNAL_RULES
) -> float | None:
    """Return the standard error of colleagues' figure for one person, in steps.

    sd of the city's figures x sqrt(1 - .77 squared).

    :param figures: of everybody of the round, 1 to 5.
    :returns: None for fewer than thirty figures.

    Source: staff evaluation paper 12.4 (correlation with the truth .77 to .81).
    """
    if len(figures) < rules.least_figures:
        return None
    return pstdev(map(float, figures)) * sqrt(1 - COLLEAGUES_AND_TRUTH**2)


def citizens_error(interval: tuple[ExactNumber, ExactNumber], *, reliability: ExactNumber) -> float:
    """Return the standard error of citizens' gated figure, on the scale of the steps.

    Half of the released interval / 1.96 is the error of the mean; drawn to the city with
    reliability r, sqrt(r) of it is left; 25 points of the index are one of four, x 4/3 a step.

    :param interval: lower and upper end as released, index 25 to 100.
    :param reliability: 0 to 1.

    Source: Kelley (1927), standard error of an estimated true score.
    """
    half = float(exact(interval[1]) - exact(interval[0])) / 2 / INDEX_PER_POINT
    return half / NORMAL_95 * sqrt(reliability) * 4 / 3


def divergence(
    steps: Sequence[int], other: ExactNumber, *, error: float, rules: SignalRules = SIGNAL_RULES
) -> float | None:
    """Return how far seven steps lie above another source, or None where that is not sure.

    Sure is more than 1.96 standard errors of the difference, and more than half a step. The
    steps' own error is that of their mean: sd / sqrt(7).

    :param other: colleagues' or citizens' figure, on 1 to 5.
    :param error: its standard error, in steps.
    :returns: steps; below 0 where the appraiser is the stricter one.
    """
    difference = fmean(steps) - float(other)
    own = variance(steps) / len(steps)
    bound = max(float(rules.divergence), NORMAL_95 * sqrt(error**2 + own))
    return difference if abs(difference) > bound else None


def stepped_down(before: StandingSetOnce, after: StandingSetOnce) -> bool:
    """Return whether somebody stands lower than before: a level, or the mean of the steps.

    The mean counts only where both have one.
    """
    pairs = ((before.result, after.result), (before.behaviour, after.behaviour))
    if any(_LEVELS.index(new) < _LEVELS.index(old) for old, new in pairs):
        return True
    has_both = before.mean_step is not None and after.mean_step is not None
    return has_both and (after.mean_step or 0) < (before.mean_step or 0)
