"""Staff pair and revoke machines, and make keys, for their own desks; every act is recorded."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts.audit_log.queries import entries
from portal.rating.devices.models import ApiKey, PairedDevice
from portal.rating.machine_pages import visible_scope as machine_sight
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.organisation import make_agency, make_desk
from tests.staff import signed_in
from tests.web.rating.conftest import Citizen, City

MACHINES, KEYS = "/admin/desks/machines", "/admin/desks/keys"


@pytest.fixture
def other_agency_id(city: City) -> int:
    def act(session: Any) -> int:
        agency = make_agency(session, "dinsos")
        make_desk(session, agency, "dinsos-1")
        return int(agency.id)

    return int(city.change(act))


def staff(city: City, role: Role, agency_id: int | None = None) -> FlaskClient:
    return signed_in(city.app, role, agency_id=agency_id).client


def send(client: FlaskClient, address: str, **fields: Any) -> TestResponse:
    page = client.get(address).text
    hidden = dict(re.findall(r'name="(csrf_token)" type="hidden" value="([^"]+)"', page))
    hidden |= dict(re.findall(r'type="hidden" name="(csrf_token)" value="([^"]+)"', page))
    hidden |= dict(re.findall(r'id="csrf_token" name="(csrf_token)"[^>]* value="([^"]+)"', page))
    return client.post(address, data=hidden | fields)


def invite(client: FlaskClient, desk_id: int, kind: str = "screen") -> TestResponse:
    return send(client, MACHINES, desk=desk_id, kind=kind, name="Layar depan")


def acts(city: City) -> list[tuple[str, str]]:
    with city.app.app_context():
        return [(each.entry.action, each.entry.subject) for each in entries(db.session())]


@pytest.mark.parametrize(
    ("kind", "address"), [("screen", "/screen/dukcapil-1"), ("kiosk", "/kiosk/")]
)
def test_a_code_is_shown_once_and_pairs(
    city: City, citizen: Citizen, kind: str, address: str
) -> None:
    shown = invite(staff(city, Role.ADMINISTRATOR), city.desk_id, kind)

    code = re.search(r'class="secret">(\w{4}-\w{4})<', shown.text)
    assert code is not None
    assert address in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    citizen.open(address)
    target = address if kind == "screen" else "/kiosk/pair"
    paired = citizen.client.post(target, data=citizen.hidden() | {"code": code[1]})
    assert paired.status_code == 303
    assert ("machine.invite", "desk:dukcapil-1") in acts(city)


def test_the_list_says_how_far_each_machine_is(city: City) -> None:
    client = staff(city, Role.ADMINISTRATOR)
    assert "Belum ada layar" in client.get(MACHINES).text
    invite(client, city.desk_id)

    text = client.get(MACHINES).text
    assert all(words in text for words in ("Layar depan", "Menunggu kodenya diketik", "dukcapil-1"))


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 81}, {"desk": "999"}, {"kind": "x"}]
)
def test_a_machine_needs_a_name_a_desk_and_a_kind(city: City, wrong: dict[str, str]) -> None:
    fields = {"desk": city.desk_id, "kind": "screen", "name": "Layar"} | wrong

    answer = send(staff(city, Role.ADMINISTRATOR), MACHINES, **fields)

    assert (answer.status_code, city.count(PairedDevice)) == (422, 0)


def test_a_name_of_signs_that_do_not_print_is_refused(city: City) -> None:
    client = staff(city, Role.ADMINISTRATOR)
    machine = send(client, MACHINES, desk=city.desk_id, kind="screen", name="a\u0007b")
    key = send(client, KEYS, agency=city.agency_id, name="a\u0007b")

    assert (machine.status_code, key.status_code) == (422, 422)
    assert (city.count(PairedDevice), city.count(ApiKey)) == (0, 0)


def test_revoking_is_asked_for_and_then_done(city: City) -> None:
    client = staff(city, Role.ADMINISTRATOR)
    invite(client, city.desk_id)
    address = f"{MACHINES}/1/revoke"

    assert "Cabut Layar depan?" in client.get(address).text
    assert send(client, address).status_code == 303
    assert send(client, address).status_code == 303
    assert "Dicabut" in client.get(MACHINES).text
    assert ("machine.revoke", "desk:dukcapil-1") in acts(city)


def test_a_head_keeps_the_machines_of_their_own_agency(city: City, other_agency_id: int) -> None:
    administrator = staff(city, Role.ADMINISTRATOR)
    invite(administrator, city.desk_id)
    send(administrator, KEYS, agency=city.agency_id, name="Mesin")
    own = staff(city, Role.AGENCY_HEAD, city.agency_id)
    other = staff(city, Role.AGENCY_HEAD, other_agency_id)

    assert "Layar depan" in own.get(MACHINES).text
    assert "Layar depan" not in other.get(MACHINES).text
    assert "Mesin" in own.get(KEYS).text.split("<tbody>")[1].split("</tbody>")[0]
    assert "<tbody>" not in other.get(KEYS).text
    for address in (f"{MACHINES}/1/revoke", f"{KEYS}/1/revoke"):
        assert own.get(address).status_code == 200
        assert other.get(address).status_code == 404
        assert send(other, MACHINES).status_code == 422
        assert other.post(address, data={}).status_code == 400
    assert invite(other, city.desk_id).status_code == 422
    assert send(other, KEYS, agency=city.agency_id, name="Mesin").status_code == 422


def test_somebody_elses_machine_cannot_be_revoked_with_a_good_token(
    city: City, other_agency_id: int
) -> None:
    invite(staff(city, Role.ADMINISTRATOR), city.desk_id)
    other = staff(city, Role.AGENCY_HEAD, other_agency_id)
    page = other.get(MACHINES).text
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert token is not None

    answer = other.post(f"{MACHINES}/1/revoke", data={"csrf_token": token[1]})

    assert answer.status_code == 404
    assert "Dicabut" not in staff(city, Role.ADMINISTRATOR).get(MACHINES).text


def test_an_unknown_machine_or_key_is_not_found(city: City) -> None:
    client = staff(city, Role.ADMINISTRATOR)

    assert client.get(f"{MACHINES}/99/revoke").status_code == 404
    assert client.get(f"{KEYS}/99/revoke").status_code == 404


def test_a_key_is_shown_once_and_fetches_tickets_until_it_is_revoked(city: City) -> None:
    client = staff(city, Role.ADMINISTRATOR)
    shown = send(client, KEYS, agency=city.agency_id, name="Mesin antrean").text
    found = re.search(r'class="secret">(loket_[\w-]+)<', shown)
    assert found is not None
    machine = city.app.test_client()
    headers = {"Authorization": f"Bearer {found[1]}"}
    body = {"code": "dukcapil-1", "count": 100}

    first = machine.post("/api/v1/tickets", json=body, headers=headers)
    send(client, f"{KEYS}/1/revoke")
    send(client, f"{KEYS}/1/revoke")
    second = machine.post("/api/v1/tickets", json=body, headers=headers)

    assert (first.status_code, second.status_code) == (201, 401)
    assert found[1] not in client.get(KEYS).text
    assert {("api_key.create", "agency:dukcapil"), ("api_key.revoke", "agency:dukcapil")} <= set(
        acts(city)
    )


@pytest.mark.parametrize("wrong", [{"name": ""}, {"agency": "999"}])
def test_a_key_needs_a_name_and_an_agency(city: City, wrong: dict[str, str]) -> None:
    fields = {"agency": city.agency_id, "name": "Mesin"} | wrong

    assert send(staff(city, Role.ADMINISTRATOR), KEYS, **fields).status_code == 422
    assert city.count(ApiKey) == 0


def test_a_head_without_an_agency_keeps_nothing(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = staff(city, Role.AGENCY_HEAD, city.agency_id)
    person = type("Nobody", (), {"agency_id": None, "has": lambda *_: False})
    monkeypatch.setattr(machine_sight, "current_staff", person)

    assert client.get(MACHINES).status_code == 403


def test_what_we_know_about_citizens_is_said_in_both_languages(citizen: Citizen) -> None:
    indonesian, english = citizen.open("/privacy"), citizen.open("/privacy?lang=en")
    words = " ".join(english.text.split())

    assert "Yang tidak pernah kami simpan" in indonesian.text
    assert "What we never keep" in words
    assert "at least 10 ratings of the same desk and service at once" in words
    assert "Until 365 days after a moderator decides" in words
    assert "Until 365 days after it is closed" in words
    assert "with which group of ratings at the desk a comment was written" in words
    assert "A group is at least 10 ratings" in words
    assert "shuffled together with at least 9 others" in words
    assert "if you are staff and are asked about a colleague" in words.lower()
    assert "Somebody on your network, at home for instance, can send ratings until" in words
    # Phones that scan a screen and whoever complains are counted by network as well.
    assert "For ratings by a poster or a desk's screen, for complaints and for wrong" in words
    assert "the queue machine that printed it, can see whether the ticket was used" in words
    assert "The database's log notes when a ticket or a permission was used" in words
