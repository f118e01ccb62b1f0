"""The parts split off a rating; each travels sealed on its own until its batch is complete."""

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.rating.answers.submission import (
    UnreadablePayload,
    packed_elements,
    packed_profile,
    packed_scores,
    unpacked_elements,
    unpacked_profile,
    unpacked_scores,
)
from portal.survey.elements import LEVELS, OFFICER_ELEMENTS, Element

PART_BYTES = 216
_OFFICER = struct.Struct(">cII5s")
_PROFILE = struct.Struct(">cI4s")
_REASONS = struct.Struct(">cIH")


@dataclass(frozen=True, slots=True)
class OfficerAnswer:
    """How one respondent rated an officer at a desk; ``scores`` on the officer's elements only."""

    officer_id: int
    desk_id: int
    scores: Mapping[Element, int]


@dataclass(frozen=True, slots=True)
class ProfileAnswer:
    """What one respondent of an agency said about themselves."""

    agency_id: int
    profile: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReasonsAnswer:
    """The elements that one respondent of an agency wants to see improved."""

    agency_id: int
    reasons: frozenset[Element]


Part = OfficerAnswer | ProfileAnswer | ReasonsAnswer


def encode_part(part: Part) -> bytes:
    """Return ``part`` as exactly ``PART_BYTES`` bytes, padded with zeros."""
    if isinstance(part, OfficerAnswer):
        body = _OFFICER.pack(b"o", part.officer_id, part.desk_id, packed_scores(part.scores))
    elif isinstance(part, ProfileAnswer):
        body = _PROFILE.pack(b"p", part.agency_id, packed_profile(part.profile))
    else:
        body = _REASONS.pack(b"r", part.agency_id, packed_elements(part.reasons))
    return padded(body)


def padded(body: bytes) -> bytes:
    """Return ``body`` with zeros up to ``PART_BYTES``."""
    return body.ljust(PART_BYTES, b"\0")


def decode_part(payload: bytes) -> Part:
    """Return the part that ``encode_part`` wrote.

    :raises portal.rating.answers.submission.UnreadablePayload: for bytes it cannot have written.
    """
    reader = _READERS.get(payload[:1])
    if reader is None or len(payload) != PART_BYTES:
        raise UnreadablePayload("wrong length or kind of part")
    try:
        return reader(payload)
    except IndexError as error:
        raise UnreadablePayload("the bytes hold no valid part") from error


def _officer_answer(payload: bytes) -> OfficerAnswer:
    _, officer_id, desk_id, packed = _OFFICER.unpack_from(payload)
    scores = unpacked_scores(packed)
    if not set(scores) <= set(OFFICER_ELEMENTS) or not set(scores.values()) <= set(LEVELS):
        raise UnreadablePayload("an officer is rated 1 to 4 on their own elements only")
    return OfficerAnswer(officer_id=officer_id, desk_id=desk_id, scores=scores)


def _profile_answer(payload: bytes) -> ProfileAnswer:
    _, agency_id, packed = _PROFILE.unpack_from(payload)
    return ProfileAnswer(agency_id=agency_id, profile=unpacked_profile(packed))


def _reasons_answer(payload: bytes) -> ReasonsAnswer:
    _, agency_id, bits = _REASONS.unpack_from(payload)
    return ReasonsAnswer(agency_id=agency_id, reasons=unpacked_elements(bits))


_READERS: Mapping[bytes, Callable[[bytes], Part]] = {
    b"o": _officer_answer,
    b"p": _profile_answer,
    b"r": _reasons_answer,
}
