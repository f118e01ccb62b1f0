"""Rating with a visit ticket: looking spends nothing, sending spends once, every end is clear."""

import logging
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.organisation.places.catalogue_queries import catalogue
from portal.organisation.places.models import DeskRow
from portal.rating.mixing.inbox_models import Ticket
from portal.rating.tickets.domain import ScopeKind, ticket_hash
from portal.rating.tickets.service import issue_tickets, scope_of
from portal.storage.texts.cleaning import in_groups
from portal.time import clock
from portal.web.extensions import db
from tests.factories.organisation import make_agency, make_desk, make_service
from tests.redis_server import RedisServer
from tests.web.rating.conftest import ALL_GOOD, Citizen, City

LONG_AGO = date(2020, 5, 5)


def issue(city: City, code: str = "dukcapil-1", *, count: int = 1, **options: Any) -> list[str]:
    today = options.pop("today", clock.today("Asia/Jakarta"))

    def act(session: Any) -> list[str]:
        scope = scope_of(catalogue(session, on=date(2026, 1, 1)), code, **options)
        return list(issue_tickets(session, scope, count=count, today=today).codes)

    return list(city.change(act))


def is_spent(city: City, code: str) -> bool:
    with city.app.app_context():
        query = select(Ticket.is_spent).where(Ticket.code_hash == ticket_hash(code))
        return bool(db.session.scalar(query))


def test_a_ticket_opens_its_desk_and_is_spent_by_sending(city: City, citizen: Citizen) -> None:
    (ticket,) = issue(city)
    address = f"/t/{ticket}"
    for _ in range(3):
        assert "<h1>Loket 1 - Pendaftaran</h1>" in citizen.open(address).text
    assert not is_spent(city, ticket)

    answer = citizen.send(address, comment="Baik")

    assert (answer.status_code, answer.location) == (303, "/thanks?desk=dukcapil-1")
    assert is_spent(city, ticket)
    ((desk_id, channel, answers),) = city.ratings()
    assert (desk_id, channel, answers.comment) == (city.desk_id, "ticket", "Baik")


def test_a_ticket_for_one_desk_offers_no_other(city: City, citizen: Citizen) -> None:
    (ticket,) = issue(city)

    assert "Bukan loket ini?" not in citizen.open(f"/t/{ticket}").text


def test_the_ticket_form_needs_no_device_cookie(city: City, citizen: Citizen) -> None:
    (ticket,) = issue(city)

    assert "device=" not in str(citizen.open(f"/t/{ticket}").headers)


def test_a_ticket_is_its_own_proof_where_cookies_are_blocked(city: City) -> None:
    (ticket,) = issue(city)
    blocked = city.app.test_client(use_cookies=False)
    typed = blocked.post("/t/", data={"ticket": ticket.lower()})

    assert blocked.get(typed.location).status_code == 200
    assert blocked.post(typed.location, data=ALL_GOOD).location == "/thanks?desk=dukcapil-1"
    assert is_spent(city, ticket)
    assert city.count() == 1


def test_another_site_does_not_spend_a_ticket(city: City) -> None:
    (ticket,) = issue(city)
    blocked = city.app.test_client(use_cookies=False)
    elsewhere = {"Sec-Fetch-Site": "cross-site"}

    assert blocked.post(f"/t/{ticket}", data=ALL_GOOD, headers=elsewhere).status_code == 400
    assert not is_spent(city, ticket)


def test_a_second_tap_with_a_ticket_ends_at_the_same_thanks(city: City, citizen: Citizen) -> None:
    (ticket,) = issue(city)
    first, second = citizen.rate(f"/t/{ticket}"), citizen.send(f"/t/{ticket}")

    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert city.count() == 1


def test_a_spent_ticket_says_so_and_shows_the_way_on(
    city: City, make_citizen: Callable[[], Citizen]
) -> None:
    (ticket,) = issue(city)
    first, second = make_citizen(), make_citizen()
    second.open(f"/t/{ticket}")
    first.rate(f"/t/{ticket}")

    for answer in (second.send(f"/t/{ticket}"), second.open(f"/t/{ticket}")):
        assert (answer.status_code, "Tiket ini sudah dipakai" in answer.text) == (410, True)
        assert 'href="/t/"' in answer.text
    assert city.count() == 1


