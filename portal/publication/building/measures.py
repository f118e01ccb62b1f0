"""The city-wide numbers that intervals and comparisons of a release rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.publication.building.inputs import ReleaseInputs
from portal.publication.domain.disclosure.rounding import whole_points
from portal.publication.domain.documents import CITY_ADDRESS, PlaceKind
from portal.publication.domain.figures import Interval, Method
from portal.publication.domain.groups import CHANNELS, Group
from portal.statistics.intervals import bounded_mean
from portal.statistics.moments import Sample
from portal.statistics.reliability import icc_in_use
from portal.statistics.variance import pooled_variance
from portal.survey.elements import HIGHEST_LEVEL, LOWEST_LEVEL
from portal.survey.index import IKM_PER_INDEX_POINT

VARIANCE_DECIMALS = 2
ICC_DECIMALS = 3
RESPONDENTS_FOR_VARIANCE = 2


@dataclass(frozen=True, slots=True)
class Measures:
    """Variance of composites within desks and ICC between them, as coarse as published.

    ``within`` is in squared points of the scale 1 to 4, None where the month has no desk
    with two ratings; then no interval is stated.
    """

    within: float | None
    icc: float
    desks: int

    def sample(self, value: Decimal, *, n: int) -> Sample | None:
        """Return a published figure as a sample with the pooled variance, or None without one.

        Nothing but published numbers enter, so what follows from it tells nothing more. The
        variance is held at the most that a mean so near an end of the scale can have.

        :param value: the IKM as shown.
        :param n: respondents as shown.
        """
        if self.within is None:
            return None
        mean = float(value) / IKM_PER_INDEX_POINT
        most = (mean - LOWEST_LEVEL) * (HIGHEST_LEVEL - mean) * n / (n - 1)
        return Sample(n=n, mean=mean, variance=min(self.within, most))

    def interval(self, value: Decimal, *, n: int) -> Interval | None:
        """Return the 95 % interval of a published figure in whole IKM points."""
        sample = self.sample(value, n=n)
        if sample is None:
            return None
        ends = bounded_mean(sample)
        lower, upper = whole_points(ends.lower, ends.upper)
        return Interval(lower=lower, upper=upper)

    def method(self) -> Method:
        """Return the numbers as the documents state them."""
        within = None if self.within is None else Decimal(str(self.within))
        return Method(within_variance=within, icc=Decimal(str(self.icc)), desks=self.desks)


def measures_of(inputs: ReleaseInputs, *, months: Sequence[str] = ()) -> Measures:
    """Compute the release's measures from the verified ratings of its month.

    :param months: other months to compute them from.
    """
    months = months or (inputs.period,)
    channels = CHANNELS[Group.VERIFIED]
    samples = [
        sums.sample()
        for address, place in inputs.city.places.items()
        if place.kind is PlaceKind.DESK
        and (sums := inputs.archive.sums(address, months=months, channels=channels)).n
        >= RESPONDENTS_FOR_VARIANCE
    ]
    if not samples:
        city = inputs.archive.sums(CITY_ADDRESS, months=months, channels=channels)
        samples = [city.sample()] if city.n >= RESPONDENTS_FOR_VARIANCE else []
    return Measures(
        within=round(pooled_variance(samples), VARIANCE_DECIMALS) if samples else None,
        icc=round(icc_in_use(samples), ICC_DECIMALS),
        desks=len(samples),
    )
