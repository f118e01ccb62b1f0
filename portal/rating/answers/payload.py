"""A rating as bytes of one fixed length, so that a sealed rating's size says nothing."""

import struct

from portal.rating.answers.answers import InvalidAnswers, RatingAnswers
from portal.rating.answers.comment import (
    COMMENT_ROOM_BYTES,
    CommentNotText,
    decoded_comment,
    encoded_comment,
)
from portal.rating.answers.packing import (
    packed_elements,
    packed_profile,
    packed_scores,
    unpacked_elements,
    unpacked_profile,
    unpacked_scores,
)

VERSION = 1
_HEADER = struct.Struct(">BIIHB4s5sH")
RATING_BYTES = _HEADER.size + COMMENT_ROOM_BYTES
_WATCHED = 1
_DEFLATED = 2


class UnreadablePayload(ValueError):
    """Opened bytes are not a rating that this portal wrote."""


def encode(answers: RatingAnswers) -> bytes:
    """Return ``answers`` as exactly ``RATING_BYTES`` bytes, padded with zeros."""
    comment, is_deflated = encoded_comment(answers.comment) if answers.comment else (b"", False)
    header = _HEADER.pack(
        VERSION,
        answers.service_id,
        answers.officer_id or 0,
        packed_elements(answers.reasons),
        answers.was_watched * _WATCHED | is_deflated * _DEFLATED,
        packed_profile(answers.profile),
        packed_scores(answers.scores),
        len(comment),
    )
    return (header + comment).ljust(RATING_BYTES, b"\0")


def decode(payload: bytes) -> RatingAnswers:
    """Return the answers that ``encode`` wrote.

    :raises UnreadablePayload: for bytes it cannot have written.
    """
    if len(payload) != RATING_BYTES or payload[0] != VERSION:
        raise UnreadablePayload("wrong length or version")
    _, service, officer, reasons, flags, profile, scores, size = _HEADER.unpack_from(payload)
    comment = payload[_HEADER.size : _HEADER.size + size]
    try:
        return RatingAnswers(
            service_id=service,
            scores=unpacked_scores(scores),
            officer_id=officer or None,
            reasons=unpacked_elements(reasons),
            comment=decoded_comment(comment, is_deflated=bool(flags & _DEFLATED)) or None,
            profile=unpacked_profile(profile),
            was_watched=bool(flags & _WATCHED),
        )
    except (InvalidAnswers, CommentNotText, IndexError) as error:
        raise UnreadablePayload("the bytes hold no valid answers") from error