def test_an_expired_ticket_says_so(city: City, citizen: Citizen) -> None:
    (ticket,) = issue(city, today=LONG_AGO)
    (good,) = issue(city)
    citizen.open(f"/t/{good}")

    for answer in (citizen.send(f"/t/{ticket}"), citizen.open(f"/t/{ticket}")):
        assert (answer.status_code, "Masa tiket ini sudah habis" in answer.text) == (410, True)


@pytest.mark.parametrize("code", ["0000-0000-0000-0000", "nonsense", "%00", "a" * 3000])
def test_an_unknown_ticket_is_a_404_that_helps(citizen: Citizen, code: str) -> None:
    for answer in (
        citizen.open(f"/t/{code}"),
        citizen.client.post(f"/t/{code}", data=ALL_GOOD),
    ):
        assert (answer.status_code, "Tiket ini tidak kami kenal" in answer.text) == (404, True)
        assert "Ketik kode tiket" in answer.text


def test_a_ticket_that_vanished_after_looking_is_unknown(city: City, citizen: Citizen) -> None:
    (ticket,) = issue(city)
    citizen.open(f"/t/{ticket}")

    assert citizen.send("/t/0000000000000000").status_code == 404
    assert city.count() == 0


def test_mistakes_keep_answers_and_spend_nothing(city: City, citizen: Citizen) -> None:
    (ticket,) = issue(city)

    answer = citizen.rate(f"/t/{ticket}", {**ALL_GOOD, "time": ""})

    assert answer.status_code == 422
    assert len(re.findall(r'type="radio"[^>]* checked', answer.text)) == 8
    assert not is_spent(city, ticket)


def test_a_ticket_of_an_agency_asks_for_desk_and_service(city: City, citizen: Citizen) -> None:
    (ticket,) = issue(city, "dukcapil")

    assert re.findall(r'href="\?desk=([\w-]+)"', citizen.open(f"/t/{ticket}").text) == [
        "dukcapil-1",
        "dukcapil-2",
    ]
    services = citizen.open(f"/t/{ticket}?desk=dukcapil-2").text
    assert 'href="?desk=dukcapil-2&amp;service=kk"' in services
    address = f"/t/{ticket}?desk=dukcapil-2&service=kk"
    assert 'href="?desk=dukcapil-2&amp;service=kk&amp;lang=en"' in citizen.open(address).text
    assert citizen.send(address).status_code == 303
    ((desk_id, _, answers),) = city.ratings()
    assert (desk_id, answers.service_id) == (city.desk_of_two_id, city.kk_id)


def test_a_ticket_of_a_service_asks_only_for_the_desk(city: City, citizen: Citizen) -> None:
    city.change(lambda session: make_desk(session, make_agency(session, "dinsos"), "dinsos-1"))
    (ticket,) = issue(city, "ktp")

    assert re.findall(r'href="\?desk=([\w-]+)"', citizen.open(f"/t/{ticket}").text) == [
        "dukcapil-1",
        "dukcapil-2",
    ]
    citizen.rate(f"/t/{ticket}?desk=dukcapil-2")
    ((desk_id, _, answers),) = city.ratings()
    assert (desk_id, answers.service_id) == (city.desk_of_two_id, city.ktp_id)


def test_a_desk_outside_the_tickets_scope_cannot_be_picked(city: City, citizen: Citizen) -> None:
    def act(session: Any) -> None:
        agency = make_agency(session, "dinsos")
        make_desk(session, agency, "dinsos-1", services=(make_service(session, agency, "sktm"),))

    city.change(act)
    (ticket,) = issue(city, "dukcapil")

    assert "Loket mana" in citizen.open(f"/t/{ticket}?desk=dinsos-1").text
    citizen.open(f"/t/{ticket}?desk=dukcapil-1")
    answer = citizen.send(f"/t/{ticket}", desk="dinsos-1", service="sktm")
    assert (answer.status_code, "Tiket ini untuk loket lain" in answer.text) == (409, True)
    assert not is_spent(city, ticket)


def test_a_form_without_its_desk_falls_back_to_the_tickets(city: City, citizen: Citizen) -> None:
    (ticket,) = issue(city)

    assert citizen.rate(f"/t/{ticket}", desk="").status_code == 303


