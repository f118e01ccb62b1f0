"""While somebody looks into signs at an officer's desk, citizens' figure counts for nobody."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.citizens_queries import (
    CitizensSource,
    JudgedYear,
    citizens_source,
)
from portal.evaluation.rules.citizens import CitizensMissing
from portal.evaluation.rules.rule_set import RuleSet
from portal.evaluation.verifying.released_queries import review_said
from portal.rating.anomalies.service import ReviewAnomaly, review_anomaly
from portal.rating.mixing.anomaly_rules import AnomalyKind, ReviewOutcome
from tests.factories.anomalies import make_anomaly
from tests.factories.organisation import make_agency, make_desk, make_officer, make_posting
from tests.factories.staff_figures import publish_for_staff

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
SIGNED = date(2027, 1, 12)
COMPARED = {
    "period": "2026-01/2026-11",
    "expected": 3.5,
    "city": 3.4,
    "icc": 0.05,
    "others": 5,
    "answers": 200,
    "response": 40,
    "withheld": False,
}


@pytest.fixture
def desks(session: Session) -> tuple[int, int, int]:
    """An officer, the desk served from May on, and another desk; the figure counts otherwise."""
    agency = make_agency(session)
    own, other = make_desk(session, agency), make_desk(session, agency, "dukcapil-2")
    officer = make_officer(session)
    make_posting(session, officer, own, starts_on=date(2026, 5, 1))
    year = {"period": COMPARED["period"], "value": 80, "n": 90, "interval": None}
    publish_for_staff(session, {f"officers/{officer.id}": json.dumps({"year": year})})
    body = json.dumps(COMPARED)
    publish_for_staff(session, {f"services-of/{officer.id}": body}, period="2026-12")
    session.commit()
    return officer.id, own.id, other.id


def read(session: Session, officer: int, *, on: date = SIGNED) -> CitizensSource:
    return citizens_source(session, JudgedYear(officer, YEAR, YEAR, on), rules=RuleSet())


@pytest.mark.parametrize("kind", AnomalyKind)
def test_signs_of_pressure_or_of_rating_oneself_keep_the_figure_out_until_they_are_decided(
    session: Session, desks: tuple[int, int, int], kind: AnomalyKind
) -> None:
    officer, own, _ = desks
    number = make_anomaly(session, own, kind=kind)
    is_of_staff = kind is not AnomalyKind.LOW_SHARE

    found = read(session, officer)
    assert found.is_under_review is is_of_staff
    assert (found.voice.because is CitizensMissing.UNDER_REVIEW) is is_of_staff
    assert (found.voice.weight == 0) is is_of_staff

    review = ReviewAnomaly(number, ReviewOutcome.UNFOUNDED, note="Kamera menunjukkan pengunjung.")
    review_anomaly(session, review, today=SIGNED)
    assert read(session, officer).voice.because is None
    # What was signed the day before stays as it was.
    assert read(session, officer, on=SIGNED - timedelta(days=1)).is_under_review is is_of_staff


@pytest.mark.parametrize(
    ("at_own", "period", "noticed_on"),
    [
        (False, "2026-05", date(2026, 6, 2)),
        (True, "2025-12", date(2026, 1, 2)),
        (True, "2026-12", date(2027, 1, 2)),
        (True, "2026-05", SIGNED + timedelta(days=1)),
    ],
)
def test_signs_elsewhere_in_other_months_or_noticed_later_are_nobodys(
    session: Session,
    desks: tuple[int, int, int],
    *,
    at_own: bool,
    period: str,
    noticed_on: date,
) -> None:
    officer, own, other = desks
    make_anomaly(session, own if at_own else other, period=period, noticed_on=noticed_on)

    assert not read(session, officer).is_under_review


def test_who_served_at_no_desk_has_no_signs(session: Session, desks: tuple[int, int, int]) -> None:
    _, own, _ = desks
    make_anomaly(session, own)
    nobody = make_officer(session, "1002")
    year = {"period": COMPARED["period"], "value": 80, "n": 90, "interval": None}
    publish_for_staff(session, {f"officers/{nobody.id}": json.dumps({"year": year})})
    body = json.dumps(COMPARED)
    publish_for_staff(session, {f"services-of/{nobody.id}": body}, period="2026-12")

    assert not read(session, nobody.id).is_under_review


def test_verify_asks_again_only_for_a_figure_that_could_count(
    session: Session, desks: tuple[int, int, int]
) -> None:
    officer, own, _ = desks
    make_anomaly(session, own)

    assert review_said(session, officer, release="2026-11", asked_on=SIGNED) is False
    released = read(session, officer).released
    assert released is not None
    assert review_said(session, officer, release=released.release, asked_on=SIGNED) is True
