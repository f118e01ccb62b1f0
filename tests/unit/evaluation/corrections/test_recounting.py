"""A corrected document by hand: one value is put right, and what follows from it."""

import copy
from decimal import Decimal
from typing import Any

import pytest

from portal.evaluation.appraisals.canonical import plain
from portal.evaluation.corrections.domain import Wrong
from portal.evaluation.corrections.recounting import NoSuchValue, recounted, values_in

INDICATOR = {"direction": "higher", "target_text": "", "unit": "berkas", "source": "own"}
FIRST = {
    "name": "i1",
    "text": "Berkas selesai",
    "target": "100",
    "weight": 60,
    "quarters": ["50", "50"],
    **INDICATOR,
}
SECOND = {
    "name": "i2",
    "text": "Berkas benar",
    "target": "40",
    "weight": 40,
    "quarters": [],
    **INDICATOR,
}


def row(indicator: str, period: int, value: str | None, **more: Any) -> dict[str, Any]:
    fields = {"state": "verified", "appraiser_value": None}
    return {"indicator": indicator, "period": period, "value": value} | fields | more


# The first indicator gave 50 + 46 of 100, the second 40 of 40: 0.6 x 96 + 0.4 x 100 = 97.6.
DOCUMENT: dict[str, Any] = {
    "plan": {"indicators": [FIRST, SECOND]},
    "rules": {"version": 1, "values": {}},
    "result": {
        "realisations": [row("i1", 1, "50"), row("i1", 2, "46"), row("i2", 1, "40")],
        "measures": [
            {"indicator": "i1", "target": "100", "realisation": "96", "state": "verified"},
            {"indicator": "i2", "target": "40", "realisation": "40", "state": "verified"},
        ],
        "score": "488/5",
        "level": "meets",
        "near": "unchanged",
    },
}


def test_a_value_put_right_changes_what_follows_from_it_and_nothing_else() -> None:
    before = copy.deepcopy(DOCUMENT)

    made = plain(recounted(DOCUMENT, Wrong(1, 2, Decimal(46), Decimal(19))))

    # 50 + 19 of 100: 0.6 x 69 + 0.4 x 100 = 81.4.
    assert made["score"] == "407/5"
    assert [each["value"] for each in made["realisations"]] == ["50", "19", "40"]
    assert [each["realisation"] for each in made["measures"]] == ["69/1", "40/1"]
    assert made["near"] == "unchanged"
    assert before == DOCUMENT


@pytest.mark.parametrize(
    "wrong",
    [
        Wrong(1, 2, Decimal(45), Decimal(19)),
        Wrong(1, 3, Decimal(46), Decimal(19)),
        Wrong(3, 2, Decimal(46), Decimal(19)),
    ],
)
def test_a_value_that_is_not_in_the_document_is_refused(wrong: Wrong) -> None:
    with pytest.raises(NoSuchValue):
        recounted(DOCUMENT, wrong)


def test_of_a_dispute_the_appraisers_value_counts_and_nothing_is_no_value() -> None:
    document = copy.deepcopy(DOCUMENT)
    document["result"]["realisations"][1] |= {"state": "disputed", "appraiser_value": "40"}
    document["result"]["realisations"][2] |= {"state": "not_measurable", "value": None}

    assert [(each.indicator, each.period, each.was) for each in values_in(document)] == [
        ("i1", 1, Decimal(50)),
        ("i1", 2, Decimal(40)),
    ]
    made = recounted(document, Wrong(1, 2, Decimal(40), Decimal(44)))
    corrected = made["realisations"][1]
    assert (corrected["value"], corrected["appraiser_value"]) == ("46", Decimal(44))
