"""A recommendation to the appraiser: who may give one, and until when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.organisation.people.standing import StandingKind


class AdviserKind(StrEnum):
    """Why somebody's view of a person's year is asked for."""

    ADVISER = "adviser"
    FORMER_SUPERIOR = "former_superior"


# Who was named goes before who once stood above.
_KINDS = {
    StandingKind.ADVISER: AdviserKind.ADVISER,
    StandingKind.FORMER_SUPERIOR: AdviserKind.FORMER_SUPERIOR,
}


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What somebody recommended; given once and never changed.

    :ivar text: encrypted.
    :ivar given_on: the city's date.
    """

    id: int
    adviser_id: int
    kind: AdviserKind
    text: bytes
    given_on: date


def adviser_kind(kinds: frozenset[StandingKind]) -> AdviserKind | None:
    """Return as what somebody advises, or None.

    Whoever evaluates the person, stands in for that or stands above it has another part.

    :param kinds: everything that somebody is to the person.

    Source: staff evaluation paper, sections 7.1, 8 and 16.
    """
    if not kinds.isdisjoint(
        {
            StandingKind.PERSON,
            StandingKind.APPRAISER,
            StandingKind.STAND_IN,
            StandingKind.APPRAISERS_SUPERIOR,
            StandingKind.DECIDER,
        }
    ):
        return None
    return next((each for kind, each in _KINDS.items() if kind in kinds), None)
