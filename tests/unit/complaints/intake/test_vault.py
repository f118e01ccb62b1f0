"""Citizens' words at rest: unreadable without the key, and one key for every process."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.storage.texts.key_file import TextUnreadable, Vault

VAULT = Vault(b"k" * 32)


@given(st.text(max_size=5_000))
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert VAULT.unlock(VAULT.lock(text)) == text


def test_texts_of_like_length_lock_to_the_same_length_and_never_to_the_same_bytes() -> None:
    locked = {VAULT.lock("a" * length) for length in range(1, 200)}

    assert len({len(text) for text in locked}) == 1
    assert VAULT.lock("a") != VAULT.lock("a")


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b"\x00" + b[1:], lambda _: b""])
def test_a_changed_text_does_not_open(damage) -> None:
    with pytest.raises(TextUnreadable):
        VAULT.unlock(damage(VAULT.lock("rahasia")))


def test_another_key_opens_nothing() -> None:
    with pytest.raises(TextUnreadable):
        Vault(b"x" * 32).unlock(VAULT.lock("rahasia"))


def test_what_an_earlier_secret_locked_opens_and_is_renewed_once() -> None:
    old = VAULT.lock("rahasia")
    both = Vault(b"n" * 32, earlier=[b"k" * 32])

    fresh = both.renewed(old)

    assert both.unlock(old) == "rahasia"
    assert fresh is not None
    assert Vault(b"n" * 32).unlock(fresh) == "rahasia"
    assert both.renewed(fresh) is None
    with pytest.raises(TextUnreadable):
        both.renewed(Vault(b"x" * 32).lock("rahasia"))


def test_codes_of_earlier_secrets_are_still_known() -> None:
    both = Vault(b"n" * 32, earlier=[b"k" * 32])

    assert both.code_keys == (*Vault(b"n" * 32).code_keys, *VAULT.code_keys)
