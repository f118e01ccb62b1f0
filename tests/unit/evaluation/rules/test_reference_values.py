"""Every reference value is reached by the function that the portal uses, within its tolerance."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from portal.evaluation.rules.attainment import Direction, attainment
from portal.evaluation.rules.award_lots import lot
from portal.evaluation.rules.awards import Nominee, finalists, in_order
from portal.evaluation.rules.citizens import CitizensFigure, gated
from portal.evaluation.rules.colleagues import folded, median_without
from portal.evaluation.rules.exact import exact
from portal.evaluation.rules.levels import ExpectationLevel, LevelCuts, predicate_of
from portal.evaluation.rules.result_aid import MeasuredIndicator, Standpoint, result_aid
from portal.evaluation.rules.sameness import sameness_signs
from portal.evaluation.rules.signals import Team, leniency_signs
from portal.evaluation.rules.weighting import Part, weighted_mean_of
from tests.unit.evaluation.rules.reference import OFFICIAL, VECTORS, Vector, close_to, plain

Given = dict[str, Any]


def of_attainment(given: Given) -> Given:
    reached = attainment(
        given["realisation"], target=given["target"], direction=Direction(given["direction"])
    )
    return {"percent": reached}


def of_work_result(given: Given) -> Given:
    indicators = [
        MeasuredIndicator(
            one["id"],
            one["weight"],
            target=one["target"],
            direction=Direction(one["direction"]),
            realisation=one["realisation"],
            state=Standpoint(one.get("state", "verified")),
        )
        for one in given["indicators"]
    ]
    aid = result_aid(indicators, least_share=given["least_weight"])
    return {"score": aid.score, "weights": aid.weights, "attainment": aid.attainments}


def of_matrix(given: Given) -> Given:
    levels = ExpectationLevel(given["result"]), ExpectationLevel(given["behaviour"])
    return {"predicate": OFFICIAL[predicate_of(*levels)]}


def of_cuts(given: Given) -> Given:
    levels = {
        key: cuts(given[f"{key}_bounds"]).level(given[key]) for key in ("result", "behaviour")
    }
    return {
        **{f"{key}_level": level and level.value for key, level in levels.items()},
        "predicate": OFFICIAL[predicate_of(levels["result"], levels["behaviour"])],
    }


def cuts(bounds: Given) -> LevelCuts:
    return LevelCuts(exact(bounds["meets_from"]), exact(bounds["above_beyond"]))


def of_citizens(given: Given) -> Given:
    figure = CitizensFigure(
        answers=given["n"],
        mean=given["mean"],
        expected=given["expected"],
        city=given["city"],
        icc=given["icc"],
        other_officers=given["others"],
        other_answers=given["other_answers"],
        response_percent=given["response_percent"],
    )
    voice = gated(figure, weight=given["weight"])
    return {
        "value": voice.value,
        "reliability": voice.reliability,
        "weight": voice.weight,
        "reason": voice.because and voice.because.value,
    }


def of_folding(given: Given) -> Given:
    outcome = folded(given["answers"], left_out=given["left_out"])
    told = outcome.told_at_least and f"{outcome.told_at_least} or more"
    if outcome.because is not None:
        return {"value": None, "told": told, "reason": outcome.because.value}
    middle = median_without(given["answers"], given["left_out"])
    return {"value": outcome.value, "told": told, "median": middle}


def of_combining(given: Given) -> Given:
    parts = [
        Part(key, weight, given["values"][key], *(("missing",) * (given["values"][key] is None)))
        for key, weight in given["weights"].items()
    ]
    mean = weighted_mean_of(parts, required={"superior"})
    return {"score": mean.score, "weights": mean.weights}


def of_leniency(given: Given) -> Given:
    signs = leniency_signs(
        {key: Team(**team) for key, team in given["teams"].items()},
        appraisal_variance=given["s2_y"],
        anchor_variance=given["s2_x"],
    )
    return {
        "tau2": signs.between,
        "mean_difference": signs.mean_difference,
        "shrink": signs.shrink,
        "leniency": signs.leniency,
    }


def of_sameness(given: Given) -> Given:
    signs = sameness_signs(given["superiors"])
    return {"spread": signs.spread, "ratio": signs.ratio, "signal": list(signs.shown)}


def of_awards(given: Given) -> Given:
    nominees = [
        Nominee(one["id"], one["score"], standard_error=one["se"], work_result=one["work"])
        for one in given["candidates"]
    ]
    tied = [nominee.number for nominee in finalists(nominees)]
    return {
        "tied": tied,
        "order": [nominee.number for nominee in in_order(nominees, seed=given["seed"])],
        "lots": {number: lot(given["seed"], number)[:16] for number in tied},
    }


REACHED_BY: dict[str, Callable[[Given], Given]] = {
    "attainment": of_attainment,
    "work_result": of_work_result,
    "work_result_withheld": of_work_result,
    "matrix_predicate": of_matrix,
    "cut_and_predicate": of_cuts,
    "gated_citizens": of_citizens,
    "peer_folding": of_folding,
    "component_reweighting": of_combining,
    "leniency_signal": of_leniency,
    "halo_signal": of_sameness,
    "award_ties": of_awards,
}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_the_portal_reaches_the_reference_value(vector: Vector) -> None:
    reached = plain(REACHED_BY[vector["kind"]](vector["input"]))

    # The vectors are written to ten decimals; those with tolerance 0 are exact.
    assert reached == close_to(vector["output"], vector["tolerance"] or 1e-12)


def test_there_are_as_many_reference_values_as_were_given() -> None:
    assert len(VECTORS) == 57
    assert {vector["kind"] for vector in VECTORS} == set(REACHED_BY)


def test_a_decimal_means_what_it_says() -> None:
    assert exact(0.1) == Fraction(1, 10)
