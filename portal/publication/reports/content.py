"""Content of a statutory report, in either edition, and its numbers, days and spans in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal

from portal.organisation.posters.city_look import PLAIN_LOOK, CityLook
from portal.publication.figures.documents import (
    Exclusion,
    LeftOut,
    Lesson,
    Note,
    PlaceKind,
    address_of,
)
from portal.publication.figures.figures import Figure, Reason
from portal.publication.report_plans.domain import ReportPlan
from portal.survey.elements import Element, ElementCodes, LevelCounts
from portal.survey.index import Grade
from portal.time.months import CalendarPeriod, Month, MonthRange, PeriodKind, first_day

SCHEMA_VERSION = 1


class Audience(StrEnum):
    """For whom a report is written."""

    OFFICIAL = "official"
    """Exact figures from all channels, for signed-in staff of the agency."""
    PUBLIC = "public"
    """Only what the releases published, and what follows from it."""


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """The agency a report is about, or one unit of it."""

    agency_id: int
    agency: str
    agency_name: str
    unit_id: int | None = None
    unit: str | None = None
    unit_name: str | None = None

    @property
    def address(self) -> str:
        """Where the place is published."""
        if self.unit is not None:
            return address_of(PlaceKind.UNIT, self.unit)
        return address_of(PlaceKind.AGENCY, self.agency)

    @property
    def subject(self) -> str:
        """What the audit log calls the place."""
        return f"agency:{self.agency}" if self.unit is None else f"unit:{self.unit}"


class PopulationBasis(StrEnum):
    """Where the number of users comes from."""

    USERS = "users"
    VISITS = "visits"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SampleSize:
    """Respondents beside the least number for the population.

    ``population`` is None where nobody counted it; ``minimum`` is then the number that is
    enough for any population. ``respondents`` is None where it is not shown.
    """

    respondents: int | None
    population: int | None
    basis: PopulationBasis
    source: str | None
    minimum: int

    @property
    def is_reached(self) -> bool | None:
        """Whether there are as many respondents as needed; None where that is not shown."""
        return None if self.respondents is None else self.respondents >= self.minimum


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """How many ratings came in by a channel; ``is_counted`` says whether the IKM holds them."""

    channel: str
    respondents: int
    is_counted: bool


@dataclass(frozen=True, slots=True)
class LevelShare:
    """A share of answers in percent; ``levels`` is "1", "2", "3", "4" or some of them merged."""

    levels: str
    percent: Decimal
    is_at_least: bool = False


@dataclass(frozen=True, slots=True)
class ReportElement:
    """One element: its figure on the IKM scale, NRR, exact counts (official) and shares."""

    element: Element
    figure: Figure
    nrr: Decimal | None
    counts: LevelCounts | None = None
    shares: tuple[LevelShare, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One answer of a table: how many gave it (official edition only) and in percent."""

    answer: str
    respondents: int | None
    percent: Decimal | None
    suppressed: Reason | None = None


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Answers of a year to one question; ``n`` counts answers. Hidden ones have a reason."""

    field: str
    year: int
    n: int | None
    lines: tuple[Line, ...] = ()
    suppressed: Reason | None = None


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A unit or service within the result; its IKM is None where it would tell too much."""

    kind: PlaceKind
    code: str | None
    name: str
    respondents: int
    ikm: Decimal | None
    grade: Grade | None


class Quadrant(StrEnum):
    """What importance and performance together suggest for an element."""

    IMPROVE_FIRST = "improve_first"
    KEEP_UP = "keep_up"
    IMPROVE_LATER = "improve_later"
    MAINTAIN = "maintain"


