"""Recomputing a document from itself: aids, weights, gate, quadrant.

A level is a person's choice: it is compared with what that person set, never computed.
"""

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from portal.evaluation.cycles.rule_text import thawed
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.behaviour import behaviour_aid
from portal.evaluation.rules.colleagues import ColleaguesMissing, FoldedAnswers
from portal.evaluation.rules.levels import ExpectationLevel, predicate_of
from portal.evaluation.rules.result_aid import MeasuredIndicator, Standpoint, result_aid
from portal.evaluation.rules.rule_set import RuleSet
from portal.evaluation.verifying.domain import Field, Json, compared
from portal.evaluation.verifying.regating import ungated, voice_of


def rules_in(document: Json) -> RuleSet:
    """Return the rules that a document holds."""
    return thawed(json.dumps(document["rules"]["values"]))


def recomputed(document: Json) -> Iterator[Field]:
    """Give every number and word of a document that does not follow from the rest of it."""
    rules = rules_in(document)
    yield from _result(document, rules=rules)
    yield from ungated(document, rules=rules.citizens, weight=rules.behaviour.citizens)
    yield from _behaviour(document, rules=rules)
    levels = document["levels"]
    predicate = predicate_of(_level(levels["result"]), _level(levels["behaviour"]))
    yield from compared(levels["predicate"], predicate, path="levels.predicate")


def _level(word: str | None) -> ExpectationLevel | None:
    return None if word is None else ExpectationLevel(word)


def _number(text: Any) -> Fraction | None:
    return None if text is None else Fraction(str(text))


def _result(document: Json, *, rules: RuleSet) -> Iterator[Field]:
    result = document["result"]
    indicators = {each["name"]: each for each in document["plan"]["indicators"]}
    measures = [
        MeasuredIndicator(
            each["indicator"],
            indicators[each["indicator"]]["weight"] or 0,
            Fraction(each["target"]),
            Direction(indicators[each["indicator"]]["direction"]),
            realisation=_number(each["realisation"]),
            state=Standpoint(each["state"]),
        )
        for each in result["measures"]
    ]
    if not measures:
        yield from compared(result["score"], None, path="result.score")
        return
    aid = result_aid(measures, least_share=rules.result.least_share)
    left_out = [
        {"key": each.key, "weight": each.weight, "because": each.because} for each in aid.left_out
    ]
    expected = {
        "score": aid.score,
        "weights": aid.weights,
        "attainments": aid.attainments,
        "left_out": left_out,
        "level": rules.result.cuts.level(aid.score),
    }
    yield from compared({key: result[key] for key in expected}, expected, path="result")


def _behaviour(document: Json, *, rules: RuleSet) -> Iterator[Field]:
    steps: Mapping[str, Json] = document["ratings"][-1]["steps"]
    colleagues = document["colleagues"]
    because = colleagues["because"]
    folded = FoldedAnswers(
        _number(colleagues["value"]),
        colleagues["at_least"],
        None if because is None else ColleaguesMissing(because),
    )
    aid = behaviour_aid(
        [each["step"] for each in steps.values()],
        colleagues=folded,
        citizens=voice_of(document, rules=rules.citizens, weight=rules.behaviour.citizens),
        rules=rules.behaviour,
    )
    expected = {
        "score": aid.score,
        "weights": aid.weights,
        "left_out": [
            {"key": each.key, "weight": each.weight, "because": each.because}
            for each in aid.left_out
        ],
        "level": aid.level,
        "near_border": aid.is_near_border,
    }
    yield from compared(document["behaviour"], expected, path="behaviour")
