"""What the first staff page says about the organisation."""

from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient

from portal.organisation.calendar import service as calendar_service
from portal.organisation.calendar.domain import MonthlyVisits
from portal.organisation.places import catalogue_queries
from portal.time.months import month_of, months_back
from portal.web.access import Role
from tests.factories.records import BUDI_AT_2, DESK_2
from tests.staff import signed_in
from tests.web.organisation.conftest import City, clock_today

TODAY = clock_today()
LAST_MONTH = months_back(month_of(TODAY), months=1)


def first_page(client: FlaskClient) -> str:
    return client.get("/admin/").text


def test_an_empty_city_waits_for_its_import(app: Flask) -> None:
    page = first_page(signed_in(app, Role.ADMINISTRATOR).client)

    assert "impor organisasinya" in page
    assert "impor organisasinya" not in first_page(signed_in(app, Role.AUDITOR).client)


def test_desks_without_officers_wait_for_whoever_can_post_some(
    city: City, administrator: FlaskClient, head: FlaskClient
) -> None:
    assert "1 loket tanpa petugas hari ini" in first_page(administrator)
    assert "tanpa petugas" not in first_page(head)

    city.change(replace(DESK_2, code="dinkes-3"), replace(BUDI_AT_2, ends_on=TODAY))

    assert "2 loket tanpa petugas hari ini" in first_page(administrator)
    assert "1 loket tanpa petugas hari ini" in first_page(head)


def test_unknown_visits_of_last_month_wait_for_the_head(city: City, head: FlaskClient) -> None:
    page = first_page(head)
    assert "Kunjungan bulan lalu belum diisi untuk 2 loket" in page
    assert "/admin/organisation/agencies/dinkes/visits" in page

    found = city.run(lambda session: catalogue_queries.catalogue(session, on=TODAY))
    counts = [
        MonthlyVisits(desk.id, period=LAST_MONTH, visits=3, source="x")
        for desk in found.desks_of(city.agency_ids["dinkes"])
    ]
    city.run(lambda session: calendar_service.record_visits(session, counts, today=TODAY))

    assert "Kunjungan bulan lalu" not in first_page(head)
