"""A kiosk's box opens with the portal's key and with no other, and only whole."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rating.questionnaire.transport import (
    NONCE_BYTES,
    BoxUnreadable,
    TransportKey,
    sealed_box,
)

KEY, OTHER = TransportKey(b"k" * 32), TransportKey(b"o" * 32)


def box(message: bytes, key: TransportKey = KEY) -> bytes:
    return sealed_box(key.public, message, nonce=secrets.token_bytes(NONCE_BYTES))


@given(st.binary(max_size=5000))
def test_what_went_in_comes_out(message: bytes) -> None:
    assert KEY.open(box(message)) == message


def test_every_process_has_the_same_key_and_it_is_a_point() -> None:
    assert TransportKey(b"k" * 32).public == KEY.public
    assert (len(KEY.public), KEY.public[0]) == (65, 4)
    assert TransportKey(bytes(32)).open(box(b"x", TransportKey(bytes(32)))) == b"x"


def test_another_key_opens_nothing() -> None:
    with pytest.raises(BoxUnreadable):
        OTHER.open(box(b"answers"))


@pytest.mark.parametrize("place", [0, 10, 70, -1])
def test_a_changed_box_does_not_open(place: int) -> None:
    changed = bytearray(box(b"answers"))
    changed[place] ^= 1

    with pytest.raises(BoxUnreadable):
        KEY.open(bytes(changed))


@given(st.binary(max_size=300))
def test_no_bytes_are_a_box_by_accident(given_bytes: bytes) -> None:
    with pytest.raises(BoxUnreadable):
        KEY.open(given_bytes)


def test_the_same_words_never_look_the_same() -> None:
    assert box(b"answers") != box(b"answers")
