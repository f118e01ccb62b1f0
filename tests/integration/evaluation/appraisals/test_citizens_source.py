"""Citizens' part of a year: read from documents as releases write them, and what the gate gives."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.citizens_queries import (
    CitizensSource,
    JudgedYear,
    citizens_source,
)
from portal.evaluation.rules.behaviour import BehaviourRules
from portal.evaluation.rules.citizens import CitizensMissing, without_comparison
from portal.evaluation.rules.rule_set import RuleSet
from tests.factories.officer_answers import people
from tests.factories.staff_figures import officer_bodies, publish_for_staff
from tests.unit.evaluation.rules.reference import VECTORS

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
OFFICER = 7
JUDGED = JudgedYear(OFFICER, year=YEAR, served=YEAR, on=date(2027, 1, 12))
GATED = [each for each in VECTORS if each["kind"] == "gated_citizens"]


def publish(session: Session, *, answers: int, month: str = "2026-01") -> None:
    rows = people(OFFICER, answers, month=month)
    publish_for_staff(session, officer_bodies(rows, agency="dinkes"))


def read(session: Session, judged: JudgedYear = JUDGED) -> CitizensSource:
    return citizens_source(session, judged, rules=RuleSet())


def released(session: Session, given: dict[str, Any], **said: Any) -> None:
    """Release a year's figure (1 to 4) and in December what it is compared with."""
    months = "2026-01/2026-11"
    year = {"period": months, "value": given["mean"] * 25, "n": given["n"], "interval": None}
    publish_for_staff(session, {f"officers/{OFFICER}": json.dumps({"year": year})})
    compared = {
        "period": months,
        "expected": given["expected"],
        "city": given["city"],
        "icc": given["icc"],
        "others": given["others"],
        "answers": given["other_answers"],
        "response": given["response_percent"],
        "withheld": False,
    }
    body = json.dumps(compared | said)
    publish_for_staff(session, {f"services-of/{OFFICER}": body}, period="2026-12")


def test_a_released_figure_is_read_as_it_was_written_and_is_not_compared(session: Session) -> None:
    publish(session, answers=40)

    found = read(session)

    assert found.released is not None
    assert (found.released.mean, found.released.answers) == (Decimal(3), 40)
    assert (found.voice.value, found.step_value, found.voice.weight) == (None, None, 0)
    assert found.voice.because is CitizensMissing.NOT_COMPARED


def test_nothing_released_and_another_year_are_too_few_answers(session: Session) -> None:
    none = read(session)
    publish(session, answers=40, month="2025-12")

    for found in (none, read(session)):
        assert found.released is None
        assert found.voice.because is CitizensMissing.FEW_ANSWERS


@pytest.mark.parametrize("vector", GATED, ids=lambda vector: vector["id"])
def test_the_reference_values_are_reached_from_releases(
    session: Session, vector: dict[str, Any]
) -> None:
    given, wanted = vector["input"], vector["output"]
    released(session, given)
    weighed = BehaviourRules(superior=100 - 2 * given["weight"], citizens=given["weight"])

    voice = citizens_source(session, JUDGED, rules=replace(RuleSet(), behaviour=weighed)).voice

    assert voice.because == wanted["reason"]
    assert voice.value == (
        None if wanted["value"] is None else pytest.approx(wanted["value"], abs=1e-9)
    )
    assert float(voice.reliability) == pytest.approx(wanted["reliability"], abs=1e-9)
    assert float(voice.weight) == pytest.approx(wanted["weight"], abs=1e-9)


OPEN = GATED[1]["input"]


@pytest.mark.parametrize(
    ("said", "judged", "because"),
    [
        ({"withheld": True}, JUDGED, CitizensMissing.WITHHELD),
        (
            {"expected": None, "others": None, "answers": None},
            JUDGED,
            CitizensMissing.NOTHING_COMPARABLE,
        ),
        ({"period": "2026-01/2026-06"}, JUDGED, CitizensMissing.NOT_COMPARED),
        (
            {},
            replace(JUDGED, served=(date(2026, 2, 1), YEAR[1])),
            CitizensMissing.OUTSIDE_PERIOD,
        ),
        ({}, replace(JUDGED, is_used_by_indicator=True), CitizensMissing.USED_BY_INDICATOR),
    ],
)
def test_every_cause_keeps_a_figure_out_of_the_aid(
    session: Session, said: dict[str, Any], judged: JudgedYear, because: CitizensMissing
) -> None:
    released(session, OPEN, **said)

    found = read(session, judged)

    assert (found.step_value, found.voice.weight, found.voice.because) == (None, 0, because)
    assert found.voice.because_for_appraiser == "not_usable"


@pytest.mark.parametrize(
    ("answers", "because"),
    [
        (0, CitizensMissing.FEW_ANSWERS),
        (29, CitizensMissing.FEW_ANSWERS),
        (30, CitizensMissing.NOT_COMPARED),
    ],
)
def test_too_few_answers_are_said_first(answers: int, because: CitizensMissing) -> None:
    voice = without_comparison(answers)

    assert voice.because is because
    assert voice.because_for_appraiser == "not_usable"
