"""Checking passwords never takes more than a few threads, and known devices always pass."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from portal.accounts.refusals import throttle
from portal.web.access import Role
from tests.web.accounts.guessers import network, send
from tests.web.accounts.people import PASSWORD, add_person


@contextmanager
def checking(app: Flask, address: str, *, device: bytes | None = None) -> Iterator[None]:
    """Have a password of somebody at ``address`` checked meanwhile."""
    place = app.test_request_context("/admin/sign-in", environ_base={"REMOTE_ADDR": address})
    with place, throttle.password_check(device=device):
        yield


def check(app: Flask, address: str, *, device: bytes | None = None) -> bool:
    """Return whether a password is checked for somebody at ``address``."""
    try:
        with checking(app, address, device=device):
            return True
    except throttle.Busy:
        return False


def test_strangers_at_once_are_few_and_one_of_each_network(app: Flask) -> None:
    with checking(app, network(1)):
        assert not check(app, network(1))
        assert check(app, network(2))
        with checking(app, network(2)):
            assert not check(app, network(3))
            assert check(app, network(1), device=b"known")
    assert check(app, network(1))


def test_a_flood_leaves_threads_to_others_and_a_known_device_passes(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_person(app, Role.SUPERVISOR)
    own = app.test_client()
    send(own, PASSWORD)
    own.delete_cookie("staff")
    at_once, most, held = [0], [0], threading.Event()
    lock = threading.Lock()

    def slow(password: str, stored: str | None) -> bool:
        if password == PASSWORD:
            return True
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        held.wait(30)
        with lock:
            at_once[0] -= 1
        return False

    monkeypatch.setattr("portal.accounts.passwords.credentials.is_password", slow)
    answers: list[int] = []

    def flood(number: int) -> None:
        answer = send(app.test_client(), "salah", address=network(number % 4))
        answers.append(answer.status_code)
        if len(answers) >= 12 - throttle.STRANGERS_AT_ONCE:
            held.set()

    threads = [threading.Thread(target=flood, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    mine = send(own, PASSWORD).status_code
    for thread in threads:
        thread.join()

    assert mine == 302
    assert most[0] <= throttle.STRANGERS_AT_ONCE
    assert sorted(set(answers)) == [422, 429]


def test_who_meets_a_busy_portal_keeps_what_they_typed(app: Flask) -> None:
    with checking(app, network(7)):
        answer = send(app.test_client(), "salah", address=network(7))

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == str(throttle.BUSY_SECONDS)
    assert 'value="sri@contoh.test"' in answer.text
    assert "sedang memeriksa orang lain" in answer.text
