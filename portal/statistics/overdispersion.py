"""How much more units differ than chance alone, so that a funnel does not flag half a city."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np

from portal.statistics.constants import WINSORISED_SHARE
from portal.statistics.heterogeneity import moment_estimate
from portal.statistics.moments import NoSample, Sample
from portal.statistics.variance import LEAST_VARIANCE


@dataclass(frozen=True, slots=True)
class Overdispersion:
    """The spread of units around the target.

    ``z`` holds the naive standardised difference of each unit by its code, ``winsorised_ends``
    the two values that z is held between, ``phi`` the mean square of z held so, ``between`` the
    additive tau^2 in squared points, ``standard_errors`` those of the naive z.
    """

    z: Mapping[str, float]
    standard_errors: Mapping[str, float]
    winsorised_ends: tuple[float, float]
    phi: float
    between: float

    @property
    def z_additive(self) -> Mapping[str, float]:
        """Each unit's z with tau^2 added to its variance; what the funnel judges by."""
        return {
            code: z / sqrt(1 + self.between / self.standard_errors[code] ** 2)
            for code, z in self.z.items()
        }

    @property
    def z_multiplicative(self) -> Mapping[str, float]:
        """Each unit's z divided by sqrt(phi), where phi is above 1."""
        return {code: z / sqrt(max(1.0, self.phi)) for code, z in self.z.items()}


def overdispersion(
    units: Mapping[str, Sample], target: float, *, within: float, trim: float = WINSORISED_SHARE
) -> Overdispersion:
    """Measure the spread of unit means around ``target`` beyond sampling error.

    z = (m - target) / (sigma_w / sqrt(n)), held between its 10th and 90th percentile (linear
    interpolation); phi = mean(z^2); w = n / sigma_w^2;
    tau^2 = max(0, (K phi - (K - 1)) / (sum(w) - sum(w^2) / sum(w))).

    :param units: sample of each of K units by its code; the order does not matter.
    :param target: overall mean, 1 to 4.
    :param within: pooled variance within units, squared points; held at ``LEAST_VARIANCE``.
    :param trim: share pulled in at each end, 0 to below one half.
    :raises NoSample: for no units.

    Source: Spiegelhalter (2005), Handling over-dispersion of performance indicators.
    """
    if not units:
        raise NoSample("there is no unit to measure")
    errors = {code: sqrt(max(within, LEAST_VARIANCE) / unit.n) for code, unit in units.items()}
    z = {code: (unit.mean - target) / errors[code] for code, unit in units.items()}
    values = np.array(list(z.values()))
    lowest, highest = (float(end) for end in np.quantile(values, [trim, 1 - trim]))
    phi = float(np.mean(np.clip(values, lowest, highest) ** 2))
    weights = np.array([error**-2 for error in errors.values()])
    return Overdispersion(
        z=z,
        standard_errors=errors,
        winsorised_ends=(lowest, highest),
        phi=phi,
        between=moment_estimate(len(values) * phi, weights),
    )
