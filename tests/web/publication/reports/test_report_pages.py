"""Staff pages of the statutory reports: who sees which agency, and what stands in the log."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from portal.organisation.places.models import AgencyRow
from portal.publication.reports import routes
from portal.rating.mixing.anomaly_models import AnomalyExclusion
from portal.rating.mixing.anomaly_rules import ExclusionRule
from portal.storage.slots import staff_drawing
from portal.time.months import month_of
from portal.web.access import Role
from portal.web.extensions import db, today
from tests.factories import published
from tests.factories.organisation import add, make_agency, make_desk, make_unit
from tests.factories.reports import alike, make_ratings
from tests.staff import signed_in

Answer = Callable[[str], int]
SEES_ALL = (Role.ADMINISTRATOR, Role.AUDITOR)
SEES_OWN = (Role.AGENCY_HEAD, Role.SUPERVISOR)
SEES_NOTHING = (Role.MODERATOR, Role.OFFICER)


@dataclass(frozen=True)
class City:
    """An app with two rated agencies, a unit of the first, and their numbers."""

    app: Flask
    first: int
    second: int

    def client(self, role: Role, *, agency: int | None = None) -> FlaskClient:
        """Return the browser of somebody with one role, of the first agency where it has one."""
        is_agencys = role in {*SEES_OWN, Role.OFFICER}
        own = (agency or self.first) if is_agencys else None
        return signed_in(self.app, role, agency_id=own).client

    def acts(self) -> list[tuple[str, str, dict[str, str]]]:
        """Return what stands in the audit log."""
        with self.app.app_context():
            rows = db.session.execute(
                text("SELECT action, subject, detail FROM audit_entry ORDER BY sequence")
            )
            return [(row.action, row.subject, json.loads(row.detail)) for row in rows]


@pytest.fixture
def city(app: Flask) -> City:
    with app.app_context():
        session = db.session()
        first, second = make_agency(session), make_agency(session, "dishub")
        unit = make_unit(session, first, "kel-melati")
        for period in ("2025-02", "2025-11"):
            make_ratings(session, first, counts=alike(0, 0, 30, 10), period=period)
        make_ratings(session, first, counts=alike(0, 0, 0, 30), unit_id=unit.id, period="2025-11")
        make_ratings(session, second, counts=alike(0, 0, 40, 0), period="2025-11")
        numbers = first.id, second.id
        db.session.remove()
    return City(app, *numbers)


@pytest.mark.parametrize("role", [*SEES_ALL, *SEES_OWN])
def test_staff_of_the_agency_open_its_exact_figures_and_it_is_on_record(
    city: City, role: Role
) -> None:
    answer = city.client(role).get("/admin/reports/agencies/dukcapil/2025.json")

    assert answer.status_code == 200
    assert (answer.json["edition"], answer.json["respondents"]) == ("official", 110)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="laporan-skm-dukcapil-2025.json"'
    )
    assert city.acts() == [("report.open", "agency:dukcapil", {"form": "json", "period": "2025"})]


@pytest.mark.parametrize("role", SEES_OWN)
@pytest.mark.parametrize(
    "address",
    ["agencies/dukcapil/2025.json", "agencies/dukcapil/2025.pdf", "units/kel-melati/2025.json"],
)
def test_to_staff_of_another_agency_it_is_not_there(city: City, role: Role, address: str) -> None:
    client = city.client(role, agency=city.second)

    assert client.get(f"/admin/reports/{address}").status_code == 404
    assert client.get("/admin/reports/agencies/dishub/2025.json").status_code == 200
    assert [subject for _, subject, _ in city.acts()] == ["agency:dishub"]


@pytest.mark.parametrize("role", SEES_NOTHING)
def test_other_roles_open_neither_the_list_nor_a_report(city: City, role: Role) -> None:
    client = city.client(role)

    assert client.get("/admin/reports").status_code == 403
    assert client.get("/admin/reports/agencies/dukcapil/2025.json").status_code == 403
    assert city.acts() == []


def test_a_stranger_is_sent_to_sign_in(city: City) -> None:
    answer = city.app.test_client().get("/admin/reports/agencies/dukcapil/2025.json")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/admin/sign-in")


def test_a_unit_is_opened_as_pdf_drawn_outside_the_worker(city: City) -> None:
    answer = city.client(Role.AGENCY_HEAD).get("/admin/reports/units/kel-melati/2025-Q4.pdf")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].endswith('laporan-skm-kel-melati-2025-Q4.pdf"')
    assert city.acts()[-1][1:] == ("unit:kel-melati", {"form": "pdf", "period": "2025-Q4"})


def test_two_are_drawn_at_a_time_and_a_third_is_asked_to_come_back(city: City) -> None:
    instance = city.app.extensions["portal_settings"].instance_dir
    with staff_drawing(instance), staff_drawing(instance):
        answer = city.client(Role.AUDITOR).get("/admin/reports/agencies/dukcapil/2025.pdf")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


def test_a_printer_that_fails_asks_to_come_back(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(routes.PROGRAMS, "pdf", "portal.no_such_program")

    answer = city.client(Role.AUDITOR).get("/admin/reports/agencies/dukcapil/2025.pdf")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


@pytest.mark.parametrize(
    "address",
    [
        "agencies/nobody/2025.json",
        "units/dukcapil/2025.json",
        "agencies/kel-melati/2025.json",
        "agencies/dukcapil/2024.json",
        "agencies/dukcapil/2999.json",
        "agencies/dukcapil/1999.json",
        "agencies/dukcapil/2025-Q5.pdf",
        "agencies/dukcapil/2025.odt",
        "agencies/dukcapil/%2e%2e.json",
        "agencies/dukcapil/2025%00.json",
        "agencies/DUKCAPIL/2025.json",
        "agencies/dukcapil'--/2025.json",
        "desks/dukcapil-1/2025.json",
        f"agencies/{'x' * 500}/2025.json",
        f"agencies/dukcapil/{'9' * 500}.json",
        "agencies/dukcapil/٢٠٢٥.json",
    ],
)
def test_what_is_no_report_is_not_there(city: City, address: str) -> None:
    assert city.client(Role.AUDITOR).get(f"/admin/reports/{address}").status_code == 404
    assert city.acts() == []


def test_the_list_names_spans_with_respondents_and_both_editions(city: City) -> None:
    with city.app.app_context():
        document = published.document(published.place(published.PlaceKind.AGENCY, "dukcapil", "D"))
        published.publish(db.session(), document, period="2025-11")

    page = city.client(Role.AGENCY_HEAD).get("/admin/reports").get_data(as_text=True)

    for span in ("Tahun 2025", "Semester I 2025", "Triwulan IV 2025", "Februari 2025"):
        assert f'<th scope="row">{span}</th>' in page
    assert "Triwulan II 2025" not in page
    assert 'href="/admin/reports/agencies/dukcapil/2025-Q4.pdf"' in page
    assert 'href="/agencies/dukcapil/report/2025-11.json"' in page
    # December is not published yet, so that neither its quarter nor the year is.
    assert 'href="/agencies/dukcapil/report/2025.pdf"' not in page
    assert "belum terbit" in page
    assert "Dinas dishub" not in page


def test_the_list_follows_the_filter_and_ignores_what_it_does_not_know(city: City) -> None:
    auditor = city.client(Role.AUDITOR)

    other = auditor.get("/admin/reports?agency=dishub").get_data(as_text=True)
    unit = auditor.get("/admin/reports?agency=dukcapil&unit=kel-melati&year=2025")
    strange = auditor.get("/admin/reports?agency=%00&unit='&year=٢٠٢٥")

    assert "/admin/reports/agencies/dishub/2025.pdf" in other
    assert "/admin/reports/units/kel-melati/2025-11.json" in unit.get_data(as_text=True)
    assert strange.status_code == 200


def test_one_may_not_look_at_another_agency_by_the_filter(city: City) -> None:
    page = city.client(Role.AGENCY_HEAD).get("/admin/reports?agency=dishub").get_data(as_text=True)

    assert "dishub" not in page
    assert "/admin/reports/agencies/dukcapil/2025.pdf" in page


def test_the_list_speaks_english_too(city: City) -> None:
    page = city.client(Role.AUDITOR).get("/admin/reports?lang=en").get_data(as_text=True)

    assert "Official edition" in page
    assert "Quarter IV 2025" in page


def test_an_agency_nobody_rated_has_a_list_that_says_so(app: Flask) -> None:
    with app.app_context():
        made = make_agency(db.session())
        db.session.commit()
        number = made.id
    page = signed_in(app, Role.SUPERVISOR, agency_id=number).client.get("/admin/reports")

    assert "Belum ada periode yang selesai" in page.get_data(as_text=True)


def test_a_city_without_agencies_says_so(app: Flask) -> None:
    page = signed_in(app, Role.AUDITOR).client.get("/admin/reports").get_data(as_text=True)

    assert "belum terhubung dengan instansi" in page


def test_months_that_only_few_rated_have_no_official_edition(city: City) -> None:
    with city.app.app_context():
        session = db.session()
        agency = session.get_one(AgencyRow, city.first)
        make_ratings(session, agency, counts=alike(0, 0, 9, 0), period="2025-05")
        document = published.document(published.place(published.PlaceKind.AGENCY, "dukcapil", "D"))
        published.publish(session, document, period="2025-05")

    page = city.client(Role.AGENCY_HEAD).get("/admin/reports").get_data(as_text=True)

    assert "terlalu sedikit penilaian" in page
    assert "/admin/reports/agencies/dukcapil/2025-05.json" not in page


def test_what_a_rule_excluded_is_left_out_and_named(city: City) -> None:
    with city.app.app_context():
        session = db.session()
        agency = session.get_one(AgencyRow, city.first)
        desk = make_desk(session, agency, "dukcapil-9")
        make_ratings(session, agency, counts=alike(90, 0, 0, 0), period="2025-11", desk_id=desk.id)
        add(
            session,
            AnomalyExclusion(
                desk_id=desk.id,
                channel="ticket",
                period="2025-11",
                rule=next(iter(ExclusionRule)),
                reason="Lonjakan tak wajar",
                decided_on=date(2025, 12, 3),
            ),
        )
        session.commit()

    found = city.client(Role.AUDITOR).get("/admin/reports/agencies/dukcapil/2025.json").json
    other = city.client(Role.AUDITOR).get("/admin/reports/units/kel-melati/2025.json").json

    assert found["respondents"] == 110
    assert [(each["desk"], each["reason"]) for each in found["exclusions"]] == [
        ("dukcapil-9", "Lonjakan tak wajar")
    ]
    assert other["exclusions"] == []


@pytest.mark.parametrize(
    ("rated", "paper", "said"),
    [
        (0, 40, "kurang dari 30 penilaian, Dinas dukcapil kurang dari 30."),
        (29, 0, "kurang dari 30 penilaian, Dinas dukcapil kurang dari 30."),
        (30, 9, "30 penilaian, Dinas dukcapil 30."),
        (1239, 0, "1.230 penilaian, Dinas dukcapil 1.230."),
    ],
)
def test_ratings_of_the_running_month_are_told_in_full_tens(
    city: City, rated: int, paper: int, said: str
) -> None:
    with city.app.app_context():
        agency = db.session.get(AgencyRow, city.first)
        for channel, number in (("ticket", rated), ("paper", paper)):
            if number:
                counts = alike(0, 0, number, 0)
                period = month_of(today())
                make_ratings(db.session(), agency, counts=counts, period=period, channel=channel)

    page = city.client(Role.SUPERVISOR).get("/admin/reports").get_data(as_text=True)

    assert f"Bulan berjalan, sampai tadi malam: seluruh kota {said}" in " ".join(page.split())
