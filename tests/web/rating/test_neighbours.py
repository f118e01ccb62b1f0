"""Neighbours on one network exhaust everything there is to exhaust, and every good proof passes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.refusals import throttle
from portal.accounts.refusals.domain import (
    ACCOUNT_FAILURES_AN_HOUR,
    OWN_FAILURES_AN_HOUR,
)
from portal.evaluation.recognition.winner_service import issue_certificate
from portal.evaluation.rules.states import SchemeState
from portal.rating.devices.keys import create_api_key
from portal.web.access import Role
from portal.web.extensions import vault
from tests.factories import awards
from tests.web.accounts.guessers import network
from tests.web.accounts.guessers import send as sign_in
from tests.web.accounts.people import PASSWORD, add_person, code_for, give_authenticator
from tests.web.accounts.sign_in.test_waiting import renewed_codes
from tests.web.complaints.pages import code_of, follow, send, write
from tests.web.rating.conftest import POSTER, Citizen, City
from tests.web.rating.limits.test_presence_cap import FORM, scan, scanned
from tests.web.rating.questionnaire.test_kiosk_pages import KEY, paired, told
from tests.web.rating.questionnaire.test_kiosk_pages import send as send_box
from tests.web.rating.questionnaire.test_presence_pages import invite, pair, shown
from tests.web.rating.questionnaire.test_ticket_pages import issue
from tests.web.rating.tickets.test_ticket_api import ask

DESK = "desk:dukcapil-1"
HERE, ELSEWHERE = "127.0.0.1", "10.9.8.7"
KNOWN, WITH_APP, WITH_CODES = (f"{name}@contoh.test" for name in ("ana", "budi", "citra"))


def until_refused(act: Callable[[int], int], *, most: int = 70) -> None:
    """Let neighbours act until they are asked to wait."""
    for number in range(most):
        if act(number) == 429:
            return
    pytest.fail("nobody was asked to wait")


@pytest.fixture
def city(make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> City:
    # Here counts how often, not how long a wrong password takes.
    monkeypatch.setattr(
        "portal.accounts.passwords.credentials.is_password", lambda word, _: word == PASSWORD
    )
    return City(
        make_app(
            OPEN_NETWORK_PER_DAY="4",
            OPEN_DESK_PER_HOUR="4",
            PRESENCE_NETWORK_PER_DAY="3",
            PRESENCE_GRANTS_PER_CODE="20",
        )
    )


@dataclass
class Proofs:
    """What good visitors and staff hold before the neighbours begin."""

    city: City
    tickets: list[str] = field(init=False)
    follow_code: str = field(init=False)
    machine_key: str = field(init=False)
    tablet: Citizen = field(init=False)
    visitor: Citizen = field(init=False)
    own_device: Any = field(init=False)
    secret: str = field(init=False)
    recovery_code: str = field(init=False)
    certificate: str = field(init=False)

    def __post_init__(self) -> None:
        city, app = self.city, self.city.app
        self.tickets = issue(city, count=2)
        self.follow_code = code_of(write(app.test_client(), place=DESK))
        self.machine_key = city.change(
            lambda s: str(create_api_key(s, agency_id=city.agency_id, name="Mesin antrean"))
        )
        self.tablet = paired(city, Citizen(app), city.desk_id)
        self.visitor = scanned(city, address=ELSEWHERE)
        add_person(app, Role.SUPERVISOR, email=KNOWN)
        self.own_device = app.test_client()
        assert sign_in(self.own_device, PASSWORD, address=HERE, identity=KNOWN).status_code == 302
        self.own_device.delete_cookie("staff")
        self.secret = give_authenticator(app, add_person(app, Role.AUDITOR, email=WITH_APP))
        account = add_person(app, Role.AUDITOR, email=WITH_CODES)
        give_authenticator(app, account)
        self.recovery_code = renewed_codes(app, account)[0]
        self.certificate = city.change(a_certificate)


def a_certificate(session: Session) -> str:
    """Make an award with a certificate, and return its code."""
    awards.make_scheme(
        session, awards.make_award_scene(session), state=SchemeState.ANNOUNCED, vault=vault()
    )
    held = issue_certificate(
        session, 1, person_id=awards.award(session).person_id, vault=vault(), today=awards.ANNOUNCED
    )
    return vault().unlock(held.code)


def exhaust(city: City) -> None:
    """Use up, from the one network of all tests, what is counted for networks, desks, accounts."""
    client = city.app.test_client()
    until_refused(lambda _: Citizen(city.app).rate(f"/r/{POSTER}").status_code)
    until_refused(lambda n: Citizen(city.app).open(f"/t/{n:016}").status_code)
    until_refused(lambda _: scanned(city).rate(FORM).status_code)
    until_refused(lambda _: scan(city, shown(city).rpartition("/")[2], address=HERE).status_code)
    until_refused(lambda n: ask(client, f"loket_{n}").status_code)
    until_refused(lambda _: pair(Citizen(city.app), "00000000").status_code)
    until_refused(lambda n: follow(client, f"{n:016d}").status_code)
    until_refused(lambda n: client.get(f"/awards/check/{n:016d}").status_code)
    until_refused(lambda _: send(client, place=DESK).status_code)
    for who in (KNOWN, WITH_APP, WITH_CODES):
        exhaust_account(city.app, who)


def exhaust_account(app: Flask, who: str) -> None:
    """Guess passwords of an account from here and from many other networks."""
    for number in range(ACCOUNT_FAILURES_AN_HOUR // OWN_FAILURES_AN_HOUR + 1):
        place = {"REMOTE_ADDR": network(number) if number else HERE}
        with app.test_request_context("/admin/sign-in", environ_base=place):
            for _ in range(OWN_FAILURES_AN_HOUR + 1):
                throttle.count_password(who, device=None)


def enter(proofs: Proofs, who: str, **more: str) -> int:
    client = proofs.own_device if who == KNOWN else proofs.city.app.test_client()
    return sign_in(client, PASSWORD, address=HERE, identity=who, **more).status_code


GOOD_PROOFS: dict[str, tuple[Callable[[Proofs], int], int]] = {
    "ticket, looked at": (
        lambda p: Citizen(p.city.app).open(f"/t/{p.tickets[0]}").status_code,
        200,
    ),
    "ticket": (lambda p: Citizen(p.city.app).rate(f"/t/{p.tickets[1]}").status_code, 303),
    "grant of the screen": (lambda p: p.visitor.rate(FORM).status_code, 303),
    "code of the screen": (
        lambda p: scanned(p.city, address="10.7.7.7").rate(FORM).status_code,
        303,
    ),
    "tablet's form": (lambda p: p.tablet.rate("/kiosk/").status_code, 303),
    "tablet's box": (lambda p: send_box(p.tablet, p.city, told(key=KEY)).status_code, 200),
    "follow code": (lambda p: follow(p.city.app.test_client(), p.follow_code).status_code, 200),
    "follow code, a reply": (
        lambda p: (
            follow(
                p.city.app.test_client(), p.follow_code, act="reply", text="Masih menunggu"
            ).status_code
        ),
        200,
    ),
    "code of a certificate": (
        lambda p: p.city.app.test_client().get(f"/awards/check/{p.certificate}").status_code,
        200,
    ),
    "machine key": (lambda p: ask(p.city.app.test_client(), p.machine_key).status_code, 201),
    "pairing code of a screen": (
        lambda p: pair(Citizen(p.city.app), invite(p.city)).status_code,
        303,
    ),
    "pairing code of a tablet": (
        lambda p: paired(p.city, Citizen(p.city.app), p.city.desk_id).open("/kiosk/").status_code,
        200,
    ),
    "password at a known device": (lambda p: enter(p, KNOWN), 302),
    "password with the app's code": (
        lambda p: enter(p, WITH_APP, code=code_for(p.secret)),
        302,
    ),
    "password with a recovery code": (
        lambda p: enter(p, WITH_CODES, code=p.recovery_code),
        302,
    ),
}


def test_neighbours_exhaust_everything_and_every_good_proof_passes(city: City) -> None:
    proofs = Proofs(city)
    exhaust(city)

    answers = {name: use(proofs) for name, (use, _) in GOOD_PROOFS.items()}

    assert answers == {name: passes for name, (_, passes) in GOOD_PROOFS.items()}
