"""The screen at a desk, and rating with the grant that scanning it gives."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.rating.devices.domain import DeviceKind
from portal.rating.devices.models import PairedDevice
from portal.rating.devices.presence import token_at
from portal.rating.devices.service import invite_device, revoke_device
from portal.rating.questionnaire import presence_routes as presence
from portal.time import clock
from tests.web.rating.conftest import ALL_GOOD, Citizen, City

NOON = datetime(2026, 11, 21, 5, 10, tzinfo=UTC)
SCREEN = "/screen/dukcapil-1"
FORM = "/p/dukcapil-1"


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stopped = Clock()
    monkeypatch.setattr(clock, "now", lambda: stopped.now)
    return stopped


def shown(city: City, *, desk_id: int | None = None) -> str:
    """Return the address in the QR that the desk's screen shows now."""
    key = city.app.extensions["portal_rating"].presence_key
    token = token_at(key, desk_id=desk_id or city.desk_id, moment=clock.now())
    return f"{FORM}/{token}"


def invite(city: City, kind: DeviceKind = DeviceKind.SCREEN, **options: Any) -> str:
    return str(
        city.change(
            lambda session: invite_device(
                session,
                desk_id=options.get("desk_id", city.desk_id),
                kind=kind,
                name="Layar depan",
                now=clock.now(),
            )
        )
    )


def pair(machine: Citizen, code: str, address: str = SCREEN) -> TestResponse:
    machine.open(address)
    return machine.client.post(address, data=machine.hidden() | {"code": code})


def test_scanning_gives_a_rating_from_this_device(city: City, citizen: Citizen) -> None:
    scanned = citizen.open(shown(city))

    assert (scanned.status_code, scanned.location) == (303, FORM)
    assert citizen.open(FORM).status_code == 200
    assert citizen.send(FORM, watched="1").location == "/thanks?desk=dukcapil-1"
    ((desk_id, channel, answers),) = city.ratings()
    assert (desk_id, channel, answers.was_watched) == (city.desk_id, "presence", True)


def test_being_watched_is_asked_only_where_it_can_happen(city: City, citizen: Citizen) -> None:
    citizen.open(shown(city))

    assert "Ada petugas yang melihat" in citizen.open(FORM).text
    assert "Ada petugas yang melihat" not in citizen.open("/r/ABCD2345").text


def test_the_rating_can_be_sent_until_tomorrow_night(
    city: City, citizen: Citizen, time: Clock
) -> None:
    citizen.open(shown(city))
    time.pass_by(hours=35)

    assert citizen.rate(FORM).status_code == 303


def test_a_scan_with_cookies_blocked_says_so(city: City) -> None:
    blocked = city.app.test_client(use_cookies=False)
    form = blocked.get(blocked.get(shown(city)).location)

    assert form.status_code == 403
    assert "Browser Anda tidak mengirim cookie" in form.text


def test_a_scan_with_an_old_code_says_nothing_of_cookies(citizen: Citizen) -> None:
    citizen.open("/r/")
    citizen.open("/t/")
    citizen.client.set_cookie("language", "id")

    assert "tidak mengirim cookie" not in citizen.open(FORM).text


def test_after_tomorrow_the_grant_is_over(city: City, citizen: Citizen, time: Clock) -> None:
    citizen.open(shown(city))
    time.pass_by(hours=36)

    answer = citizen.open(FORM)
    assert (answer.status_code, "Pindai kode QR di layar" in answer.text) == (403, True)


def test_an_old_photograph_of_the_screen_opens_nothing(
    city: City, citizen: Citizen, time: Clock
) -> None:
    photograph = shown(city)
    time.pass_by(seconds=90)

    answer = citizen.open(photograph)

    assert (answer.status_code, "berganti setiap setengah menit" in answer.text) == (403, True)
    assert citizen.client.post(FORM, data=ALL_GOOD).status_code == 403


def test_a_device_that_has_its_grant_may_open_an_old_code(
    city: City, citizen: Citizen, time: Clock
) -> None:
    scanned = shown(city)
    citizen.open(scanned)
    time.pass_by(hours=2)

    assert citizen.open(scanned).location == FORM


def test_a_device_rates_once_however_often_it_scans(
    city: City, citizen: Citizen, time: Clock
) -> None:
    citizen.open(shown(city))
    citizen.rate(FORM)
    time.pass_by(minutes=5)
    citizen.open(shown(city))

    answer = citizen.open(FORM)
    assert (answer.status_code, "dari perangkat ini sudah kami terima" in answer.text) == (
        410,
        True,
    )
    assert citizen.send(FORM, ALL_GOOD, key="another-form-altogether").status_code == 400
    assert city.count() == 1


def test_a_second_form_with_one_grant_is_refused(city: City, citizen: Citizen) -> None:
    citizen.open(shown(city))
    citizen.open(FORM)
    first = citizen.send(FORM)
    again = citizen.send(FORM)
    other = citizen.send(FORM, key="another-form-altogether")

    assert (first.location, again.location) == ("/thanks?desk=dukcapil-1",) * 2
    assert (other.status_code, city.count()) == (410, 1)


