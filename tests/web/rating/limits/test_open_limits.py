"""The open channel asks to wait without losing an answer; it says for how long, in words."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from portal.rating.limits.allowances import ProtectionOff
from portal.time import clock
from tests.redis_server import RedisServer
from tests.web.rating.conftest import ALL_GOOD, POSTER, POSTER_OF_TWO, Citizen, City

PAGE = f"/r/{POSTER}"
OTHER = f"/r/{POSTER_OF_TWO}?service=kk"
# 12.10 in Jakarta.
NOON = datetime(2026, 11, 21, 5, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def small(make_app: Callable[..., Flask], **budgets: str) -> City:
    return City(make_app(**budgets))


def test_a_device_rates_a_desk_once_a_day(city: City, citizen: Citizen) -> None:
    citizen.rate(PAGE)
    again = citizen.rate(PAGE)

    assert (again.status_code, again.headers["Retry-After"]) == (429, str(11 * 3600 + 50 * 60 + 1))
    assert "Loket ini sudah Anda nilai hari ini" in again.text
    assert "besok" in again.text
    assert citizen.rate(OTHER).status_code == 303
    assert city.count() == 2


def test_a_refusal_keeps_the_answers(citizen: Citizen) -> None:
    citizen.rate(PAGE)
    again = citizen.rate(PAGE, comment="Masih ada")

    assert len(re.findall(r'type="radio"[^>]* checked', again.text)) == 9
    assert "Masih ada</textarea>" in again.text
    assert "Jawaban Anda masih ada di halaman ini." in again.text


def test_a_network_that_many_share_is_told_it_is_not_their_fault(
    make_app: Callable[..., Flask],
) -> None:
    city = small(make_app, OPEN_NETWORK_PER_DAY="2")
    answers = [Citizen(city.app).rate(PAGE) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert "Bukan salah Anda" in answers[2].text
    assert "tiket kunjungan" in answers[2].text


def test_a_busy_desk_says_after_which_hour_to_come_back(make_app: Callable[..., Flask]) -> None:
    city = small(make_app, OPEN_DESK_PER_HOUR="1")
    Citizen(city.app).rate(PAGE)

    answer = Citizen(city.app).rate(PAGE)

    assert "Coba lagi setelah pukul 13.00." in answer.text
    assert answer.headers["Retry-After"] == str(50 * 60 + 1)


def test_mistakes_and_forgeries_cost_nothing(make_app: Callable[..., Flask]) -> None:
    city = small(make_app, OPEN_NETWORK_PER_DAY="1")
    citizen = Citizen(city.app)
    for _ in range(5):
        citizen.rate(PAGE, {"time": "3"})
        citizen.rate(PAGE, csrf_token="forged")

    assert citizen.rate(PAGE).status_code == 303


def test_whoever_was_stopped_is_counted(city: City, citizen: Citizen) -> None:
    for _ in range(4):
        citizen.rate(PAGE)

    assert city.app.extensions["portal_rating"].open_channel.stopped_today(NOON) == 1


def test_a_phone_that_sends_no_device_cookie_is_still_taken(city: City, citizen: Citizen) -> None:
    citizen.open(PAGE)
    citizen.client.delete_cookie("device")

    answer = citizen.send(PAGE)

    assert answer.status_code == 303
    assert "device=" in answer.headers["Set-Cookie"]


def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(
    make_app: Callable[..., Flask],
) -> None:
    """Without the setting, whoever sends the header could pretend to be anybody."""
    taken = {}
    for proxies in ("0", "1"):
        app = make_app(TRUSTED_PROXIES=proxies, OPEN_NETWORK_PER_DAY="1")
        if proxies == "0":
            City(app)
        taken[proxies] = []
        for address in ("114.79.3.7", "36.72.1.1"):
            citizen = Citizen(app)
            citizen.open(PAGE)
            form = citizen.hidden() | ALL_GOOD
            headers = {"X-Forwarded-For": address}
            taken[proxies].append(citizen.client.post(PAGE, data=form, headers=headers).status_code)

    assert taken == {"0": [303, 429], "1": [303, 303]}


def test_without_its_storage_the_open_channel_waits_and_keeps_the_answers(
    city: City, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise ProtectionOff

    monkeypatch.setattr(type(city.app.extensions["portal_rating"].open_channel), "charge", gone)

    answer = citizen.rate(PAGE)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert len(re.findall(r'type="radio"[^>]* checked', answer.text)) == 9
    assert city.count() == 0


def test_a_redis_that_dies_and_comes_back_needs_no_restart(
    make_app: Callable[..., Flask], redis_server: RedisServer
) -> None:
    city = City(make_app(LIMITER_URL=redis_server.url))
    citizen = Citizen(city.app)
    redis_server.stop()

    while_gone = citizen.rate(PAGE).status_code
    ready_while_gone = citizen.client.get("/readyz").get_json()["limiter"]
    redis_server.start()

    assert (while_gone, ready_while_gone) == (503, "protection off")
    assert citizen.rate(PAGE).status_code == 303
    assert citizen.client.get("/readyz").get_json()["limiter"] == "ok"
