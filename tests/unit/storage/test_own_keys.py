"""Texts under a key of their own: nothing opens them without it, and lengths are hidden."""

import pytest

from portal.storage.texts.key_file import TextUnreadable, Vault
from portal.storage.texts.own_keys import OwnTexts, new_key

VAULT = Vault(bytes(32))


@pytest.mark.parametrize("text", ["a", "", "x" * 255, "é" * 200, "nul\x80 di tengah"])
def test_a_text_comes_back_as_it_was(text: str) -> None:
    for texts in (OwnTexts(VAULT, new_key(VAULT)), OwnTexts(VAULT, None)):
        assert texts.unlock(texts.lock(text)) == text


def test_the_key_of_texts_alone_and_the_key_of_another_matter_open_nothing() -> None:
    texts, other = OwnTexts(VAULT, new_key(VAULT)), OwnTexts(VAULT, new_key(VAULT))
    locked = texts.lock("rahasia")

    assert "rahasia" not in VAULT.unlock(locked)
    for wrong in (locked, VAULT.lock("rahasia"), VAULT.lock("cmFoYXNpYQ==")):
        with pytest.raises(TextUnreadable):
            other.unlock(wrong)


def test_lengths_up_to_a_step_look_alike() -> None:
    texts = OwnTexts(VAULT, new_key(VAULT))

    assert len(texts.lock("a")) == len(texts.lock("b" * 200))


def test_nothing_is_said_of_nothing_and_of_what_expired() -> None:
    texts = OwnTexts(VAULT, new_key(VAULT))
    locked = texts.locked("rahasia")

    assert texts.locked("") is None
    assert texts.said(None) == ""
    assert texts.said(locked) == "rahasia"
    assert OwnTexts(VAULT, None, is_expired=True).said(locked) == ""
