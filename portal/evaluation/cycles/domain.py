"""A cycle as values: its periods, its last days, and what keeps it from being opened or closed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from portal.evaluation.rules.days import DAY, DayTest
from portal.evaluation.rules.deadlines import DayRules, DeadlineStep, last_day, moved_later
from portal.evaluation.rules.states import CycleState, PeriodState
from portal.time.months import CalendarPeriod, PeriodKind

REASON_LENGTH = 500

# The number under which last days of the whole cycle are kept; periods are numbered from 1.
WHOLE_CYCLE = 0
MOST_PERIODS = 12
# Steps whose last day is fixed when the cycle opens, by what they are counted from.
FROM_THE_START = (DeadlineStep.PLAN_SENT, DeadlineStep.PLAN_AGREED)
FROM_A_PERIODS_END = (DeadlineStep.REALISATION_REPORTED, DeadlineStep.PERIOD_EVALUATED)
# States in which a year that is over is still evaluated.
UNDER_REVIEW = frozenset({CycleState.OPEN, CycleState.EVALUATING, CycleState.OBJECTING})
FROM_THE_END = (DeadlineStep.YEAR_CONFIRMED, DeadlineStep.YEAR_DELIVERED)


class PeriodFault(StrEnum):
    """What keeps days from being the ends of a cycle's periods."""

    NOT_IN_ORDER = "not_in_order"
    NOT_TO_THE_END = "not_to_the_end"
    TOO_MANY = "too_many"


class ExceptionKind(StrEnum):
    """Why a cycle may close although somebody has no result."""

    LEAVE = "leave"
    STUDY = "study"
    SUSPENDED = "suspended"
    RETIRED = "retired"
    DIED = "died"
    LEFT_THE_CITY = "left_the_city"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Period:
    """A part of a cycle, both days inclusive; numbers begin with 1."""

    number: int
    starts_on: date
    ends_on: date
    state: PeriodState = PeriodState.OPEN


@dataclass(frozen=True, slots=True)
class Cycle:
    """A cycle with its periods in order.

    :ivar rules_version: of the rule set frozen at its opening; None before.
    """

    id: int
    year: int
    starts_on: date
    ends_on: date
    state: CycleState
    rules_version: int | None
    opened_on: date | None
    periods: tuple[Period, ...] = ()

    @property
    def is_running(self) -> bool:
        """Whether plans of the cycle may be made and worked on."""
        return self.state is CycleState.OPEN

    @property
    def is_reported(self) -> bool:
        """Whether what was reached in its periods is still reported and answered."""
        return self.state in {CycleState.OPEN, CycleState.EVALUATING}

    def is_under_review(self, on: date) -> bool:
        """Return whether the cycle is over by its days and still evaluated."""
        return self.ends_on < on and self.state in UNDER_REVIEW

    def period_of(self, day: date) -> Period | None:
        """Return the period in which a day lies; None outside the cycle."""
        found = (each for each in self.periods if each.starts_on <= day <= each.ends_on)
        return next(found, None)


@dataclass(frozen=True, slots=True)
class CyclesInUse:
    """The latest cycle that is worked on and the latest that is over and still evaluated.

    :ivar open: None while no plans may be made; it may be the reviewed one, too.
    :ivar reviewed: None while no year is evaluated.
    """

    open: Cycle | None
    reviewed: Cycle | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a step, inclusive.

    :ivar period_number: of the period it belongs to; ``WHOLE_CYCLE`` for the cycle itself.
    :ivar begins_on: the day from which it was counted, which is not counted itself.
    :ivar last_on: as it was stored when the cycle opened, or moved since.
    :ivar extended_to: by the latest extension; None without one.
    """

    period_number: int
    step: DeadlineStep
    begins_on: date
    last_on: date
    extended_to: date | None = None

    @property
    def in_force(self) -> date:
        """The last day that counts."""
        return self.last_on if self.extended_to is None else max(self.last_on, self.extended_to)

    def after(self, rules: DayRules, *, is_working_day: DayTest) -> date:
        """Return the last day that counts once holidays declared since are known: never earlier."""
        days = last_day(self.step, self.begins_on, is_working_day=is_working_day, rules=rules)
        return moved_later(self.in_force, computed=days)


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """Something that keeps a cycle from closing, counted and never with a name.

    :ivar key: for the page's own words.
    """

    key: str
    count: int


@dataclass(frozen=True, slots=True)
class RuleNotice:
    """Something that was decided about rules, for everybody on the staff to read.

    :ivar what: of which year and what, in the page's words.
    """

    what: Any
    reason: str
    decided_by: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class OpeningPreview:
    """What opening would do, and who still lacks somebody.

    :ivar people: evaluated in the cycle.
    :ivar lacking: names of people by what they lack, in the order of names.
    """

    people: int
    lacking: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether nobody lacks anything."""
        return not any(self.lacking.values())


def quarter_ends(starts_on: date, ends_on: date) -> tuple[date, ...]:
    """Return the ends of the calendar quarters between two days, the last one ``ends_on``."""
    ends = (
        CalendarPeriod(PeriodKind.QUARTER, starts_on.year, each).last_day for each in range(1, 5)
    )
    return (*(day for day in ends if starts_on <= day < ends_on), ends_on)


def periods_ending(ends: Sequence[date], *, starts_on: date) -> tuple[Period, ...]:
    """Return the periods that end on ``ends``: each begins the day after the one before."""
    begins = (starts_on, *(end + DAY for end in ends))
    return tuple(
        Period(number, first, last)
        for number, (first, last) in enumerate(zip(begins, ends, strict=False), start=1)
    )


def period_faults(
    ends: Sequence[date], *, starts_on: date, ends_on: date
) -> tuple[PeriodFault, ...]:
    """Return what keeps ``ends`` from being the ends of the periods of a cycle."""
    return tuple(_period_faults(ends, starts_on=starts_on, ends_on=ends_on))


def _period_faults(
    ends: Sequence[date], *, starts_on: date, ends_on: date
) -> Iterator[PeriodFault]:
    if len(ends) > MOST_PERIODS:
        yield PeriodFault.TOO_MANY
    if any(
        period.ends_on < period.starts_on for period in periods_ending(ends, starts_on=starts_on)
    ):
        yield PeriodFault.NOT_IN_ORDER
    if not ends or ends[-1] != ends_on:
        yield PeriodFault.NOT_TO_THE_END


def deadlines_of(cycle: Cycle, rules: DayRules, *, is_working_day: DayTest) -> tuple[Deadline, ...]:
    """Return every last day that is fixed when a cycle opens."""
    return tuple(
        Deadline(
            number,
            step,
            begins_on=begins_on,
            last_on=last_day(step, begins_on, is_working_day=is_working_day, rules=rules),
        )
        for number, step, begins_on in _steps(cycle)
    )


def _steps(cycle: Cycle) -> Iterator[tuple[int, DeadlineStep, date]]:
    for step in FROM_THE_START:
        yield WHOLE_CYCLE, step, cycle.starts_on
    for period in cycle.periods:
        for step in FROM_A_PERIODS_END:
            yield period.number, step, period.ends_on
    for step in FROM_THE_END:
        yield WHOLE_CYCLE, step, cycle.ends_on
