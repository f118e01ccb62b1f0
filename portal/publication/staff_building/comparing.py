"""Fair comparison of units for staff: bands by empirical Bayes, and the funnel they stand in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portal.publication.figures.figures import Interval
from portal.publication.figures.staff_figures import Funnel, Limits, Position, Standing
from portal.statistics.constants import FUNNEL_LIMITS
from portal.statistics.funnel import mean_limits, position
from portal.statistics.moments import Sample
from portal.statistics.overdispersion import overdispersion
from portal.statistics.shrinkage import Band, shrink
from portal.survey.index import HIGHEST_IKM, IKM_PER_INDEX_POINT, LOWEST_IKM, rounded_half_up

LIMIT_DECIMALS = 1
CURVE_POINTS = 8


@dataclass(frozen=True, slots=True)
class Field:
    """All units of one comparison: the target, how far they spread, and where each stands.

    ``target`` is in points of the scale 1 to 4; ``within`` and ``between`` in squared points.
    """

    target: float
    within: float
    between: float
    bands: Mapping[str, Band]
    positions: Mapping[str, Position]

    def funnel(self, *, least: int, most: int) -> Funnel:
        """Return the limits from ``least`` to ``most`` answers, closer where they bend more."""
        return Funnel(
            target=_ikm(self.target),
            units=len(self.positions),
            limits=tuple(self.limits(n) for n in sorted(set(_steps(least, most)))),
        )

    def limits(self, n: int) -> Limits:
        """Return the limits at ``n`` answers, on the scale of the IKM."""
        inner, outer = (self._interval(n, confidence=each) for each in FUNNEL_LIMITS)
        return Limits(n, inner, outer)

    def standing(self, unit: str, *, n: int) -> Standing:
        """Return where a unit stands; ``n`` is the number of answers it is shown with."""
        return Standing(self.positions[unit], self.limits(n))

    def _interval(self, n: int, *, confidence: float) -> Interval:
        ends = mean_limits(
            n, self.target, within=self.within, confidence=confidence, between=self.between
        )
        return Interval(_ikm(ends.lower), _ikm(ends.upper), Decimal(str(confidence)))


def field_of(units: Mapping[str, Sample], *, within: float) -> Field:
    """Compare ``units``, two or more, with all of them together.

    :param within: variance of answers within units, squared points of the scale 1 to 4.
    """
    estimate = shrink(units)
    spread = overdispersion(units, estimate.overall, within=within)
    return Field(
        target=estimate.overall,
        within=within,
        between=spread.between,
        bands={unit: estimate.band(unit) for unit in units},
        positions={unit: Position(position(z)) for unit, z in spread.z_additive.items()},
    )


def _steps(least: int, most: int) -> Iterable[int]:
    """Give numbers of answers from ``least`` to ``most``, each a fixed factor above the last."""
    factor = (most / least) ** (1 / (CURVE_POINTS - 1))
    return (round(least * factor**step) for step in range(CURVE_POINTS))


def _ikm(index: float) -> Decimal:
    """Return a point of the scale 1 to 4 as IKM, held within what an IKM can be."""
    scaled = rounded_half_up(Fraction(index) * IKM_PER_INDEX_POINT, LIMIT_DECIMALS)
    return min(max(scaled, Decimal(LOWEST_IKM)), Decimal(HIGHEST_IKM))
