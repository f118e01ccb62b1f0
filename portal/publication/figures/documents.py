"""Documents that are published, one a place, and which publications there are."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.publication.figures.figures import (
    ClosedPeriod,
    Comparison,
    Distribution,
    ElementFigure,
    Estimate,
    Figure,
    Method,
    QuarterFigure,
    Reason,
    ResponseShare,
)
from portal.time.months import Month, MonthRange, first_day, month_after

SCHEMA_VERSION = 1

# The words on the axes; stored once with a release, in the language of the city's offices.
IKM_LABEL = "IKM"
SHARE_LABEL = "% jawaban"
ESTIMATE_LABEL = "perkiraan, bukan angka"


class PlaceKind(StrEnum):
    """What a document can be about."""

    CITY = "city"
    AGENCY = "agency"
    UNIT = "unit"
    SERVICE = "service"
    DESK = "desk"
    OTHER = "other"
    """The hidden neighbours within a table, pooled; it has no document of its own."""


FOLDERS = {
    PlaceKind.AGENCY: "agencies",
    PlaceKind.UNIT: "units",
    PlaceKind.SERVICE: "services",
    PlaceKind.DESK: "desks",
}
CITY_ADDRESS = "city"
TODAY_ADDRESS = "city/today"


def address_of(kind: PlaceKind, code: str | None = None) -> str:
    """Return where a place is published: ``city`` or ``agencies/<code>`` and the like."""
    return CITY_ADDRESS if kind is PlaceKind.CITY else f"{FOLDERS[kind]}/{code}"


def charts_address(address: str) -> str:
    """Return where the chart figures of the document at ``address`` are published."""
    return f"charts/{address}"


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a reader may follow it; ``group`` is the kind of agency, for fair company."""

    kind: PlaceKind
    code: str | None
    name: str
    address: str
    group: str | None = None
    is_retired: bool = False
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class ReleaseStamp:
    """Which publication a document belongs to; ``period`` is the month that it closes."""

    edition: str
    period: Month
    kind: str
    is_demo: bool
    settings_since: Month | None = None
    corrects: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A place within a table: agencies of the city; services, units and desks of an agency."""

    place: Place
    figure: Figure
    comparison: Comparison
    response: ResponseShare
    estimate: Estimate | None = None


@dataclass(frozen=True, slots=True)
class ProfileShare:
    """One answer of the respondents' profile or one reason, in percent of those who gave any."""

    answer: str
    percent: int | None
    suppressed: Reason | None = None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The respondent profile by one field, or the reasons, of an agency and a year."""

    field: str
    year: int
    n: int | None
    answers: tuple[ProfileShare, ...] = ()
    suppressed: Reason | None = None


@dataclass(frozen=True, slots=True)
class OfficerBands:
    """The share of officers in each band, in steps of 5 points; never a person's position."""

    n: int | None
    above_percent: int | None
    not_distinguishable_percent: int | None
    below_percent: int | None
    suppressed: Reason | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A dated explanation such as a strike or a closure; ``place`` names where."""

    kind: str
    place: str
    text: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What does not take part in the figures here, and why; ``subject`` is a key or a code."""

    subject: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A whole desk, channel and month that was taken out by a published rule."""

    desk: str
    channel: str
    period: Month
    reason: str
    decided_on: date


class ModerationOutcome(StrEnum):
    """What became of a comment: shown as written, with parts closed, or kept from the public."""

    PUBLISHED = "published"
    SHORTENED = "shortened"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class ModerationCount:
    """Comments of one outcome, rounded to 5; ``reason`` says why, where they were withheld."""

    outcome: ModerationOutcome
    reason: str | None
    n: int | None
    suppressed: Reason | None = None


@dataclass(frozen=True, slots=True)
class ModerationCounts:
    """What was decided about comments within a period, whenever they were written."""

    period: MonthRange
    counts: tuple[ModerationCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the city learned and will do, said by whoever signed the publication off."""

    period: Month
    text: str
    signed_by: str


@dataclass(frozen=True, slots=True)
class EarlierResult:
    """A total of an earlier year from another system, shown as such."""

    period: str
    n: int
    ikm: str
    grade: str
    source: str


@dataclass(frozen=True, slots=True)
class PlaceDocument:
    """Everything that is published about one place in one release.

    ``headline`` holds the verified channels whenever they reach the threshold, and ``open``
    the ratings without proof beside it. ``trend`` is the headline of every span so far,
    earliest first; ``rows`` are sorted by name within their kind. ``closed`` are the quarter,
    half-year and year that end with this month, ``quarters`` all quarters so far; ``estimate``
    may stand beside a headline that is hidden for too few answers.
    """

    place: Place
    parents: tuple[Place, ...]
    release: ReleaseStamp
    headline: Figure
    open: Figure | None
    previous: Figure | None
    response: ResponseShare
    comparison: Comparison | None
    elements: tuple[ElementFigure, ...]
    trend: tuple[Figure, ...]
    distributions: tuple[Distribution, ...] = ()
    rows: tuple[Row, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    officers: OfficerBands | None = None
    notes: tuple[Note, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    moderation: ModerationCounts | None = None
    lessons: tuple[Lesson, ...] = ()
    earlier: tuple[EarlierResult, ...] = ()
    method: Method | None = None
    closed: tuple[ClosedPeriod, ...] = ()
    quarters: tuple[QuarterFigure, ...] = ()
    estimate: Estimate | None = None
    version: int = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class TodayDocument:
    """The city's only live figure: an integer IKM of the month so far, n rounded to 10."""

    release: ReleaseStamp
    day: date
    headline: Figure
    version: int = SCHEMA_VERSION


RELEASE_DAY = 5
LONGEST_HOLD_DAYS = 14


class ReleaseKind(StrEnum):
    """What is published; ``EVALUATION`` is a year of the evaluation of civil servants."""

    MONTHLY = "monthly"
    DAILY = "daily"
    REVISION = "revision"
    CORRECTION = "correction"
    EVALUATION = "evaluation"


class ReleaseState(StrEnum):
    """Prepared waits for sign-off or its day; held waits for the end of its one hold."""

    PREPARED = "prepared"
    HELD = "held"
    PUBLISHED = "published"


def due_on(period: Month) -> date:
    """Return the fixed day of the following month on which ``period`` is published."""
    return first_day(month_after(period)) + timedelta(days=RELEASE_DAY - 1)


def months_due(first: Month, *, today: date) -> int:
    """Return how many months from ``first`` on have had the day on which they are published."""
    months = 0
    while due_on(month_after(first, months=months)) <= today:
        months += 1
    return months


def is_closed(period: Month, *, today: date) -> bool:
    """Return whether the month is over, which is when it may be published."""
    return today >= first_day(month_after(period))
