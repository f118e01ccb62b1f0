"""Submissions: which answers are refused, and the bytes that are sealed."""

import struct
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.organisation.places.arrangement import Arrangement
from portal.rating.answers.answers import (
    COMMENT_FIELD_BYTES,
    PROFILE_ANSWERS,
    CommentNotText,
    InvalidAnswers,
    RatingAnswers,
    SubmitRating,
    decoded_comment,
    encoded_comment,
)
from portal.survey.elements import ELEMENTS, Element, RuleBook
from portal.time.months import Month, month_of

_BITS_PER_SCORE = 4
SCORE_BYTES = (len(ELEMENTS) * _BITS_PER_SCORE + 7) // 8
_SCORE_MASK = 2**_BITS_PER_SCORE - 1
VERSION = 1
_HEADER = struct.Struct(">BIIHB4s5sH")
RATING_BYTES = _HEADER.size + COMMENT_FIELD_BYTES
_WATCHED = 1
_DEFLATED = 2


class AnswerFaultKind(StrEnum):
    """Why answers are refused."""

    NOT_OFFERED = "not_offered"
    """The desk did not offer the service in the month."""
    NOT_ASKED = "not_asked"
    """The service did not ask the element in the month."""
    NOT_ANSWERED = "not_answered"
    """The service asked the element in the month, and it could not be skipped."""


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """One thing that does not fit; ``element`` is None where the service is what is wrong."""

    kind: AnswerFaultKind
    element: Element | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a desk offers and its services ask, and what may be skipped, of every month."""

    arrangement: Arrangement
    book: RuleBook


@dataclass(frozen=True, slots=True)
class GivenAnswers:
    """The elements answered about a service at a desk, each as far as it is known.

    ``is_whole`` answers leave out only what may be skipped; paper may have gaps.
    """

    desk_id: int | None
    service_id: int | None
    elements: Collection[Element]
    is_whole: bool = True


def faults_of_answers(
    given: GivenAnswers, terms: Terms, *, months: Sequence[Month]
) -> tuple[AnswerFault, ...]:
    """Return what is wrong with answers; nothing when they fit one of ``months``.

    :param months: the months in which the answers may have been given; what is wrong is said of
        the last of them.
    """
    found: tuple[AnswerFault, ...] = ()
    for month in months:
        found = tuple(_faults_in(given, terms, month=month))
        if not found:
            break
    return found


def _faults_in(given: GivenAnswers, terms: Terms, *, month: Month) -> Iterator[AnswerFault]:
    if given.service_id is None:
        return
    offer = terms.arrangement.offers.get((given.desk_id or 0, given.service_id))
    if given.desk_id is not None and (offer is None or not offer.in_month(month)):
        yield AnswerFault(AnswerFaultKind.NOT_OFFERED)
        return
    left_out = terms.arrangement.questions[given.service_id].in_month(month)
    may_skip = terms.book.skippable_by(month)
    for element in ELEMENTS:
        is_answered = element in given.elements
        if is_answered and element in left_out:
            yield AnswerFault(AnswerFaultKind.NOT_ASKED, element)
        elif given.is_whole and not is_answered and element not in left_out | may_skip:
            yield AnswerFault(AnswerFaultKind.NOT_ANSWERED, element)


class AnswersRefused(ValueError):
    """Answers do not fit their desk and service; ``faults`` says how."""

    def __init__(self, faults: tuple[AnswerFault, ...]) -> None:
        super().__init__(", ".join(sorted({str(each.kind) for each in faults})))
        self.faults = faults


def check_answers(command: SubmitRating, terms: Terms, *, today: date) -> None:
    """Refuse answers that could not be given at the desk in their month.

    :raises AnswersRefused: with everything that does not fit.
    """
    answers = command.answers
    given = GivenAnswers(command.desk_id, answers.service_id, answers.scores.keys())
    months = command.months or (month_of(today),)
    faults = faults_of_answers(given, terms, months=months)
    if faults:
        raise AnswersRefused(faults)


def packed_scores(scores: Mapping[Element, int]) -> bytes:
    """Return the levels in the survey's order, four bits each; 0 means not answered."""
    number = 0
    for element in reversed(ELEMENTS):
        number = number << _BITS_PER_SCORE | scores.get(element, 0)
    return number.to_bytes(SCORE_BYTES, "big")


def unpacked_scores(packed: bytes) -> dict[Element, int]:
    """Return the level of each element answered; levels are not checked here."""
    number = int.from_bytes(packed, "big")
    levels = ((number >> _BITS_PER_SCORE * place) & _SCORE_MASK for place in range(len(ELEMENTS)))
    return {element: level for element, level in zip(ELEMENTS, levels, strict=True) if level}


def packed_elements(elements: Iterable[Element]) -> int:
    """Return a set of elements as one bit each, the first element lowest."""
    return sum(1 << ELEMENTS.index(element) for element in set(elements))


def unpacked_elements(bits: int) -> frozenset[Element]:
    """Return the elements whose bits are set.

    :raises IndexError: for a bit that stands for no element.
    """
    places = (place for place in range(bits.bit_length()) if bits >> place & 1)
    return frozenset(ELEMENTS[place] for place in places)


def packed_profile(profile: Mapping[str, str]) -> bytes:
    """Return one byte a field: 0 for no answer, else the answer's place in its list from 1."""
    return bytes(
        answers.index(profile[field]) + 1 if field in profile else 0
        for field, answers in PROFILE_ANSWERS.items()
    )


def unpacked_profile(packed: bytes) -> dict[str, str]:
    """Return the answer of each field that has one.

    :raises IndexError: for a place beyond the list.
    """
    pairs = zip(PROFILE_ANSWERS.items(), packed, strict=True)
    return {str(field): answers[place - 1] for (field, answers), place in pairs if place}


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
