"""A sealed rating has one length whatever it carries, and only its key opens it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey

from portal.rating.answers.answers import RatingAnswers
from portal.rating.answers.submission import UnreadablePayload, decode, encode, packed_scores
from portal.rating.mixing.inbox_models import SEALED_BYTES
from portal.rating.mixing.sealing import (
    SEALED_PART_BYTES,
    SEALED_RATING_BYTES,
    Opener,
    Sealer,
    SplitRecordBox,
    open_sealed,
    seal,
)
from portal.rating.mixing.split_records import (
    PART_BYTES,
    OfficerAnswer,
    Part,
    ProfileAnswer,
    ReasonsAnswer,
    decode_part,
    encode_part,
)
from portal.storage.sealing.keys import CannotOpen
from portal.survey.elements import ELEMENTS, LEVELS, OFFICER_ELEMENTS, Element
from tests.unit.rating.strategies import answers, ids, profiles

KEY = PrivateKey.generate()
PRIVATE = bytes(KEY)
PUBLIC = bytes(KEY.public_key)
PART_BYTES_BEFORE = 208
PLAIN = RatingAnswers(service_id=7, scores={Element.TIME: 2})

parts = st.one_of(
    st.builds(
        OfficerAnswer,
        officer_id=ids,
        desk_id=ids,
        scores=st.dictionaries(st.sampled_from(OFFICER_ELEMENTS), st.sampled_from(LEVELS)),
    ),
    st.builds(ProfileAnswer, agency_id=ids, profile=profiles),
    st.builds(ReasonsAnswer, agency_id=ids, reasons=st.frozensets(st.sampled_from(ELEMENTS))),
)


@given(answers)
def test_what_was_sealed_comes_out_whole_and_every_ciphertext_has_one_length(
    given_answers: RatingAnswers,
) -> None:
    ciphertext = seal(given_answers, public_key=PUBLIC)

    assert len(ciphertext) == SEALED_RATING_BYTES == SEALED_BYTES == 1024
    assert open_sealed(ciphertext, private_key=PRIVATE) == given_answers


def test_a_long_comment_in_many_byte_signs_comes_out_whole() -> None:
    comment = ("\U0001f600\U0001f620 antre lama " * 40)[:500]
    said = RatingAnswers(service_id=1, scores={Element.TIME: 1}, comment=comment)

    assert decode(encode(said)).comment == comment


@given(parts)
def test_parts_come_out_whole_and_have_one_length(part: Part) -> None:
    ciphertext = SplitRecordBox(PRIVATE).seal(part)

    assert len(ciphertext) == SEALED_PART_BYTES == 256
    assert Opener(PRIVATE).open_part(ciphertext) == part


@given(parts)
def test_a_part_closed_before_the_mix_had_a_secret_of_its_own_still_opens(part: Part) -> None:
    ciphertext = Sealer(PUBLIC).seal_payload(encode_part(part)[:PART_BYTES_BEFORE])

    assert len(ciphertext) == SEALED_PART_BYTES
    assert Opener(PRIVATE).open_part(ciphertext) == part


def test_a_part_opens_with_its_own_key_only_and_tells_nothing_by_its_looks() -> None:
    part = ReasonsAnswer(agency_id=3, reasons=frozenset({Element.TIME}))
    first, second = SplitRecordBox(PRIVATE).seal(part), SplitRecordBox(PRIVATE).seal(part)

    assert first != second
    for stranger in (Opener(bytes(PrivateKey.generate())), Opener(bytes(KEY.public_key))):
        with pytest.raises(CannotOpen):
            stranger.open_part(first)
    with pytest.raises(CannotOpen):
        Opener(PRIVATE).open_part(first[:-1] + bytes([first[-1] ^ 1]))


def test_the_same_answers_sealed_twice_look_different() -> None:
    assert seal(PLAIN, public_key=PUBLIC) != seal(PLAIN, public_key=PUBLIC)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(CannotOpen):
        open_sealed(seal(PLAIN, public_key=PUBLIC), private_key=bytes(PrivateKey.generate()))


def test_a_changed_ciphertext_does_not_open() -> None:
    ciphertext = bytearray(seal(PLAIN, public_key=PUBLIC))
    ciphertext[500] ^= 1

    with pytest.raises(CannotOpen):
        open_sealed(bytes(ciphertext), private_key=PRIVATE)


def spoilt(*, at: int, byte: int) -> bytes:
    payload = bytearray(encode(PLAIN))
    payload[at] = byte
    return bytes(payload)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        encode(PLAIN)[:-1],
        spoilt(at=0, byte=9),
        spoilt(at=9, byte=255),
        spoilt(at=12, byte=200),
        spoilt(at=16, byte=255),
    ],
    ids=["empty", "short", "version", "reasons", "profile", "scores"],
)
def test_bytes_that_hold_no_rating_are_refused(payload: bytes) -> None:
    with pytest.raises(UnreadablePayload):
        decode(payload)


@pytest.mark.parametrize(
    "payload",
    [
        b"x".ljust(PART_BYTES, b"\0"),
        encode_part(ReasonsAnswer(agency_id=1, reasons=frozenset()))[:-1],
        b"r\0\0\0\1\xff\xff".ljust(PART_BYTES, b"\0"),
        b"p\0\0\0\1\xff\0\0\0".ljust(PART_BYTES, b"\0"),
        (b"o\0\0\0\1\0\0\0\2" + packed_scores({Element.COST: 3})).ljust(PART_BYTES, b"\0"),
        (b"o\0\0\0\1\0\0\0\2" + packed_scores({Element.CONDUCT: 9})).ljust(PART_BYTES, b"\0"),
    ],
    ids=["kind", "short", "reasons", "profile", "element", "level"],
)
def test_bytes_that_hold_no_part_are_refused(payload: bytes) -> None:
    with pytest.raises(UnreadablePayload):
        decode_part(payload)
