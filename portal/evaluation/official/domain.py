"""What stands in a file of the official record, as values; and why a part of it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.evaluation.plans.domain import AppendixKind, Approach, BehaviourValue
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.planning import ResultKind


class OfficialFault(StrEnum):
    """Why a file, a sheet or a row is refused, beside what is wrong with any table."""

    # A sheet that is no plan of today.
    OLDER_FORM = "older_form"
    OTHER_FORM = "other_form"
    UNKNOWN_FORM = "unknown_form"
    HIDDEN_SHEET = "hidden_sheet"
    PERIOD_UNREADABLE = "period_unreadable"
    NO_RESULTS = "no_results"
    # A person.
    NUMBER_MISSING = "number_missing"
    NOT_A_STAFF_NUMBER = "not_a_staff_number"
    NUMBER_LOST_DIGITS = "number_lost_digits"
    UNKNOWN_PERSON = "unknown_person"
    TWICE = "twice"
    # A cell.
    MISSING_VALUE = "missing_value"
    TOO_LONG = "too_long"
    UNKNOWN_WORD = "unknown_word"
    NOT_A_DATE = "not_a_date"
    NOT_A_NUMBER = "not_a_number"
    NO_RESULT_ABOVE = "no_result_above"
    ZERO_TARGET = "zero_target"
    NOT_A_LINK = "not_a_link"
    NOT_A_TIME = "not_a_time"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    # What is recorded here.
    NO_OPEN_CYCLE = "no_open_cycle"
    OTHER_DAYS = "other_days"
    SENT_ALREADY = "sent_already"
    AGREED_BY_BOTH = "agreed_by_both"
    OVER = "over"
    NO_PLAN = "no_plan"
    DAY_AHEAD = "day_ahead"
    DAY_CLOSED = "day_closed"
    DAY_WITHOUT_POST = "day_without_post"
    ACTIVITY_SENT = "activity_sent"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file; ``sheet`` is empty for a text file."""

    line: int
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class OfficialIndicator:
    """An indicator as a file says it; None for what the file does not say.

    :ivar target: the cell's text, number and unit together, as it stands.
    :ivar line: where it stands in the file; no part of what it says.
    """

    text: str
    target: str = ""
    aspect: Aspect | None = None
    direction: Direction | None = None
    method: str | None = None
    source: str | None = None
    weight: int | None = None
    quarters: tuple[Decimal, ...] | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class OfficialResult:
    """A result with its indicators; None for what the file does not say.

    :ivar serves: the leader's result that it serves, in words.
    :ivar line: where it stands in the file; no part of what it says.
    """

    text: str
    kind: ResultKind
    serves: str | None = None
    assigned_by: str | None = None
    indicators: tuple[OfficialIndicator, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class OfficialPerson:
    """One of the two blocks above a form; empty where nothing stands."""

    name: str = ""
    number: str = ""
    rank: str = ""
    post: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OfficialPlan:
    """A plan as a file says it.

    :ivar number: staff number in its normal form.
    :ivar starts_on: with ``ends_on`` the first and last day, both inclusive; None where the
        file does not say them.
    :ivar official_number: reference of the official record; empty where the file has none.
    :ivar expectations: the leader's, by value; values without one are left out.
    :ivar results: empty in a report that only says who has a plan.
    """

    place: Place
    number: str
    name: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    approach: Approach | None = None
    official_number: str = ""
    results: tuple[OfficialResult, ...] = ()
    expectations: Mapping[BehaviourValue, str] = field(default_factory=dict)
    appendix: Mapping[AppendixKind, str] = field(default_factory=dict)
