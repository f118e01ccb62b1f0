"""Every reference value is reached by the function that the portal uses, within its tolerance."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from portal.statistics.anomaly import all_highest_probability, burst_probability, concentration
from portal.statistics.anonymity_set import (
    audit_detection,
    audits_needed,
    day_anonymity_set,
    refused_share,
)
from portal.statistics.bias import nonresponse_bias, nonresponse_bounds, stuffing_shift
from portal.statistics.constants import FUNNEL_LIMITS
from portal.statistics.cusum import CusumDesign
from portal.statistics.disclosure import suppress
from portal.statistics.funnel import (
    FunnelPosition,
    exact_share_limits,
    mean_limits,
    overdispersion,
    position,
    share_limits,
)
from portal.statistics.intervals import bounded_mean, dispersion, t_interval, wilson
from portal.statistics.moments import Sample, cochran_q, moment_estimate, pooled_variance
from portal.statistics.multiplicity import benjamini_hochberg
from portal.statistics.reliability import answers_needed, reliability
from portal.statistics.run_length import average_run_length
from portal.statistics.shares import SampleShare, prior_of_shares
from portal.statistics.shrinkage import indirectly_standardised, shrink, variance_components
from tests.unit.statistics.reference import VECTORS, Vector, close_to, samples

Given = dict[str, Any]
INNER, OUTER = FUNNEL_LIMITS


def of_wilson(given: Given) -> Given:
    interval = wilson(given["k"], given["n"], confidence=given["conf"])
    return {"lower": interval.lower, "upper": interval.upper, "centre": interval.centre}


def of_t(given: Given) -> Given:
    sample = Sample.of(given["scores"])
    interval = t_interval(sample, confidence=given["conf"])
    ends = {"lower": interval.lower, "upper": interval.upper}
    return {"mean": sample.mean, "sd": sample.sd, **ends}


def of_bounded_mean(given: Given) -> Given:
    sample = Sample.of(given["scores"])
    phi = dispersion(sample)
    moments = {"mean": sample.mean, "phi": phi, "n_eff": sample.n / phi}
    return {**moments, **of_bootstrap(given)}


def of_bootstrap(given: Given) -> Given:
    """The portal draws no bootstrap: its own interval must agree with one at 30 answers."""
    interval = bounded_mean(Sample.of(given["scores"]), confidence=given["conf"])
    return {"lower": interval.lower, "upper": interval.upper}


def of_components(given: Given) -> Given:
    units = samples(given["units"])
    found = variance_components(units.values())
    return {
        "N": found.answers,
        "grand_mean": found.grand_mean,
        "MSW": found.within,
        "MSB": found.mean_square_between,
        "n0": found.typical_n,
        "s2_between": found.between,
        "icc": found.icc,
        "reliability": {code: reliability(unit.n, found.icc) for code, unit in units.items()},
        "n_needed": {str(r): answers_needed(r, found.icc) for r in (0.5, 0.6, 0.7, 0.8, 0.9)},
    }


def of_sample_size(given: Given) -> Given:
    icc = given["icc"]
    needed = {f"R{percent}": answers_needed(percent / 100, icc) for percent in (50, 70, 80, 90)}
    return {**needed, **{f"reliability_n{n}": reliability(n, icc) for n in (10, 30, 100)}}


def of_shrinkage(given: Given) -> Given:
    units = samples(given["units"])
    found = shrink(units)
    means = np.array([unit.mean for unit in units.values()])
    variances = np.array([pooled_variance(units.values()) / unit.n for unit in units.values()])
    q = cochran_q(means, variances)
    return {
        "Q": q,
        "tau2_DL": moment_estimate(q, 1 / variances),
        "tau2_PM": found.between,
        "mu": found.overall,
        "B": {code: estimate.weight for code, estimate in found.by_unit.items()},
        "theta": {code: estimate.mean for code, estimate in found.by_unit.items()},
        "post_sd": {code: estimate.sd for code, estimate in found.by_unit.items()},
        "naive_rank": sorted(units, key=lambda code: -units[code].mean),
        "eb_rank": sorted(units, key=lambda code: -found.by_unit[code].mean),
    }


def of_shares(given: Given) -> Given:
    pairs = zip(given["ids"], given["k"], given["n"], strict=True)
    units = {code: SampleShare(k, n) for code, k, n in pairs}
    prior = prior_of_shares(units.values())
    intervals = {code: prior.interval_of(unit) for code, unit in units.items()}
    return {
        "P": prior.overall,
        "rho": prior.correlation,
        "M": prior.answers,
        "alpha": prior.alpha,
        "beta": prior.beta,
        "post_mean": {code: prior.mean_of(unit) for code, unit in units.items()},
        "post_ci95": {code: [ends.lower, ends.upper] for code, ends in intervals.items()},
        "reliability": {code: prior.reliability(unit.n) for code, unit in units.items()},
    }


def of_mean_limits(given: Given) -> Given:
    def at(n: int) -> Given:
        within = given["sigma_w"] ** 2
        inner = mean_limits(n, given["target"], within=within, confidence=INNER)
        outer = mean_limits(n, given["target"], within=within, confidence=OUTER)
        ends = {"l95": inner.lower, "u95": inner.upper}
        return {**ends, "l998": outer.lower, "u998": outer.upper}

    return {str(n): at(n) for n in given["n"]}


def of_overdispersion(given: Given) -> Given:
    units = samples(given["units"])
    found = overdispersion(units, given["target"], within=given["sigma_w"] ** 2, trim=given["trim"])
    naive = {code: position(z) for code, z in found.z.items()}
    additive = {code: position(z) for code, z in found.z_additive.items()}
    far = {FunnelPosition.FAR_BELOW, FunnelPosition.FAR_ABOVE}
    return {
        "z": found.z,
        "q10": found.winsorised_ends[0],
        "q90": found.winsorised_ends[1],
        "phi": found.phi,
        "tau2": found.between,
        "z_additive": found.z_additive,
        "z_multiplicative": found.z_multiplicative,
        "flag_998_naive": [code for code, where in naive.items() if where in far],
        "flag_998_additive": [code for code, where in additive.items() if where in far],
        "flag_95_additive": [
            code for code, at in additive.items() if at is not FunnelPosition.INSIDE
        ],
    }


def of_share_limits(given: Given) -> Given:
    def at(n: int) -> Given:
        normal = share_limits(n, given["target"], confidence=OUTER)
        exact = exact_share_limits(n, given["target"], confidence=OUTER)
        ends = {"normal_l998": normal.lower, "normal_u998": normal.upper}
        return {**ends, "exact_l998": exact.lower, "exact_u998": exact.upper}

    return {str(n): at(n) for n in given["n"]}


def of_multiplicity(given: Given) -> Given:
    return {"p_adjusted": list(benjamini_hochberg(given["p"]))}


def of_casemix(given: Given) -> Given:
    def of(services: Given) -> Given:
        found = indirectly_standardised(
            {code: Sample(n, mean) for code, (n, mean) in services.items()},
            service_means=given["service_means"],
            city_mean=given["city_mean"],
        )
        means = {"observed": found.observed, "expected": found.expected}
        return {**means, "difference": found.difference, "adjusted": found.adjusted}

    return {code: of(services) for code, services in given["units"].items()}


def design_of(given: Given) -> CusumDesign:
    return CusumDesign(given["p0"], given["p1"], given["h"])


def of_cusum(given: Given) -> Given:
    design = design_of(given)
    path = list(design.path(map(bool, given["y"])))
    weights = {"w1": design.hit_weight, "w0": design.miss_weight}
    return {**weights, "S": path, "signal_at": design.signal_at(map(bool, given["y"]))}


def of_run_length(given: Given) -> Given:
    design = design_of(given)
    return {
        "arl_in_control": average_run_length(design, given["p0"]),
        "arl_at_p1": average_run_length(design, given["p1"]),
    }


def of_burst(given: Given) -> Given:
    return {"p": [burst_probability(count, expected) for count, expected in given["cases"]]}


def of_all_highest(given: Given) -> Given:
    return {"p": [all_highest_probability(k, n, peer_share=p) for k, n, p in given["cases"]]}


def of_concentration(given: Given) -> Given:
    found = [concentration(case) for case in given["cases"]]
    return {
        "n_eff": [each.effective_raters for each in found],
        "top_share": [each.top_share for each in found],
    }


def of_stuffing(given: Given) -> Given:
    honest = Sample(given["n"], given["mean"])
    return {"shift": [stuffing_shift(honest, k) for k in given["k"]]}


def of_nonresponse(given: Given) -> Given:
    bounds = nonresponse_bounds(given["mean"], given["rate"])
    bias = nonresponse_bias(given["corr"], given["sd"], response_variation=given["cv"])
    return {"bias": bias, "bound_low": bounds.lower, "bound_high": bounds.upper}


def of_suppression(given: Given) -> Given:
    found = suppress(given["cells"], k=given["k"])
    codes = {"suppressed": list(found.suppressed), "published": list(found.published)}
    return {**codes, "pooled_other_n": found.pooled_n}


def of_day_set(given: Given) -> Given:
    found = [day_anonymity_set(n, given["days"]) for n in given["n"]]
    return {
        "mean_crowd": [each.mean for each in found],
        "p_alone": [each.alone_probability for each in found],
    }


def of_audit(given: Given) -> Given:
    return {
        "p": [audit_detection(share, given["m"]) for share in given["f"]],
        "m95": [audits_needed(share) for share in given["f"]],
    }


def of_collision(given: Given) -> Given:
    return {"rejected_share": [refused_share(given["N"], m) for m in given["M"]]}


CHECKS: dict[str, Callable[[Given], Given]] = {
    "wilson": of_wilson,
    "t_interval_mean": of_t,
    "bounded_mean_wilson": of_bounded_mean,
    "bootstrap_bca_mean": of_bootstrap,
    "icc1_unbalanced_anova": of_components,
    "reliability_sample_size": of_sample_size,
    "empirical_bayes_normal": of_shrinkage,
    "empirical_bayes_beta_binomial": of_shares,
    "funnel_mean": of_mean_limits,
    "funnel_overdispersion": of_overdispersion,
    "funnel_proportion": of_share_limits,
    "benjamini_hochberg": of_multiplicity,
    "indirect_standardisation": of_casemix,
    "bernoulli_cusum": of_cusum,
    "bernoulli_cusum_arl": of_run_length,
    "poisson_tail": of_burst,
    "binomial_tail": of_all_highest,
    "effective_raters": of_concentration,
    "mean_shift": of_stuffing,
    "bethlehem": of_nonresponse,
    "complementary_suppression": of_suppression,
    "anonymity_crowd": of_day_set,
    "audit_tickets": of_audit,
    "expected_rejects": of_collision,
}


def test_no_reference_value_is_left_out() -> None:
    assert {vector["kind"] for vector in VECTORS} == CHECKS.keys()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["id"]))
def test_reaches_the_reference_value(vector: Vector) -> None:
    found = CHECKS[vector["kind"]](vector["input"])

    assert found == close_to(vector["output"], vector)
