"""The exact report leaves out and names what cannot be true, as the public figures do."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.organisation.places.models import AgencyRow
from portal.publication.reports.content import Report, ReportPlace
from portal.publication.reports.encoding import report_json
from portal.publication.reports.offers import offers
from portal.publication.reports.printing import printed
from portal.publication.reports.request import SumsImpossible
from portal.rating.mixing.ballot_models import Tally
from tests.factories.corrupting import corrupt_tally, let_anything_in
from tests.factories.organisation import make_agency, make_desk, make_service
from tests.factories.reports import alike, make_ratings, report_of


@pytest.fixture
def agency(session: Session) -> AgencyRow:
    return make_agency(session)


def body(report: Report) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(report_json(report))
    return content


IMPOSSIBLE = {"level_counts": '{"parking": [1, 2, 3, 4]}'}


def spoil(session: Session, **where: Any) -> None:
    let_anything_in(session)
    for tally in session.scalars(select(Tally.id).filter_by(**where)).all():
        corrupt_tally(session, tally, IMPOSSIBLE)
    session.commit()
    session.expire_all()


def test_sums_of_a_desk_that_cannot_be_true_are_left_out_and_named(
    session: Session, agency: AgencyRow
) -> None:
    service, other = make_service(session, agency, "ktp"), make_service(session, agency, "kk")
    desk = make_desk(session, agency, "loket-9", services=(service, other))
    make_ratings(session, agency, counts=alike(0, 0, 40, 0), desk_id=desk.id, service_id=service.id)
    make_ratings(session, agency, counts=alike(0, 0, 0, 60), service_id=service.id)
    make_ratings(session, agency, counts=alike(0, 0, 0, 50), service_id=other.id)
    whole = body(report_of(session))

    spoil(session, desk_id=desk.id)

    found = body(report_of(session))
    assert (whole["respondents"], found["respondents"]) == (150, 110)
    assert whole["uncounted"] == []
    assert found["uncounted"] == [
        {"kind": "desk", "name": desk.name, "channel": "ticket", "period": "2025-12"}
    ]
    ikms = {each["code"]: each["ikm"] for each in found["parts"]}
    assert ikms["ktp"] is None
    assert printed(report_of(session)).startswith(b"%PDF")


def test_a_report_is_refused_when_the_places_own_sums_cannot_be_true(
    session: Session, agency: AgencyRow
) -> None:
    make_ratings(session, agency, counts=alike(0, 0, 40, 0))
    make_ratings(session, agency, counts=alike(0, 0, 40, 0), channel="presence")

    spoil(session, channel="ticket")

    with pytest.raises(SumsImpossible, match="2025-12"):
        report_of(session)
    place = ReportPlace(agency.id, agency.code, agency.name, None, None, None)
    assert offers(session, place, year=2025, today=date(2026, 2, 1)) == ()