def test_a_form_without_its_service_asks_for_it(city: City, citizen: Citizen) -> None:
    (ticket,) = issue(city, "dukcapil")
    citizen.open(f"/t/{ticket}?desk=dukcapil-2&service=kk")

    assert "Layanan apa" in citizen.send(f"/t/{ticket}?desk=dukcapil-2", service="").text


def test_a_ticket_for_a_desk_that_closed_says_where_it_went(city: City, citizen: Citizen) -> None:
    (ticket,) = issue(city)

    def retire(session: Any) -> None:
        desk = session.get(DeskRow, city.desk_id)
        desk.retired_on, desk.successor_id = date(2026, 1, 1), city.desk_of_two_id

    city.change(retire)

    assert "Loket ini sudah ditutup" in citizen.open(f"/t/{ticket}").text


def test_a_typed_ticket_is_read_forgivingly(city: City, citizen: Citizen) -> None:
    (ticket,) = issue(city)
    citizen.open("/t/")
    typed = f" {in_groups(ticket).lower()} ".replace("1", "l").replace("0", "O")

    answer = citizen.client.post("/t/", data=citizen.hidden() | {"ticket": typed})

    assert (answer.status_code, answer.location) == (303, f"/t/{ticket}")
    assert citizen.open(f"/t/{in_groups(ticket).lower()}").status_code == 200


@pytest.mark.parametrize("form", ["{}.", "*{}*", "https://suara.contoh.test/t/{}?utm_source=wa"])
def test_a_ticket_is_read_as_chats_and_scanners_deliver_it(
    city: City, citizen: Citizen, form: str
) -> None:
    (ticket,) = issue(city)
    citizen.open("/t/")
    typed = form.format(in_groups(ticket).lower())

    answer = citizen.client.post("/t/", data=citizen.hidden() | {"ticket": typed})

    assert (answer.status_code, answer.location) == (303, f"/t/{ticket}")
    assert citizen.open(f"/t/{in_groups(ticket)}.").status_code == 200


def test_what_cannot_be_a_ticket_is_said_at_once_and_kept(citizen: Citizen) -> None:
    citizen.open("/t/")

    answer = citizen.client.post("/t/", data=citizen.hidden() | {"ticket": "<b>12</b>"})

    assert (answer.status_code, "Ini bukan kode tiket" in answer.text) == (422, True)
    assert 'value="&lt;b&gt;12&lt;/b&gt;"' in answer.text


def test_the_typed_form_is_guarded_against_forgery(citizen: Citizen) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site"}

    answer = citizen.client.post("/t/", data={"ticket": "0" * 16}, headers=elsewhere)

    assert answer.status_code == 400


def test_guessing_is_limited_and_never_hurts_a_good_ticket(city: City, citizen: Citizen) -> None:
    (ticket,) = issue(city)
    guesses = [citizen.open(f"/t/{number:016}").status_code for number in range(62)]

    assert guesses == [404] * 60 + [429] * 2
    assert citizen.rate(f"/t/{ticket}").status_code == 303


def test_tickets_go_on_when_the_limiter_is_gone(
    make_app: Callable[..., Flask], redis_server: RedisServer
) -> None:
    city = City(make_app(LIMITER_URL=redis_server.url))
    (ticket,) = issue(city)
    redis_server.stop()
    citizen = Citizen(city.app)

    assert citizen.open("/t/0000000000000000").status_code == 404
    assert citizen.rate(f"/t/{ticket}").status_code == 303
    assert city.count() == 1


def test_tickets_are_not_touched_by_the_network_budget(make_app: Callable[..., Flask]) -> None:
    city = City(make_app(OPEN_NETWORK_PER_DAY="1", OPEN_DESK_PER_HOUR="1"))
    tickets = issue(city, count=5)

    taken = [Citizen(city.app).rate(f"/t/{ticket}").status_code for ticket in tickets]

    assert taken == [303] * 5


def test_the_log_holds_no_ticket(
    city: City, citizen: Citizen, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    (ticket,) = issue(city)
    citizen.rate(f"/t/{ticket}")
    citizen.rate(f"/t/{ticket}")
    citizen.open("/t/0000000000000000")

    assert ticket not in caplog.text
    assert ticket_hash(ticket).hex() not in caplog.text


def test_scope_kinds_name_the_columns_of_the_table() -> None:
    assert {f"{kind}_id" for kind in ScopeKind} <= set(Ticket.__table__.c.keys())
