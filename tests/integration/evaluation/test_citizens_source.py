"""Citizens' part of a year: read from documents as releases write them, and why it is left out."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.citizens_queries import citizens_source
from portal.evaluation.rules.citizens import GATE_RULES, CitizensMissing, without_comparison
from tests.factories.officer_answers import people
from tests.factories.staff_figures import officer_bodies, publish_for_staff

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
OFFICER = 7


def publish(session: Session, *, answers: int, month: str = "2026-01") -> None:
    rows = people(OFFICER, answers, month=month)
    publish_for_staff(session, officer_bodies(rows, agency="dinkes"))


def test_a_released_figure_is_read_as_it_was_written_and_is_not_compared(session: Session) -> None:
    publish(session, answers=40)

    found = citizens_source(session, OFFICER, within=YEAR, rules=GATE_RULES)

    assert found.released is not None
    assert (found.released.mean, found.released.answers) == (Decimal(3), 40)
    assert (found.voice.value, found.step_value, found.voice.weight) == (None, None, 0)
    assert found.voice.because is CitizensMissing.NOT_COMPARED


def test_nothing_released_and_another_year_are_too_few_answers(session: Session) -> None:
    none = citizens_source(session, OFFICER, within=YEAR, rules=GATE_RULES)
    publish(session, answers=40, month="2025-12")

    other = citizens_source(session, OFFICER, within=YEAR, rules=GATE_RULES)

    for found in (none, other):
        assert found.released is None
        assert found.voice.because is CitizensMissing.FEW_ANSWERS


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
