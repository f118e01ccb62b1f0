"""Documents for staff only: an officer's figures, an agency's officers, the funnel of desks."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portal.publication.figures.documents import Place, ReleaseStamp
from portal.publication.figures.figures import (
    Comparison,
    Distribution,
    ElementFigure,
    Figure,
    Interval,
    Reason,
)

FUNNEL_ADDRESS = "funnel"
# What a release was computed from lies beside its staff documents; no page asks for it.
INPUTS_ADDRESS = "inputs"
LEAST_COMPARED_OFFICERS = 20


def officer_address(officer_id: int) -> str:
    """Return where an officer's own figures are kept; by number, never by name."""
    return f"officers/{officer_id}"


def officers_address(agency_code: str) -> str:
    """Return where the figures of an agency's officers are kept."""
    return f"agencies/{agency_code}/officers"


def services_address(officer_id: int) -> str:
    """Return where it is kept what an officer's year is compared with."""
    return f"services-of/{officer_id}"


class Position(StrEnum):
    """Where a unit stands between the inner and outer limits of its funnel."""

    FAR_BELOW = "far_below"
    BELOW = "below"
    INSIDE = "inside"
    ABOVE = "above"
    FAR_ABOVE = "far_above"


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a funnel at ``n`` answers, in IKM points; ``outer`` encloses ``inner``."""

    n: int
    inner: Interval
    outer: Interval


@dataclass(frozen=True, slots=True)
class Funnel:
    """The target and how its limits narrow, by rising n; ``units`` took part in it."""

    target: Decimal
    units: int
    limits: tuple[Limits, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one unit stands, and the limits at its own number of answers."""

    position: Position
    limits: Limits


@dataclass(frozen=True, slots=True)
class OfficerDocument:
    """An officer's own figures of one closed span, rounded as public figures are.

    ``nrr`` is the headline on the scale 1 to 4. ``year`` is the figure of all closed spans of
    the year so far: band and funnel rest on it. ``funnel`` and ``standing`` are None where too
    few officers can be compared; they hold nobody else's figure.
    """

    release: ReleaseStamp
    headline: Figure
    nrr: Decimal
    elements: tuple[ElementFigure, ...]
    distributions: tuple[Distribution, ...]
    year: Figure
    comparison: Comparison
    funnel: Funnel | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class ServicesDocument:
    """What an officer's year is compared with: others at the services where the officer worked.

    ``period`` is the months of the officer's ``year``; ``expected`` (None with too few others)
    and ``city`` are on the scale 1 to 4, in hundredths, and rest on rounded figures only.
    ``others`` are officers (in fives, rounded down; four for itself), ``answers`` those about
    them (in fifties, rounded down), ``response`` the ratings of the desks and months per 100
    visits. ``is_withheld``: the head may not see all of the year.
    """

    release: ReleaseStamp
    period: str
    expected: Decimal | None
    city: Decimal
    icc: Decimal
    others: int | None
    answers: int | None
    response: int | None
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer as their head sees them: by number, without distribution or position.

    ``year`` is what the comparison rests on; None where the head may not see all of it.
    """

    officer_id: int
    headline: Figure
    elements: tuple[ElementFigure, ...]
    year: Figure | None
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class OfficersDocument:
    """The officers of an agency whose span closed with this release, in no particular order."""

    release: ReleaseStamp
    officers: tuple[OfficerRow, ...]


@dataclass(frozen=True, slots=True)
class FunnelDesk:
    """A desk in the funnel; ``value`` is adjusted for its services where that can be done."""

    desk: Place
    agency: str
    figure: Figure
    value: Decimal
    is_adjusted: bool
    standing: Standing


@dataclass(frozen=True, slots=True)
class AbsentDesk:
    """A desk that the funnel leaves out, and why."""

    desk: Place
    agency: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class FunnelDocument:
    """The funnel of desks of one release; ``funnel`` is None with fewer than two desks."""

    release: ReleaseStamp
    funnel: Funnel | None
    desks: tuple[FunnelDesk, ...]
    absent: tuple[AbsentDesk, ...]