def test_two_forms_with_one_grant_at_once_give_one_rating(
    city: City, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen.open(shown(city))
    citizen.open(FORM)
    citizen.send(FORM)
    # The second was looked at before the first was in: only the database has the newer state.
    monkeypatch.setattr(presence, "_is_spent", lambda _: False)

    assert (citizen.send(FORM, key="another-form-altogether").status_code, city.count()) == (410, 1)


def test_the_form_asks_for_the_service_where_there_are_two(city: City, citizen: Citizen) -> None:
    key = city.app.extensions["portal_rating"].presence_key
    token = token_at(key, desk_id=city.desk_of_two_id, moment=clock.now())
    citizen.open(f"/p/dukcapil-2/{token}?lang=en")

    assert "Which service" in citizen.open("/p/dukcapil-2").text
    citizen.open("/p/dukcapil-2?service=kk")
    assert "Which service" in citizen.send("/p/dukcapil-2", service="").text


def test_the_code_of_one_desk_is_no_code_of_another(city: City, citizen: Citizen) -> None:
    assert citizen.open(shown(city, desk_id=city.desk_of_two_id)).status_code == 403


def test_presence_is_not_touched_by_the_open_channels_limits(
    make_app: Callable[..., Flask],
) -> None:
    bounds = {"OPEN_NETWORK_PER_DAY": "1", "OPEN_DESK_PER_HOUR": "1"}
    city = City(make_app(**bounds, PRESENCE_GRANTS_PER_CODE="8"))

    taken = []
    for _ in range(4):
        citizen = Citizen(city.app)
        citizen.open(shown(city))
        taken.append(citizen.rate(FORM).status_code)

    assert taken == [303] * 4


def test_an_unpaired_screen_shows_how_to_pair_and_no_code(citizen: Citizen) -> None:
    answer = citizen.open(SCREEN)

    assert "Pasangkan layar ini dengan Loket 1" in answer.text
    assert citizen.open(f"{SCREEN}/qr.svg").status_code == 403


def test_a_paired_screen_shows_a_code_that_opens_the_form(
    city: City, make_citizen: Callable[[], Citizen]
) -> None:
    machine, citizen = make_citizen(), make_citizen()
    assert pair(machine, invite(city).lower()).status_code == 303

    page = machine.open(SCREEN).text
    image = machine.client.get(f"{SCREEN}/qr.svg")

    assert ("<h1>Loket 1 - Pendaftaran</h1>" in page, f'src="{SCREEN}/qr.svg"' in page) == (
        True,
        True,
    )
    assert re.search(r'<noscript>\s*<meta http-equiv="refresh" content="15"></noscript>', page)
    assert (image.mimetype, image.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert citizen.open(shown(city)).status_code == 303


def test_a_code_pairs_once(city: City, make_citizen: Callable[[], Citizen]) -> None:
    code, first, second = invite(city), make_citizen(), make_citizen()

    assert pair(first, code).status_code == 303
    assert "Kode ini salah" in pair(second, code).text


def test_a_code_is_for_its_desk_and_kind_and_half_an_hour(
    city: City, citizen: Citizen, time: Clock
) -> None:
    wrong = [
        invite(city, desk_id=city.desk_of_two_id),
        invite(city, DeviceKind.KIOSK),
        "",
        "UUUUUUUU",
    ]
    late = invite(city)
    assert [pair(citizen, code).status_code for code in wrong] == [422] * 4
    time.pass_by(minutes=30)

    assert pair(citizen, late).status_code == 422


def test_guessing_codes_is_limited_and_never_hurts_a_good_one(city: City, citizen: Citizen) -> None:
    tries = [pair(citizen, "00000000").status_code for _ in range(61)]

    assert tries == [422] * 60 + [429]
    assert pair(citizen, invite(city)).status_code == 303


def test_a_revoked_screen_shows_no_code_any_more(city: City, citizen: Citizen) -> None:
    pair(citizen, invite(city))
    city.change(lambda session: revoke_device(session, session.query(PairedDevice).one().id))

    assert "Pasangkan layar" in citizen.open(SCREEN).text
    assert citizen.open(f"{SCREEN}/qr.svg").status_code == 403


def test_a_screen_of_one_desk_shows_nothing_of_another(city: City, citizen: Citizen) -> None:
    pair(citizen, invite(city))

    assert citizen.open("/screen/dukcapil-2/qr.svg").status_code == 403


def test_the_screens_secret_is_kept_from_scripts_and_other_sites(
    city: City, citizen: Citizen
) -> None:
    answer = pair(citizen, invite(city))

    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("screen=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_under_https_grants_belong_to_this_host_alone(make_app: Callable[..., Flask]) -> None:
    city = City(make_app(PUBLIC_URL="https://suara.example"))
    client = city.app.test_client()

    answer = client.get(shown(city), base_url="https://suara.example")

    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if "grant" in one]
    assert cookie.startswith(f"__Host-grant-{city.desk_id}=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
    assert "Sun, 22 Nov 2026 17:00:00 GMT" in cookie
