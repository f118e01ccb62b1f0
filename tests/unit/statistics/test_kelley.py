"""Few answers drawn towards the whole; the reference values were worked out by hand."""

from fractions import Fraction

import pytest

from portal.statistics.reliability import between_variance, drawn, error_variance


def test_an_estimate_lies_where_its_reliability_says() -> None:
    # 76 + 0.47 x (88 - 76) = 76 + 5.64
    weight = Fraction(47, 100)
    assert drawn(Fraction(88), toward=Fraction(76), reliability=weight) == Fraction(8164, 100)
    assert drawn(Fraction(88), toward=Fraction(76), reliability=Fraction(0)) == 76
    assert drawn(Fraction(88), toward=Fraction(76), reliability=Fraction(1)) == 88


def test_the_variance_between_units_follows_from_the_icc() -> None:
    # 0.36 x 0.05 / 0.95
    assert between_variance(within=0.36, icc=0.05) == pytest.approx(0.018947, abs=1e-6)
    assert between_variance(within=0.36, icc=0.0) == 0


def test_both_sources_of_error_count() -> None:
    # 0.25 x 0.2 + 0.25 x 0.04
    assert error_variance(sampling=0.2, between=0.04, reliability=0.5) == pytest.approx(0.06)
    assert error_variance(sampling=0.2, between=0.04, reliability=1.0) == pytest.approx(0.2)
    assert error_variance(sampling=0.2, between=0.04, reliability=0.0) == pytest.approx(0.04)


def test_the_best_weight_is_the_reliability() -> None:
    sampling, between = 0.36 / 17, between_variance(within=0.36, icc=0.05)
    best = between / (between + sampling)

    errors = [
        error_variance(sampling=sampling, between=between, reliability=best + off)
        for off in (-0.1, 0.0, 0.1)
    ]

    assert best == pytest.approx(17 * 0.05 / (1 + 16 * 0.05))
    assert errors[1] < min(errors[0], errors[2])
