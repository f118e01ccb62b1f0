"""Desks as the citizen's page shows them."""

from dataclasses import dataclass
from datetime import date

from portal.organisation.places.catalogue import PosterState, full_name
from portal.storage.texts.cleaning import new_code, read_code
from portal.survey.elements import Element

# A visit of last week can still be rated, with the officers who served then.
RECENT_DAYS = 7
LENGTH = 8


@dataclass(frozen=True, slots=True)
class RateableService:
    """A service offered at a desk; elements ``left_out`` are not asked."""

    id: int
    code: str
    name: str
    left_out: frozenset[Element]


@dataclass(frozen=True, slots=True)
class RateableOfficer:
    """An officer a citizen may pick, by badge name or badge number as the city chooses."""

    id: int
    badge_name: str
    badge_number: str


@dataclass(frozen=True, slots=True)
class DeskInBrief:
    """A desk with the names around it; ``unit_name`` is None where there is no unit."""

    id: int
    code: str
    name: str
    agency_id: int
    agency_code: str
    agency_name: str
    unit_id: int | None
    unit_name: str | None
    retired_on: date | None
    successor_code: str | None
    successor_name: str | None

    @property
    def name_in_agency(self) -> str:
        """The desk with its unit, as pages name it that do not say the unit beside it."""
        return full_name(self.name, self.unit_name or "")

    @property
    def full_name(self) -> str:
        """The desk with its unit and its agency."""
        return full_name(self.name_in_agency, self.agency_name)

    def is_retired(self, on: date) -> bool:
        """Return whether the desk is no longer there on the day ``on``."""
        return self.retired_on is not None and self.retired_on <= on


@dataclass(frozen=True, slots=True)
class RateableDesk:
    """A desk that a poster or an address points to, on one day.

    ``is_retired`` desks take no more ratings and have neither services nor officers here;
    ``desk`` then names the successor, if there is one.
    """

    desk: DeskInBrief
    services: tuple[RateableService, ...]
    officers: tuple[RateableOfficer, ...]
    is_retired: bool


@dataclass(frozen=True, slots=True)
class PosterRetired:
    """A printed code that was replaced or withdrawn, and the desk it used to open."""

    desk: DeskInBrief
    state: PosterState


@dataclass(frozen=True, slots=True)
class PosterDesk:
    """A desk as lists of posters show it; ``poster_code`` is None while it is withdrawn."""

    code: str
    name: str
    agency_code: str
    agency_name: str
    unit_name: str | None
    poster_code: str | None

    @property
    def name_in_agency(self) -> str:
        """The desk with its unit."""
        return full_name(self.name, self.unit_name or "")


def new_poster_code() -> str:
    """Return a fresh code of 40 random bits."""
    return new_code(LENGTH)


def read_poster_code(typed: str) -> str | None:
    """Return the code that ``typed`` stands for, or None when it cannot be one."""
    return read_code(typed, length=LENGTH)
