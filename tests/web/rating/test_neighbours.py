"""Neighbours on one network exhaust everything there is to exhaust, and every good proof passes."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.rating.devices.keys import create_api_key
from tests.web.complaints.pages import code_of, follow, send, write
from tests.web.rating.conftest import POSTER, Citizen, City
from tests.web.rating.test_kiosk_pages import KEY, paired, told
from tests.web.rating.test_kiosk_pages import send as send_box
from tests.web.rating.test_presence_cap import FORM, scanned
from tests.web.rating.test_presence_pages import invite, pair
from tests.web.rating.test_ticket_api import ask
from tests.web.rating.test_ticket_pages import issue

DESK = "desk:dukcapil-1"


def until_refused(act: Callable[[int], int], *, most: int = 70) -> None:
    """Let neighbours act until they are asked to wait."""
    for number in range(most):
        if act(number) == 429:
            return
    pytest.fail("nobody was asked to wait")


@pytest.fixture
def city(make_app: Callable[..., Flask]) -> City:
    return City(
        make_app(
            OPEN_NETWORK_PER_DAY="4",
            OPEN_DESK_PER_HOUR="4",
            PRESENCE_NETWORK_PER_DAY="3",
            PRESENCE_GRANTS_PER_CODE="100",
        )
    )


def exhaust(city: City) -> None:
    """Use up, from the one network of all tests, what is counted for networks and desks."""
    client = city.app.test_client()
    until_refused(lambda _: Citizen(city.app).rate(f"/r/{POSTER}").status_code)
    until_refused(lambda n: Citizen(city.app).open(f"/t/{n:016}").status_code)
    until_refused(lambda _: scanned(city).rate(FORM).status_code)
    until_refused(lambda n: ask(client, f"loket_{n}").status_code)
    until_refused(lambda _: pair(Citizen(city.app), "00000000").status_code)
    until_refused(lambda n: follow(client, f"{n:016d}").status_code)
    until_refused(lambda _: send(client, place=DESK).status_code)


def test_neighbours_exhaust_everything_and_every_good_proof_passes(city: City) -> None:
    client = city.app.test_client()
    key = str(
        city.change(lambda s: create_api_key(s, agency_id=city.agency_id, name="Mesin antrean"))
    )
    code = code_of(write(client, place=DESK))
    tablet = paired(city, Citizen(city.app), city.desk_id)
    ticket, other = issue(city, count=2)
    exhaust(city)

    assert Citizen(city.app).rate(f"/t/{ticket}").status_code == 303
    assert Citizen(city.app).open(f"/t/{other}").status_code == 200
    assert follow(client, code).status_code == 200
    assert follow(client, code, act="reply", text="Masih menunggu").status_code == 200
    assert ask(client, key).status_code == 201
    assert pair(Citizen(city.app), invite(city)).status_code == 303
    assert send_box(tablet, city, told(key=KEY)).status_code == 200
