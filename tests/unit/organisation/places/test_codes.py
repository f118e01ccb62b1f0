"""What may be a code in an address."""

import pytest

from portal.organisation.places.catalogue import is_code


@pytest.mark.parametrize("text", ["a", "7", "dukcapil-1", "pkm-melati-02", "a" * 40])
def test_takes_small_letters_digits_and_inner_hyphens(text: str) -> None:
    assert is_code(text)


@pytest.mark.parametrize(
    "text", ["", "-a", "a-", "A", "a b", "a/b", "é", "a\n", "\x00", "a" * 41, "..", "a.json"]
)
def test_refuses_what_would_not_survive_an_address(text: str) -> None:
    assert not is_code(text)
