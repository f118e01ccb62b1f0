"""The official report: exact figures by the regulation, from verified ratings and paper."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.organisation.models.calendar import Population
from portal.publication.domain.documents import PlaceKind
from portal.publication.domain.report_periods import ReportPeriod
from portal.publication.reporting.export import report_json
from portal.publication.reporting.official import (
    NothingToReport,
    ReportPeriodNotOver,
    ReportRequest,
    UnknownPlace,
    official_report,
)
from portal.publication.reporting.pdf.writing import report_pdf
from portal.rating.models.ballot import Tally
from portal.rating.models.parts import ProfileTally, ReasonTally
from tests.factories.organisation import add, make_agency, make_desk, make_service, make_unit
from tests.unit.survey.worked_case import WORKED_CASE

TODAY = date(2026, 4, 1)
QUARTER = ReportPeriod.of(2026, quarter=1)


def request(code: str = "dukcapil", **fields: Any) -> ReportRequest:
    parts = {
        "kind": PlaceKind.AGENCY,
        "period": QUARTER,
        "city": "Kota Uji",
        "is_demo": True,
        "public_address": "https://nilai.example/agencies/dukcapil",
    }
    return ReportRequest(code=code, **(parts | fields))


@pytest.fixture
def agency(session: Session) -> int:
    """An agency with a unit, a desk and a service, rated as in the published worked case."""
    made = make_agency(session)
    unit = make_unit(session, made, "upt-utara")
    service = make_service(session, made, "ktp")
    desk = make_desk(session, made, services=(service,), unit_id=unit.id)
    place = {"unit_id": unit.id, "desk_id": desk.id, "service_id": service.id}
    tally(session, made.id, period="2026-03", channel="paper", **place)
    session.commit()
    return int(made.id)


def tally(session: Session, agency_id: int, **fields: Any) -> None:
    counts = {str(element): list(levels.answers) for element, levels in WORKED_CASE.items()}
    exact = {
        "agency_id": agency_id,
        "respondents": 187,
        "composite_sum": 2520 * 187 * 3,
        "composite_square_sum": 0,
        "all_top": 0,
        "level_counts": counts,
    }
    add(session, Tally(**(exact | fields)))


def test_agrees_with_the_published_worked_case(session: Session, agency: int) -> None:
    report = official_report(session, request(), today=TODAY)

    assert (report.ikm, report.grade) == (Decimal("87.64"), "B")
    assert report.sample.respondents == 187
    assert [element.counts for element in report.elements] == [
        levels.answers for levels in WORKED_CASE.values()
    ]
    assert report.elements[0].nrr == Decimal("3.37")


def test_its_json_has_the_keys_that_programs_rely_on(session: Session, agency: int) -> None:
    add(session, Population(agency_id=agency, year=2026, users=1000, source="Laporan 2025"))
    body = json.loads(report_json(official_report(session, request(), today=TODAY)))

    assert (body["agency"], body["period"], body["respondents"]) == ("dukcapil", "2026-Q1", 187)
    assert (body["minimum_sample"], body["minimum_reached"]) == (278, False)
    assert (body["ikm"], body["grade"], body["demo"]) == (87.64, "B", True)
    first = body["elements"][0]
    assert (first["key"], first["nrr"], first["grade"]) == ("requirements", 3.37, "B")
    assert first["counts"] == [0, 0, 118, 69]
    assert body["channels"] == {"paper": 187}


def test_unverified_ratings_stay_out_once_thirty_others_are_there(
    session: Session, agency: int
) -> None:
    tally(session, agency, period="2026-01", channel="open", respondents=500)

    report = official_report(session, request(), today=TODAY)

    assert report.sample.respondents == 187
    assert (report.channels, report.left_out) == ({"paper": 187}, {"open": 500})


def test_unverified_ratings_alone_are_taken_and_named(session: Session, agency: int) -> None:
    tally(session, agency, period="2026-04", channel="open")
    month = ReportPeriod.of(2026, month=4)

    report = official_report(session, request(period=month), today=date(2026, 5, 1))

    assert report.channels == {"open": 187}


def test_a_unit_has_a_report_without_a_population_of_its_own(session: Session, agency: int) -> None:
    tally(session, agency, period="2026-01", channel="ticket")

    unit = official_report(session, request("upt-utara", kind=PlaceKind.UNIT), today=TODAY)
    whole = official_report(session, request(), today=TODAY)

    assert (unit.place.unit, unit.sample.respondents, unit.sample.minimum) == (
        "upt-utara",
        187,
        None,
    )
    assert unit.sample.is_reached is None
    assert whole.sample.respondents == 374
    assert [(part.kind, part.code, part.respondents) for part in whole.parts] == [
        ("unit", "upt-utara", 187),
        ("service", "ktp", 187),
    ]


def test_says_who_answered_what_they_want_and_what_to_mend_first(
    session: Session, agency: int
) -> None:
    for answer, respondents in (("female", 60), ("male", 40)):
        who = {"agency_id": agency, "year": 2026, "field": "sex"}
        add(session, ProfileTally(**who, answer=answer, respondents=respondents))
    for element, respondents in (("procedure", 70), ("cost", 30)):
        add(
            session,
            ReasonTally(agency_id=agency, year=2026, element=element, respondents=respondents),
        )

    report = official_report(session, request(), today=TODAY)

    ((field, shares),) = [(each.field, each.answers) for each in report.profile]
    assert (field, [(share.answer, share.percent) for share in shares]) == (
        "sex",
        [("female", 60), ("male", 40)],
    )
    assert report.priorities == ("procedure",)


def test_without_wishes_the_weakest_elements_come_first(session: Session, agency: int) -> None:
    report = official_report(session, request(), today=TODAY)

    assert report.priorities[0] == "product"
    assert "cost" not in report.priorities


def test_shows_the_quarters_before_earliest_first(session: Session, agency: int) -> None:
    tally(session, agency, period="2025-12", channel="ticket")
    tally(session, agency, period="2025-08", channel="ticket")

    report = official_report(session, request(), today=TODAY)

    assert [point.period for point in report.trend] == ["2025-Q3", "2025-Q4"]


def test_refuses_what_is_not_over_not_there_or_not_rated(session: Session, agency: int) -> None:
    with pytest.raises(ReportPeriodNotOver, match="2026-Q1 is not over"):
        official_report(session, request(), today=date(2026, 3, 31))
    with pytest.raises(UnknownPlace, match="agency dinkes"):
        official_report(session, request("dinkes"), today=TODAY)
    with pytest.raises(UnknownPlace, match="unit upt-barat"):
        official_report(session, request("upt-barat", kind=PlaceKind.UNIT), today=TODAY)
    with pytest.raises(NothingToReport):
        official_report(session, request(period=ReportPeriod.of(2025)), today=TODAY)


def test_becomes_a_pdf_that_starts_with_the_sheet_to_hang_up(session: Session, agency: int) -> None:
    import pypdfium2
    import zxingcpp

    pdf = pypdfium2.PdfDocument(report_pdf(official_report(session, request(), today=TODAY)))
    sheet = pdf[0]
    text = sheet.get_textpage().get_text_range()
    codes = zxingcpp.read_barcodes(sheet.render(scale=3).to_pil())
    rest = "".join(pdf[page].get_textpage().get_text_range() for page in range(1, len(pdf)))
    pdf.close()

    assert "87,64" in text
    assert "Mutu B - Baik" in text
    assert "DATA CONTOH" in text
    assert [code.text for code in codes] == ["https://nilai.example/agencies/dukcapil"]
    for chapter in ("1. Latar belakang", "4. Hasil tiap unsur", "8. Prioritas"):
        assert chapter in rest
