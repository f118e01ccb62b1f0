"""Endpoint, role and relation: whose record somebody sees, changes and decides about."""

import pytest
from flask import Flask

from portal.web.access import Role
from tests.web.organisation.people_pages.conftest import People, send

OWN, ELSEWHERE, SELF = "Ana", "Eka", "Citra"
CITY = {Role.PERFORMANCE_OFFICE, Role.ADMINISTRATOR, Role.AUDITOR}
AGENCY = {Role.PERFORMANCE_COORDINATOR, Role.AGENCY_HEAD}
EDITORS = {Role.PERFORMANCE_OFFICE, Role.PERFORMANCE_COORDINATOR}
# Of each endpoint: what a role is answered about somebody of the own agency, and elsewhere.
TABLE = {
    "/admin/people/{}": {
        **dict.fromkeys(CITY, (200, 200)),
        **dict.fromkeys(AGENCY, (200, 404)),
    },
    "/admin/people/{}/line": {
        Role.PERFORMANCE_OFFICE: (200, 200),
        Role.PERFORMANCE_COORDINATOR: (200, 404),
    },
    "/admin/people/{}/post": {
        Role.PERFORMANCE_OFFICE: (200, 200),
        Role.PERFORMANCE_COORDINATOR: (200, 404),
    },
    "/admin/people/{}/absence": {
        Role.PERFORMANCE_OFFICE: (200, 200),
        Role.PERFORMANCE_COORDINATOR: (200, 404),
    },
    "/admin/people/{}/account": {
        Role.PERFORMANCE_OFFICE: (200, 200),
        Role.PERFORMANCE_COORDINATOR: (403, 404),
    },
    "/admin/people/{}/number": {Role.PERFORMANCE_OFFICE: (200, 200)},
    "/admin/people/{}/named": {
        Role.PERFORMANCE_OFFICE: (200, 200),
        Role.PERFORMANCE_COORDINATOR: (403, 404),
    },
    "/admin/people/{}/relation": {
        Role.PERFORMANCE_OFFICE: (200, 200),
        Role.PERFORMANCE_COORDINATOR: (403, 404),
    },
}


@pytest.mark.parametrize("role", list(Role))
def test_every_role_at_the_own_agency_and_elsewhere(people: People, role: Role) -> None:
    is_of_agency = role in AGENCY | {Role.SUPERVISOR, Role.OFFICER}
    client = people.client(role, agency=people.own if is_of_agency else None, person=SELF)

    for path, expected in TABLE.items():
        answers = tuple(
            client.get(path.format(people.ids[name])).status_code for name in (OWN, ELSEWHERE)
        )
        assert answers == expected.get(role, (403, 403)), path


def test_a_superior_reaches_no_record_by_the_line(people: People) -> None:
    client = people.client(Role.SUPERVISOR, agency=people.own, person="Citra")

    for name in people.ids:
        assert client.get(f"/admin/people/{people.ids[name]}").status_code == 403
    page = client.get("/admin/people/me").get_data(as_text=True)
    assert "Dewi Contoh" in page
    assert "Ana Contoh" not in page


@pytest.mark.parametrize("typed", ["Contoh", "1990", "1990010120200110"])
def test_who_declares_a_relation_learns_no_number(people: People, typed: str) -> None:
    client = people.client(Role.OFFICER, agency=people.own, person="Ana")
    fields = {"other_words": typed, "kind": "relative"}

    page = send(client, "/admin/people/me/relation", form="/admin/people/me", **fields).text

    assert ("Eka Contoh" in page) == (typed == "Contoh")
    assert "199001012020011005" not in page


def test_a_coordinator_who_is_an_auditor_too_changes_the_own_agency_only(people: People) -> None:
    roles = (Role.PERFORMANCE_COORDINATOR, Role.AUDITOR)
    client = people.client(*roles, agency=people.own)
    eka = people.ids[ELSEWHERE]

    assert client.get(f"/admin/people/{eka}").status_code == 200
    assert "Ubah atasan" not in client.get(f"/admin/people/{eka}").get_data(as_text=True)
    assert client.get(f"/admin/people/{eka}/line").status_code == 404


@pytest.mark.parametrize("role", [Role.PERFORMANCE_COORDINATOR, Role.AGENCY_HEAD])
def test_the_list_of_an_agency_names_nobody_elsewhere(people: People, role: Role) -> None:
    client = people.client(role, agency=people.own)

    page = client.get("/admin/people?agency=rsud").get_data(as_text=True)

    assert "Ana Contoh" in page
    assert "Eka Contoh" not in page


def test_who_is_nobody_is_not_there(people: People) -> None:
    client = people.client(Role.PERFORMANCE_OFFICE)

    assert client.get("/admin/people/999").status_code == 404
    assert client.get("/admin/people/999/line").status_code == 404


def test_an_account_without_a_person_is_told_so(app: Flask, people: People) -> None:
    client = people.client(Role.MAYOR)

    page = client.get("/admin/people/me").get_data(as_text=True)

    assert "belum terhubung dengan catatan pegawai" in page
    assert client.post("/admin/people/me/doubt").status_code in {200, 400}
