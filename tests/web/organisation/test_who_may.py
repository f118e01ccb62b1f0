"""Every page of the organisation, tried by every role at its own and at another agency."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.organisation.calendar import service as calendar_service
from portal.organisation.places import catalogue_queries
from portal.organisation.places.catalogue import NoteKind
from portal.web.access import CITY_ROLES, Role
from tests.factories.records import NURSE, NURSE_AT_RSUD, START
from tests.staff import signed_in
from tests.web.accounts.forms import hidden_fields
from tests.web.organisation.conftest import PAGES, City, text_of

OWN, FOREIGN = "dinkes", "rsud"
READ = (
    "/agencies/{agency}",
    "/services/{service}",
    "/desks/{desk}",
    "/desks/{desk}/kit",
    "/desks/{desk}/poster.pdf",
    "/agencies/{agency}/visits",
    "/agencies/{agency}/notes",
    "/agencies/{agency}/population",
    "/officers/{officer}",
)
CHANGE = (
    "/services/{service}/change",
    "/services/{service}/retire",
    "/desks/{desk}/change",
    "/desks/{desk}/retire",
    "/desks/{desk}/hours",
    "/desks/{desk}/postings/new",
    "/desks/{desk}/postings/end?officer={officer}&starts_on={start}",
    "/desks/{desk}/poster/rotate",
    "/desks/{desk}/poster/revoke",
    "/agencies/{agency}/notes/{note}/remove",
    "/officers/{officer}/change",
    "/officers/{officer}/retire",
)
SEND_ONLY = (
    "/services/{service}/keep",
    "/desks/{desk}/keep",
    "/agencies/{agency}/visits",
    "/agencies/{agency}/notes",
    "/agencies/{agency}/population",
    "/officers/{officer}/keep",
)
ADMINISTER = ("/agencies/{agency}/change", "/agencies/{agency}/retire")
THINGS: dict[str, dict[str, Any]] = {
    OWN: {"agency": OWN, "service": "sip", "desk": "dinkes-2", "officer": "1990"},
    FOREIGN: {"agency": FOREIGN, "service": "rawat", "desk": "rsud-1", "officer": "2001"},
}
CITY_WIDE = {Role.ADMINISTRATOR, Role.AUDITOR}
SEE_NO_PLACES = {
    Role.MODERATOR,
    Role.PERFORMANCE_OFFICE,
    Role.PERFORMANCE_COORDINATOR,
    Role.MAYOR,
}


@pytest.fixture
def things(city: City) -> dict[str, dict[str, Any]]:
    """What there is at either agency: also an officer at the hospital, and a note each."""
    city.change(NURSE, NURSE_AT_RSUD)
    found = {}
    for agency, agency_id in city.agency_ids.items():
        note = calendar_service.NewNote(
            agency_id, None, NoteKind.OTHER, "x", date.min.replace(2026), START
        )
        note_id = city.run(lambda session, note=note: calendar_service.add_note(session, note))
        found[agency] = {**THINGS[agency], "note": note_id, "start": START}
    return found


def client_of(city: City, role: Role) -> FlaskClient:
    return city.client(role, None if role in CITY_ROLES else OWN)


def status(client: FlaskClient, path: str) -> int:
    return client.get(f"{PAGES}{path}").status_code


def sent(client: FlaskClient, path: str) -> int:
    home = client.get("/admin/")
    token = hidden_fields(home.text)["csrf_token"]
    return client.post(f"{PAGES}{path}", data={"csrf_token": token}).status_code


@pytest.mark.parametrize("role", Role)
def test_reading_ones_own_and_a_foreign_agency(
    city: City, things: dict[str, dict[str, Any]], role: Role
) -> None:
    client = client_of(city, role)

    for path in READ:
        own, foreign = (status(client, path.format(**things[at])) for at in (OWN, FOREIGN))
        if role in SEE_NO_PLACES:
            assert (own, foreign) == (403, 403), path
        else:
            assert (own, foreign) == (200, 200 if role in CITY_WIDE else 404), path


@pytest.mark.parametrize("role", Role)
def test_changing_ones_own_and_a_foreign_agency(
    city: City, things: dict[str, dict[str, Any]], role: Role
) -> None:
    client = client_of(city, role)
    expected = {Role.ADMINISTRATOR: (200, 200), Role.AGENCY_HEAD: (200, 404)}.get(role, (403, 403))

    for path in CHANGE:
        found = tuple(status(client, path.format(**things[at])) for at in (OWN, FOREIGN))
        assert found == expected, path


@pytest.mark.parametrize("role", Role)
def test_sending_to_ones_own_and_a_foreign_agency(
    city: City, things: dict[str, dict[str, Any]], role: Role
) -> None:
    client = client_of(city, role)
    done = {200, 302, 409}

    for path in SEND_ONLY:
        own, foreign = (sent(client, path.format(**things[at])) for at in (OWN, FOREIGN))
        if role is Role.ADMINISTRATOR:
            assert {own, foreign} <= done, path
        elif role is Role.AGENCY_HEAD:
            assert (own in done, foreign) == (True, 404), path
        else:
            assert own == 403, path
            assert foreign in {403, 404}, path


@pytest.mark.parametrize("role", Role)
def test_agencies_themselves_belong_to_administrators(
    city: City, things: dict[str, dict[str, Any]], role: Role
) -> None:
    client = client_of(city, role)

    for path in ADMINISTER:
        found = status(client, path.format(**things[OWN]))
        assert found == (200 if role is Role.ADMINISTRATOR else 403), path


def test_lists_hold_only_ones_own_agency(city: City, things: dict[str, dict[str, Any]]) -> None:
    for role in (Role.AGENCY_HEAD, Role.SUPERVISOR, Role.OFFICER):
        client = client_of(city, role)
        for section, foreign in (
            ("agencies", "RSUD Melati"),
            ("services", "Rawat jalan"),
            ("desks", "Loket RSUD"),
            ("officers", "Wati Contoh"),
        ):
            assert foreign not in text_of(client, f"/{section}?state=all"), (role, section)
            assert foreign not in text_of(client, f"/{section}?state=all&agency=rsud")


def test_a_foreign_agency_in_an_address_does_not_help(city: City, head: FlaskClient) -> None:
    page = text_of(head, "/new/desks?agency=rsud")

    assert 'value="rawat"' not in page
    assert 'value="sip"' in page


def test_somebody_without_an_agency_sees_no_page_of_it(city: City) -> None:
    client = city.client(Role.MODERATOR)

    assert client.get(f"{PAGES}/").status_code == 403


def test_an_auditor_who_also_heads_an_agency_reads_all_and_changes_their_own(city: City) -> None:
    agency_id = city.agency_ids[OWN]
    both = signed_in(city.app, Role.AUDITOR, Role.AGENCY_HEAD, agency_id=agency_id).client

    assert status(both, "/desks/rsud-1") == 200
    assert status(both, "/desks/rsud-1/change") == 403
    assert status(both, "/desks/dinkes-2/change") == 200
    assert 'value="rawat"' not in text_of(both, "/new/desks?agency=rsud")
    assert 'value="sip"' in text_of(both, "/new/desks")
    assert 'value="rsud-1"' not in text_of(both, "/desks/dinkes-2/retire")


@pytest.mark.parametrize(
    "path",
    [
        "/desks/dinkes-2/retire",
        "/services/sip/retire",
        "/officers/1990/retire",
        "/desks/dinkes-2/poster/rotate",
    ],
)
def test_what_cannot_be_undone_asks_for_a_fresh_sign_in(city: City, path: str) -> None:
    stale = city.client(Role.AGENCY_HEAD, OWN, is_fresh=False)

    answer = stale.get(f"{PAGES}{path}")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/admin/prove")
    assert sent(stale, path) == 302
    desks = city.run(lambda session: catalogue_queries.catalogue(session, on=START)).desks_by_code
    assert desks["dinkes-2"].retired_on is None
