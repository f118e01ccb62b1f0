"""Answers of a citizen, and how they came in, complete and checked, before the inbox."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from portal.survey.elements import ELEMENTS, LEVELS, Element
from portal.time.months import Month


class Channel(StrEnum):
    """How a rating came in; figures of different channels are never added up silently."""

    TICKET = "ticket"
    PRESENCE = "presence"
    OPEN = "open"
    PAPER = "paper"


VERIFIED = frozenset({Channel.TICKET, Channel.PRESENCE})


COMMENT_CHARACTERS = 500
COMMENT_FIELD_BYTES = 953
_RAW_DEFLATE = -15
_BEST_COMPRESSION = 9


class CommentTooLong(ValueError):
    """A comment has more characters, or needs more bytes, than a sealed rating can carry."""


class CommentNotText(ValueError):
    """A comment is empty, or holds characters that no database can store."""


def encoded_comment(text: str) -> tuple[bytes, bool]:
    """Return the bytes of ``text`` and whether they had to be deflated.

    500 characters of Latin script always fit. Scripts and signs of three or four bytes a
    character are deflated, and fit unless nearly every one of 500 characters is another sign;
    nothing is ever cut.

    :param text: 1 to 500 characters.
    :raises CommentTooLong: when it does not fit.
    :raises CommentNotText: when it is empty or holds NUL or a lone surrogate.
    """
    if len(text) > COMMENT_CHARACTERS:
        raise CommentTooLong(f"a comment has {COMMENT_CHARACTERS} characters at the most")
    plain = _plain_bytes(text)
    if len(plain) <= COMMENT_FIELD_BYTES:
        return plain, False
    deflater = zlib.compressobj(_BEST_COMPRESSION, zlib.DEFLATED, _RAW_DEFLATE)
    deflated = deflater.compress(plain) + deflater.flush()
    if len(deflated) > COMMENT_FIELD_BYTES:
        raise CommentTooLong("the comment has too many signs of several bytes")
    return deflated, True


def _plain_bytes(text: str) -> bytes:
    if not text or "\0" in text:
        raise CommentNotText("a comment is text without NUL characters")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise CommentNotText("a comment holds no lone surrogates") from error


def decoded_comment(encoded: bytes, *, is_deflated: bool) -> str:
    """Return the text that ``encoded_comment`` wrote.

    :raises CommentNotText: for bytes it cannot have written.
    """
    limit = COMMENT_CHARACTERS * 4
    try:
        plain = (
            zlib.decompressobj(_RAW_DEFLATE).decompress(encoded, limit) if is_deflated else encoded
        )
        return plain.decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise CommentNotText("these bytes hold no comment") from error


class ProfileField(StrEnum):
    """A characteristic of respondents that the statutory report counts.

    Source: Permen PANRB 14/2017, annex, respondent characteristics.
    """

    SEX = "sex"
    AGE = "age"
    EDUCATION = "education"
    OCCUPATION = "occupation"


# Sealed ratings hold the position of an answer in its list: only ever append.
PROFILE_ANSWERS: Mapping[ProfileField, tuple[str, ...]] = MappingProxyType(
    {
        ProfileField.SEX: ("female", "male"),
        ProfileField.AGE: ("to_17", "18_to_25", "26_to_35", "36_to_45", "46_to_55", "from_56"),
        ProfileField.EDUCATION: (
            "primary",
            "junior_secondary",
            "senior_secondary",
            "diploma",
            "bachelor",
            "postgraduate",
        ),
        ProfileField.OCCUPATION: (
            "civil_servant",
            "military_police",
            "private_employee",
            "self_employed",
            "farmer_fisher",
            "student",
            "homemaker",
            "other",
        ),
    }
)


class UnknownProfileAnswer(ValueError):
    """A profile holds a field or an answer that no list offers."""


def checked_profile(profile: Mapping[str, str]) -> dict[ProfileField, str]:
    """Return ``profile`` in the lists' order when every field and answer is offered.

    :param profile: answer by field; fields may be missing.
    :raises UnknownProfileAnswer: for any other field or answer.
    """
    for name, answer in profile.items():
        if answer not in PROFILE_ANSWERS.get(name, ()):  # type: ignore[call-overload] # whether the plain string is a key is what is asked here
            raise UnknownProfileAnswer("the profile has a field or an answer that is not offered")
    return {field: profile[field] for field in PROFILE_ANSWERS if field in profile}


LARGEST_ID = 2**31 - 1
_ELEMENTS = frozenset(ELEMENTS)


class InvalidAnswers(ValueError):
    """A set of answers that no form of the portal can produce."""


@dataclass(frozen=True, slots=True)
class RatingAnswers:
    """All that one citizen answered about one visit.

    ``scores`` holds levels 1 to 4 of the elements answered (at least one); ``reasons`` the
    elements named under "what should be better?"; ``comment`` 1 to 500 characters or None;
    ``profile`` answers by field (see portal.rating.answers.answers); ``was_watched`` whether
    the citizen ticked that a member of staff watched or told them what to press.

    :raises InvalidAnswers: when anything is out of its range; the text names no answer.
    """

    service_id: int
    scores: Mapping[Element, int]
    officer_id: int | None = None
    reasons: frozenset[Element] = frozenset()
    comment: str | None = None
    profile: Mapping[str, str] = field(default_factory=dict)
    was_watched: bool = False

    def __post_init__(self) -> None:
        _check(_is_id(self.service_id), "service_id is no identifier")
        _check(self.officer_id is None or _is_id(self.officer_id), "officer_id is no identifier")
        _check(bool(self.scores), "at least one element is answered")
        _check(self.scores.keys() <= _ELEMENTS, "an element is unknown")
        _check(all(level in LEVELS for level in self.scores.values()), "a level is not 1 to 4")
        _check(self.reasons <= _ELEMENTS, "a reason is unknown")
        self._check_words()

    def _check_words(self) -> None:
        try:
            checked_profile(self.profile)
            if self.comment is not None:
                encoded_comment(self.comment)
        except (UnknownProfileAnswer, CommentTooLong, CommentNotText) as error:
            raise InvalidAnswers(str(error)) from error


def _is_id(number: int) -> bool:
    return 1 <= number <= LARGEST_ID


def _check(holds: bool, fault: str) -> None:
    if not holds:
        raise InvalidAnswers(fault)


class Submitted(StrEnum):
    """The result of a submission: stored now, or stored before, so that nothing is stored again."""

    ACCEPTED = "accepted"
    ALREADY_ACCEPTED = "already_accepted"


@dataclass(frozen=True, slots=True)
class SubmitRating:
    """One rating with what proves the visit.

    ``key_hash`` is the keyed hash of the form's idempotency key, ``ticket_hash`` the hash of
    a visit ticket, ``grant_hash`` the keyed hash of a grant; each has 32 bytes. At most one
    of the two proofs is given, as the channel asks. ``months`` are those in which the answers
    may have been given, None for the running one.
    """

    desk_id: int
    agency_id: int
    channel: Channel
    answers: RatingAnswers
    key_hash: bytes
    ticket_hash: bytes | None = None
    grant_hash: bytes | None = None
    months: tuple[Month, ...] | None = None


def end_of_next_month(today: date) -> date:
    """Return the last day of the month after the one of ``today``."""
    in_next_month = today.replace(day=1) + timedelta(days=32)
    in_the_one_after = in_next_month.replace(day=1) + timedelta(days=32)
    return in_the_one_after.replace(day=1) - timedelta(days=1)
