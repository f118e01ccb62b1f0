"""Which passwords are refused, and how those that are taken are stored."""

import pytest

from portal.accounts.passwords import credentials
from portal.accounts.passwords import hashing as passwords
from portal.accounts.passwords.domain import Weakness, WeakPassword

OWNER = ("Sri Wahyuni", "sri.wahyuni@contoh.test")


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("", Weakness.TOO_SHORT),
        ("Xk7!pQ2zLm9", Weakness.TOO_SHORT),
        ("x7Kd9" * 30, Weakness.TOO_LONG),
        ("123456789012", Weakness.GUESSABLE),
        ("aaaaaaaaaaaa", Weakness.GUESSABLE),
        ("qwertyuiopas", Weakness.GUESSABLE),
        ("password12345", Weakness.GUESSABLE),
        ("Puskesmas2026!", Weakness.GUESSABLE),
        ("dinasdukcapil2026", Weakness.GUESSABLE),
        ("Suara Loket 2026!", Weakness.GUESSABLE),
        ("bismillah 99999 rahasia", Weakness.GUESSABLE),
        ("SriWahyuni-1979-!!", Weakness.GUESSABLE),
        ("wahyuni.contoh.1979", Weakness.GUESSABLE),
    ],
)
def test_a_password_others_would_guess_is_refused_with_its_reason(
    password: str, weakness: Weakness
) -> None:
    with pytest.raises(WeakPassword) as refused:
        credentials.refuse_weak(password, *OWNER)

    assert refused.value.weakness is weakness


@pytest.mark.parametrize(
    "password",
    [
        "payung biru di atap gunung",
        "kuda-lumping-makan-beling",
        "x7Kd9vQz2LmP",
        "x7Kd9" * 25 + "abc",
    ],
)
def test_unrelated_words_and_random_characters_are_taken(password: str) -> None:
    credentials.refuse_weak(password, *OWNER)


def test_a_password_is_stored_as_argon2id_with_a_salt_of_its_own() -> None:
    first, second = (credentials.hash_password("payung biru di atap") for _ in range(2))

    assert first.startswith("$argon2id$v=19$m=32768,t=3,p=1$")
    assert first != second
    assert credentials.is_password("payung biru di atap", first)
    assert not credentials.is_password("payung biru di atas", first)


def test_the_same_letters_written_in_another_way_are_the_same_password() -> None:
    stored = credentials.hash_password("kafé di ujung jalan")

    assert credentials.is_password("kafe\u0301 di ujung jalan", stored)


def test_an_account_that_does_not_exist_is_checked_against_a_hash_as_costly() -> None:
    assert not credentials.is_password("apa saja", None)
    assert passwords._hash_of_nobody().startswith("$argon2id$v=19$m=32768,t=3,p=1$")


@pytest.mark.parametrize(
    ("costs", "outdated"), [("m=32768,t=3,p=1", False), ("m=65536,t=2,p=1", True)]
)
def test_a_hash_of_other_costs_is_outdated(costs: str, outdated: bool) -> None:
    stored = credentials.hash_password("payung biru di atap").replace("m=32768,t=3,p=1", costs)

    assert credentials.is_outdated(stored) is outdated


@pytest.mark.parametrize("stored", ["", "plain", "$argon2id$", "$2b$12$abc", "$argon2id$v=19$m=1"])
def test_what_is_no_hash_fits_nothing(stored: str) -> None:
    assert not credentials.is_password("payung biru di atap", stored)
