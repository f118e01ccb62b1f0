"""Guessing ends, and strangers' guesses never keep a right proof out."""

import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from portal.accounts.audit_log.service import Actor
from portal.accounts.links.background import wait_until_done
from portal.accounts.own_account.service import renew_codes
from portal.accounts.refusals import throttle
from portal.accounts.refusals.domain import (
    ACCOUNT_FAILURES_AN_HOUR,
    FREE_FAILURES,
    NETWORK_FAILURES_AN_HOUR,
    OWN_FAILURES_AN_HOUR,
    WRONG_CODES_AN_HOUR,
)
from portal.accounts.staff.models import Account
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db, limiter
from tests.conftest import missing
from tests.web.accounts.forms import fill_in, hidden_fields
from tests.web.accounts.guessers import EMAIL, HOME, fail, guess_codes, network, send
from tests.web.accounts.links.test_links import link_in
from tests.web.accounts.people import PASSWORD, add_person, code_for, give_authenticator

MakeApp = Callable[..., Flask]
MORE = "Kata sandi saja belum cukup"


@pytest.fixture(params=["memory", "redis"])
def app(request: pytest.FixtureRequest, make_app: MakeApp) -> Iterator[Flask]:
    """The portal with its limits in memory, and in Redis."""
    if request.param == "memory":
        yield make_app()
        return
    app = make_app(LIMITER_URL="redis://127.0.0.1:6379/14")
    if not limiter.storage.check():
        missing("Redis")
    limiter.storage.reset()
    yield app
    limiter.storage.reset()


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a wrong password cost no time: what counts here is how often."""
    monkeypatch.setattr(
        "portal.accounts.passwords.credentials.is_password", lambda p, _: p == PASSWORD
    )


def exhaust(app: Flask) -> None:
    """Let neighbours use up what their network and all networks have for the account."""
    guess(app, OWN_FAILURES_AN_HOUR + 2, address=HOME)
    for number in range(ACCOUNT_FAILURES_AN_HOUR // OWN_FAILURES_AN_HOUR):
        guess(app, OWN_FAILURES_AN_HOUR, address=network(number))


def guess(app: Flask, times: int, *, address: str, who: str = EMAIL) -> int:
    """Count wrong passwords without pages around them; return how many were within bounds."""
    with app.test_request_context("/admin/sign-in", environ_base={"REMOTE_ADDR": address}):
        return sum(throttle.count_password(who, device=None).is_within for _ in range(times))


def test_a_few_mistakes_cost_nothing(app: Flask) -> None:
    add_person(app, Role.SUPERVISOR)

    assert fail(app, OWN_FAILURES_AN_HOUR - 1) == [422] * (OWN_FAILURES_AN_HOUR - 1)

    assert send(app.test_client(), PASSWORD).status_code == 302


def test_beyond_the_bound_a_right_and_a_wrong_password_look_alike(app: Flask) -> None:
    add_person(app, Role.SUPERVISOR)
    fail(app, OWN_FAILURES_AN_HOUR)
    client = app.test_client()

    right, wrong = send(client, PASSWORD), send(client, "salah")
    unknown = send(client, PASSWORD, identity="tak@ada.test")
    fail(app, OWN_FAILURES_AN_HOUR, identity="tak@ada.test")
    unknown = send(client, PASSWORD, identity="tak@ada.test")

    pages = [
        page.text.replace("tak@ada.test", EMAIL).replace(token, "")
        for page in (right, wrong, unknown)
        if (token := hidden_fields(page.text)["csrf_token"])
    ]
    assert MORE in pages[0]
    assert pages[0] == pages[1] == pages[2]
    assert {page.status_code for page in (right, wrong, unknown)} == {422}
    assert not client.get_cookie("staff")


def test_a_guesser_keeps_nobody_out_on_another_network(app: Flask) -> None:
    add_person(app, Role.SUPERVISOR)
    fail(app, OWN_FAILURES_AN_HOUR + 3)

    assert send(app.test_client(), PASSWORD, address="10.9.9.9").status_code == 302


def test_neighbours_exhaust_everything_and_a_known_device_passes(app: Flask) -> None:
    add_person(app, Role.SUPERVISOR)
    own = app.test_client()
    assert send(own, PASSWORD).status_code == 302
    own.delete_cookie("staff")
    exhaust(app)

    assert send(own, PASSWORD).status_code == 302


def test_neighbours_exhaust_everything_and_password_with_code_pass(app: Flask) -> None:
    secret = give_authenticator(app, add_person(app, Role.AUDITOR))
    exhaust(app)
    client = app.test_client()

    assert send(client, PASSWORD).status_code == 422
    assert send(client, PASSWORD, code="000000").status_code == 422
    assert send(client, "salah", code=code_for(secret)).status_code == 422
    answer = send(client, PASSWORD, code=code_for(secret))

    assert answer.headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_codes_given_with_the_password_are_bounded_too(
    app: Flask,
) -> None:
    secret = give_authenticator(app, add_person(app, Role.AUDITOR))
    exhaust(app)
    client = app.test_client()
    for _ in range(FREE_FAILURES):
        send(client, PASSWORD, code="000000")

    assert send(client, PASSWORD, code=code_for(secret)).status_code == 422


def test_a_code_given_with_the_password_counts_once(app: Flask) -> None:
    secret = give_authenticator(app, add_person(app, Role.AUDITOR))
    exhaust(app)
    code = code_for(secret)

    assert send(app.test_client(), PASSWORD, code=code).status_code == 302
    assert send(app.test_client(), PASSWORD, code=code).status_code == 422


def test_neighbours_exhaust_everything_and_a_recovery_code_passes(app: Flask) -> None:
    client, path = app.test_client(), "/admin/sign-in/authenticator"
    give_authenticator(app, account_id := add_person(app, Role.AUDITOR))
    codes = renewed_codes(app, account_id)
    exhaust(app)

    assert send(client, PASSWORD, code="AAAA-AAAA-AAAA-AAAA").status_code == 422
    assert send(client, PASSWORD, code=codes[0]).status_code == 302
    assert client.get(path).status_code == 302
    assert send(app.test_client(), PASSWORD, code=codes[0]).status_code == 422


def test_neighbours_exhaust_everything_and_a_letter_lets_the_device_in(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    add_person(app, Role.SUPERVISOR)
    exhaust(app)
    wait_until_done()
    assert "To:" not in capsys.readouterr().out
    client = app.test_client()

    assert send(client, PASSWORD).status_code == 422
    wait_until_done()
    letter = capsys.readouterr().out
    assert letter.startswith(f"To: {EMAIL}\nSubject: Masuk ke Suara Loket dari perangkat baru / ")
    assert "somebody else" in letter.lower()
    link = link_in(letter)
    assert client.get(link).status_code == 200
    assert fill_in(client, link, password="kuda makan beling di sore hari").status_code == 302

    assert client.get(link).status_code == 410
    assert client.get("/admin/").status_code == 302
    assert "Perangkat ini sekarang dikenal" in client.get("/admin/sign-in?done=device").text
    assert send(client, PASSWORD).status_code == 302
    assert client.get("/admin/").status_code == 200


def test_a_letter_for_a_device_changes_no_password_and_is_not_sent_twice_at_once(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    add_person(app, Role.SUPERVISOR)
    exhaust(app)
    for _ in range(3):
        send(app.test_client(), PASSWORD)
    wait_until_done()

    assert capsys.readouterr().out.count("To:") == 1


def test_without_an_e_mail_address_no_letter_is_sent_and_an_administrators_link_helps(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    with app.app_context():
        account = db.session.get(Account, add_person(app, Role.OFFICER))
        assert account is not None
        account.email, account.staff_number = None, "197903012005011002"
        db.session.commit()
    fail(app, OWN_FAILURES_AN_HOUR, identity="197903012005011002")

    answer = send(app.test_client(), PASSWORD, identity="197903012005011002")

    wait_until_done()
    assert answer.status_code == 422
    assert "To:" not in capsys.readouterr().out


def test_a_known_device_counts_for_itself_alone(app: Flask) -> None:
    add_person(app, Role.SUPERVISOR)
    own = app.test_client()
    send(own, PASSWORD)
    own.delete_cookie("staff")

    for _ in range(OWN_FAILURES_AN_HOUR):
        assert MORE not in send(own, "salah").text

    assert MORE in send(own, "salah").text
    assert send(app.test_client(), PASSWORD).status_code == 302


def test_a_device_known_to_one_account_is_a_stranger_to_another(app: Flask) -> None:
    add_person(app, Role.SUPERVISOR)
    add_person(app, Role.SUPERVISOR, email="ana@contoh.test")
    anas = app.test_client()
    send(anas, PASSWORD, identity="ana@contoh.test")
    anas.delete_cookie("staff")
    fail(app, OWN_FAILURES_AN_HOUR)

    assert send(anas, PASSWORD).status_code == 422


def test_trying_many_accounts_from_one_network_ends(app: Flask) -> None:
    add_person(app, Role.SUPERVISOR, email="baru@contoh.test")
    for number in range(NETWORK_FAILURES_AN_HOUR // OWN_FAILURES_AN_HOUR):
        guess(app, OWN_FAILURES_AN_HOUR, address=HOME, who=f"orang{number}@contoh.test")

    here = send(app.test_client(), PASSWORD, identity="baru@contoh.test")
    there = send(app.test_client(), PASSWORD, identity="baru@contoh.test", address="10.9.9.9")

    assert (here.status_code, there.status_code) == (422, 302)
    assert MORE in here.text


def test_ten_thousand_guesses_get_no_more_than_the_bound(make_app: MakeApp) -> None:
    app = make_app()

    within = sum(guess(app, 20, address=network(number)) for number in range(500))

    assert within == ACCOUNT_FAILURES_AN_HOUR


def test_one_network_alone_does_not_use_up_an_account(app: Flask) -> None:
    assert guess(app, 200, address=HOME) == OWN_FAILURES_AN_HOUR

    assert guess(app, 1, address=network(1)) == 1


def test_an_unknown_account_answers_word_for_word_like_a_known_one(app: Flask) -> None:
    add_person(app, Role.SUPERVISOR)
    client = app.test_client()

    known, unknown = send(client, "salah"), send(client, "salah", identity="tak@ada.test")

    masked = [
        page.text.replace(EMAIL, "").replace("tak@ada.test", "").partition('name="csrf_token"')
        for page in (known, unknown)
    ]
    assert masked[0][0] == masked[1][0]
    assert (known.status_code, unknown.status_code) == (422, 422)


def test_wrong_codes_make_the_next_one_wait_longer_and_longer(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = give_authenticator(app, add_person(app, Role.AUDITOR))
    client = app.test_client()
    send(client, PASSWORD)

    assert guess_codes(client, FREE_FAILURES) == [422] * FREE_FAILURES
    answer = fill_in(client, "/admin/sign-in/code", code=code_for(secret))

    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 6
    assert "Coba lagi dalam" in answer.text


def test_who_guesses_codes_makes_only_their_own_network_wait(app: Flask) -> None:
    secret = give_authenticator(app, add_person(app, Role.AUDITOR))
    thief, owner = app.test_client(), app.test_client()
    send(thief, PASSWORD)
    guess_codes(thief, FREE_FAILURES + 3)

    elsewhere = {"REMOTE_ADDR": network(1)}
    owner.environ_base.update(elsewhere)
    send(owner, PASSWORD, address=elsewhere["REMOTE_ADDR"])

    assert fill_in(owner, "/admin/sign-in/code", code=code_for(secret)).status_code == 302


def test_a_recovery_code_never_waits_for_wrong_codes(app: Flask) -> None:
    account_id = add_person(app, Role.AUDITOR)
    give_authenticator(app, account_id)
    codes = renewed_codes(app, account_id)
    client = app.test_client()
    send(client, PASSWORD)
    guess_codes(client, FREE_FAILURES + 3)

    wrong = fill_in(client, "/admin/sign-in/recovery", code="AAAA-AAAA-AAAA-AAAA")
    right = fill_in(client, "/admin/sign-in/recovery", code=codes[0])

    assert (wrong.status_code, right.status_code) == (422, 302)


def test_a_thousand_codes_get_no_more_than_the_bound(make_app: MakeApp) -> None:
    app = make_app()
    account_id, tried = add_person(app, Role.AUDITOR), 0
    for number in range(1_000):
        place = {"REMOTE_ADDR": network(number % 500)}
        with app.test_request_context("/admin/sign-in/code", environ_base=place):
            try:
                throttle.start_attempt("code", account_id, device=None)
            except throttle.TooManyAttempts:
                continue
        tried += 1

    assert tried == WRONG_CODES_AN_HOUR


def test_a_known_device_passes_when_strangers_used_up_the_codes(app: Flask) -> None:
    account_id = add_person(app, Role.AUDITOR)
    secret = give_authenticator(app, account_id)
    own = app.test_client()
    send(own, PASSWORD)
    assert fill_in(own, "/admin/sign-in/code", code=code_for(secret)).status_code == 302
    own.delete_cookie("staff")
    for number in range(WRONG_CODES_AN_HOUR + 1):
        with app.test_request_context("/", environ_base={"REMOTE_ADDR": network(number)}):
            try:
                throttle.start_attempt("code", account_id, device=None)
            except throttle.TooManyAttempts:
                break
    send(own, PASSWORD)

    answer = fill_in(own, "/admin/sign-in/code", code=code_for(secret, steps=1))

    assert answer.status_code == 302


def test_the_wait_ends(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app()
    secret = give_authenticator(app, add_person(app, Role.AUDITOR))
    client = app.test_client()
    send(client, PASSWORD)
    guess_codes(client, FREE_FAILURES)
    assert fill_in(client, "/admin/sign-in/code", code=code_for(secret)).status_code == 429
    real = time.time

    monkeypatch.setattr(time, "time", lambda: real() + 6)

    assert fill_in(client, "/admin/sign-in/code", code=code_for(secret)).status_code == 302


def test_of_many_codes_at_once_only_one_passes_while_the_others_wait(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    secret = give_authenticator(app, add_person(app, Role.AUDITOR))
    client = app.test_client()
    send(client, PASSWORD)
    guess_codes(client, FREE_FAILURES)
    # They all look before the first of them has been counted.
    monkeypatch.setattr(limiter.storage, "get", lambda _: 0)

    assert fill_in(client, "/admin/sign-in/code", code=code_for(secret)).status_code == 429


def test_guessing_the_first_code_of_a_new_authenticator_waits_too(make_app: MakeApp) -> None:
    app = make_app()
    add_person(app, Role.MODERATOR)
    client = app.test_client()
    send(client, PASSWORD)
    path = "/admin/sign-in/authenticator"

    codes = [fill_in(client, path, code="000000").status_code for _ in range(FREE_FAILURES + 1)]

    assert codes == [422] * FREE_FAILURES + [429]


def renewed_codes(app: Flask, account_id: int) -> list[str]:
    with app.app_context():
        actor = Actor(account_id, "Sri")
        return renew_codes(db.session(), by=actor, account_id=account_id, now=clock.now())
