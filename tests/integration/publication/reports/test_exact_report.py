"""The official edition counts every answer once, from whatever channel, and names the channels."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.organisation.calendar.models import Population, VisitsServed
from portal.organisation.figure_rules.models import FigureRuleChange
from portal.organisation.places.models import AgencyRow
from portal.publication.reports.content import Quadrant, Report
from portal.publication.reports.encoding import report_json
from portal.publication.reports.offers import offers
from portal.publication.reports.request import NothingToReport, PlaceUnknown, SpanNotOver
from portal.survey.elements import ELEMENTS
from tests.factories.organisation import (
    add,
    make_agency,
    make_desk,
    make_note,
    make_service,
    make_unit,
)
from tests.factories.reports import (
    TODAY,
    alike,
    make_profile,
    make_ratings,
    make_reasons,
    report_of,
)
from tests.unit.survey.worked_case import RESPONDENTS, WORKED_CASE

WORKED = {element: counts.answers for element, counts in WORKED_CASE.items()}


@pytest.fixture
def agency(session: Session) -> AgencyRow:
    return make_agency(session)


def body(report: Report) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(report_json(report))
    return content


def test_the_published_example_gives_its_index(session: Session, agency: AgencyRow) -> None:
    make_ratings(session, agency, counts=WORKED, channel="paper")

    found = body(report_of(session))

    assert found["agency"] == "dukcapil"
    assert found["period"] == "2025"
    assert found["respondents"] == RESPONDENTS == 187
    assert (found["ikm"], found["grade"]) == (87.64, "B")
    assert found["channels"] == ["paper"]
    assert [(each["key"], each["counts"]) for each in found["elements"]] == [
        (str(element), list(counts)) for element, counts in WORKED.items()
    ]
    assert [each["nrr"] for each in found["elements"]] == [
        3.37,
        3.44,
        3.4,
        3.85,
        3.33,
        3.49,
        3.52,
        3.78,
        3.37,
    ]
    assert [each["grade"] for each in found["elements"]] == list("BBBABBBAB")


def test_paper_and_phone_count_together_and_are_named(session: Session, agency: AgencyRow) -> None:
    make_ratings(session, agency, counts=alike(0, 0, 30, 10), channel="ticket")
    make_ratings(session, agency, counts=alike(0, 0, 10, 0), channel="presence", period="2025-02")
    make_ratings(session, agency, counts=alike(0, 0, 0, 50), channel="paper", period="2025-06")
    make_ratings(session, agency, counts=alike(40, 0, 0, 0), channel="open")

    found = body(report_of(session))

    assert found["respondents"] == 100
    assert found["ikm"] == 90.0
    assert found["channels"] == ["ticket", "presence", "paper"]
    assert found["by_channel"] == [
        {"channel": "ticket", "respondents": 40, "counted": True},
        {"channel": "presence", "respondents": 10, "counted": True},
        {"channel": "open", "respondents": 40, "counted": False},
        {"channel": "paper", "respondents": 50, "counted": True},
    ]
    assert found["open"] == {
        "respondents": 40,
        "ikm": 25,
        "grade": "D",
        "performance": "Tidak Baik",
        "channels": ["open"],
    }


def test_ratings_without_proof_help_out_where_the_others_are_too_few(
    session: Session, agency: AgencyRow
) -> None:
    make_ratings(session, agency, counts=alike(0, 0, 29, 0), channel="ticket")
    make_ratings(session, agency, counts=alike(0, 0, 0, 29), channel="open")

    found = body(report_of(session))

    assert (found["respondents"], found["channels"]) == (58, ["ticket", "open"])
    assert found["open"] is None


def need(session: Session, least: int, *, since: str) -> None:
    """Decide how many respondents a mean needs from a month on."""
    change = FigureRuleChange(
        period=since,
        least_mean=least,
        not_experienced="",
        decided_on=date(2024, 12, 1),
        decided_by="Ratna",
    )
    add(session, change)
    session.commit()


def test_how_many_make_a_mean_is_the_rule_of_the_spans_last_month(
    session: Session, agency: AgencyRow
) -> None:
    """Of the channels that count, of what stands beside them, and of each span of the trend."""
    need(session, 50, since="2025-06")
    for period in ("2024-12", "2025-12"):
        make_ratings(session, agency, counts=alike(0, 0, 40, 0), period=period)
        make_ratings(session, agency, counts=alike(0, 0, 0, 40), channel="open", period=period)

    found = report_of(session)

    assert found.least_mean == 50
    assert (found.headline.channels, found.headline.n) == (("ticket", "open"), 80)
    assert [(each.period, each.n) for each in found.trend] == [("2024", 40), ("2025", 80)]
    offered = offers(session, found.place, year=2025, today=TODAY)
    assert {str(each.span): each.respondents for each in offered}["2025"] == 80


def test_a_part_of_a_report_needs_as_many_as_a_mean(session: Session, agency: AgencyRow) -> None:
    unit = make_unit(session, agency, "kel-melati")
    make_ratings(session, agency, counts=alike(0, 0, 40, 0), unit_id=unit.id)
    make_ratings(session, agency, counts=alike(0, 0, 0, 60))
    before = report_of(session)
    need(session, 50, since="2025-12")

    after = report_of(session)

    assert [each.ikm is None for each in before.parts] == [False] * 3
    assert [(each.respondents, each.ikm is None) for each in after.parts] == [
        (40, True),
        (60, True),
        (100, False),
    ]


def test_fewer_than_ten_ratings_by_phone_are_never_counted_on_their_own(
    session: Session, agency: AgencyRow
) -> None:
    make_ratings(session, agency, counts=alike(0, 0, 0, 9), channel="ticket")

    with pytest.raises(NothingToReport):
        report_of(session)

    make_ratings(session, agency, counts=alike(0, 0, 4, 0), channel="paper")
    found = body(report_of(session))
    assert (found["respondents"], found["ikm"], found["channels"]) == (4, 75, ["paper"])


def test_covers_the_months_of_the_span_and_no_others(session: Session, agency: AgencyRow) -> None:
    other = make_agency(session, "dishub")
    make_ratings(session, agency, counts=alike(0, 0, 40, 0), period="2025-03")
    make_ratings(session, agency, counts=alike(0, 0, 0, 60), period="2025-04")
    make_ratings(session, other, counts=alike(90, 0, 0, 0), period="2025-03")

    assert report_of(session, span="2025-Q1").headline.n == 40
    assert report_of(session, span="2025-H1").headline.n == 100
    assert report_of(session, span="2025-04").headline.value == Decimal("100.00")
    with pytest.raises(NothingToReport):
        report_of(session, span="2025-Q3")


def test_a_unit_is_reported_from_its_own_ratings(session: Session, agency: AgencyRow) -> None:
    unit = make_unit(session, agency, "kel-melati")
    service = make_service(session, agency, "ktp")
    desk = make_desk(session, agency, "melati-1", unit_id=unit.id, services=(service,))
    where = {"unit_id": unit.id, "desk_id": desk.id, "service_id": service.id}
    make_ratings(session, agency, counts=alike(0, 0, 40, 0), **where)
    make_ratings(session, agency, counts=alike(0, 0, 0, 60))

    found = body(report_of(session, unit="kel-melati"))

    assert (found["unit"], found["respondents"], found["ikm"]) == ("kel-melati", 40, 75)
    assert [(each["kind"], each["code"], each["ikm"]) for each in found["parts"]] == [
        ("service", "ktp", 75)
    ]
    assert found["page"] == "https://suara.kota.test/units/kel-melati"


@pytest.mark.parametrize(
    ("code", "unit"), [("nobody", None), ("dukcapil", "nowhere"), ("dishub", "kel-melati")]
)
def test_refuses_places_that_are_not_there(
    session: Session, agency: AgencyRow, code: str, unit: str | None
) -> None:
    make_unit(session, agency, "kel-melati")
    make_agency(session, "dishub")

    with pytest.raises(PlaceUnknown):
        report_of(session, code, unit=unit)


def test_refuses_a_span_that_is_still_running(session: Session, agency: AgencyRow) -> None:
    make_ratings(session, agency, counts=alike(0, 0, 40, 0), period="2026-01")

    with pytest.raises(SpanNotOver):
        report_of(session, span="2026-01", today=date(2026, 1, 31))
    assert report_of(session, span="2026-01", today=date(2026, 2, 1)).headline.n == 40
    with pytest.raises(SpanNotOver):
        report_of(session, span="2026")


def test_states_respondents_beside_the_minimum(session: Session, agency: AgencyRow) -> None:
    make_ratings(session, agency, counts=alike(0, 0, 40, 0))

    unknown = report_of(session).sample
    add(session, Population(agency_id=agency.id, year=2025, users=100, source="Buku tamu"))
    known = report_of(session).sample

    assert (unknown.population, unknown.minimum, unknown.is_reached) == (None, 384, False)
    assert (known.population, known.minimum, known.is_reached) == (100, 80, False)
    assert known.source == "Buku tamu"


def test_a_part_of_a_year_asks_the_visits_of_its_months_first(
    session: Session, agency: AgencyRow
) -> None:
    unit = make_unit(session, agency, "kel-melati")
    first = make_desk(session, agency, "melati-1", unit_id=unit.id)
    make_desk(session, agency, "lama-1", retired_on=date(2024, 1, 1))
    make_ratings(session, agency, counts=alike(0, 0, 20, 20), unit_id=unit.id, desk_id=first.id)
    visits = {"period": "2025-12", "source": "Mesin antrean"}
    add(session, VisitsServed(desk_id=first.id, visits=10, **visits))
    add(session, Population(agency_id=agency.id, year=2025, users=100, source="Buku tamu"))

    assert report_of(session, span="2025-12").sample.minimum == 10
    assert report_of(session, span="2025-12", unit="kel-melati").sample.is_reached is True
    # A desk's other months were not counted, so the quarter falls back on the year's users.
    assert report_of(session, span="2025-Q4").sample.minimum == 80
    assert report_of(session, span="2025-Q4", unit="kel-melati").sample.minimum == 384


def test_elements_that_nobody_was_asked_are_named_and_weigh_nothing(
    session: Session, agency: AgencyRow
) -> None:
    asked = {key: (0, 0, 40, 0) for key in ELEMENTS if key != "cost"}
    make_ratings(session, agency, counts=asked)

    found = body(report_of(session))

    assert found["ikm"] == 75
    assert len(found["elements"]) == 8
    assert found["left_out"] == [{"subject": "cost", "reason": "not_asked"}]


def test_profile_and_reasons_are_those_of_the_year(session: Session, agency: AgencyRow) -> None:
    make_ratings(session, agency, counts=alike(0, 0, 40, 0))
    make_profile(session, agency, sex={"female": 2, "male": 1})
    make_profile(session, agency, year=2024, sex={"female": 90})
    make_profile(session, make_agency(session, "dishub"), sex={"female": 7})
    make_reasons(session, agency, time=30, cost=10)

    found = body(report_of(session))

    assert found["profile"] == [
        {
            "field": "sex",
            "year": 2025,
            "n": 3,
            "lines": [
                {"answer": "female", "respondents": 2, "percent": 66.7, "suppressed": None},
                {"answer": "male", "respondents": 1, "percent": 33.3, "suppressed": None},
            ],
            "suppressed": None,
        }
    ]
    assert found["reasons"]["n"] == 40
    assert found["reasons"]["lines"][2]["percent"] == 75
    assert body(report_of(session, span="2025-12"))["reasons"]["n"] == 40


def test_what_is_wished_for_and_rated_low_comes_first(session: Session, agency: AgencyRow) -> None:
    counts = dict(alike(0, 0, 0, 40)) | {"time": (0, 20, 20, 0), "facilities": (0, 40, 0, 0)}
    make_ratings(session, agency, counts=counts)
    make_reasons(session, agency, time=60, cost=40)

    found = {each.element: each.quadrant for each in report_of(session).priorities}

    assert found["time"] is Quadrant.IMPROVE_FIRST
    assert found["facilities"] is Quadrant.IMPROVE_LATER
    assert found["cost"] is Quadrant.KEEP_UP
    assert found["conduct"] is Quadrant.MAINTAIN


def test_without_wishes_there_is_no_importance(session: Session, agency: AgencyRow) -> None:
    make_ratings(session, agency, counts=alike(0, 0, 40, 0))

    report = report_of(session)

    assert (report.reasons, report.priorities) == (None, ())


def test_the_trend_looks_back_at_spans_as_long(session: Session, agency: AgencyRow) -> None:
    for period, level in (("2023-05", (0, 0, 40, 0)), ("2024-05", (0, 0, 0, 40))):
        make_ratings(session, agency, counts=alike(*level), period=period)
    make_ratings(session, agency, counts=alike(0, 0, 3, 0), period="2024-07")
    make_ratings(session, agency, counts=alike(0, 0, 20, 20), period="2025-05")

    years = body(report_of(session))["trend"]
    months = body(report_of(session, span="2025-05"))["trend"]

    assert [(each["period"], each["ikm"]) for each in years] == [
        ("2023", 75),
        ("2024", 98.26),
        ("2025", 87.5),
    ]
    assert [each["period"] for each in months] == ["2025-05"]


def test_the_first_years_of_the_calendar_have_nothing_behind_them(
    session: Session, agency: AgencyRow
) -> None:
    make_ratings(session, agency, counts=alike(0, 0, 40, 0), period="2001-05")

    assert [each.period for each in report_of(session, span="2001").trend] == ["2001"]


def test_notes_that_touch_the_span_explain_it(session: Session, agency: AgencyRow) -> None:
    unit = make_unit(session, agency, "kel-melati")
    desk = make_desk(session, agency, "pusat-1")
    make_ratings(session, agency, counts=alike(0, 0, 40, 0), unit_id=unit.id)
    days = {"starts_on": date(2025, 12, 31), "ends_on": date(2026, 1, 2)}
    make_note(session, agency, text="Mogok", **days)
    make_note(session, agency, text="Renovasi", desk_id=desk.id, **days)
    make_note(session, make_agency(session, "dishub"), text="Lain", **days)
    make_note(session, agency, text="Lama", starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))
    session.commit()

    whole, part = report_of(session), report_of(session, unit="kel-melati")

    assert [(note.text, note.place) for note in whole.notes] == [
        ("Mogok", "Dinas dukcapil"),
        ("Renovasi", "Loket pusat-1"),
    ]
    assert [note.text for note in part.notes] == ["Mogok"]


def test_parts_have_an_index_unless_a_small_rest_could_be_told(
    session: Session, agency: AgencyRow
) -> None:
    counts = {"ktp": 40, "kk": 50, "pindah": 4}
    services = {code: make_service(session, agency, code) for code in counts}
    for code, n in counts.items():
        make_ratings(session, agency, counts=alike(0, 0, n, 0), service_id=services[code].id)

    exposed = {each.code: each.ikm for each in report_of(session).parts}
    make_ratings(session, agency, counts=alike(0, 0, 12, 0))
    covered = {each.code: (each.respondents, each.ikm) for each in report_of(session).parts}

    # Four ratings alone would follow from the total: the smallest neighbour hides with them.
    assert exposed == {"kk": Decimal("75.00"), "ktp": None, "pindah": None}
    assert covered == {
        "kk": (50, Decimal("75.00")),
        "ktp": (40, Decimal("75.00")),
        "pindah": (4, None),
        None: (12, None),
    }


def test_an_agencys_units_stand_before_its_services(session: Session, agency: AgencyRow) -> None:
    service = make_service(session, agency, "ktp")
    for code in ("kel-mawar", "kel-melati"):
        unit = make_unit(session, agency, code)
        make_ratings(
            session, agency, counts=alike(0, 0, 0, 40), unit_id=unit.id, service_id=service.id
        )

    assert [(each.code, each.grade) for each in report_of(session).parts] == [
        ("kel-mawar", "A"),
        ("kel-melati", "A"),
        ("ktp", "A"),
    ]
