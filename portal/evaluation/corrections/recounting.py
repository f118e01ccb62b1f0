"""A document with one value corrected: what follows from it is counted anew, no level moves."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from portal.evaluation.appraisals.year_values import year_measure
from portal.evaluation.corrections.domain import Wrong
from portal.evaluation.cycles.rule_text import with_values
from portal.evaluation.plans.domain import Indicator
from portal.evaluation.realisations.domain import IndicatorPeriod, Realisation
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.result_aid import MeasuredIndicator, Standpoint, result_aid
from portal.evaluation.rules.rule_set import RuleSet
from portal.evaluation.rules.states import RealisationState

Json = Mapping[str, Any]
BY_APPRAISER = frozenset({RealisationState.DISPUTED, RealisationState.NOT_REPORTED})
NOWHERE = IndicatorPeriod(0, 0, 0, 0, 0)


class NoSuchValue(ValueError):
    """The document holds no such value of that indicator and period."""


def values_in(document: Json) -> list[Wrong]:
    """Return every value that a document counts with, each still as it is."""
    found = []
    for row in document["result"]["realisations"]:
        value = row[_counting(row)]
        if value is not None:
            number = Decimal(value)
            found.append(Wrong(int(row["indicator"][1:]), row["period"], number, number))
    return found


def recounted(document: Json, wrong: Wrong) -> Json:
    """Return the document's result with one value put right, and what follows from it.

    Aid and its level are counted anew by the rules that the document holds. The levels that
    people chose stay as they are: changing them is an objection's business.

    :raises NoSuchValue: when the document says something else than ``wrong.was``.
    """
    result = document["result"]
    rows = [_corrected(row, wrong) for row in result["realisations"]]
    if rows == list(result["realisations"]):
        raise NoSuchValue(f"{wrong.indicator}, {wrong.period}")
    indicators = {each["name"]: each for each in document["plan"]["indicators"]}
    measure = _measure(indicators[wrong.indicator], rows)
    measures = [
        measure if measure and each["indicator"] == wrong.indicator else _as_said(each, indicators)
        for each in result["measures"]
    ]
    return {**result, "realisations": rows, **_aid(measures, document=document)}


def _corrected(row: Json, wrong: Wrong) -> Json:
    name = _counting(row)
    is_meant = (row["indicator"], row["period"]) == (wrong.indicator, wrong.period)
    is_so = row[name] is not None and Decimal(row[name]) == wrong.was
    return {**row, name: wrong.value} if is_meant and is_so else row


def _counting(row: Json) -> str:
    """Return the name of the value that counts: of a dispute the appraiser's."""
    return "appraiser_value" if RealisationState(row["state"]) in BY_APPRAISER else "value"


def _measure(said: Json, rows: Sequence[Json]) -> MeasuredIndicator | None:
    own = {row["period"]: _realisation(row) for row in rows if row["indicator"] == said["name"]}
    return year_measure(_indicator(said), periods=sorted(own), found=own)


def _indicator(said: Json) -> Indicator:
    return Indicator(
        0,
        int(said["name"][1:]),
        said["text"],
        Aspect.QUANTITY,
        Direction(said["direction"]),
        None if said["target"] is None else Decimal(said["target"]),
        said["unit"],
        said["target_text"],
        "",
        said["source"],
        said["weight"],
        tuple(Decimal(each) for each in said["quarters"]),
    )


def _realisation(row: Json) -> Realisation:
    def number(name: str) -> Decimal | None:
        return None if row[name] is None else Decimal(row[name])

    state = RealisationState(row["state"])
    values = number("value"), number("appraiser_value")
    return Realisation(0, NOWHERE, state, 1, *values, None, False, None, None)


def _as_said(measure: Json, indicators: Mapping[str, Json]) -> MeasuredIndicator:
    said = indicators[measure["indicator"]]
    value = measure["realisation"]
    return MeasuredIndicator(
        measure["indicator"],
        said["weight"] or 0,
        Fraction(measure["target"]),
        Direction(said["direction"]),
        realisation=None if value is None else Fraction(value),
        state=Standpoint(measure["state"]),
    )


def _aid(measures: Sequence[MeasuredIndicator], *, document: Json) -> Json:
    rules = with_values(RuleSet(), document["rules"]["values"]).result
    aid = result_aid(measures, least_share=rules.least_share)
    return {
        "measures": [
            {
                "indicator": each.key,
                "target": Fraction(each.target),
                "realisation": None if each.realisation is None else Fraction(each.realisation),
                "state": each.state,
            }
            for each in measures
        ],
        "score": aid.score,
        "weights": aid.weights,
        "attainments": aid.attainments,
        "left_out": [
            {"key": each.key, "weight": each.weight, "because": each.because}
            for each in aid.left_out
        ],
        "level": rules.cuts.level(aid.score),
    }
