"""Records of an agency's own results in a quarter or a year."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class AgencyPredicateKind(StrEnum):
    """An organisation's predicate (*predikat kinerja organisasi*)."""

    EXCELLENT = "istimewa"
    GOOD = "baik"
    NEEDS_IMPROVEMENT = "butuh_perbaikan"
    POOR = "kurang"
    VERY_POOR = "sangat_kurang"


@dataclass(frozen=True, slots=True)
class Term:
    """A year, or a quarter of it (1 to 4); ``quarter`` is None for the year."""

    year: int
    quarter: int | None = None

    @property
    def first_day(self) -> date:
        """The day on which it begins."""
        return date(self.year, 3 * ((self.quarter or 1) - 1) + 1, 1)


@dataclass(frozen=True, slots=True)
class RecordedPredicate:
    """A predicate of an agency as it was entered.

    :ivar counts: whether no later entry replaced it.
    """

    agency_id: int
    term: Term
    predicate: AgencyPredicateKind
    decree_number: str
    decree_date: date
    recorded_at: datetime
    counts: bool


@dataclass(frozen=True, slots=True)
class RecordedIndicator:
    """A main indicator (*IKU*) of an agency as it was entered.

    :ivar realisation: None while nothing is reported.
    :ivar counts: whether no later entry of the same name replaced it.
    """

    agency_id: int
    term: Term
    name: str
    unit: str
    target: Decimal
    realisation: Decimal | None
    recorded_at: datetime
    counts: bool
