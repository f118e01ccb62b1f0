"""A fingerprint recognises its key, also after the cost of making one has changed."""

import pytest

from portal.storage.lasting_keys import keys
from portal.storage.lasting_keys.keys import SALT_BYTES, Fingerprint, KeyName

KEY = b"a key of thirty-two random bytes"


@pytest.mark.parametrize("later", [1, 3, 6])
def test_a_key_is_known_again_when_the_cost_has_changed(
    monkeypatch: pytest.MonkeyPatch, later: int
) -> None:
    monkeypatch.setattr(keys, "DOUBLINGS", 4)
    found = Fingerprint.of(KeyName.TEXTS, KEY)
    monkeypatch.setattr(keys, "DOUBLINGS", later)

    assert found.fits(KeyName.TEXTS, KEY)
    assert not found.fits(KeyName.TEXTS, KEY[::-1])
    assert not found.fits(KeyName.SECRET, KEY)


def test_the_salt_tells_the_cost_and_nothing_else_that_repeats() -> None:
    first, second = (Fingerprint.of(KeyName.TEXTS, KEY) for _ in range(2))

    assert len(first.salt) == SALT_BYTES
    assert first.salt[0] == keys.DOUBLINGS
    assert first.salt[1:] != second.salt[1:]
