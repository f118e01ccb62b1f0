"""Comparison of units that offer different services, adjusted for what they offer."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.statistics.moments import NoSample, Sample


class ServiceWithoutMean(LookupError):
    """A unit has answers for a service whose city-wide mean is not given."""


@dataclass(frozen=True, slots=True)
class CaseMix:
    """A unit's mean beside what its mix of services leads to expect, in points of the scale."""

    observed: float
    expected: float
    city_mean: float

    @property
    def difference(self) -> float:
        """Observed minus expected; above 0 is better than its services are elsewhere."""
        return self.observed - self.expected

    @property
    def adjusted(self) -> float:
        """The mean the unit would have with the city's mix of services."""
        return self.difference + self.city_mean


def indirectly_standardised(
    services: Mapping[str, Sample], *, service_means: Mapping[str, float], city_mean: float
) -> CaseMix:
    """Adjust a unit's mean for its services: observed - expected + city mean.

    observed = sum(n_s m_s) / n; expected = sum(n_s mu_s) / n, mu_s the city's mean of service s.

    :param services: the unit's sample of each service it gave, by the service's code.
    :param service_means: the city's mean of at least those services, 1 to 4.
    :param city_mean: the city's overall mean, 1 to 4.
    :raises NoSample: for no services.
    :raises ServiceWithoutMean: for a service that ``service_means`` lacks.

    Source: Yule (1934), On some points relating to vital statistics (indirect standardisation).
    """
    missing = sorted(services.keys() - service_means.keys())
    if missing:
        raise ServiceWithoutMean(f"no city-wide mean for {', '.join(missing)}")
    n = sum(sample.n for sample in services.values())
    if not n:
        raise NoSample("there is no service to adjust for")
    return CaseMix(
        observed=sum(sample.n * sample.mean for sample in services.values()) / n,
        expected=sum(sample.n * service_means[code] for code, sample in services.items()) / n,
        city_mean=city_mean,
    )
