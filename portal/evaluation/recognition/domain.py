"""An award as it was given: what its winner said about being named, and its certificate."""

from dataclasses import dataclass
from datetime import date

from portal.evaluation.rules.states import AwardState

# A winner has so many days to say whether the name may be public; silence is no consent.
CONSENT_DAYS = 14


class NotTheWinner(LookupError):
    """An award of somebody else, or one that was taken back or is not announced."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What a winner said about being named; None while nothing was said.

    :ivar photo: whether the city may show a photo; none is kept here.
    """

    name: bool | None = None
    photo: bool | None = None
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class GivenAward:
    """An award that the mayor decided.

    :ivar names_agency: whether the agency may be said although the winner is not named; fixed
        when the scheme is announced, None before.
    :ivar was_named: whether the name was public once.
    :ivar reviewed_on: when the mayor last looked again after the winner's result changed.
    """

    id: int
    scheme_id: int
    place: int
    person_id: int
    state: AwardState
    decided_on: date
    reason: bytes | None
    consent: Consent
    agency_id: int | None
    names_agency: bool | None
    was_named: bool
    reviewed_on: date | None

    @property
    def is_standing(self) -> bool:
        """Whether it was not taken back."""
        return self.state is AwardState.GIVEN

    @property
    def says_agency(self) -> bool:
        """Whether the agency of a winner without a name may be said.

        Not once the name was public, whether the consent or the award was taken back: whoever
        read the name would know.
        """
        return bool(self.names_agency) and not (self.was_named or self.consent.name)

    @property
    def is_named(self) -> bool:
        """Whether the winner agreed to be named in public."""
        return self.state is AwardState.GIVEN and bool(self.consent.name)


@dataclass(frozen=True, slots=True)
class AwardCertificate:
    """The one certificate of an award; its code is encrypted and looked up by its hash.

    :ivar ended_on: since when the check page shows it no more.
    """

    award_id: int
    number: str
    code: bytes
    issued_on: date
    ended_on: date | None
