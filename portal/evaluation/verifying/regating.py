"""Citizens' figure of a document through the gate again."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from fractions import Fraction
from typing import Any

from portal.evaluation.appraisals.citizens_queries import is_served
from portal.evaluation.rules.citizens import (
    CitizensFigure,
    CitizensVoice,
    GateRules,
    gated,
    without_comparison,
)
from portal.evaluation.verifying.domain import Field, Json, compared


def voice_of(document: Json, *, rules: GateRules, weight: Any) -> CitizensVoice:
    """Return what the gate gives of the figure that a document holds.

    :param weight: nominal, as the rules say.
    """
    citizens, plan = document["citizens"], document["plan"]
    told = citizens.get("compared")
    if citizens["mean"] is None or told is None:
        answers = 0 if citizens["mean"] is None else citizens["answers"]
        return without_comparison(answers or 0, rules=rules)
    served = (date.fromisoformat(plan["starts_on"]), date.fromisoformat(plan["ends_on"]))
    figure = CitizensFigure(
        answers=citizens["answers"] or 0,
        mean=Fraction(citizens["mean"]),
        expected=Fraction(told["city"] if told["expected"] is None else told["expected"]),
        city=Fraction(told["city"]),
        icc=Fraction(told["icc"]),
        other_officers=told["others"],
        other_answers=told["answers"],
        response_percent=told["response"],
        is_within_period=is_served(citizens["months"], served=served),
        is_under_review=citizens.get("under_review", False),
        is_withheld=told["withheld"],
        is_used_by_indicator=citizens["used_by_indicator"],
    )
    return gated(figure, weight=weight, rules=rules)


def ungated(document: Json, *, rules: GateRules, weight: Any) -> Iterator[Field]:
    """Give what a document says of the gate that its figure does not give."""
    said = document["citizens"]
    expected = asdict(voice_of(document, rules=rules, weight=weight))
    yield from compared({key: said[key] for key in expected}, expected, path="citizens")
