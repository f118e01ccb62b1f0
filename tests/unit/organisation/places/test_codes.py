"""What may be a code in an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.organisation.places.catalogue import is_code, suggested_code


@pytest.mark.parametrize("text", ["a", "7", "dukcapil-1", "pkm-melati-02", "a" * 40])
def test_takes_small_letters_digits_and_inner_hyphens(text: str) -> None:
    assert is_code(text)


@pytest.mark.parametrize(
    "text", ["", "-a", "a-", "A", "a b", "a/b", "é", "a\n", "\x00", "a" * 41, "..", "a.json"]
)
def test_refuses_what_would_not_survive_an_address(text: str) -> None:
    assert not is_code(text)


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("Kecamatan Cempaka", (), "kecamatan-cempaka"),
        ("Loket 1 (KTP-el & KK)", (), "loket-1-ktp-el-kk"),
        ("Káfé Dinas", (), "kafe-dinas"),
        ("ᬓᬦ᭄ᬢᭀᬃ", (), "tempat"),
        ("", ("tempat",), "tempat-2"),
        ("Loket", ("loket", "loket-2"), "loket-3"),
    ],
)
def test_a_code_is_made_of_a_name(name: str, taken: tuple[str, ...], code: str) -> None:
    assert suggested_code(name, taken=taken) == code


@given(st.text(max_size=200), st.sets(st.sampled_from(["tempat", "a", "a-2", "loket"])))
def test_a_suggested_code_is_one_and_is_free(name: str, taken: set[str]) -> None:
    code = suggested_code(name, taken=taken)

    assert is_code(code)
    assert code not in taken