@dataclass(frozen=True, slots=True)
class Priority:
    """An element's importance (percent of wishes) beside its performance (25 to 100)."""

    element: Element
    importance: Decimal
    performance: Decimal
    quadrant: Quadrant


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The IKM of an earlier span; ``source`` names another system, None is this portal."""

    period: str
    n: int | None
    ikm: Decimal | None
    grade: str | None
    source: str | None = None
    elements: Mapping[Element, Decimal] | None = None
    suppressed: Reason | None = None


@dataclass(frozen=True, slots=True)
class Uncounted:
    """Ratings of a part of the place that count nowhere: their stored sums cannot be true."""

    kind: PlaceKind
    name: str
    channel: str
    period: Month


@dataclass(frozen=True, slots=True)
class Report:
    """One report; ``open`` are ratings without proof of a visit beside the headline.

    ``least_mean`` is how many respondents a mean needs by the rules of the span's last month.
    ``is_mean_of_months`` marks a public headline made of the rounded figures of its months, since
    the release of its last month is older than figures of quarters, half-years and years.

    ``elements`` stand in the order of ``codes``. ``trend`` ends with this span; ``earlier`` are
    totals of other systems. ``left_out`` are elements and spans that do not take part. ``plan`` is
    what the agency added, ``earlier_plan`` the one before with what became of it: official only.
    """

    edition: Audience
    is_demo: bool
    city: str
    place: ReportPlace
    span: CalendarPeriod
    page_url: str
    headline: Figure
    sample: SampleSize
    least_mean: int
    elements: tuple[ReportElement, ...]
    open: Figure | None = None
    channels: tuple[ChannelCount, ...] = ()
    parts: tuple[ReportPart, ...] = ()
    profile: tuple[ReportTable, ...] = ()
    reasons: ReportTable | None = None
    priorities: tuple[Priority, ...] = ()
    trend: tuple[TrendPoint, ...] = ()
    earlier: tuple[TrendPoint, ...] = ()
    follow_up: tuple[Lesson, ...] = ()
    notes: tuple[Note, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    uncounted: tuple[Uncounted, ...] = ()
    plan: ReportPlan | None = None
    earlier_plan: ReportPlan | None = None
    is_mean_of_months: bool = False
    codes: ElementCodes = ElementCodes.REGULATION
    look: CityLook = PLAIN_LOOK
    version: int = SCHEMA_VERSION

    @property
    def has_own_profile(self) -> bool:
        """Whether the profile, counted for a whole agency and year, is that of the report."""
        return self.span.kind is PeriodKind.YEAR and self.place.unit is None


LOCALE = "id"
ROMAN = ("I", "II", "III", "IV")
NOTHING = "-"


def number(value: Decimal | int | None, decimals: int = 0) -> str:
    """Return ``value`` with Indonesian separators and exactly ``decimals`` places."""
    if value is None:
        return NOTHING
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=LOCALE))


def carried(value: Decimal | None) -> str:
    """Return ``value`` with the decimals it carries, two at the most."""
    return NOTHING if value is None else str(format_decimal(value, "#,##0.##", locale=LOCALE))


def quoted(value: Decimal | None) -> str:
    """Return ``value`` as another publication wrote it: two decimals or more, four at the most."""
    return NOTHING if value is None else str(format_decimal(value, "#,##0.00##", locale=LOCALE))


def day(value: date) -> str:
    """Return a day such as "21 November 2026"."""
    return str(format_date(value, format="d MMMM y", locale=LOCALE))


def month(period: str) -> str:
    """Return a month such as "November 2026"."""
    return str(format_date(first_day(period), format="MMMM y", locale=LOCALE))


def months(span: MonthRange) -> str:
    """Return a span such as "Januari-Februari 2026"."""
    if span.first == span.last:
        return month(span.first)
    return f"{get_month_names(locale=LOCALE)[int(span.first[5:])]}-{month(span.last)}"


def span_name(span: CalendarPeriod) -> str:
    """Return a report's span such as "Tahun 2026" or "Triwulan II 2026 (April-Juni)"."""
    if span.kind is PeriodKind.YEAR:
        return f"Tahun {span.year}"
    if span.kind is PeriodKind.MONTH:
        return month(span.span.first)
    kind = "Semester" if span.kind is PeriodKind.HALF else "Triwulan"
    names = get_month_names(locale=LOCALE)
    first, last = (names[int(end[5:])] for end in (span.span.first, span.span.last))
    return f"{kind} {ROMAN[span.number - 1]} {span.year} ({first}-{last})"


def period_name(text: str) -> str:
    """Return any written period in words: a report's span, or months of a release."""
    if "/" in text:
        return months(MonthRange.of(text))
    return span_name(CalendarPeriod.of(text)).removeprefix("Tahun ")
