"""Poster codes: what they are made of and how a typed one is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.organisation.posters.rateable import LENGTH, new_poster_code, read_poster_code
from portal.storage.texts.cleaning import ALPHABET


def test_a_new_code_has_eight_unmistakable_characters_and_differs_each_time() -> None:
    codes = {new_poster_code() for _ in range(200)}

    assert len(codes) == 200
    assert all(len(code) == 8 and set(code) <= set(ALPHABET) for code in codes)
    assert not set(ALPHABET) & set("ILOU")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7G4K2M9X", "7G4K2M9X"),
        ("7g4k-2m9x", "7G4K2M9X"),
        ("7g4k 2m9x", "7G4K2M9X"),
        ("OIL00000", "01100000"),
        ("7G4K2M9", None),
        ("7G4K2M9XX", None),
        ("7G4K2M9U", None),
        ("7G4K2M9é", None),
        ("", None),
    ],
)
def test_reads_a_typed_code_as_a_person_means_it(typed: str, code: str | None) -> None:
    assert read_poster_code(typed) == code


@given(code=st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_every_code_is_read_as_itself_in_small_letters_too(code: str) -> None:
    assert read_poster_code(code) == read_poster_code(code.lower()) == code


@given(typed=st.text())
def test_never_fails_on_what_anybody_types(typed: str) -> None:
    code = read_poster_code(typed)

    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))
