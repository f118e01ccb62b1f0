"""Codes that people type: every kind of code is read in the same way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.second_factor.domain import code_hash
from portal.complaints.intake.code import read_complaint_code
from portal.organisation.posters.rateable import read_poster_code
from portal.rating.devices.domain import read_pairing_code
from portal.rating.tickets.domain import read_ticket
from portal.storage.texts.cleaning import ALPHABET, code_of_number, in_groups, read_code

LONG, SHORT = (read_complaint_code, read_ticket), (read_poster_code, read_pairing_code)
CODES = st.text(alphabet=ALPHABET, min_size=16, max_size=16)
DASHES = st.sampled_from([" ", "-", ".", "_", "\u2013", "\u00a0", "\t", "\n"])


@given(code=CODES, dash=DASHES)
def test_a_code_is_read_alike_wherever_it_is_asked_for(code: str, dash: str) -> None:
    typed = f" {in_groups(code).replace('-', dash).lower()}\r\n".replace("0", "o").replace("1", "l")

    assert {read(typed) for read in LONG} == {code}
    assert code_hash(typed) == code_hash(code)
    assert {read(typed[:11]) for read in SHORT} == {code[:8]}


@given(number=st.integers(min_value=0, max_value=2**80 - 1))
def test_a_number_is_written_with_its_highest_bits_first(number: int) -> None:
    code = code_of_number(number, length=16)
    read = sum(ALPHABET.index(sign) << 5 * place for place, sign in enumerate(reversed(code)))

    assert read == number


@pytest.mark.parametrize("typed", ["", "0123", "0" * 15 + "U", "0" * 17, " " * 80 + "0" * 16])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed, length=16) is None
