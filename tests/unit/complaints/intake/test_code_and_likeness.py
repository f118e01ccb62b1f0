"""Codes that forgive typing, and texts that say the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.complaints.intake.code import code_for, code_hash, read_complaint_code
from portal.storage.texts.cleaning import (
    ALPHABET,
    NO_SIGNATURE,
    SIGNATURE_BITS,
    distance,
    in_groups,
    is_near,
    signature,
)
from portal.storage.texts.key_file import Vault

QUEUE = "Antrean di loket dua sangat lama, saya menunggu tiga jam tanpa penjelasan dari petugas."


def test_a_code_has_eighty_bits_and_reads_in_groups() -> None:
    code = code_for("form", key=b"k")

    assert len(ALPHABET) ** len(code) == 2**80
    assert in_groups("0123456789ABCDEF") == "0123-4567-89AB-CDEF"
    assert read_complaint_code(in_groups(code)) == code


def test_a_form_has_one_code_and_nobody_draws_it_without_the_key() -> None:
    codes = {code_for(f"form {number}", key=b"k") for number in range(500)}

    assert code_for("form 1", key=b"k") == code_for("form 1", key=b"k")
    assert code_for("form 1", key=b"other") not in codes
    assert len(codes) == 500
    assert set("".join(codes)) == set(ALPHABET)


@pytest.mark.parametrize(
    "typed",
    ["0123 4567 89ab cdef", " o123-4567-89AB-CDEF ", "0I23456789abcdef", "0l2-3456789ABCDEF"],
)
def test_typing_is_forgiven(typed: str) -> None:
    assert read_complaint_code(typed) == "0123456789ABCDEF"


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_a_code_or_none(typed: str) -> None:
    code = read_complaint_code(typed)

    assert code is None or (len(code) == 16 and set(code) <= set(ALPHABET))


def test_only_the_keyed_hash_tells_codes_apart() -> None:
    assert code_hash("0123456789ABCDEF", key=b"a") != code_hash("0123456789ABCDEF", key=b"b")
    assert len(code_hash("0123456789ABCDEF", key=b"a")) == 32


def test_the_same_complaint_in_slightly_other_words_is_near() -> None:
    again = QUEUE.replace("sangat lama", "lama sekali").upper()

    assert is_near(likeness(QUEUE), likeness(QUEUE.upper()))
    assert distance(likeness(QUEUE), likeness(again)) < distance(
        likeness(QUEUE), likeness("Terima kasih, pelayanan cepat dan petugasnya ramah sekali.")
    )


def test_another_complaint_is_not_near() -> None:
    assert not is_near(likeness(QUEUE), likeness("Lift rusak dan tidak ada tempat parkir motor."))


@given(st.text(max_size=200))
def test_a_signature_fits_a_signed_big_integer(text: str) -> None:
    assert 0 <= likeness(text) < 2**SIGNATURE_BITS


def likeness(text: str, key: bytes = b"k" * 32) -> int:
    return signature(text, key=key)


def test_a_signature_tells_nothing_without_its_key() -> None:
    assert not is_near(likeness(QUEUE), likeness(QUEUE, key=b"o" * 32))
    assert Vault(b"a" * 32).signature(QUEUE) == Vault(b"a" * 32).signature(QUEUE)
    assert Vault(b"a" * 32).signature(QUEUE) != Vault(b"b" * 32).signature(QUEUE)


def test_what_has_no_signature_is_like_nothing() -> None:
    assert not is_near(NO_SIGNATURE, NO_SIGNATURE)
    assert not is_near(NO_SIGNATURE, 1)
