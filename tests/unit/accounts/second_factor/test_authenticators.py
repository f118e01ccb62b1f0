"""One-time codes: right once, for half a minute before and after, with secrets kept encrypted."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts.second_factor.app_secrets import AppSecrets
from portal.accounts.second_factor.stored_secrets import UnreadableSecret
from tests.one_time_codes import app_code

NOW = datetime(2026, 11, 21, 8, 0, 10, tzinfo=UTC)


@pytest.fixture
def app_secrets() -> AppSecrets:
    return AppSecrets("the portal's secret")


@pytest.fixture
def secret(app_secrets: AppSecrets) -> str:
    return app_secrets.new_secret()


def code(app_secrets: AppSecrets, secret: str, *, at: datetime = NOW) -> str:
    typed = app_secrets.setup(secret, "Sri").typed_secret.replace("-", "")
    return app_code(typed, at.timestamp())


def test_the_stored_secret_shows_nothing_of_the_one_the_app_holds(
    app_secrets: AppSecrets, secret: str
) -> None:
    setup = app_secrets.setup(secret, "Sri Contoh")
    typed = setup.typed_secret.replace("-", "")

    assert typed not in secret
    assert len(typed) == 32
    assert setup.uri.startswith("otpauth://totp/Suara%20Loket:Sri%20Contoh?secret=" + typed)


def test_another_portals_key_cannot_read_the_secret(app_secrets: AppSecrets, secret: str) -> None:
    other = AppSecrets("another secret")

    with pytest.raises(UnreadableSecret):
        other.setup(secret, "Sri")
    shown = code(app_secrets, secret)
    assert other.counter_of(shown, secret=secret, last_counter=None, now=NOW) is None


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_code_is_right_around_its_time(
    app_secrets: AppSecrets, secret: str, seconds: int
) -> None:
    shown = code(app_secrets, secret, at=NOW + timedelta(seconds=seconds))

    counter = app_secrets.counter_of(shown, secret=secret, last_counter=None, now=NOW)

    assert counter == (NOW + timedelta(seconds=seconds)).timestamp() // 30


def test_a_used_code_and_older_ones_are_refused(app_secrets: AppSecrets, secret: str) -> None:
    shown, before = code(app_secrets, secret), NOW - timedelta(seconds=30)
    used = app_secrets.counter_of(shown, secret=secret, last_counter=None, now=NOW)

    for typed in (shown, code(app_secrets, secret, at=before)):
        assert app_secrets.counter_of(typed, secret=secret, last_counter=used, now=NOW) is None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "\x00"])
def test_what_is_no_code_is_refused(app_secrets: AppSecrets, secret: str, typed: str) -> None:
    assert app_secrets.counter_of(typed, secret=secret, last_counter=None, now=NOW) is None


def test_spaces_in_a_code_do_not_matter(app_secrets: AppSecrets, secret: str) -> None:
    shown = code(app_secrets, secret)
    typed = f" {shown[:3]} {shown[3:]} "

    assert app_secrets.counter_of(typed, secret=secret, last_counter=None, now=NOW)


def test_a_secret_that_is_half_shown_is_readable_with_its_own_key_only(
    app_secrets: AppSecrets, secret: str
) -> None:
    assert app_secrets.can_read(secret)
    assert not AppSecrets("another secret").can_read(secret)
