"""Values of colleagues' feedback: days of a round, an answer, the figure after a round."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from portal.evaluation.plans.domain import BehaviourValue
from portal.evaluation.rules.colleagues import MOST_MENTIONED, ColleaguesMissing
from portal.evaluation.rules.states import RatedState, RoundState
from portal.time.working_days import WorkingDays

# What may be named as a strength or a wish, in the order in which it is listed.
LISTED = tuple(str(value) for value in BehaviourValue)
# Working days between the day on which places are recorded and the opening.
RECORDED_BEFORE = 30
# Working days that two people served at the same place.
LEAST_OVERLAP = 60
LEAST_OPEN_DAYS = 5
# Fewer seats than this tell nothing of how many answered.
LEAST_TOLD = 100
LOWEST_TOLD, HIGHEST_TOLD = 20, 80
HALF = Fraction(1, 2)


class TooSoon(ValueError):
    """The round would open too soon, or on a day off.

    :ivar earliest: the first working day on which it may open.
    """

    def __init__(self, earliest: date) -> None:
        super().__init__(f"{earliest}")
        self.earliest = earliest


@dataclass(frozen=True, slots=True)
class ColleaguesOutcome:
    """What a round left of colleagues' answers about one person.

    :ivar value: 1 to 5 in half steps; None where nothing was measured.
    :ivar told_at_least: the count is told as "this many or more"; None where nothing was measured.
    :ivar because: why nothing was measured.
    :ivar strengths: three values at the most, in the order of their list.
    :ivar wishes: the same of what colleagues wish for.
    """

    value: Fraction | None
    told_at_least: int | None
    because: ColleaguesMissing | None
    strengths: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """A round of the city; every day is the city's, and no moment is kept.

    :ivar recorded_on: on which day it was recorded who serves where.
    :ivar opens_on: first day of answering.
    :ivar closes_on: last day of answering.
    :ivar reminds_on: days on which everybody who is asked is reminded, fixed with the round.
    """

    id: int
    cycle_id: int
    state: RoundState
    recorded_on: date
    opens_on: date
    closes_on: date
    reminds_on: tuple[date, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in {RoundState.FOLDED, RoundState.VOID}

    @property
    def is_planned(self) -> bool:
        """Whether nobody was drawn yet."""
        return self.state is RoundState.PLANNED

    def is_open(self, on: date) -> bool:
        """Return whether answers are taken on a day."""
        return self.state is RoundState.COLLECTING and self.opens_on <= on <= self.closes_on


@dataclass(frozen=True, slots=True)
class RoundDays:
    """The days of a round that is to be planned.

    :ivar recorded_on: the day of planning, 30 working days before the opening or more.
    """

    recorded_on: date
    opens_on: date
    closes_on: date
    first_reminder_on: date
    reminder_on: date

    def columns(self) -> dict[str, date]:
        """Return the days by the names of their columns."""
        return {
            "recorded_on": self.recorded_on,
            "opens_on": self.opens_on,
            "closes_on": self.closes_on,
            "first_reminder_on": self.first_reminder_on,
            "reminder_on": self.reminder_on,
        }


def round_days(today: date, *, opens_on: date, open_days: int, calendar: WorkingDays) -> RoundDays:
    """Return the days of a round that is planned today.

    :param opens_on: its first day.
    :param open_days: working days for answering, the first one included; 5 or more.
    :raises TooSoon: when fewer than 30 working days lie between.
    """
    earliest = calendar.after(today, RECORDED_BEFORE)
    if opens_on < earliest or not calendar.includes(opens_on):
        raise TooSoon(earliest)
    days = max(open_days, LEAST_OPEN_DAYS)
    return RoundDays(
        today,
        opens_on,
        closes_on=calendar.after(opens_on, days - 1),
        first_reminder_on=calendar.after(opens_on, days // 2),
        reminder_on=calendar.after(opens_on, days - 2),
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the city's round is, in steps that no single answer is seen in.

    :ivar seats: how many answers are asked for, in fifties, rounded down.
    :ivar from_percent: lower end of the step that the answered share lies in.
    :ivar to_percent: its upper end.
    """

    seats: int
    from_percent: int
    to_percent: int


def safe_progress(seats: int, answered: int) -> Progress | None:
    """Return how far a round was by last night; None below 100 seats.

    Shares are told in steps of ten, the lowest and the highest step in steps of twenty.
    """
    if seats < LEAST_TOLD:
        return None
    step = answered * 10 // seats * 10
    if step < LOWEST_TOLD:
        return Progress(seats // 50 * 50, 0, LOWEST_TOLD)
    if step >= HIGHEST_TOLD:
        return Progress(seats // 50 * 50, HIGHEST_TOLD, 100)
    return Progress(seats // 50 * 50, step, step + 10)


def outcome_of(
    state: RatedState, half_steps: int | None, *, strengths: int, wishes: int, told_at_least: int
) -> ColleaguesOutcome:
    """Return what the row of one person says.

    :param half_steps: 2 to 10.
    :param strengths: bits of the places in ``LISTED``.
    """
    if half_steps is None:
        return ColleaguesOutcome(None, None, ColleaguesMissing(state.value))
    return ColleaguesOutcome(
        half_steps * HALF,
        told_at_least,
        None,
        strengths=named_in(strengths),
        wishes=named_in(wishes),
    )


def bits_of(named: Iterable[str]) -> int:
    """Return what is named as bits of the places in ``LISTED``."""
    return sum(1 << LISTED.index(each) for each in set(named))


def named_in(bits: int) -> tuple[str, ...]:
    """Return what ``bits`` name, in the order of the list."""
    return tuple(each for place, each in enumerate(LISTED) if bits >> place & 1)


def possible_bits(most: int = MOST_MENTIONED) -> tuple[int, ...]:
    """Return every way to name ``most`` of the list or fewer."""
    return tuple(bits for bits in range(1 << len(LISTED)) if bits.bit_count() <= most)
