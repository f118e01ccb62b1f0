"""Whether answers fit what their desk offers and their service asks, for every way in."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.organisation.places.arrangement import Arrangement
from portal.survey.elements import ELEMENTS, Element, RuleBook


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
    given: GivenAnswers, terms: Terms, *, months: Sequence[str]
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


def _faults_in(given: GivenAnswers, terms: Terms, *, month: str) -> Iterator[AnswerFault]:
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
