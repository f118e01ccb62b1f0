"""What the statutory report of an agency or unit says, in its official and public edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portal.publication.domain.documents import Breakdown, EarlierResult, Lesson, PlaceKind
from portal.publication.domain.reasons import Reason
from portal.survey.elements import Element
from portal.survey.grades import Grade


class ReportEdition(StrEnum):
    """Official holds exact figures for the agency's own staff; public only what is published."""

    OFFICIAL = "official"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class ReportElement:
    """One element: mean answer (NRR) on 1 to 4, the same as an IKM, its grade and answers.

    ``counts`` are answers at levels 1 to 4, empty in the public edition; ``wish_percent`` is
    the share of those with a wish who want it improved, None when not known.
    """

    key: Element
    code: str
    n: int
    nrr: Decimal | None
    ikm: Decimal | None
    grade: Grade | None
    counts: tuple[int, ...] = ()
    wish_percent: int | None = None
    suppressed: Reason | None = None


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A service or unit of the agency with its own result."""

    kind: PlaceKind
    code: str
    name: str
    respondents: int | None
    ikm: Decimal | None
    grade: Grade | None
    suppressed: Reason | None = None


@dataclass(frozen=True, slots=True)
class ReportPoint:
    """The result of an earlier period of the same length."""

    period: str
    respondents: int
    ikm: Decimal
    grade: Grade


@dataclass(frozen=True, slots=True)
class Sample:
    """Whom the survey reached: users of the year, the sample that needs, who answered.

    ``population`` is None where nobody stated it; then there is no minimum either.
    """

    respondents: int
    population: int | None
    population_source: str | None
    minimum: int | None

    @property
    def is_reached(self) -> bool | None:
        """Whether the minimum is reached; None where there is none."""
        return None if self.minimum is None else self.respondents >= self.minimum


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """The agency a report is about, or one of its units, by code and name."""

    agency: str
    agency_name: str
    unit: str | None = None
    unit_name: str | None = None

    @property
    def name(self) -> str:
        """The unit's name where it is about one, else the agency's."""
        return self.unit_name or self.agency_name


@dataclass(frozen=True, slots=True)
class Report:
    """A statutory report; ``priorities`` are elements, the most urgent first.

    ``channels`` are the ratings the result rests on by channel, ``left_out`` those that were
    counted but do not take part (ratings without proof of a visit).
    """

    edition: ReportEdition
    city: str
    is_demo: bool
    place: ReportPlace
    period: str
    months: tuple[str, ...]
    sample: Sample
    channels: Mapping[str, int]
    left_out: Mapping[str, int]
    ikm: Decimal
    grade: Grade
    elements: tuple[ReportElement, ...]
    parts: tuple[ReportPart, ...]
    profile: tuple[Breakdown, ...]
    priorities: tuple[Element, ...]
    trend: tuple[ReportPoint, ...]
    earlier: tuple[EarlierResult, ...]
    lessons: tuple[Lesson, ...]
    address: str
