"""Who gets the answer with every part, and that asking often costs nothing."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.staff.domain import AGENCY_ROLES
from portal.web import full_look
from portal.web.access import Role
from portal.web.extensions import db
from portal.web.health import Probe, ProbeResult, register_probe
from portal.web.inside import FORWARDED
from tests.factories.organisation import make_agency
from tests.staff import signed_in

PUBLIC = "https://suara.contoh.go.id"


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Nothing here depends on the kind of database."""
    return str(request.param)


def sees_all(client: FlaskClient, *, sender: str = "127.0.0.1", **headers: str) -> bool:
    answer = client.get("/readyz?full", environ_base={"REMOTE_ADDR": sender}, headers=headers)
    assert answer.json["status"] == "unavailable"
    return "parts" in answer.json


@pytest.mark.parametrize("sender", ["127.0.0.1", "::1", "10.1.2.3", "172.18.0.5", "fd00::2"])
def test_who_asks_from_inside_sees_every_part(app: Flask, sender: str) -> None:
    assert sees_all(app.test_client(), sender=sender)
    assert sees_all(app.test_client(), sender="::ffff:10.0.0.1")


@pytest.mark.parametrize("sender", ["8.8.8.8", "2001:4860::1", "", "unix:", "::ffff:8.8.8.8"])
def test_a_public_address_sees_the_short_answer(app: Flask, sender: str) -> None:
    assert not sees_all(app.test_client(), sender=sender)


@pytest.mark.parametrize("name", FORWARDED)
def test_what_a_proxy_forwards_is_from_outside_whatever_it_claims(app: Flask, name: str) -> None:
    assert not sees_all(app.test_client(), **{name: "127.0.0.1"})


@pytest.mark.parametrize("count", ["0", "1", "2"])
def test_no_count_of_trusted_proxies_lets_a_stranger_pass_as_an_insider(
    make_app: Callable[..., Flask], count: str
) -> None:
    client = make_app(TRUSTED_PROXIES=count).test_client()

    for claimed in ("127.0.0.1", "127.0.0.1, 127.0.0.1", "8.8.8.8, 10.0.0.1"):
        assert not sees_all(client, **{"X-Forwarded-For": claimed})


def test_who_asks_for_the_public_name_is_from_outside(make_app: Callable[..., Flask]) -> None:
    client = make_app(PUBLIC_URL=PUBLIC).test_client()

    assert not sees_all(client, Host="suara.contoh.go.id:443")
    assert sees_all(client, Host="web:8000")


@pytest.mark.parametrize("role", Role)
def test_of_the_staff_only_administrators_see_every_part(app: Flask, role: Role) -> None:
    with app.app_context():
        agency = make_agency(db.session())
        db.session.commit()
    client = signed_in(app, role, agency_id=agency.id if role in AGENCY_ROLES else None).client

    is_administrator = role is Role.ADMINISTRATOR
    assert sees_all(client, **{"X-Forwarded-For": "8.8.8.8"}) is is_administrator


def test_without_the_database_nobody_is_taken_for_an_administrator(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(app, Role.ADMINISTRATOR).client
    monkeypatch.setattr("portal.web.fast_probes.text", lambda _: 1 / 0)

    assert not sees_all(client, **{"X-Forwarded-For": "8.8.8.8"})


def test_the_answer_is_kept_for_some_seconds(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    moment = [1000.0]
    monkeypatch.setattr(full_look.time, "monotonic", lambda: moment[0])

    def count() -> ProbeResult:
        asked.append(1)
        return ProbeResult(True)

    register_probe(app, Probe("counted", count, is_fast=False))
    client = app.test_client()
    for _ in range(20):
        assert sees_all(client)
    assert len(asked) == 1
    moment[0] += 15
    assert sees_all(client)

    assert len(asked) == 2


def test_one_hanging_part_holds_one_thread_and_no_more(app: Flask) -> None:
    begun, released = threading.Event(), threading.Event()

    def hang() -> ProbeResult:
        begun.set()
        return ProbeResult(released.wait(30))

    register_probe(app, Probe("hanging", hang, is_fast=False))
    first = threading.Thread(target=app.test_client().get, args=("/readyz?full",))
    first.start()
    assert begun.wait(30)

    answers = [app.test_client().get("/readyz?full") for _ in range(5)]
    released.set()
    first.join()

    assert {answer.status_code for answer in answers} == {503}
    assert {answer.json["reason"] for answer in answers} == {"the first look is under way"}


@pytest.mark.parametrize("language", ["id", "en"])
def test_administrators_read_what_to_do_on_their_first_page(app: Flask, language: str) -> None:
    said = {"id": ("Keadaan portal", "Belum pernah selesai."), "en": ("State of the portal",)}
    page = signed_in(app, Role.ADMINISTRATOR).client.get(f"/admin/?lang={language}").text

    assert all(words in page for words in said[language])
    assert "flask jobs run-due" in page
    assert page.index("PORTAL_PUBLIC_URL") < page.index("<details>\n<summary>")


def test_others_do_not_read_it(app: Flask) -> None:
    page = signed_in(app, Role.MODERATOR).client.get("/admin/").text

    assert "Keadaan portal" not in page


def test_a_portal_that_is_well_says_so_to_administrators(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    well = Flask("well")
    register_probe(well, Probe("pump", lambda: ProbeResult(True, age_seconds=7200), is_fast=True))
    monkeypatch.setattr("portal.accounts.home.routes.current_app", well)

    page = signed_in(app, Role.ADMINISTRATOR).client.get("/admin/").text

    assert "Semua bagian baik." in page
    assert "2 jam yang lalu" in page


def test_while_the_first_look_is_under_way_the_page_says_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.web.state_table.full_look", lambda _: None)

    page = signed_in(app, Role.ADMINISTRATOR).client.get("/admin/").text

    assert "Keadaan sedang diperiksa." in page


def test_parts_of_which_the_same_is_to_be_done_are_one_line(app: Flask) -> None:
    client = signed_in(app, Role.ADMINISTRATOR).client
    page = client.get("/admin/").text

    assert page.count("Jalankan flask jobs run-due") == 1
