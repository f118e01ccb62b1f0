"""Adjustment for services: fair to hard services, silent where there is nothing to adjust."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.statistics.moments import NoSample, Sample
from portal.statistics.shrinkage import ServiceWithoutMean, indirectly_standardised

MEANS = {"ktp": 3.5, "permit": 3.1, "tax": 3.3}
sizes = st.integers(min_value=1, max_value=500)


@given(mix=st.dictionaries(st.sampled_from(sorted(MEANS)), sizes, min_size=1))
def test_a_unit_as_good_as_the_city_at_each_service_gets_the_city_mean(
    mix: dict[str, int],
) -> None:
    services = {code: Sample(n, MEANS[code]) for code, n in mix.items()}

    found = indirectly_standardised(services, service_means=MEANS, city_mean=3.3)

    assert found.adjusted == pytest.approx(3.3)
    assert found.difference == pytest.approx(0, abs=1e-12)


@given(n=sizes, better=st.floats(min_value=0.01, max_value=0.4))
def test_being_better_at_every_service_shows_whatever_the_mix(n: int, better: float) -> None:
    services = {code: Sample(n + len(code), mean + better) for code, mean in MEANS.items()}

    found = indirectly_standardised(services, service_means=MEANS, city_mean=3.3)

    assert found.difference == pytest.approx(better)


def test_a_service_without_a_city_mean_is_named() -> None:
    with pytest.raises(ServiceWithoutMean, match="parking"):
        indirectly_standardised(
            {"ktp": Sample(5, 3.0), "parking": Sample(5, 2.0)}, service_means=MEANS, city_mean=3.3
        )


def test_a_unit_without_services_cannot_be_adjusted() -> None:
    with pytest.raises(NoSample):
        indirectly_standardised({}, service_means=MEANS, city_mean=3.3)
